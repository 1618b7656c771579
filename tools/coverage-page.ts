import { existsSync } from "node:fs";
import { join } from "node:path";
import { RULES } from "../posture/rules";
import { COVERAGE, type CoverageRow } from "./coverage-rows";
import { codeList, markdownTable } from "./markdown";
import { PACKAGE_ROOT } from "./package-root";
import { ADVICES } from "./report/advices";
import { testNames } from "./test-names";

/** Folder of the tests. */
const TESTS = "__tests__";

/**
 * The page that says which construct delivers each row of the advice sheet, and which tests prove it.
 *
 * @param rows as they are, unless a test has others
 * @throws Error when a rule or a test that is named does not exist
 */
export function coveragePage(rows: readonly CoverageRow[] = COVERAGE): string {
  const wrong = rows.flatMap(problemsOf);
  if (wrong.length > 0) {
    throw new Error(wrong.join("\n"));
  }
  return [
    "# The advice sheet, row by row",
    "",
    "The product began with an advice sheet of 2016 for small companies whose access provider no longer stood between their",
    "Exchange server and the internet. This page says what became of each row: what delivers it, which rules hold every",
    "stack to it, and which tests prove it. It is generated from `tools/coverage-rows.ts`; a construct, a rule or a test that",
    "does not exist stops the generation, and a test that is skipped does not count.",
    "",
    ...markdownTable(
      ["row", "advice", "", "on the client's sheet"],
      rows.map((row) => [
        `[${row.row}](#row-${row.row})`,
        row.advice,
        stateOf(row),
        codeList(advicesOf(row.row)),
      ]),
    ),
    "",
    ...rows.flatMap(rowSection),
  ].join("\n");
}

function stateOf({ missing, tests }: CoverageRow): string {
  return Object.keys(tests).length === 0 ? "missing" : missing === undefined ? "delivered" : "in part";
}

/** The statements of the client's sheet that are about a row. */
function advicesOf(row: number): readonly string[] {
  return Object.entries(ADVICES).flatMap(([id, advice]) => (advice.row === row ? [id] : []));
}

function rowSection({
  row,
  advice,
  answer,
  constructs,
  rules,
  tests,
  missing,
}: CoverageRow): readonly string[] {
  return [
    `## Row ${row}`,
    "",
    `*${advice}*`,
    "",
    ...(answer === "" ? [] : [answer, ""]),
    ...(missing === undefined ? [] : [`**Missing:** ${missing}`, ""]),
    ...(constructs.length === 0 ? [] : [`- constructs: ${codeList(constructs)}`]),
    ...(rules.length === 0 ? [] : [`- rules: ${codeList(rules)}`]),
    ...Object.entries(tests).flatMap(([file, names]) => [
      `- [\`${file}\`](../${TESTS}/${file})`,
      ...names.map((name) => `  - ${name}`),
    ]),
    ...(constructs.length + rules.length + Object.keys(tests).length === 0 ? [] : [""]),
  ];
}

/** What a row names and what does not exist; constructs are the compiler's matter. */
function problemsOf({ row, rules, tests }: CoverageRow): readonly string[] {
  const known: ReadonlySet<string> = new Set(RULES.map(({ id }) => id));
  return [
    ...rules.filter((id) => !known.has(id)).map((id) => `row ${row}: there is no rule ${JSON.stringify(id)}`),
    ...Object.entries(tests).flatMap(([file, names]) => {
      const path = join(PACKAGE_ROOT, TESTS, file);
      if (!existsSync(path)) {
        return [`row ${row}: there is no file ${TESTS}/${file}`];
      }
      const present = new Set(testNames(path));
      return names
        .filter((name) => !present.has(name))
        .map((name) => `row ${row}: ${TESTS}/${file} has no test ${JSON.stringify(name)}`);
    }),
  ];
}
