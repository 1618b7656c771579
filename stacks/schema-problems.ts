import { closest, distance } from "fastest-levenshtein";
import type { core } from "zod";
import { z } from "zod";
import type { ErrorCode } from "../constructs/core/error-codes";
import type { FileProblem } from "./file-problem";
import type { YamlPath, YamlSource } from "./yaml-source";

/**
 * Everything a schema has against a file, in the engineer's words.
 *
 * @param schema the schema that was broken; it knows the keys that are allowed
 * @param content the file's plain values
 */
export function schemaProblems(
  source: YamlSource,
  schema: z.ZodType,
  content: unknown,
  issues: readonly core.$ZodIssue[],
): readonly FileProblem[] {
  return issues.flatMap((issue) => {
    const path = issue.path.map((part) => (typeof part === "symbol" ? String(part) : part));
    if (issue.code === "unrecognized_keys") {
      const allowed = keysAt(schema, path, content);
      return issue.keys.map((key) => source.problemAtKey(path, key, "UnknownKey", unknownKey(key, allowed)));
    }
    const given = path.reduce<unknown>(
      (value, part) => (value as Record<string | number, unknown> | undefined)?.[part],
      content,
    );
    if (given === undefined && path.length > 0) {
      const key = path.at(-1);
      const parent = path.slice(0, -1);
      const what = expectation(issue);
      return [
        source.problemAt(
          parent,
          key === "credentials" ? "MissingSecretReference" : "MissingKey",
          `${JSON.stringify(key)} is missing${what === "" ? "" : `; it takes ${what}`}`,
        ),
      ];
    }
    const meant = meantShape(issue);
    if (meant !== undefined) {
      const inside = meant.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
      return schemaProblems(source, schema, content, inside);
    }
    const [code, message] = describe(issue, given);
    return [source.problemAt(path, code, message)];
  });
}

/** What is wrong inside the one shape, of several, that a value seems to be meant for; undefined where it is none. */
function meantShape(issue: core.$ZodIssue): readonly core.$ZodIssue[] | undefined {
  const shapes = issue.code === "invalid_union" ? issue.errors : [];
  const fitting = shapes.filter((inner) => isInside(inner));
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** An object with a wrong key is an object all the same. */
function isInside(issues: readonly core.$ZodIssue[]): boolean {
  return issues.every(({ path, code }) => path.length > 0 || code === "unrecognized_keys");
}

function describe(issue: core.$ZodIssue, given: unknown): readonly [ErrorCode, string] {
  switch (issue.code) {
    case "custom": {
      const code = (issue.params as { readonly code?: ErrorCode } | undefined)?.code;
      return code === undefined
        ? ["ValueNotAllowed", `${show(given)} is not allowed; use ${issue.message}`]
        : [code, issue.message];
    }
    case "invalid_type":
      return ["WrongType", `${show(given)} is ${typeName(given)}; it takes ${expectation(issue)}`];
    case "invalid_value":
    case "invalid_union": {
      if (isUndiscriminated(issue)) {
        return ["ValueNotAllowed", `${show(given)} is not allowed; it takes ${expectation(issue)}`];
      }
      const allowed = allowedValues(issue);
      return [
        "ValueNotAllowed",
        `${show(given)} is not allowed; use ${allowed.map((value) => JSON.stringify(value)).join(", ")}${didYouMean(
          String(given),
          allowed.filter((value) => typeof value === "string"),
        )}`,
      ];
    }
    case "too_small":
      return [
        "ValueOutOfRange",
        `${show(given)} is too small; at least ${count(Number(issue.minimum), issue.origin)}`,
      ];
    case "too_big":
      return [
        "ValueOutOfRange",
        `${show(given)} is too big; at most ${count(Number(issue.maximum), issue.origin)}`,
      ];
    case "invalid_key":
      return [
        "ValueNotAllowed",
        `the key is not allowed: ${issue.issues.map((inner) => inner.message).join("; ")}`,
      ];
    default:
      return ["ValueNotAllowed", `${show(given)} is not allowed: ${issue.message}`];
  }
}

function expectation(issue: core.$ZodIssue): string {
  if (issue.code === "invalid_type") {
    return TYPE_NAMES[issue.expected] ?? `a ${issue.expected}`;
  }
  if (issue.code === "invalid_union" && isUndiscriminated(issue)) {
    const wholes = issue.errors.flatMap((inner) => inner.filter(({ path }) => path.length === 0));
    return [...new Set(wholes.map(expectation))].join(" or ");
  }
  if (issue.code === "invalid_value" || issue.code === "invalid_union") {
    return allowedValues(issue)
      .map((value) => JSON.stringify(value))
      .join(" or ");
  }
  return "";
}

/** Is it about several shapes that no key tells apart? */
function isUndiscriminated(issue: core.$ZodIssue): boolean {
  return issue.code === "invalid_union" && !("options" in issue);
}

function allowedValues(issue: core.$ZodIssue): readonly (string | number)[] {
  if (issue.code === "invalid_value") {
    return issue.values.map((value) => (typeof value === "number" ? value : String(value)));
  }
  return issue.code === "invalid_union" && "options" in issue
    ? (issue.options as readonly unknown[]).map(String)
    : [];
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  int: "a whole number",
  number: "a number",
  object: "keys and values",
  record: "keys and values",
  string: "a text",
};

function typeName(value: unknown): string {
  if (value === null) {
    return "empty";
  }
  if (Array.isArray(value)) {
    return "a list";
  }
  return TYPE_NAMES[typeof value] ?? typeof value;
}

function count(number: number, origin: string): string {
  const [one, many] = UNITS[origin] ?? ["", ""];
  return `${number} ${number === 1 ? one : many}`.trim();
}

const UNITS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  array: ["entry", "entries"],
  string: ["character", "characters"],
};

/** A value as it was given, short enough for one line. */
function show(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function unknownKey(key: string, allowed: readonly string[]): string {
  return `${JSON.stringify(key)} is not a key here${didYouMean(key, allowed)}; known are ${allowed.join(", ")}`;
}

/** A suggestion, when something allowed is close enough to be what was meant. */
export function didYouMean(given: string, allowed: readonly string[]): string {
  if (allowed.length === 0) {
    return "";
  }
  const nearest = closest(given, allowed);
  return distance(given.toLowerCase(), nearest.toLowerCase()) <= Math.max(2, Math.floor(nearest.length / 3))
    ? ` (did you mean ${JSON.stringify(nearest)}?)`
    : "";
}

/** Keys that the schema knows at a path; where it knows several kinds of thing there, those of the given kind. */
function keysAt(schema: z.ZodType, path: YamlPath, content: unknown): readonly string[] {
  const [schemas, given] = path.reduce<readonly [readonly z.ZodType[], unknown]>(
    ([outer, value], part) => {
      const inner = (value as Record<string | number, unknown> | undefined)?.[part];
      return [outer.flatMap((each) => step(each, part)), inner];
    },
    [unwrap(schema), content],
  );
  return [
    ...new Set(
      schemas
        .filter((each) => isKind(each, given))
        .flatMap((each) => (each instanceof z.ZodObject ? Object.keys(each.shape) : [])),
    ),
  ];
}

/** Does an object have the literals by which a schema tells its kind? */
function isKind(schema: z.ZodType, given: unknown): boolean {
  return (
    !(schema instanceof z.ZodObject) ||
    typeof given !== "object" ||
    given === null ||
    Object.entries(schema.shape as Record<string, z.ZodType>).every(
      ([key, member]) =>
        !(member instanceof z.ZodLiteral) ||
        member.safeParse((given as Record<string, unknown>)[key]).success,
    )
  );
}

function step(schema: z.ZodType, part: string | number): readonly z.ZodType[] {
  if (schema instanceof z.ZodObject) {
    const inner = schema.shape[part as string] as z.ZodType | undefined;
    return inner === undefined ? [] : unwrap(inner);
  }
  return schema instanceof z.ZodArray ? unwrap(schema.element as z.ZodType) : [];
}

function unwrap(schema: z.ZodType): readonly z.ZodType[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    return unwrap(schema.unwrap() as z.ZodType);
  }
  return schema instanceof z.ZodUnion ? (schema.options as readonly z.ZodType[]).flatMap(unwrap) : [schema];
}
