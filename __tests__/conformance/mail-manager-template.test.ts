import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MAIL_MANAGER_REGIONS } from "../../constructs/relay/ses/regions";
import type { MailManagerTemplate } from "../../constructs/relay/ses/template";
import { type Choices, declareRelay, templateOf } from "../constructs/relay/ses/relay-stack";
import { synthesized } from "../synthesized-stack";
import { type PythonTool, pythonTool } from "./python-tool";

/** The templates of every choice that changes their shape. */
const TEMPLATES: readonly (readonly [what: string, template: MailManagerTemplate])[] = (
  [
    ["nothing but what is required", {}],
    ["opportunistic TLS", { tls: "opportunistic" }],
    ["no quarantine", { unwanted: "drop" }],
    ["no copies", { archive: false }],
    ["neither", { unwanted: "drop", archive: false }],
    ["archives under a key", { archiveKeyArn: "arn:aws:kms:eu-west-3:123456789012:key/1a2b-3c4d" }],
    ["an add-on of the account", { spamFilter: existingFilter("1a2b") }],
    ["add-ons of the account", { spamFilter: existingFilter("1a2b"), virusFilter: existingFilter("3c4d") }],
  ] satisfies readonly (readonly [string, Partial<Choices>])[]
).map(([what, choices]) => [
  what,
  templateOf(synthesized((stack) => declareRelay(stack, choices, ["clinic.example", "shop.example"]))),
]);

function existingFilter(id: string): Choices["spamFilter"] {
  return {
    passedField: "passed",
    instanceArn: `arn:aws:ses:eu-west-3:123456789012:mailmanager-addon-instance/ai-${id}`,
  };
}

/** What cfn-lint prints of a finding. */
interface Finding {
  readonly Level: string;
  readonly Message: string;
  readonly Location: { readonly Path: readonly (string | number)[] | null };
  readonly Rule: { readonly Id: string };
}

const directory = mkdtempSync(join(tmpdir(), "conformance-"));
let cfnLint: PythonTool;

beforeAll(() => {
  cfnLint = pythonTool("cfn-lint");
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** All that cfn-lint has against templates, informal remarks included. */
function findings(templates: readonly object[], region = "eu-west-3"): readonly Finding[] {
  const files = templates.map((template, index) => {
    const file = join(directory, `${index}.json`);
    writeFileSync(file, JSON.stringify(template));
    return file;
  });
  const options = ["--format", "json", "--include-checks", "I", "--regions", region];
  const { output, errors } = cfnLint.run("cfn-lint", ...options, "--template", ...files);
  expect(errors).toBe("");
  return JSON.parse(output) as readonly Finding[];
}

describe("the template of a Mail Manager, by cfn-lint and AWS's own schemas", () => {
  test("has no error, no warning and no remark, whatever the choices", () => {
    expect(findings(TEMPLATES.map(([, template]) => template))).toEqual([]);
  });

  test.each([
    ["a value that the service does not know", { TlsPolicy: "PREFERRED" }, "E3030"],
    ["a property that it does not know", { TlsVersion: "1.2" }, "E3002"],
    ["a missing property", { RuleSetId: undefined }, "E3003"],
  ])("would not pass with %s", (_what, change, rule) => {
    const template = TEMPLATES[0]?.[1] as MailManagerTemplate;
    const broken = {
      ...template,
      Resources: {
        ...template.Resources,
        IngressPoint: {
          ...template.Resources.IngressPoint,
          Properties: { ...template.Resources.IngressPoint?.Properties, ...change },
        },
      },
    };

    expect(findings([broken]).map(({ Rule }) => Rule.Id)).toContain(rule);
  });
});

test("Mail Manager is in the Regions whose CloudFormation knows it", () => {
  const { output } = cfnLint.run(
    "python",
    "-c",
    `
import json
from pathlib import Path
import cfnlint
schemas = Path(cfnlint.__file__).parent / "data/schemas/providers"
print(json.dumps(sorted(
    file.stem for file in schemas.glob("*.json")
    if "AWS::SES::MailManagerIngressPoint" in json.loads(file.read_text())
)))
`,
  );
  // Isolated, sovereign, government and Chinese Regions are other partitions, with other accounts.
  const commercial = (JSON.parse(output) as readonly string[]).filter(
    (region) => !/^(us-gov|us-iso|eu-iso|eusc|cn)/.test(region),
  );

  expect(commercial).toEqual(MAIL_MANAGER_REGIONS);
});
