import type { Tree } from "../../clinic";

/** Members of a resource, an output or a block, as tests change them. */
export type Members = { [name: string]: unknown };

/** A resource of a stack that is being changed. */
export interface EditedResource {
  readonly name: string;
  readonly address: string;
  readonly type: string;
  /** What Terraform reads; to be changed in place. */
  readonly attributes: Members;
}

/** A copy of a stack's Terraform JSON, for one edit. */
export class EditedStack {
  private constructor(readonly json: Tree) {}

  /** A copy of a stack. */
  static copyOf(text: string): EditedStack {
    return new EditedStack(JSON.parse(text) as Tree);
  }

  /** All resources of the given types. */
  all(...types: readonly string[]): readonly EditedResource[] {
    return types.flatMap((type) =>
      Object.entries(this.types[type] ?? {}).map(([name, attributes]) => ({
        name,
        type,
        address: `${type}.${name}`,
        attributes,
      })),
    );
  }

  /** Every resource. */
  get resources(): readonly EditedResource[] {
    return this.all(...Object.keys(this.types));
  }

  add(type: string, name: string, attributes: Members): string {
    this.types[type] = { ...this.types[type], [name]: attributes };
    return `${type}.${name}`;
  }

  remove({ type, name }: EditedResource): void {
    const { [name]: _gone, ...others } = this.types[type] ?? {};
    this.types[type] = others;
  }

  /** The value of an output, to be changed in place; undefined where there is none. */
  output(name: string): Members | undefined {
    return (this.json.output as unknown as Record<string, { value: Members } | undefined>)[name]?.value;
  }

  /** Terraform's own settings, providers, outputs: whatever stands at the top of the JSON. */
  get root(): Record<string, Members | undefined> {
    return this.json as unknown as Record<string, Members | undefined>;
  }

  private get types(): Record<string, Record<string, Members>> {
    return this.json.resource as unknown as Record<string, Record<string, Members>>;
  }
}

/** A block of a resource; undefined where it has none. */
export function blockIn(members: Members | undefined, name: string): Members | undefined {
  const value = members?.[name];
  return (Array.isArray(value) ? value[0] : value) as Members | undefined;
}

/** Items of a list, or a single block that stands without brackets. */
export function listIn(members: Members | undefined, name: string): Members[] {
  const value = members?.[name];
  return value === undefined ? [] : ([value].flat() as Members[]);
}

/** Chance, as an edit uses it: the same for the same seed. */
export interface Chance {
  /** One of the items, undefined where there is none. */
  of<T>(items: readonly T[]): T | undefined;
  integer(from: number, to: number): number;
}

/** What an edit does to a stack: false where the stack has no place for it, and nothing was changed. */
export type Edit = (stack: EditedStack, chance: Chance) => boolean;

/** A kind of change that makes a stack worse. */
export interface Harm {
  /** What it does, as the end of a sentence that begins with "an edit that". */
  readonly does: string;
  /**
   * Who has to notice.
   *
   * - `rule`: a finding that was not there before
   * - `review`: the change is the client's to make, so no rule forbids it, and a human has to look
   */
  readonly caughtBy: "rule" | "review";
  readonly edit: Edit;
}

/** Changes one of the things given, false where there is none. */
export function change<T>(items: readonly T[], chance: Chance, to: (item: T) => unknown): boolean {
  const item = chance.of(items);
  return item !== undefined && to(item) !== false;
}

/** A port that is neither 25 nor 443. */
export function otherPort(chance: Chance): number {
  const port = chance.of([22, 80, 110, 135, 143, 445, 465, 587, 993, 995, 1433, 3389, 5985, 5986, 8443]);
  return chance.integer(0, 2) > 0 ? (port ?? 22) : chance.integer(444, 1023);
}

/** Strangers on the internet: everyone, or some network of theirs. */
export function strangers(chance: Chance): string {
  return chance.integer(0, 2) > 0
    ? "0.0.0.0/0"
    : `${chance.integer(11, 99)}.${chance.integer(0, 255)}.0.0/16`;
}
