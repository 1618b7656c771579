import { equal, isList, isObject, UNKNOWN, type Value } from "../protocol/value";
import { type Attribute, attributeType, type Block, isNested, type Nesting } from "../schema/model";

function attributeContinues(attribute: Attribute, proposed: Value, prior: Value): boolean {
  if (proposed === null && attribute.computed) return true;
  if (!isNested(attribute.type)) return equal(attributeType(attribute), proposed, prior);
  const shape = { attributes: attribute.type.attributes, blocks: [] };
  return nestedContinues(attribute.type.nesting, shape, proposed, prior);
}

function nestedContinues(nesting: Nesting, shape: Block, proposed: Value, prior: Value): boolean {
  if (nesting === "single" || proposed === null || proposed === UNKNOWN)
    return continues(shape, proposed, prior);
  if (nesting === "map") {
    if (!isObject(proposed) || !isObject(prior)) return false;
    const keys = Object.keys(proposed);
    return (
      keys.length === Object.keys(prior).length &&
      keys.every((key) => continues(shape, proposed[key] ?? null, prior[key] ?? null))
    );
  }
  if (!isList(proposed) || !isList(prior) || proposed.length !== prior.length) return false;
  return proposed.every((each, index) =>
    nesting === "list"
      ? continues(shape, each, prior[index] ?? null)
      : prior.some((candidate) => continues(shape, each, candidate)),
  );
}

/**
 * Whether a proposed element is the prior one again: everything configured is equal, and what is computed
 * and left out may be anything. The elements of a set have no other identity.
 */
export function continues(shape: Block, proposed: Value, prior: Value): boolean {
  if (!isObject(proposed) || !isObject(prior)) return proposed === prior;
  return (
    shape.attributes.every((each) =>
      attributeContinues(each, proposed[each.name] ?? null, prior[each.name] ?? null),
    ) &&
    shape.blocks.every((each) =>
      nestedContinues(each.nesting, each.block, proposed[each.name] ?? null, prior[each.name] ?? null),
    )
  );
}
