import type { TerraformStack } from "cdktf";
import { partitionOf } from "../constructs/core/partition";
import type { AwsPlace } from "./edge-schema";

/**
 * The value of a parameter of AWS Systems Manager, which Terraform reads at each plan and each apply and keeps in
 * neither (`ephemeral "aws_ssm_parameter"`; Terraform 1.10 and later).
 *
 * @param id name of the ephemeral resource in the stack
 * @param parameter name of the parameter, from its first slash
 * @param place where it is; the stack's provider of AWS reads there
 * @returns an expression for the settings of a provider or a write-only argument; Terraform refuses it elsewhere
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/ephemeral-resources/ssm_parameter
 */
export function ephemeralParameter(
  stack: TerraformStack,
  id: string,
  parameter: string,
  { account, region }: AwsPlace,
): string {
  // CDKTF has no construct for an ephemeral resource.
  stack.addOverride(`ephemeral.aws_ssm_parameter.${id}`, {
    arn: `arn:${partitionOf(region)}:ssm:${region}:${account}:parameter${parameter}`,
    with_decryption: true,
  });
  return `\${ephemeral.aws_ssm_parameter.${id}.value}`;
}
