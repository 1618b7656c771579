import {
  isExpression,
  type Json,
  listOf,
  objectOf,
  type Resource,
  type TerraformJson,
  textOf,
} from "../terraform-json";

/** How the types of the provider begin. */
const PREFIX = "fortios_";

/** A FortiGate, or one of its virtual domains: its tables of policies, and its objects by name. */
export class Unit {
  private readonly own = new Map<string, readonly Resource[]>();
  private readonly byName = new Map<string, ReadonlyMap<string, readonly Resource[]>>();

  /**
   * @param name for people
   * @param provider the provider that configures it, the alias included; empty for the default
   * @param domain the virtual domain; empty where the provider decides
   */
  constructor(
    readonly stack: TerraformJson,
    readonly name: string,
    private readonly provider: string,
    private readonly domain: string,
  ) {}

  /** Its resources of a type, sorted by address. */
  all(type: string): readonly Resource[] {
    const known = this.own.get(type) ?? this.stack.all(type).filter((resource) => this.isOwn(resource));
    this.own.set(type, known);
    return known;
  }

  /** Its resources of a type that are not switched off. */
  enabled(type: string): readonly Resource[] {
    return this.all(type).filter(({ attributes }) => textOf(attributes.status) !== "disable");
  }

  /** The objects that a name means: those that bear it, or those that an expression refers to. */
  objects(types: readonly string[], value: Json | undefined): readonly Resource[] {
    const name = this.nameOf(value);
    return isExpression(name)
      ? this.stack.referredBy(value).filter((resource) => types.includes(resource.type))
      : types.flatMap((type) => this.named(type).get(name) ?? []);
  }

  /** Resources of a type by their names: policies name hundreds of objects, over and over. */
  private named(type: string): ReadonlyMap<string, readonly Resource[]> {
    const known = this.byName.get(type);
    if (known !== undefined) {
      return known;
    }
    const index = new Map<string, Resource[]>();
    for (const resource of this.all(type)) {
      const name = this.nameOf(resource.attributes.name);
      index.set(name, [...(index.get(name) ?? []), resource]);
    }
    this.byName.set(type, index);
    return index;
  }

  /** A name, with references to names that the stack gives replaced by them. */
  nameOf(value: Json | undefined): string {
    return textOf(this.stack.resolved(value)) ?? textOf(value) ?? "";
  }

  /** The names in a list of blocks `{ name = … }`. */
  names(blocks: Json | undefined, attribute = "name"): readonly string[] {
    return this.references(blocks, attribute).map((value) => this.nameOf(value));
  }

  /** The names in a list of blocks, as they stand; an expression in place of a block is a name that is not known. */
  references(blocks: Json | undefined, attribute = "name"): readonly Json[] {
    return listOf(blocks)
      .map((block) => (isExpression(block) ? block : objectOf(block)[attribute]))
      .filter((value) => value !== undefined && value !== null);
  }

  private isOwn({ type, attributes }: Resource): boolean {
    const { provider, domain } = placeOf(attributes);
    // What a unit has once, it has for all of its domains.
    return provider === this.provider && (domain === this.domain || type.startsWith("fortios_system_"));
  }
}

/** The units that a stack configures, sorted by name. */
export function unitsOf(stack: TerraformJson): readonly Unit[] {
  const known = unitsOfStacks.get(stack) ?? readUnits(stack);
  unitsOfStacks.set(stack, known);
  return known;
}

/** Every fact asks for the units, and a stack does not change while it is read. */
const unitsOfStacks = new WeakMap<TerraformJson, readonly Unit[]>();

function readUnits(stack: TerraformJson): readonly Unit[] {
  const places = new Map(
    stack.types
      .filter((type) => type.startsWith(PREFIX))
      .flatMap((type) => stack.all(type))
      .map(({ attributes }) => placeOf(attributes))
      .map((place) => [JSON.stringify(place), place] as const),
  );
  return [...places.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { provider, domain }]) => {
      const named = [
        ...(provider === "" ? [] : [provider]),
        ...(domain === "" ? [] : [`domain ${domain}`]),
      ].join(", ");
      return new Unit(stack, named === "" ? "the FortiGate" : `the FortiGate ${named}`, provider, domain);
    });
}

function placeOf({ provider, vdomparam }: Resource["attributes"]): {
  readonly provider: string;
  readonly domain: string;
} {
  const given = textOf(provider) ?? "";
  return { provider: given === "fortios" ? "" : given, domain: textOf(vdomparam) ?? "" };
}

/** A set of which not all is known: what it holds for certain, and what it may hold. */
export interface Bounds<T> {
  readonly least: T;
  readonly most: T;
}
