import type { AttributeSchema, BlockSchema } from "../../../providers/provider-schema";
import type { BindingKind, HandWrittenFamily } from "./families";
import type { Attribute, Block } from "./model";

/** The schema of a hand-written resource or provider; undefined when none is declared. */
export function declaredBlock(
  { declared: { provider, resources } }: HandWrittenFamily,
  kind: BindingKind,
  type: string,
): Block | undefined {
  if (kind === "provider") {
    return blockOf(provider.schema);
  }
  const resource = kind === "resource" && resources.find(({ tfResourceType }) => tfResourceType === type);
  return resource ? blockOf(resource.schema) : undefined;
}

/** A schema as Terraform prints it, as the sandbox reads one. */
export function blockOf({ attributes = {}, block_types: blocks = {} }: BlockSchema): Block {
  return {
    attributes: Object.entries(attributes).map(attributeOf),
    blocks: Object.entries(blocks).map(
      ([name, { nesting_mode: nesting, min_items: minItems = 0, max_items: maxItems = 0, block }]) => ({
        name,
        nesting,
        minItems,
        maxItems,
        block: blockOf(block),
      }),
    ),
  };
}

function attributeOf([name, schema]: readonly [string, AttributeSchema]): Attribute {
  const { type, nested_type: nested, required, optional, computed } = schema;
  if (type === undefined && nested === undefined) {
    throw new Error(`${name} is declared without a type`);
  }
  return {
    name,
    type: type ?? {
      nesting: nested?.nesting_mode ?? "list",
      attributes: Object.entries(nested?.attributes ?? {}).map(attributeOf),
    },
    required: required === true,
    optional: optional === true,
    computed: computed === true,
    writeOnly: name.endsWith("_wo"),
  };
}
