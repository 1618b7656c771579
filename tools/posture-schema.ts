import { join } from "node:path";

/** What a JSON Schema may hold, as far as it is rewritten here. */
type Node = { [key: string]: unknown };

/**
 * The JSON Schema of what `posture --format json` prints for one stack, made from the types and docstrings of
 * `posture/facts.ts`.
 *
 * Needs the sources and a development dependency: the result is published as `schemas/posture.schema.json`.
 *
 * @param root folder of the package
 */
export function postureSchema(root: string): string {
  // Brings a TypeScript compiler of its own, which no command needs.
  const { createGenerator } =
    require("ts-json-schema-generator") as typeof import("ts-json-schema-generator");
  const schema = createGenerator({
    path: join(root, "posture", "facts.ts"),
    tsconfig: join(root, "tsconfig.json"),
    type: "Posture",
    skipTypeCheck: true,
    topRef: true,
  }).createSchema("Posture");
  return `${JSON.stringify(plain({ title: "Posture of a stack", ...schema }), undefined, 2)}\n`;
}

/** Docstrings as a schema has them: links as their names, and no default that is words instead of a value. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(plain);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value as Node)
      .filter(
        ([key, content]) => !(key === "default" && typeof content === "string" && content.startsWith("- ")),
      )
      .map(([key, content]) => [
        key,
        key === "description" && typeof content === "string"
          ? content.replace(/\{@link ([^}]+)\}/g, "$1").replace(/\s+/g, " ")
          : plain(content),
      ]),
  );
}
