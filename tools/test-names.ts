import { readFileSync } from "node:fs";

/** A node of a syntax tree; only what is looked for here. */
interface Node {
  readonly type?: string;
  readonly [key: string]: unknown;
}

/** Calls that begin a group or a test. */
const CALLS: ReadonlySet<string> = new Set(["describe", "test", "it"]);

/** Between the names of a group and of what is in it. */
const WITHIN = " › ";

/**
 * The full names of a file's tests, as they are written: a table's placeholders stay. Tests that are skipped or still to
 * be written are left out: they prove nothing.
 *
 * Needs a development dependency.
 */
export function testNames(file: string): readonly string[] {
  const { parseSync } = require("@swc/core") as typeof import("@swc/core");
  const tree = parseSync(readFileSync(file, "utf8"), { syntax: "typescript", target: "es2022" });
  return namesIn(tree as unknown as Node, []);
}

function namesIn(node: unknown, groups: readonly string[]): readonly string[] {
  if (Array.isArray(node)) {
    return node.flatMap((each) => namesIn(each, groups));
  }
  if (typeof node !== "object" || node === null) {
    return [];
  }
  const call = node as Node;
  const words = call.type === "CallExpression" ? wordsOf(call.callee as Node) : [];
  const [first = ""] = words;
  const name = CALLS.has(first)
    ? textOf((call.arguments as readonly Node[])[0]?.expression as Node)
    : undefined;
  if (name === undefined) {
    return Object.values(node).flatMap((each) => namesIn(each, groups));
  }
  if (words.includes("skip") || words.includes("todo")) {
    return [];
  }
  const path = [...groups, name];
  return first === "describe"
    ? namesIn((call.arguments as readonly Node[]).slice(1), path)
    : [path.join(WITHIN)];
}

/** The words of what is called: `test`, `each` of `test.each(…)(…)`. */
function wordsOf(callee: Node): readonly string[] {
  switch (callee.type) {
    case "Identifier":
      return [String(callee.value)];
    case "MemberExpression":
      return [...wordsOf(callee.object as Node), ...wordsOf(callee.property as Node)];
    case "CallExpression":
      return wordsOf(callee.callee as Node);
    default:
      return [];
  }
}

/** A text that stands there literally. */
function textOf(node: Node | undefined): string | undefined {
  if (node?.type === "StringLiteral") {
    return String(node.value);
  }
  const quasis =
    node?.type === "TemplateLiteral" ? (node.quasis as readonly { readonly cooked: string }[]) : [];
  return quasis.length === 1 ? quasis[0]?.cooked : undefined;
}
