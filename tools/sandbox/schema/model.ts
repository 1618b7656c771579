/** A Terraform type expression, as `terraform providers schema -json` writes it. */
export type ValueType =
  | "string"
  | "number"
  | "bool"
  | "dynamic"
  | readonly ["list" | "set" | "map", ValueType]
  | readonly ["object", { readonly [attribute: string]: ValueType }];

/** How many values a nested block or nested attribute holds, and how they are told apart. */
export type Nesting = "single" | "list" | "set" | "map";

/** An attribute whose inner attributes may be left out one by one (protocol 6 `nested_type`). */
export interface NestedAttributes {
  readonly nesting: Nesting;
  readonly attributes: readonly Attribute[];
}

/** One argument or result of a resource, data source or provider. */
export interface Attribute {
  readonly name: string;
  readonly type: ValueType | NestedAttributes;
  readonly required: boolean;
  readonly optional: boolean;
  readonly computed: boolean;
  /** Accepted in configuration, never kept in state. */
  readonly writeOnly: boolean;
}

/** A block inside a block. `maxItems` 0 means no limit. */
export interface NestedBlock {
  readonly name: string;
  readonly nesting: Nesting;
  readonly minItems: number;
  readonly maxItems: number;
  readonly block: Block;
}

/** What may stand between the braces of a resource, data source or provider. */
export interface Block {
  readonly attributes: readonly Attribute[];
  readonly blocks: readonly NestedBlock[];
}

/** True when the attribute is described by inner attributes rather than by one type. */
export function isNested(type: ValueType | NestedAttributes): type is NestedAttributes {
  return typeof type === "object" && "nesting" in type;
}

function wrap(nesting: Nesting, inner: ValueType): ValueType {
  return nesting === "single" ? inner : [nesting, inner];
}

/** The type of one attribute's value, nested attributes included. */
export function attributeType(attribute: Attribute): ValueType {
  const { type } = attribute;
  if (!isNested(type)) return type;
  return wrap(type.nesting, objectType({ attributes: type.attributes, blocks: [] }));
}

const objectTypes = new WeakMap<Block, ValueType>();

/** The object type a whole block decodes to: every attribute and every nested block is a key. */
export function objectType(block: Block): ValueType {
  const known = objectTypes.get(block);
  if (known !== undefined) return known;
  const members: Record<string, ValueType> = {};
  for (const attribute of block.attributes) members[attribute.name] = attributeType(attribute);
  for (const nested of block.blocks) members[nested.name] = wrap(nested.nesting, objectType(nested.block));
  const type: ValueType = ["object", members];
  objectTypes.set(block, type);
  return type;
}
