import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ERROR_CODES } from "../constructs/core/error-codes";
import { RULES } from "../posture/rules";
import { synthesizeClient } from "../stacks/synthesize";
import { apiReference } from "./api-reference";
import { checkFindingsPage } from "./check-findings-page";
import { coveragePage } from "./coverage-page";
import { egressPage } from "./egress-page";
import { ipsRulesPage } from "./ips-rules-page";
import { editorSchemas } from "./json-schema";
import { codeList, markdownTable } from "./markdown";
import { PACKAGE_ROOT } from "./package-root";
import { postureSchema } from "./posture-schema";
import { continuityWords, vendorRows, vendorsById } from "./relay-vendor-table";
import { LANGUAGES } from "./report/catalogue";
import { reportPicture } from "./report-picture";
import { EXAMPLE_DAY, examplePage } from "./review/example";
import { reviewPicture } from "./review-picture";
import { watchPage } from "./watch-page";

/** Folder of the sample clients. */
const CLIENTS = join(PACKAGE_ROOT, "clients");

/** The client that pictures show. */
const SAMPLE = "clinic";

/** Every file that is generated from the code, by its path from the root. */
export function generatedFiles(): ReadonlyMap<string, string> {
  const review = examplePage(CLIENTS);
  return new Map([
    ["docs/check-findings.md", checkFindingsPage()],
    ["docs/errors.md", errorsPage()],
    ["docs/coverage.md", coveragePage()],
    ["docs/egress.md", egressPage()],
    ["docs/ips-rules.md", ipsRulesPage()],
    ["docs/rules.md", rulesPage()],
    ["docs/relay-vendors.md", relayVendorsPage()],
    ["docs/watch.md", watchPage()],
    ["docs/review/example.md", review],
    ["docs/pictures/review.svg", reviewPicture(review)],
    ...LANGUAGES.map(
      (language) =>
        [
          `docs/pictures/report.${language}.svg`,
          reportPicture(synthesizeClient(CLIENTS, SAMPLE), SAMPLE, language, EXAMPLE_DAY),
        ] as const,
    ),
    ["schemas/posture.schema.json", postureSchema(PACKAGE_ROOT)],
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

function relayVendorsPage(): string {
  const vendors = vendorsById();
  return [
    "# The relays of the catalogue",
    "",
    "What `relay.vendor` and `relay.region` may be, and which values the client file has to state, because the",
    "vendor's own documentation does not. [relays.md](relays.md) explains the rest.",
    "",
    ...markdownTable(
      ["vendor", "region", "the client file states", "while the server is down", "sources read"],
      vendors.flatMap((vendor) =>
        vendorRows(vendor).map(({ region, confirm }, index) => [
          index === 0 ? `\`${vendor.id}\`<br>${vendor.name}` : "",
          `\`${region}\``,
          confirm.length === 0 ? "nothing" : codeList(confirm),
          index === 0 ? continuityWords(vendor) : "",
          index === 0 ? vendor.asOf : "",
        ]),
      ),
    ),
    "",
    ...vendors.flatMap((vendor) => [
      `## ${vendor.name}`,
      "",
      ...(vendor.tenant === undefined
        ? []
        : [`- \`tenant\`: ${vendor.tenant.what}, such as \`${vendor.tenant.example}\`.`]),
      ...(vendor.continuity === undefined ? [] : [`- When down: ${vendor.continuity.value.activation}`]),
      ...(vendor.dkim === undefined ? [] : [`- DKIM (${vendor.dkim.confidence}): ${vendor.dkim.value}`]),
      ...vendor.pitfalls.map((pitfall) => `- ${pitfall}`),
      ...vendor.documentation.map((page) => `- <${page}>`),
      "",
    ]),
  ].join("\n");
}

if (require.main === module) {
  for (const [path, text] of [...generatedFiles(), ...apiReference(PACKAGE_ROOT)]) {
    mkdirSync(dirname(join(PACKAGE_ROOT, path)), { recursive: true });
    writeFileSync(join(PACKAGE_ROOT, path), text);
  }
}
