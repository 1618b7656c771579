import { Fn } from "cdktf";

/** What a resource policy allows or denies, in the words of IAM; `Effect` is `Allow` unless given. */
export type PolicyStatement = Readonly<Record<string, unknown>>;

/**
 * A policy that stands on a resource, as its JSON (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html).
 *
 * @returns a string token
 */
export function resourcePolicy(statements: readonly PolicyStatement[]): string {
  return Fn.jsonencode({
    Version: "2012-10-17",
    Statement: statements.map((statement) => ({ Effect: "Allow", ...statement })),
  });
}

/**
 * A policy as plain JSON, not as an expression: what it allows is then judged from the text, before Terraform runs.
 * References inside it are still Terraform's to fill in.
 */
export function policyText(statements: readonly PolicyStatement[]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map((statement) => ({ Effect: "Allow", ...statement })),
  });
}

/**
 * The statement without which nobody could administer a key any more: the account's own IAM policies count
 * (https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html).
 */
export function accountAdministers(account: string): PolicyStatement {
  return {
    Sid: "AccountAdministers",
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: "kms:*",
    Resource: "*",
  };
}

/**
 * A service of AWS may take a role, for this account's own work only
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html).
 *
 * @param service such as `backup.amazonaws.com`
 */
export function takenBy(service: string, account: string): PolicyStatement {
  return {
    Principal: { Service: service },
    Action: "sts:AssumeRole",
    Condition: { StringEquals: { "aws:SourceAccount": account } },
  };
}
