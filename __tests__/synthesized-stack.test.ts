import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { synthesized } from "./synthesized-stack";

const stack = synthesized((scope) => {
  new AwsProvider(scope, "aws", { region: "eu-west-3" });
  new Vpc(scope, "vpc", { cidrBlock: "10.0.0.0/24", tags: { Name: "one" } });
});

describe("the test module", () => {
  test("finds a resource by part of its attributes", () => {
    expect(stack.only("aws_vpc", { tags: { Name: "one" } }).cidr_block).toBe("10.0.0.0/24");
  });

  test("finds nothing where a value differs", () => {
    expect(stack.all("aws_vpc", { cidr_block: "10.0.0.0/16" })).toEqual([]);
  });

  test("fails for an attribute that the provider does not have", () => {
    expect(() => stack.all("aws_vpc", { cidrBlock: "10.0.0.0/24" })).toThrow(
      'aws_vpc has no attribute "cidrBlock"',
    );
  });

  test("fails for an attribute that a nested block does not have", () => {
    expect(() => stack.all("aws_networkfirewall_firewall", { subnet_mapping: [{ subnet: "x" }] })).toThrow(
      'aws_networkfirewall_firewall.subnet_mapping has no attribute "subnet"',
    );
  });

  test("fails for a resource type that no provider has", () => {
    expect(() => stack.all("aws_vcp")).toThrow("no provider has a resource type aws_vcp");
  });

  test("fails when more or fewer than one match", () => {
    expect(() => stack.only("aws_subnet")).toThrow("0 of aws_subnet match {}");
  });
});
