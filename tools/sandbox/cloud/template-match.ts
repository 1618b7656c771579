import { hasUnknown, isList, isObject, type ObjectValue, UNKNOWN, type Value } from "../protocol/value";
import { attributeType, type Block, objectType, type ValueType } from "../schema/model";

/** Finds the value of `aws_vpc.network.id` among objects already in the cloud; undefined when unknown. */
type ReferenceResolver = (address: string, attribute: string) => Value | undefined;

const REFERENCE = /^\$\{([a-z]\w*\.[\w-]+)\.(\w+)\}$/;

function isTemplate(text: string): boolean {
  return /(?<!\$)\$\{/.test(text);
}

function templateMatches(template: string, value: Value, resolve: ReferenceResolver): boolean {
  const reference = REFERENCE.exec(template);
  if (reference !== null) {
    const target = resolve(reference[1] ?? "", reference[2] ?? "");
    return target === undefined || String(target) === String(value);
  }
  if (typeof value !== "string") return true;
  // Around an expression the literal parts must stand as written. Nested braces end the attempt: then the
  // pieces cannot be told apart, and nothing speaks against the match.
  const pieces = template.split(/\$\{[^{}]*\}/);
  if (pieces.some((piece) => /[{}]/.test(piece))) return true;
  const pattern = pieces.map((piece) => piece.replace(/[.*+?^$()|[\]\\]/g, "\\$&")).join("[\\s\\S]*");
  return new RegExp(`^${pattern}$`).test(value);
}

function scalarMatches(declared: unknown, value: Value): boolean {
  const text = String(declared).replaceAll("$${", "${").replaceAll("%%{", "%{");
  return value !== null && text === String(value);
}

function listMatches(type: ValueType, declared: unknown, value: Value, resolve: ReferenceResolver): boolean {
  // JSON syntax lets a single block stand without its brackets.
  const expected: readonly unknown[] = Array.isArray(declared) ? declared : [declared];
  const actual = isList(value) ? value : [];
  return (
    expected.length === actual.length &&
    expected.every((each, index) => valueMatches(type, each, actual[index] ?? null, resolve))
  );
}

function setMatches(type: ValueType, declared: unknown, value: Value, resolve: ReferenceResolver): boolean {
  const expected: readonly unknown[] = Array.isArray(declared) ? declared : [declared];
  const actual = isList(value) ? value : [];
  const fits = (each: unknown, element: Value) => valueMatches(type, each, element, resolve);
  return (
    expected.every((each) => actual.some((element) => fits(each, element))) &&
    actual.every((element) => expected.some((each) => fits(each, element)))
  );
}

function valueMatches(type: ValueType, declared: unknown, value: Value, resolve: ReferenceResolver): boolean {
  if (value === UNKNOWN) return true;
  if (declared === undefined || declared === null)
    return value === null || (isList(value) && value.length === 0);
  if (typeof declared === "string" && isTemplate(declared)) return templateMatches(declared, value, resolve);
  if (type === "dynamic") return true;
  if (typeof type === "string") return scalarMatches(declared, value);
  if (type[0] === "list") return listMatches(type[1], declared, value, resolve);
  if (type[0] === "set") return setMatches(type[1], declared, value, resolve);
  const members = new Map(
    Object.entries(Array.isArray(declared) && declared.length === 1 ? declared[0] : declared),
  );
  if (!isObject(value)) return false;
  if (type[0] === "map") {
    if ([...members.keys()].some(isTemplate)) return true;
    return (
      members.size === Object.keys(value).length &&
      [...members].every(([key, inner]) => valueMatches(type[1], inner, value[key] ?? null, resolve))
    );
  }
  return Object.entries(type[1]).every(([name, inner]) =>
    valueMatches(inner, members.get(name), value[name] ?? null, resolve),
  );
}

/**
 * Whether a declared block can be the one Terraform evaluated to `config`: every literal is equal, what is
 * not declared is not set, and references to objects that exist give the value that was evaluated.
 */
export function declarationMatches(
  block: Block,
  declared: { readonly [name: string]: unknown },
  config: ObjectValue,
  resolve: ReferenceResolver,
): boolean {
  const generated = new Set(Object.keys(isPlainObject(declared.dynamic) ? declared.dynamic : {}));
  const attributes = block.attributes.map((each) => [each.name, attributeType(each)] as const);
  const members = objectType(block);
  if (typeof members === "string" || members[0] !== "object") return false;
  const blocks = block.blocks
    .filter((each) => !generated.has(each.name))
    .map((each) => [each.name, members[1][each.name] ?? "dynamic"] as const);
  return [...attributes, ...blocks].every(([name, type]) =>
    valueMatches(type, declared[name], config[name] ?? null, resolve),
  );
}

/**
 * How many values of a block are written out rather than computed. Of blocks that could all be the one
 * evaluated, the one that commits to most is it: computed values fit nearly anything.
 */
export function writtenValues(declared: unknown): number {
  if (typeof declared === "object" && declared !== null) {
    return Object.values(declared).reduce<number>((sum, each) => sum + writtenValues(each), 0);
  }
  return typeof declared === "string" && isTemplate(declared) ? 0 : 1;
}

/** Text between double quotes inside the expressions of a declared value. */
function quotedTexts(declared: unknown): readonly string[] {
  if (typeof declared === "string") {
    if (!isTemplate(declared)) return [];
    return [...declared.matchAll(/"((?:[^"\\$]|\\.)+)"/g)].map((match) => match[1] ?? "");
  }
  if (typeof declared !== "object" || declared === null) return [];
  return Object.values(declared).flatMap(quotedTexts);
}

/**
 * How much of the text quoted in a block's expressions came out in the evaluated values. Blocks that differ
 * only in what they look something up by ("the record for mail.example.com") are told apart by it.
 */
export function lookupAffinity(declared: { readonly [name: string]: unknown }, config: ObjectValue): number {
  const evaluated = JSON.stringify(Object.values(config).filter((value) => !hasUnknown(value)));
  return [...new Set(quotedTexts(declared))]
    .filter((text) => evaluated.includes(text))
    .reduce((sum, text) => sum + text.length, 0);
}

function isPlainObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
