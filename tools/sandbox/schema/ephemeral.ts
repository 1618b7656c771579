import type { BlockSchema } from "../../../providers/provider-schema";
import { blockOf } from "./declared";
import type { Block } from "./model";

/**
 * The ephemeral resources of the providers whose bindings come from a package: CDKTF generates none of them.
 * Source: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/ephemeral-resources/ssm_parameter
 */
const EPHEMERAL_RESOURCES: Readonly<Record<string, BlockSchema>> = {
  aws_ssm_parameter: {
    attributes: {
      arn: { type: "string", required: true },
      name: { type: "string", computed: true },
      type: { type: "string", computed: true },
      value: { type: "string", computed: true, sensitive: true },
      version: { type: "number", computed: true },
      with_decryption: { type: "bool", optional: true, computed: true },
    },
  },
};

/** The schema of an ephemeral resource; undefined when the sandbox has none of that type. */
export function ephemeralBlock(type: string): Block | undefined {
  const schema = EPHEMERAL_RESOURCES[type];
  return schema && blockOf(schema);
}
