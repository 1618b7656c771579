import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** Folder of the package. */
export const ROOT = resolve(__dirname, "..");

/** Pages that people wrote: what is generated from code shows signatures, not programs. */
export const PAGES: readonly string[] = [
  "README.md",
  "README.fr.md",
  ...readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md") && !file.startsWith("api/"))
    .map((file) => `docs/${file}`)
    .sort(),
];

/** The text of a page. */
export function pageText(page: string): string {
  return readFileSync(join(ROOT, page), "utf8");
}

/** The blocks of a page in a language, in their order; of no language, those that are screens and drawings. */
export function blocksOf(page: string, language: string): readonly string[] {
  return [...pageText(page).matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].flatMap(([, given, code = ""]) =>
    given === language ? [code] : [],
  );
}
