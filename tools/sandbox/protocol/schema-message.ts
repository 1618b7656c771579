import { type Attribute, type Block, isNested, type Nesting } from "../schema/model";

const NESTING_NUMBER: Readonly<Record<Nesting, number>> = { single: 1, list: 2, set: 3, map: 4 };

function attributeMessage(attribute: Attribute): object {
  const { name, type, required, optional, computed, writeOnly } = attribute;
  const flags = { name, required, optional, computed, writeOnly };
  if (!isNested(type)) return { ...flags, type: Buffer.from(JSON.stringify(type)) };
  const nestedType = {
    attributes: type.attributes.map(attributeMessage),
    nesting: NESTING_NUMBER[type.nesting],
  };
  return { ...flags, nestedType };
}

function blockMessage(block: Block): object {
  return {
    version: 0,
    attributes: block.attributes.map(attributeMessage),
    blockTypes: block.blocks.map((nested) => ({
      typeName: nested.name,
      block: blockMessage(nested.block),
      nesting: NESTING_NUMBER[nested.nesting],
      minItems: nested.minItems,
      maxItems: nested.maxItems,
    })),
  };
}

/** A derived schema as the protocol's `Schema` message. */
export function schemaMessage(block: Block): object {
  return { version: 0, block: blockMessage(block) };
}
