import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { coveragePage } from "../../tools/coverage-page";
import { COVERAGE, type CoverageRow } from "../../tools/coverage-rows";
import { ADVICES } from "../../tools/report/advices";
import { testNames } from "../../tools/test-names";

const HERE = "tools/coverage-page.test.ts";
const ROW: CoverageRow = { row: 1, advice: "", answer: "", constructs: [], rules: [], tests: {} };

describe("the advice sheet as a table", () => {
  test("has every row of the sheet, and every advice of the client's report is in one", () => {
    expect(COVERAGE.map(({ row }) => row)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect([...new Set(Object.values(ADVICES).map(({ row }) => row))].sort((a, b) => a - b)).toEqual(
      COVERAGE.map(({ row }) => row),
    );
  });

  test("says of each row that nothing is missing only where tests prove it", () => {
    const unproved = COVERAGE.filter(
      ({ missing, constructs, tests }) =>
        missing === undefined && (constructs.length === 0 || Object.values(tests).flat().length < 2),
    );

    expect(unproved.map(({ row }) => row)).toEqual([]);
  });

  test.each([
    [{ rules: ["only-two-ports"] }, 'row 1: there is no rule "only-two-ports"'],
    [{ tests: { "gone.test.ts": [] } }, "row 1: there is no file __tests__/gone.test.ts"],
    [{ tests: { [HERE]: ["proves it"] } }, `row 1: __tests__/${HERE} has no test "proves it"`],
  ])("cannot name what does not exist: %j", (change, message) => {
    expect(() => coveragePage([{ ...ROW, ...change }])).toThrow(message);
  });
});

test("the names of a file's tests are those that run, with their groups, as they are written", () => {
  const file = join(mkdtempSync(join(tmpdir(), "names-")), "some.test.ts");
  writeFileSync(
    file,
    `describe("a firewall", () => {
      describe.each([[1]])("on %i", () => { test("drops", () => {}); });
      test.each([[1]])("passes %i", () => {});
      test.skip("burns", () => {});
      describe.skip("of straw", () => { test("holds", () => {}); });
    });
    it(\`stands\`, () => {});
    test.todo("talks");
    test(name, () => {});`,
  );

  expect(testNames(file)).toEqual(["a firewall › on %i › drops", "a firewall › passes %i", "stands"]);
});
