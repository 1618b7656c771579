/** A value of the JSON that Terraform would read. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A resource of a stack. */
export interface Resource {
  /** `type.name`. */
  readonly address: string;
  readonly type: string;
  readonly attributes: { readonly [key: string]: Json };
}

/** The JSON of a stack, as a graph of resources. */
export class TerraformJson {
  private readonly byAddress = new Map<string, Resource>();
  private readonly byType = new Map<string, readonly Resource[]>();
  private readonly outputs: { readonly [key: string]: Json };

  /** @param root content of a `cdk.tf.json` or any other Terraform JSON file */
  constructor(root: Json) {
    for (const [type, named] of Object.entries(objectOf(objectOf(root).resource))) {
      const resources = Object.entries(objectOf(named))
        .map(([name, attributes]) => ({ address: `${type}.${name}`, type, attributes: objectOf(attributes) }))
        .sort(byAddress);
      for (const resource of resources) {
        this.byAddress.set(resource.address, resource);
      }
      if (resources.length > 0) {
        this.byType.set(type, resources);
      }
    }
    this.outputs = objectOf(objectOf(root).output);
  }

  /** All resources of a type, sorted by address. */
  all(type: string): readonly Resource[] {
    return this.byType.get(type) ?? [];
  }

  /** The resource at an address, undefined where there is none. */
  at(address: string): Resource | undefined {
    return this.byAddress.get(address);
  }

  /** All resource types in use, sorted. */
  get types(): readonly string[] {
    return [...this.byType.keys()].sort();
  }

  /** The value of an output, undefined where there is none. */
  output(name: string): Json | undefined {
    return objectOf(this.outputs[name]).value;
  }

  /** All outputs, as they stand. */
  get allOutputs(): Json {
    return this.outputs;
  }

  /** The resources that a value refers to, in the order they stand in it. */
  referredBy(value: Json | undefined): readonly Resource[] {
    const found = referencedAddresses(value).map((address) => this.byAddress.get(address));
    return found.filter((resource) => resource !== undefined);
  }

  /** Does a value refer to this resource? */
  refers(value: Json | undefined, to: Resource): boolean {
    return referencedAddresses(value).includes(to.address);
  }

  /** Resources of a type whose attribute refers to a resource. */
  referring(type: string, attribute: string, to: Resource): readonly Resource[] {
    return this.all(type).filter((resource) => this.refers(resource.attributes[attribute], to));
  }
}

/** A value as an object; anything else is an empty one. */
export function objectOf(value: Json | undefined): { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as { readonly [key: string]: Json })
    : {};
}

/** A value as a list: Terraform JSON lets a single block stand without brackets. */
export function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined || value === null) {
    return [];
  }
  return Array.isArray(value) ? value : [value as Json];
}

/** The first block of a value. */
export function blockOf(value: Json | undefined): { readonly [key: string]: Json } {
  return objectOf(listOf(value)[0]);
}

/** A value as text, undefined where it is none. */
export function textOf(value: Json | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** Texts of a list. */
export function textsOf(value: Json | undefined): readonly string[] {
  return listOf(value).filter((item) => typeof item === "string");
}

/** Is a value known only to Terraform? */
export function isExpression(value: Json | undefined): boolean {
  return typeof value === "string" && value.includes("${");
}

const REFERENCE = /(?<![\w.])([a-z][a-z0-9]*_[a-z0-9_]+)\.([A-Za-z_][\w-]*)/g;

function referencedAddresses(value: Json | undefined): readonly string[] {
  if (typeof value === "object" && value !== null) {
    return Object.values(value as { readonly [key: string]: Json }).flatMap(referencedAddresses);
  }
  if (typeof value !== "string") {
    return [];
  }
  return [...value.matchAll(/\$\{([^}]*)\}/g)].flatMap(([, expression = ""]) =>
    [...expression.matchAll(REFERENCE)].map(([, type, name]) => `${type}.${name}`),
  );
}

function byAddress(a: Resource, b: Resource): number {
  return a.address < b.address ? -1 : a.address > b.address ? 1 : 0;
}
