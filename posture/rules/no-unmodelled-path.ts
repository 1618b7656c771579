import { templateTypes } from "../cloudformation";
import { listOf, type Resource, type TerraformJson } from "../terraform-json";
import type { Rule } from "./rule";

/** Resource types that can open a way in and that are not followed yet. */
const UNMODELLED = new Set([
  "aws_apigatewayv2_vpc_link",
  "aws_cloudcontrolapi_resource",
  "aws_cloudformation_stack_set",
  "aws_ec2_client_vpn_endpoint",
  "aws_ec2_instance_connect_endpoint",
  "aws_elb",
  "aws_globalaccelerator_accelerator",
  "aws_lightsail_instance",
]);

/** What a CloudFormation template may hold: services outside the client's network. */
const HARMLESS_TEMPLATE_TYPES: readonly string[] = ["AWS::SES::"];

/** What is not understood is said, never passed over. */
export const NO_UNMODELLED_PATH: Rule = {
  id: "no-unmodelled-path",
  what: "A stack holds no resource that could open a way in and that these checks cannot follow.",
  why: "A proof that overlooks a door proves nothing.",
  reference: "docs/adr/0004-posture-reads-only-the-json.md",
  severity: "error",
  check: (_facts, stack) => [
    ...stack.types
      .filter((type) => UNMODELLED.has(type))
      .flatMap((type) => stack.all(type))
      .filter((resource) => !admitsNothing(stack, resource))
      .map(({ address, type }) => ({
        address,
        message: `${type} can open a way in that these checks do not follow yet; prove by hand what it admits`,
      })),
    ...stack
      .all("aws_cloudformation_stack")
      .flatMap((nested) =>
        opaqueTypes(nested).map((type) => ({ address: nested.address, message: opaque(type) })),
      ),
  ],
};

/** Rules that stand beside a security group. */
const SECURITY_GROUP_RULES = [
  "aws_security_group_rule",
  "aws_vpc_security_group_egress_rule",
  "aws_vpc_security_group_ingress_rule",
];

/** A default security group without a rule, inside it or beside it: whoever is in it reaches nothing. */
function admitsNothing(stack: TerraformJson, resource: Resource): boolean {
  const { type, attributes } = resource;
  const inside = ["ingress", "egress", "dynamic"].flatMap((name) => listOf(attributes[name]));
  // The VPC knows the group's id, too.
  const names = [resource, ...stack.referredBy(attributes.vpc_id)];
  const beside = SECURITY_GROUP_RULES.flatMap((rule) => stack.all(rule)).filter((rule) =>
    names.some((named) => stack.refers(rule.attributes.security_group_id, named)),
  );
  return type === "aws_default_security_group" && inside.length === 0 && beside.length === 0;
}

function opaque(type: string): string {
  return `a CloudFormation template with ${type} can open a way in that these checks do not follow; declare it in Terraform, or prove by hand what it admits`;
}

/** Types of a template that could open a way in; the template itself where it cannot be read. */
function opaqueTypes(stack: Resource): readonly string[] {
  const types = templateTypes(stack);
  return types === undefined
    ? ["contents known only to AWS"]
    : [...new Set(types)].filter(
        (type) => !HARMLESS_TEMPLATE_TYPES.some((prefix) => type.startsWith(prefix)),
      );
}
