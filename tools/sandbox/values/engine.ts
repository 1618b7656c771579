import { entriesFor } from "../plan/type-tables";
import { isList, isObject, type ObjectValue, UNKNOWN, type Value } from "../protocol/value";
import { familyOf } from "../schema/families";
import { type Attribute, attributeType, type Block, isNested, type ValueType } from "../schema/model";
import { ACME_DERIVED, ACME_VALUES } from "./acme-values";
import { AWS_NAME_RULES, type NameRule, PLAIN_NAME_RULES } from "./attribute-names";
import { AWS_DERIVED } from "./aws-derived";
import { AWS_NETWORK_VALUES } from "./aws-network-values";
import { AWS_SERVICE_VALUES } from "./aws-service-values";
import { CLOUDFLARE_VALUES } from "./cloudflare-values";
import type { Derivation, ValueContext } from "./context";
import { DATA_VALUES } from "./data-values";
import type { Rule } from "./rule";
import { digits } from "./seeded";
import { expand } from "./template";

const RULES = { ...AWS_NETWORK_VALUES, ...AWS_SERVICE_VALUES, ...CLOUDFLARE_VALUES, ...ACME_VALUES };
const DERIVED = { ...AWS_DERIVED, ...ACME_DERIVED };

function nameRules(type: string): readonly NameRule[] {
  return type.startsWith("aws_") ? AWS_NAME_RULES : PLAIN_NAME_RULES;
}

function typeRule({ kind, type }: ValueContext, attribute: string): Rule | undefined {
  const read = kind === "data" ? DATA_VALUES[type]?.[attribute] : undefined;
  if (read !== undefined) return read;
  return entriesFor(RULES, type)
    .map((rules) => rules[attribute])
    .findLast((rule) => rule !== undefined);
}

/** Shapes a rule's value like the attribute's type; members a rule leaves out are null. */
function shaped(type: ValueType, rule: Rule, label: string, derivation: Derivation): Value {
  if (rule === null) return null;
  if (typeof rule === "string") {
    const text = expand(rule, label, derivation);
    if (type === "number") return numeric(text, `${derivation.key}/${label}`);
    if (type === "bool") return text === "true";
    return typeof type === "string" ? text : empty(type);
  }
  if (typeof rule !== "object") return type === "string" ? String(rule) : rule;
  if (typeof type === "string") return null;
  if (type[0] === "object") {
    const members: ReadonlyMap<string, Rule> = new Map(Object.entries(rule));
    return Object.fromEntries(
      Object.entries(type[1]).map(([name, inner]) => [
        name,
        shaped(inner, members.get(name) ?? null, `${label}.${name}`, derivation),
      ]),
    );
  }
  const inner = type[1];
  if (type[0] === "map") {
    return Object.fromEntries(
      Object.entries(rule).map(([key, each]) => [key, shaped(inner, each, `${label}.${key}`, derivation)]),
    );
  }
  return Array.isArray(rule)
    ? rule.map((each, index) => shaped(inner, each, `${label}.${index}`, derivation))
    : [];
}

/** Some services number what others name: text that is no number becomes one. */
function numeric(text: string, seed: string): number {
  return /^\d{1,15}$/.test(text) ? Number(text) : Number(digits(seed, 8));
}

function empty(type: ValueType): Value {
  if (typeof type === "string" || type[0] === "object") return null;
  return type[0] === "map" ? {} : [];
}

/** The value of an attribute nothing is known about. */
function unremarkable(attribute: Attribute, label: string, derivation: Derivation): Value {
  const type = attributeType(attribute);
  if (attribute.optional) {
    // Older providers answer an argument left out with an empty value, newer ones with null.
    if (familyOf(derivation.type)?.objects === "attributes") return null;
    return type === "string" ? "" : type === "bool" ? false : empty(type);
  }
  if (isNested(attribute.type) && attribute.type.nesting === "single") {
    return Object.fromEntries(
      attribute.type.attributes.map((inner) => [
        inner.name,
        computed(inner, `${label}.${inner.name}`, derivation),
      ]),
    );
  }
  if (type === "string") return expand(`${attribute.name.replaceAll("_", "-")}-{hex:8}`, label, derivation);
  if (type === "number") return 0;
  return type === "bool" ? false : empty(type);
}

function computed(attribute: Attribute, label: string, derivation: Derivation): Value {
  const topLevel = !label.includes(".");
  const own = typeRule(derivation, label);
  if (own !== undefined) return shaped(attributeType(attribute), own, label, derivation);
  const identifying = ["id", "arn", "name"].includes(attribute.name);
  if (attribute.optional && !(topLevel && identifying)) return unremarkable(attribute, label, derivation);
  const named = nameRules(derivation.type).find((each) => each.name.test(attribute.name));
  if (named !== undefined && attributeType(attribute) === "string") {
    return shaped("string", named.rule, label, derivation);
  }
  return unremarkable(attribute, label, derivation);
}

/** Settles unknowns inside blocks and nested attributes; what is known stays. */
function settleInside(
  attributes: readonly Attribute[],
  value: Value,
  label: string,
  derivation: Derivation,
): Value {
  if (isList(value)) {
    return value.map((each, index) => settleInside(attributes, each, `${label}.${index}`, derivation));
  }
  if (!isObject(value)) return value;
  const inner = new Map(attributes.map((each) => [each.name, each]));
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => {
      const attribute = inner.get(name);
      return [name, attribute === undefined ? each : settle(attribute, each, `${label}.${name}`, derivation)];
    }),
  );
}

function settle(attribute: Attribute, value: Value, label: string, derivation: Derivation): Value {
  if (value === UNKNOWN) return computed(attribute, label, derivation);
  if (isNested(attribute.type)) return settleInside(attribute.type.attributes, value, label, derivation);
  return value;
}

function settleBlock(block: Block, value: Value, label: string, derivation: Derivation): Value {
  if (isList(value))
    return value.map((each, index) => settleBlock(block, each, `${label}.${index}`, derivation));
  if (!isObject(value)) return value;
  const inner = new Map(block.blocks.map((each) => [each.name, each.block]));
  const settled = settleInside(block.attributes, value, label, derivation);
  if (!isObject(settled)) return settled;
  return Object.fromEntries(
    Object.entries(settled).map(([name, each]) => {
      const nested = inner.get(name);
      return [name, nested === undefined ? each : settleBlock(nested, each, `${label}.${name}`, derivation)];
    }),
  );
}

/**
 * The object with every unknown replaced by a value the real service could have answered. Rules of the type
 * come first, then what attributes of such a name usually hold, then a value of the right type.
 */
export function settleValues(block: Block, planned: ObjectValue, context: ValueContext): ObjectValue {
  const attributes = new Map(block.attributes.map((each) => [each.name, each]));
  const settled = new Map<string, Value>();
  const underWay = new Set<string>();
  const attribute = (name: string): Value => {
    const known = settled.get(name);
    if (known !== undefined) return known;
    const value = planned[name] ?? null;
    const description = attributes.get(name);
    // A rule that leads back to itself sees nothing, and its next alternative is used.
    if (description === undefined || underWay.has(name)) return value === UNKNOWN ? null : value;
    underWay.add(name);
    const derived = value === UNKNOWN ? DERIVED[context.type]?.[name]?.(derivation) : undefined;
    const result = derived ?? settle(description, value, name, derivation);
    underWay.delete(name);
    settled.set(name, result);
    return result;
  };
  const derivation: Derivation = { ...context, attribute };
  const result: Record<string, Value> = {};
  for (const each of block.attributes) result[each.name] = attribute(each.name);
  for (const nested of block.blocks) {
    result[nested.name] = settleBlock(nested.block, planned[nested.name] ?? null, nested.name, derivation);
  }
  return result;
}
