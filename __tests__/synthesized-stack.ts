import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import { type NameTree, resourceSchema } from "../tools/sandbox/schema";

/** Attributes of a resource, in Terraform's snake_case. */
export type Attributes = Readonly<Record<string, unknown>>;

/** A stack as Terraform would read it, for assertions. */
export class SynthesizedStack {
  constructor(
    /** The whole `cdk.tf.json`. */
    readonly json: Readonly<Record<string, unknown>>,
  ) {}

  /**
   * Resources of a type that have all the given attributes; inner objects may be given in part.
   *
   * @throws Error when the provider knows no such type, or no such attribute: a misspelt one would never match
   */
  all(type: string, like: Attributes = {}): readonly Attributes[] {
    const schema = resourceSchema(type);
    if (schema === undefined) {
      throw new Error(`no provider has a resource type ${type}`);
    }
    refuseUnknownNames(type, like, schema);
    return Object.values(this.named(type)).filter((attributes) => matches(attributes, like));
  }

  /** The one resource of a type that has all the given attributes. */
  only(type: string, like: Attributes = {}): Attributes {
    const found = this.all(type, like);
    if (found.length !== 1) {
      const all = JSON.stringify(Object.values(this.named(type)), undefined, 1);
      throw new Error(`${found.length} of ${type} match ${JSON.stringify(like)}, among ${all}`);
    }
    return found[0] as Attributes;
  }

  /** Addresses of all resources, sorted. */
  get addresses(): readonly string[] {
    const resources = (this.json.resource ?? {}) as Readonly<Record<string, Attributes>>;
    return Object.entries(resources)
      .flatMap(([type, named]) => Object.keys(named).map((name) => `${type}.${name}`))
      .sort();
  }

  private named(type: string): Readonly<Record<string, Attributes>> {
    const resources = (this.json.resource ?? {}) as Readonly<
      Record<string, Readonly<Record<string, Attributes>>>
    >;
    return resources[type] ?? {};
  }
}

/** Builds a stack and synthesizes it as `cdktf synth` would: preparation, validations and all. */
export function synthesized(build: (stack: TerraformStack) => void): SynthesizedStack {
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), "synthesized-")) });
  const stack = new TerraformStack(app, "test");
  build(stack);
  app.synth();
  return new SynthesizedStack(
    JSON.parse(readFileSync(join(app.outdir, "stacks", "test", "cdk.tf.json"), "utf8")) as Attributes,
  );
}

function refuseUnknownNames(where: string, like: Attributes, { attributes, nested }: NameTree): void {
  for (const [name, value] of Object.entries(like)) {
    const inner = nested[name];
    if (inner === undefined && !attributes.includes(name) && !META_ARGUMENTS.has(name)) {
      throw new Error(`${where} has no attribute ${JSON.stringify(name)}`);
    }
    for (const item of inner === undefined ? [] : [value].flat()) {
      if (typeof item === "object" && item !== null && !("asymmetricMatch" in item)) {
        refuseUnknownNames(`${where}.${name}`, item as Attributes, inner as NameTree);
      }
    }
  }
}

/** What Terraform itself adds to every resource. */
const META_ARGUMENTS: ReadonlySet<string> = new Set([
  "depends_on",
  "lifecycle",
  "provider",
  "count",
  "for_each",
]);

function matches(value: unknown, like: unknown): boolean {
  if (typeof like !== "object" || like === null) {
    return value === like;
  }
  if ("asymmetricMatch" in like) {
    return (like as { asymmetricMatch(other: unknown): boolean }).asymmetricMatch(value);
  }
  if (typeof value !== "object" || value === null) {
    return false;
  }
  return Array.isArray(like)
    ? Array.isArray(value) &&
        like.length === value.length &&
        like.every((item, index) => matches(value[index], item))
    : Object.entries(like).every(([name, inner]) => matches((value as Attributes)[name], inner));
}
