import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { ERROR_CODES } from "../constructs/core/error-codes";
import { RULES } from "../posture/rules";
import { ipsRulesPage } from "./ips-rules-page";
import { editorSchemas } from "./json-schema";
import { markdownTable } from "./markdown-table";

const ROOT = resolve(__dirname, "..", "..");

/** Every file that is generated from the code, by its path from the root. */
export function generatedFiles(): ReadonlyMap<string, string> {
  return new Map([
    ["docs/errors.md", errorsPage()],
    ["docs/ips-rules.md", ipsRulesPage()],
    ["docs/rules.md", rulesPage()],
    ...[...editorSchemas()].map(([name, text]) => [`schemas/${name}`, text] as const),
  ]);
}

function errorsPage(): string {
  return [
    "# Errors",
    "",
    "Every message carries one of these codes. They never change their meaning.",
    "",
    ...markdownTable(
      ["code", "what is wrong", "how to mend it"],
      Object.entries(ERROR_CODES)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([code, { what, fix }]) => [`\`${code}\``, what, fix]),
    ),
    "",
  ].join("\n");
}

function rulesPage(): string {
  return [
    "# Rules",
    "",
    "What every stack is held against, at each synthesis and by `protected-exchange posture`. A broken rule of",
    "severity error stops the synthesis.",
    "",
    ...markdownTable(
      ["rule", "severity", "what it demands", "why", "reference"],
      [...RULES]
        .sort((a, b) => (a.id < b.id ? -1 : 1))
        .map(({ id, severity, what, why, reference }) => [`\`${id}\``, severity, what, why, reference]),
    ),
    "",
  ].join("\n");
}

if (require.main === module) {
  for (const [path, text] of generatedFiles()) {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true });
    writeFileSync(join(ROOT, path), text);
  }
}
