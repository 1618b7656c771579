import type { Problem } from "../core/errors";
import { partitionOf } from "../core/partition";
import type { PolicyStatement } from "../core/resource-policy";

/** Where a secret can be; what comes after may be known only after apply. */
const REFERENCE = /^(?:ssm:(?:\/|arn:|\$\{)|secretsmanager:.)/;

/**
 * What is given as a reference, and is none: it would stand in the state, and it may be the secret itself.
 *
 * @param references by the property that has them
 */
export function referenceProblems(references: Readonly<Record<string, string>>): readonly Problem[] {
  return Object.entries(references)
    .filter(([, reference]) => !REFERENCE.test(reference))
    .map(([property]) => ({
      code: "BadSecretReference",
      property,
      // The value is not repeated.
      message: `${property} is no reference to a secret; store it, and write where it is: "ssm:/clinic/name" or "secretsmanager:clinic/name"`,
    }));
}

/**
 * ARN of what a reference names, for a policy that lets a function read it and nothing else.
 *
 * AWS Secrets Manager adds six characters to the ARN of a secret that is named
 * (https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_iam-permissions.html).
 *
 * @param reference `ssm:/…` or `secretsmanager:…`
 */
function secretArn(reference: string, region: string, account: string): string {
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
): readonly PolicyStatement[] {
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
