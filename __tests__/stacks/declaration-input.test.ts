import { DnsRecord } from "@cdktf/provider-cloudflare/lib/dns-record";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { declarationInput } from "../../stacks/declaration-input";

/** The output that holds the declaration of a stack with these records. */
function outputOf(records: readonly { readonly type: string; readonly content: string }[]): string {
  const stack = new TerraformStack(new App(), "clinic");
  for (const [index, { type, content }] of records.entries()) {
    new DnsRecord(stack, `r${index}`, {
      zoneId: "0a1b2c",
      name: `r${index}.clinic.example`,
      type,
      ttl: 3600,
      content,
    });
  }
  new TerraformOutput(stack, "declaration", { value: declarationInput(stack), staticId: true });
  const { output } = stack.toTerraform() as { output: { declaration: { value: string } } };
  return output.declaration.value;
}

/** A quoted text of Terraform's, as it stands among the values. */
const values = (text: string): string => `"values" = [${text}]`;

test("a declaration is an expression of Terraform's that makes JSON", () => {
  expect(outputOf([])).toMatch(/^\$\{jsonencode\(\{"client" = null, .*\}\)\}$/);
});

test("texts are escaped as Terraform reads them, so that none of them is a template", () => {
  expect(outputOf([{ type: "TXT", content: '"v=spf1 exists:%%{i}.spf.example -all"' }])).toContain(
    values('"\\"v=spf1 exists:%%{i}.spf.example -all\\""'),
  );
});

test("what only an apply knows stays an expression, with its own quotes and braces", () => {
  const expression =
    '${one([for each in aws_eip.all : { ip = each.public_ip } if each.tags["n}"] == "a"]).ip}';
  expect(outputOf([{ type: "A", content: expression }])).toContain(values(`"${expression}"`));
  expect(outputOf([{ type: "TXT", content: '"id=${aws_x.y.id}; \\\\"' }])).toContain(
    values('"\\"id=${aws_x.y.id}; \\\\\\\\\\""'),
  );
});

test("it is the same however often the stack is made into JSON", () => {
  const records = [{ type: "A", content: "203.0.113.7" }];
  expect(outputOf(records)).toBe(outputOf(records));
});
