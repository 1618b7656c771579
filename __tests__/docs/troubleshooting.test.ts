import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ERROR_CODES } from "../../constructs/core/error-codes";
import { pageText, ROOT } from "../documentation";

/** Words of Terraform, npm, AWS and the operating system. */
const FOREIGN: ReadonlySet<string> = new Set([
  "EBADENGINE",
  "ERESOLVE",
  "Error acquiring the state lock",
  "AWS account ID not allowed: …",
  "Inconsistent dependency lock file",
  "Text file busy",
  "PENDING_VALIDATION",
  "terraform init",
  "npm ci",
  "npm install",
]);

/** What the product itself can say, as it stands in its source. */
const SOURCE = ["constructs", "posture", "stacks", "tools"]
  .flatMap((room) =>
    readdirSync(join(ROOT, room), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => readFileSync(join(ROOT, room, file), "utf8")),
  )
  .join("\n");

const SYMPTOMS = [...pageText("docs/troubleshooting.md").matchAll(/^\| (.*?) \| /gm)].flatMap(
  ([, cell = ""]) => [...cell.matchAll(/`([^`]+)`/g)].map(([, text = ""]) => text),
);

test("troubleshooting begins with what is seen", () => {
  expect(SYMPTOMS.length).toBeGreaterThan(20);
});

test.each(SYMPTOMS.filter((text) => !FOREIGN.has(text)))("%j can be seen", (text) => {
  if (/^[A-Z][a-z]+[A-Za-z]*$/.test(text)) {
    expect(Object.keys(ERROR_CODES)).toContain(text);
    return;
  }
  if (text === "acknowledgement-unused") {
    expect(SOURCE).toContain('objection(acknowledgement, "unused"');
    return;
  }
  // Values that a message names stand in braces in the source.
  const words = text
    .replace(/^[A-Z]\w+: |: …$| …$/g, "")
    .split(/`|"|terraform(?= is not)|Terraform [\d.]+ |1\.10/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
  for (const part of words) {
    expect([part, SOURCE.includes(part)]).toEqual([part, true]);
  }
});
