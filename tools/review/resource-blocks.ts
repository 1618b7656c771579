import { blockOf, type Json, listOf, objectOf, textOf } from "../../posture/terraform-json";

/** A resource as it stands in the Terraform JSON. */
export interface ResourceBlock {
  /** `type.name`. */
  readonly address: string;
  readonly type: string;
  readonly body: { readonly [attribute: string]: Json };
}

/** Something that an expression takes from a resource. */
export interface Reference {
  readonly address: string;
  /** First attribute behind the address; undefined where the whole resource is meant. */
  readonly attribute: string | undefined;
}

/** The resources of a stack, by address, sorted. */
export function resourceBlocks(root: Json): ReadonlyMap<string, ResourceBlock> {
  const blocks = Object.entries(objectOf(objectOf(root).resource)).flatMap(([type, named]) =>
    Object.entries(objectOf(named)).map(([name, body]) => ({
      address: `${type}.${name}`,
      type,
      body: withoutComment(body),
    })),
  );
  return new Map(
    blocks.sort((a, b) => (a.address < b.address ? -1 : 1)).map((block) => [block.address, block]),
  );
}

/** A block without its comment, in which CDKTF notes the construct that made it. */
export function withoutComment(block: Json): { readonly [key: string]: Json } {
  const { "//": _, ...rest } = objectOf(block);
  return rest;
}

/** An address in an expression; a data source's is none. */
const ADDRESS = /(?<![\w.-])([a-z][a-z0-9]*_[a-z0-9_]+\.[A-Za-z_][\w-]*)(?:\.([A-Za-z_]\w*))?/g;

/** What the expressions of a value refer to. */
export function references(value: Json | undefined): readonly Reference[] {
  return textsIn(value).flatMap((text) =>
    text.includes("${")
      ? [...text.matchAll(ADDRESS)].map(([, address = "", attribute]) => ({ address, attribute }))
      : [],
  );
}

/** Addresses of a list such as `replace_triggered_by`, whose entries are references without `${}`. */
export function bareReferences(value: Json | undefined): readonly Reference[] {
  return textsIn(value).flatMap((text) =>
    [...text.matchAll(ADDRESS)].map(([, address = "", attribute]) => ({ address, attribute })),
  );
}

/** A value whose addresses are others, in expressions and lists of addresses alike. */
export function withAddresses(value: Json, addressFor: (address: string) => string): Json {
  if (typeof value === "string") {
    return value.replace(ADDRESS, (whole: string, address: string) =>
      whole.replace(address, () => addressFor(address)),
    );
  }
  if (Array.isArray(value)) {
    return value.map((item) => withAddresses(item as Json, addressFor));
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, withAddresses(inner, addressFor)]),
    );
  }
  return value;
}

/** The settings that Terraform itself has for a resource. */
export function lifecycleOf({ body }: ResourceBlock): { readonly [key: string]: Json } {
  return blockOf(body.lifecycle);
}

/** Settings of the provider that a resource is made with, known by name and alias. */
export function providerOf(root: Json, { type, body }: ResourceBlock): { readonly [key: string]: Json } {
  const [name = "", alias] = (textOf(body.provider) ?? type.replace(/_.*$/, "")).split(".");
  const configured = listOf(objectOf(objectOf(root).provider)[name]).map(objectOf);
  return configured.find((settings) => textOf(settings.alias) === alias) ?? {};
}

/** A value as text that is the same for the same value, whatever the order of its keys. */
export function stableText(value: Json | undefined): string {
  return JSON.stringify(value ?? null, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function textsIn(value: Json | undefined): readonly string[] {
  if (typeof value === "string") {
    return [value];
  }
  return typeof value === "object" && value !== null
    ? Object.values(value as { readonly [key: string]: Json }).flatMap(textsIn)
    : [];
}
