import { isList, isObject, type ObjectValue, type Value } from "../protocol/value";
import { below } from "./seeded";

type Json = string | readonly Json[] | { readonly [key: string]: Json };

function list(value: Value | undefined): readonly Value[] {
  return isList(value) ? value : [];
}

/** AWS writes a single element without its brackets. */
function oneOrMany(value: Value | undefined): Json {
  const texts = list(value).map(String).sort();
  return texts.length === 1 && texts[0] !== undefined ? texts[0] : texts;
}

function principals(blocks: readonly Value[]): Json {
  const grouped: Record<string, Json> = {};
  for (const block of blocks) {
    if (!isObject(block)) continue;
    if (block.type === "*" && String(list(block.identifiers)[0]) === "*") return "*";
    grouped[String(block.type)] = oneOrMany(block.identifiers);
  }
  return grouped;
}

function conditions(blocks: readonly Value[]): Json {
  const grouped: Record<string, Record<string, Json>> = {};
  for (const block of blocks) {
    if (!isObject(block)) continue;
    const test = String(block.test);
    grouped[test] = { ...grouped[test], [String(block.variable)]: oneOrMany(block.values) };
  }
  return grouped;
}

function statement(block: ObjectValue): Json {
  const rendered: Record<string, Json> = {};
  const sid = block.sid;
  if (typeof sid === "string" && sid !== "") rendered.Sid = sid;
  rendered.Effect = typeof block.effect === "string" ? block.effect : "Allow";
  const lists = [
    ["Action", "actions"],
    ["NotAction", "not_actions"],
    ["Resource", "resources"],
    ["NotResource", "not_resources"],
  ] as const;
  for (const [key, name] of lists) if (list(block[name]).length > 0) rendered[key] = oneOrMany(block[name]);
  const who = [
    ["Principal", "principals"],
    ["NotPrincipal", "not_principals"],
  ] as const;
  for (const [key, name] of who)
    if (list(block[name]).length > 0) rendered[key] = principals(list(block[name]));
  if (list(block.condition).length > 0) rendered.Condition = conditions(list(block.condition));
  return rendered;
}

function isMany(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function sourceStatements(documents: Value | undefined): readonly Json[] {
  return list(documents).flatMap((document) => {
    const parsed: { readonly Statement?: Json } = JSON.parse(String(document));
    const statements = parsed.Statement;
    if (statements === undefined) return [];
    return isMany(statements) ? statements : [statements];
  });
}

/** Later statements replace earlier ones of the same Sid, as overriding documents are meant to. */
function overridden(statements: readonly Json[], overrides: readonly Json[]): readonly Json[] {
  const sidOf = (each: Json) => (typeof each === "object" && !isMany(each) ? each.Sid : undefined);
  const replaced = new Set(overrides.map(sidOf).filter((sid) => sid !== undefined));
  const isReplaced = (sid: Json | undefined) => sid !== undefined && replaced.has(sid);
  return [...statements.filter((each) => !isReplaced(sidOf(each))), ...overrides];
}

/** Renders `aws_iam_policy_document`: the one data source whose answer is worked out from its arguments alone. */
export function policyDocument(config: ObjectValue): ObjectValue {
  const own = list(config.statement).filter(isObject).map(statement);
  const statements = overridden(
    [...sourceStatements(config.source_policy_documents), ...own],
    sourceStatements(config.override_policy_documents),
  );
  const document: Record<string, Json> = {
    Version: typeof config.version === "string" ? config.version : "2012-10-17",
  };
  if (typeof config.policy_id === "string") document.Id = config.policy_id;
  document.Statement = statements;
  const json = JSON.stringify(document, undefined, 2);
  return { json, minified_json: JSON.stringify(document), id: String(below(json, 2 ** 31)) };
}
