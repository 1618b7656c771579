import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { CATALOGUES } from "../../tools/report/catalogue";
import { sheetPage } from "../../tools/report/page";
import { clinicSheet } from "../tools/report/sample-sheet";

const PAGE = readFileSync(resolve(__dirname, "..", "..", "docs", "report.md"), "utf8");

/** What the page shows of the sheet, line by line, without what stands for the rest. */
function shown(title: string): readonly string[] {
  const [, block = ""] = PAGE.split(`\n\`\`\`\n${title}\n`);
  return [title, ...block.slice(0, block.indexOf("\n```")).split("\n")]
    .map((line) => line.trim())
    .filter((line) => line !== "" && line !== "…");
}

describe.each([
  ["en", "E-mail protection", 15],
  ["fr", "Protection de la messagerie", 10],
] as const)("the sheet on its page, lang %s", (language, title, atLeast) => {
  const lines = shown(title);
  /** The words of the sheet, as people read them. */
  const words = sheetPage(clinicSheet(), CATALOGUES[language])
    .replace(/<style>[\s\S]*<\/style>/, "")
    .replace(/<[^>]*>/g, " ")
    .replaceAll("&#39;", "'")
    .replace(/\s+/g, " ");

  test("is a good part of it", () => {
    expect(lines.length).toBeGreaterThan(atLeast);
  });

  test.each(lines.flatMap((line) => line.split(/ {2,}/)))("says what is on it: %s", (part) => {
    expect(words).toContain(part.replace(/\s+/g, " "));
  });
});
