/** A type expression, as `terraform providers schema -json` writes it. */
export type AttributeType =
  | "string"
  | "number"
  | "bool"
  | readonly ["list" | "set" | "map", AttributeType]
  | readonly ["object", { readonly [member: string]: AttributeType }];

/** Objects inside an attribute whose members may be left out one by one, as newer providers have them. */
export interface NestedTypeSchema {
  readonly nesting_mode: "single" | "list" | "set";
  readonly attributes: { readonly [name: string]: AttributeSchema };
}

/** One argument or result; it has either a type or a nested type. */
export interface AttributeSchema {
  readonly type?: AttributeType;
  readonly nested_type?: NestedTypeSchema;
  readonly required?: true;
  readonly optional?: true;
  readonly computed?: true;
  readonly sensitive?: true;
}

/** A block inside a block; a list or set without `max_items` holds any number. */
export interface BlockTypeSchema {
  readonly nesting_mode: "single" | "list" | "set";
  readonly min_items?: number;
  readonly max_items?: number;
  readonly block: BlockSchema;
}

/**
 * What may stand between the braces of a resource or provider, in the form and with the names of
 * `terraform providers schema -json` (https://developer.hashicorp.com/terraform/cli/commands/providers/schema), so
 * that what a provider says of itself can be copied here and compared with it.
 */
export interface BlockSchema {
  readonly attributes?: { readonly [name: string]: AttributeSchema };
  readonly block_types?: { readonly [name: string]: BlockTypeSchema };
}

/** A provider as a stack requires it. */
export interface ProviderOrigin {
  /** Local name, and first word of its resource types. */
  readonly name: string;
  /** Address in the registry: `<namespace>/<name>`. */
  readonly source: string;
  /** The exact version; the schemas beside it are of this one. */
  readonly version: string;
}

/** `dns_challenge` is written `dnsChallenge` in a configuration. */
export type Camel<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : Name;

/** The name of an argument as a configuration writes it. */
export function camelCase(name: string): string {
  const known = inCamelCase.get(name);
  if (known !== undefined) {
    return known;
  }
  const made = name.replaceAll(/_(.)/g, (_whole, first: string) => first.toUpperCase());
  inCamelCase.set(name, made);
  return made;
}

/** There are as many as the schemas have names, and each is asked for with every resource. */
const inCamelCase = new Map<string, string>();
