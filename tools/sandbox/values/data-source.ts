import { equal, isList, isObject, type ObjectValue, UNKNOWN, type Value } from "../protocol/value";
import { terraformBlock } from "../schema";
import { attributeType, type Block } from "../schema/model";
import { objectsOf, type ValueContext } from "./context";
import { settleValues } from "./engine";
import { listedIds } from "./list-data";
import { policyDocument } from "./policy-document";

/** Arguments that name what to look for under another name than the attribute that holds it. */
const SELECTORS: Readonly<Record<string, string>> = {
  allocation_id: "id",
  zone_id: "id",
  key_id: "id",
};

function scalar(value: Value | undefined): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

/** Name and value pairs a `filter` asks for: `{name}` nested attribute, or blocks of name and values. */
function filters(config: ObjectValue): readonly (readonly [string, string])[] {
  const filter = config.filter;
  if (isObject(filter))
    return Object.entries(filter).flatMap(([key, value]) =>
      scalar(value) ? [[key, String(value)] as const] : [],
    );
  if (!isList(filter)) return [];
  return filter.flatMap((each) => {
    if (!isObject(each) || !isList(each.values)) return [];
    return each.values.map((value) => [String(each.name).replaceAll("-", "_"), String(value)] as const);
  });
}

function asksFor(config: ObjectValue, values: ObjectValue): boolean {
  const wanted = Object.entries(config).filter(([name, value]) => scalar(value) && name !== "region");
  const named = wanted.map(([name, value]) => [name, String(value)] as const);
  const asked = [...named, ...filters(config)].filter(([name]) => name in values || name in SELECTORS);
  if (asked.length === 0) return false;
  return asked.every(([name, value]) => {
    const found = values[name] ?? values[SELECTORS[name] ?? name];
    return String(found ?? "").replace(/\.$/, "") === value.replace(/\.$/, "");
  });
}

/** Attributes of the resource in the cloud that the data source looks up, as far as both have them. */
function lookedUp(block: Block, config: ObjectValue, context: ValueContext): ObjectValue {
  const resource = terraformBlock("resource", context.type);
  if (resource === undefined) return {};
  const object = objectsOf(context.state, context.type).find((each) => asksFor(config, each.values));
  if (object === undefined) return {};
  const types = new Map(resource.attributes.map((each) => [each.name, JSON.stringify(attributeType(each))]));
  const shared = block.attributes.filter(
    (each) => types.get(each.name) === JSON.stringify(attributeType(each)),
  );
  return Object.fromEntries(shared.map((each) => [each.name, object.values[each.name] ?? null]));
}

/**
 * Answers a data source: its own arguments, then what the cloud holds, then what such a thing usually looks
 * like. A look-up of something the sandbox never created is answered as if it existed, since a client's own
 * VPC or zone exists outside of it.
 */
export function readDataSource(block: Block, config: ObjectValue, context: ValueContext): ObjectValue {
  const ids = listedIds(config, context);
  const found =
    ids !== undefined
      ? { ids }
      : context.type === "aws_iam_policy_document"
        ? policyDocument(config)
        : lookedUp(block, config, context);
  const planned: Record<string, Value> = { ...config };
  for (const attribute of block.attributes) {
    const { name } = attribute;
    if (!attribute.computed || !equal(attributeType(attribute), config[name] ?? null, null)) continue;
    planned[name] = found[name] ?? (name === "region" && context.region !== "" ? context.region : UNKNOWN);
  }
  return settleValues(block, planned, context);
}
