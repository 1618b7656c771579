import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const INLINE_MAP = "sourceMappingURL=data:application/json;base64,";

function embeddedTypeScript(javascript: string): string | undefined {
  const start = javascript.lastIndexOf(INLINE_MAP);
  if (start < 0) return undefined;
  const encoded = javascript.slice(start + INLINE_MAP.length).trim();
  const map: { sourcesContent?: readonly string[] } = JSON.parse(
    Buffer.from(encoded, "base64").toString("utf8"),
  );
  return map.sourcesContent?.[0];
}

/**
 * The most telling text of one binding folder. The compiled JavaScript alone loses the comments that say
 * which attributes a provider computes; published packages embed the TypeScript they were compiled from
 * in an inline source map, and bindings written in this repository may be TypeScript already.
 *
 * @throws when the folder holds neither `index.ts` nor `index.js`
 */
export function readBindingSource(folder: string): string {
  const typescript = join(folder, "index.ts");
  if (existsSync(typescript)) return readFileSync(typescript, "utf8");
  const javascript = readFileSync(join(folder, "index.js"), "utf8");
  const embedded = embeddedTypeScript(javascript);
  if (embedded !== undefined) return embedded;
  const declarations = join(folder, "index.d.ts");
  return existsSync(declarations) ? `${readFileSync(declarations, "utf8")}\n${javascript}` : javascript;
}
