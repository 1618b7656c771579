import {
  equal,
  hasUnknown,
  isList,
  isObject,
  type ObjectValue,
  UNKNOWN,
  type Value,
} from "../protocol/value";
import { type Attribute, type Block, isNested, type Nesting, objectType } from "../schema/model";
import { continues } from "./continues";
import { FORCE_NEW } from "./force-new";
import { RECOMPUTED } from "./recomputed";
import { entriesFor } from "./type-tables";

/** Settings of the provider configuration that show in a plan. */
interface PlanContext {
  readonly type: string;
  /** Empty for providers without regions. */
  readonly region: string;
  readonly defaultTags: ObjectValue;
}

/** What apply is to reach, and which arguments cannot be reached in place. */
interface Plan {
  readonly planned: ObjectValue;
  readonly requiresReplace: readonly string[];
}

/** Pairs each proposed element with the prior element it continues, if any. */
function elementsWithPrior(nesting: Nesting, shape: Block, proposed: Value, prior: Value | undefined) {
  if (!isList(proposed)) return [];
  const before = isList(prior) ? prior : [];
  return proposed.map((element, index) => ({
    element,
    prior: nesting === "set" ? before.find((each) => continues(shape, element, each)) : before[index],
  }));
}

/** Walks nested objects so that what is computed inside a new one becomes unknown. */
function planNested(nesting: Nesting, shape: Block, proposed: Value, prior: Value | undefined): Value {
  if (proposed === null || proposed === UNKNOWN) return proposed;
  if (nesting === "single")
    return isObject(proposed) ? planObject(shape, proposed, objectOrNone(prior)) : proposed;
  if (nesting === "map") {
    if (!isObject(proposed)) return proposed;
    const before = objectOrNone(prior);
    return Object.fromEntries(
      Object.entries(proposed).map(([key, each]) => [key, planNested("single", shape, each, before?.[key])]),
    );
  }
  return elementsWithPrior(nesting, shape, proposed, prior).map(({ element, prior: before }) =>
    planNested("single", shape, element, before),
  );
}

function objectOrNone(value: Value | undefined): ObjectValue | undefined {
  return isObject(value) ? value : undefined;
}

function planAttribute(attribute: Attribute, proposed: Value, prior: ObjectValue | undefined): Value {
  if (attribute.writeOnly) return null;
  if (proposed === null) {
    // Null in a new object is what we still have to find out. Terraform carries prior values over, except deep
    // inside the elements of a set.
    if (!attribute.computed) return null;
    return prior === undefined ? UNKNOWN : (prior[attribute.name] ?? null);
  }
  if (!isNested(attribute.type)) return proposed;
  const shape = { attributes: attribute.type.attributes, blocks: [] };
  return planNested(attribute.type.nesting, shape, proposed, prior?.[attribute.name]);
}

function planObject(shape: Block, proposed: ObjectValue, prior: ObjectValue | undefined): ObjectValue {
  const planned: Record<string, Value> = {};
  for (const attribute of shape.attributes) {
    planned[attribute.name] = planAttribute(attribute, proposed[attribute.name] ?? null, prior);
  }
  for (const nested of shape.blocks) {
    const value = proposed[nested.name] ?? null;
    planned[nested.name] = planNested(nested.nesting, nested.block, value, prior?.[nested.name]);
  }
  return planned;
}

function settled(block: Block, context: PlanContext, planned: ObjectValue): ObjectValue {
  const names = new Set(block.attributes.map((attribute) => attribute.name));
  const known: Record<string, Value> = {};
  if (names.has("region") && planned.region === UNKNOWN && context.region !== "")
    known.region = context.region;
  if (names.has("tags") && names.has("tags_all")) {
    const tags = planned.tags ?? null;
    known.tags_all = hasUnknown(tags) ? UNKNOWN : { ...context.defaultTags, ...objectOrNone(tags) };
  }
  return { ...planned, ...known };
}

/** Arguments whose planned value differs from the prior one. */
function changedArguments(block: Block, prior: ObjectValue, planned: ObjectValue): ReadonlySet<string> {
  const type = objectType(block);
  const members = typeof type !== "string" && type[0] === "object" ? type[1] : {};
  const changed = Object.entries(members)
    .filter(([name, inner]) => !equal(inner, prior[name] ?? null, planned[name] ?? null))
    .map(([name]) => name);
  return new Set(changed);
}

function recomputed(
  block: Block,
  type: string,
  changed: ReadonlySet<string>,
  config: ObjectValue,
): readonly string[] {
  const left = block.attributes.filter((each) => each.computed && (config[each.name] ?? null) === null);
  const computed = new Set(left.map((each) => each.name));
  return entriesFor(RECOMPUTED, type)
    .flatMap((table) => Object.entries(table))
    .filter(
      ([name, causes]) => computed.has(name) && causes.some((cause) => cause === "*" || changed.has(cause)),
    )
    .map(([name]) => name);
}

/**
 * Plans the creation (`prior` undefined) or change of one object from what Terraform proposes. Nothing but
 * computed attributes differs from the proposal, as Terraform demands of providers without the old type
 * system: defaults a real provider fills in stay null here.
 */
export function planChange(
  block: Block,
  context: PlanContext,
  prior: ObjectValue | undefined,
  proposed: ObjectValue,
  config: ObjectValue,
): Plan {
  const planned = settled(block, context, planObject(block, proposed, prior));
  if (prior === undefined) return { planned, requiresReplace: [] };
  const changed = changedArguments(block, prior, planned);
  if (changed.size === 0) return { planned, requiresReplace: [] };
  const again = recomputed(block, context.type, changed, config);
  const unknown = Object.fromEntries(again.map((name) => [name, UNKNOWN]));
  const forceNew = new Set(entriesFor(FORCE_NEW, context.type).flat());
  const requiresReplace = [...changed].filter((name) => forceNew.has(name)).sort();
  return { planned: { ...planned, ...unknown }, requiresReplace };
}
