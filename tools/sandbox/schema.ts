import { declaredBlock } from "./schema/declared";
import { deriveBlock } from "./schema/derive";
import {
  type BindingFamily,
  type BindingKind,
  bindingFolder,
  familyOf,
  type GeneratedFamily,
} from "./schema/families";
import { type Attribute, type Block, isNested } from "./schema/model";

/** The names a resource or data source accepts or returns, recursively. */
export interface NameTree {
  /** Names whose value is a scalar, a collection of scalars or a plain object type. */
  readonly attributes: readonly string[];
  /** Nested blocks and nested attributes, each with its own names. */
  readonly nested: { readonly [name: string]: NameTree };
}

const derived = new Map<string, Block | undefined>();

function bindingBlock(family: GeneratedFamily, kind: BindingKind, type: string): Block | undefined {
  const folder = bindingFolder(family, kind, type);
  return folder === undefined
    ? undefined
    : deriveBlock(family, folder, kind === "provider" ? undefined : type);
}

function derivedBlock(family: BindingFamily, kind: BindingKind, type: string): Block | undefined {
  const key = `${kind} ${type}`;
  if (!derived.has(key)) {
    derived.set(
      key,
      family.kind === "generated" ? bindingBlock(family, kind, type) : declaredBlock(family, kind, type),
    );
  }
  return derived.get(key);
}

/**
 * Schema of a resource type or data source type, derived on first use from the installed bindings, or from the
 * hand-written schemas. Undefined when no family has such a type.
 */
export function terraformBlock(kind: "resource" | "data", type: string): Block | undefined {
  const family = familyOf(type);
  return family && derivedBlock(family, kind, type);
}

/** Schema of a family's provider configuration, without the meta-argument `alias`. */
export function providerBlock(family: BindingFamily): Block {
  const block = derivedBlock(family, "provider", family.typePrefix) ?? { attributes: [], blocks: [] };
  return { ...block, attributes: block.attributes.filter((attribute) => attribute.name !== "alias") };
}

function objectNames(attribute: Attribute): NameTree | undefined {
  const { type } = attribute;
  if (isNested(type)) return names({ attributes: type.attributes, blocks: [] });
  if (Array.isArray(type) && Array.isArray(type[1]) && type[1][0] === "object") {
    return { attributes: Object.keys(type[1][1]), nested: {} };
  }
  return undefined;
}

function names(block: Block): NameTree {
  const attributes: string[] = [];
  const nested: Record<string, NameTree> = {};
  for (const attribute of block.attributes) {
    const inner = objectNames(attribute);
    if (inner === undefined) attributes.push(attribute.name);
    else nested[attribute.name] = inner;
  }
  for (const each of block.blocks) nested[each.name] = names(each.block);
  return { attributes, nested };
}

/**
 * Names a resource (or, with `kind` "data", a data source) knows, for tests that refuse misspelt properties.
 * Milliseconds on first use, nothing after. Undefined when the bindings have no such type.
 */
export function resourceSchema(type: string, kind: "resource" | "data" = "resource"): NameTree | undefined {
  const block = terraformBlock(kind, type);
  return block && names(block);
}
