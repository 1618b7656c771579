import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { CATALOGUES } from "../../tools/report/catalogue";
import { sheetPage } from "../../tools/report/page";
import { clinicSheet } from "../tools/report/sample-sheet";

const README = readFileSync(resolve(__dirname, "..", "..", "README.md"), "utf8");

/** What the README shows of the sheet, line by line, without what stands for the rest. */
const LINES = (/```\n(E-mail protection\n[\s\S]*?)```/.exec(README)?.[1] ?? "")
  .split("\n")
  .map((line) => line.trim())
  .filter((line) => line !== "" && line !== "…");

/** The words of the sheet, as people read them. */
const WORDS = sheetPage(clinicSheet(), CATALOGUES.en)
  .replace(/<style>[\s\S]*<\/style>/, "")
  .replace(/<[^>]*>/g, " ")
  .replaceAll("&#39;", "'")
  .replace(/\s+/g, " ");

test("the README shows a good part of the sheet", () => {
  expect(LINES.length).toBeGreaterThan(15);
});

test.each(LINES.flatMap((line) => line.split(/ {2,}/)))(
  "what the README shows of the sheet is on it: %s",
  (shown) => {
    expect(WORDS).toContain(shown);
  },
);
