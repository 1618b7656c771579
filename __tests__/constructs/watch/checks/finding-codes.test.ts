import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { CHECKS, UNASKED_CHECKS } from "../../../../constructs/watch/checks/checks";
import { FINDING_CODES } from "../../../../constructs/watch/checks/finding-codes";

const FOLDER = resolve(__dirname, "..", "..", "..", "..", "constructs", "watch", "checks");
const code = readdirSync(FOLDER)
  .filter((file) => file !== "finding-codes.ts")
  .map((file) => readFileSync(join(FOLDER, file), "utf8"))
  .join("\n");

test("every code of a finding is one that a check gives", () => {
  expect(Object.keys(FINDING_CODES).filter((each) => !code.includes(`"${each}"`))).toEqual([]);
});

test("every finding belongs to a check, and every check has one", () => {
  const of = Object.values(FINDING_CODES).flatMap(({ check }) => check.split(", "));
  expect([...new Set(of)].sort()).toEqual(CHECKS.map(({ id }) => id).sort());
});

test("what a schedule runs connects to no port that it was not asked to", () => {
  expect(CHECKS.filter((check) => !UNASKED_CHECKS.includes(check)).map(({ id }) => id)).toEqual([
    "ports",
    "relay-bypass",
  ]);
});
