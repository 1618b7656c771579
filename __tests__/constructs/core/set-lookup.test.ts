import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformOutput } from "cdktf";
import { lookupInSet } from "../../../constructs/core/set-lookup";
import { synthesized } from "../../synthesized-stack";

const lookup = {
  set: "domain_validation_options",
  key: "domain_name",
  equals: "a.example",
  value: "resource_record_name",
};

function outputOf(change: Partial<Parameters<typeof lookupInSet>[0]>): unknown {
  const { json } = synthesized((stack) => {
    new AwsProvider(stack, "aws", { region: "eu-west-3" });
    const certificate = new AcmCertificate(stack, "certificate", { domainName: "a.example" });
    new TerraformOutput(stack, "found", {
      value: lookupInSet({ fqn: certificate.fqn, ...lookup, ...change }),
      staticId: true,
    });
  });
  return (json as { output: { found: { value: unknown } } }).output.found.value;
}

describe("a look-up in a set", () => {
  test("selects the element by its key, never by its place", () => {
    expect(outputOf({})).toBe(
      '${one([for element in aws_acm_certificate.certificate.domain_validation_options : element.resource_record_name if element.domain_name == "a.example"])}',
    );
  });

  test("compares with a reference where the key is one", () => {
    expect(outputOf({ equals: "${aws_subnet.x.id}" })).toContain("element.domain_name == aws_subnet.x.id]");
  });

  test("applies a function to what it finds", () => {
    expect(outputOf({ apply: ["trimsuffix", "."] })).toMatch(/^\$\{trimsuffix\(one\(\[.*\]\), "\."\)\}$/);
  });

  test.each([["a path with spaces"], ["x]; drop"], [""]])("fails for %j as a path", (value) => {
    expect(() => lookupInSet({ fqn: "x", ...lookup, value })).toThrow(
      `ValueNotAllowed: ${JSON.stringify(value)} is not a path of Terraform attributes`,
    );
  });
});
