import { CHECKS } from "../constructs/watch/checks/checks";
import { FINDING_CODES } from "../constructs/watch/checks/finding-codes";
import { markdownTable } from "./markdown";

/** docs/check-findings.md: what each finding of `check` means. */
export function checkFindingsPage(): string {
  const findings = Object.entries(FINDING_CODES);
  return [
    "# Findings of `check`",
    "",
    "What each finding means, by the check that has it. A code never changes its meaning; what was seen and what to do",
    "stand in the message. Generated from `constructs/watch/checks/finding-codes.ts` by `npm run docs`;",
    "[check.md](check.md) says how to look.",
    ...CHECKS.flatMap(({ id, what }) => [
      "",
      `## ${id}`,
      "",
      what,
      "",
      ...markdownTable(
        ["finding", "what it means"],
        findings
          .filter(([, { check }]) => check.split(", ").includes(id))
          .map(([code, { meaning }]) => [`\`${code}\``, meaning]),
      ),
    ]),
    "",
  ].join("\n");
}
