import { partitionOf } from "../core/partition";

/**
 * ARN of what a reference names, for a policy that lets a function read it and nothing else.
 *
 * AWS Secrets Manager adds six characters to the ARN of a secret that is named
 * (https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_iam-permissions.html).
 *
 * @param reference `ssm:/…` or `secretsmanager:…`
 */
export function secretArn(reference: string, region: string, account: string): string {
  const [, scheme, name = ""] = /^(ssm|secretsmanager):(.+)$/.exec(reference) ?? [];
  if (name.startsWith("arn:")) {
    return name;
  }
  const begin = `arn:${partitionOf(region)}`;
  return scheme === "ssm"
    ? `${begin}:ssm:${region}:${account}:parameter${name}`
    : `${begin}:secretsmanager:${region}:${account}:secret:${name}-??????`;
}

/** What a function has to be allowed to read secrets by their references. */
export function readingSecrets(
  references: readonly string[],
  region: string,
  account: string,
): readonly Readonly<Record<string, unknown>>[] {
  return (
    [
      ["ssm:", "ssm:GetParameter"],
      ["secretsmanager:", "secretsmanager:GetSecretValue"],
    ] as const
  ).flatMap(([scheme, action]) => {
    const arns = references
      .filter((reference) => reference.startsWith(scheme))
      .map((one) => secretArn(one, region, account));
    return arns.length === 0 ? [] : [{ Action: action, Resource: [...new Set(arns)].sort() }];
  });
}
