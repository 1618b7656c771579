import type { ObjectValue } from "../protocol/value";
import { hexadecimal } from "./seeded";

/**
 * What an ephemeral resource answers when it is opened. Nothing of it is kept: the same question has the same answer.
 *
 * @throws when the question is not one that AWS would answer
 */
export function ephemeralValues(type: string, config: ObjectValue): ObjectValue {
  const arn = String(config.arn);
  const name = /^arn:aws[\w-]*:ssm:[a-z0-9-]+:\d{12}:parameter(\/.+)$/.exec(arn)?.[1];
  if (type !== "aws_ssm_parameter" || name === undefined) {
    throw new Error(`${type} cannot be read by ${arn}`);
  }
  return {
    arn,
    name,
    type: "SecureString",
    value: `sandbox-value-${hexadecimal(arn, 32)}`,
    version: 1,
    with_decryption: config.with_decryption ?? true,
  };
}
