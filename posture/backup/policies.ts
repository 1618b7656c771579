import {
  DESTRUCTIVE_BUCKET_ACTIONS,
  DESTRUCTIVE_KEY_ACTIONS,
} from "../../constructs/core/destructive-actions";
import {
  coversAction,
  coversEverything,
  identityPolicies,
  type Statement,
  statementsIn,
} from "../iam-policy";
import { type Resource, type TerraformJson, textOf } from "../terraform-json";
import type { BackupPolicyFact, RepositoryFact } from "./backup-fact";
import { limitsPlace } from "./repositories";

/** What must be denied by name to whoever writes to a repository. */
const DESTRUCTIVE = [...DESTRUCTIVE_BUCKET_ACTIONS, ...DESTRUCTIVE_KEY_ACTIONS];

/** A way into a repository that makes a policy one of those that are judged. */
const WRITING = ["s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion"];

/**
 * The policies that let somebody write to a repository. One that is an expression, and speaks of it, counts as one that
 * allows everything.
 */
export function backupPolicies(
  stack: TerraformJson,
  known: readonly RepositoryFact[],
): readonly BackupPolicyFact[] {
  return identityPolicies(stack).flatMap((policy) => {
    const text = textOf(policy.attributes.policy) ?? "";
    const about = known.filter(
      ({ address, bucket }) =>
        stack.referredBy(text).some((resource) => resource.address === address) ||
        text.includes(`:::${bucket}`),
    );
    return about.length === 0 ? [] : judged(policy, statementsIn(text));
  });
}

function judged(
  { address }: Resource,
  statements: readonly Statement[] | undefined,
): readonly BackupPolicyFact[] {
  if (statements === undefined) {
    return [{ mayDestroy: DESTRUCTIVE, notDenied: DESTRUCTIVE, fromAnywhere: true, address }];
  }
  const allowed = statements.filter(({ Effect }) => Effect === "Allow");
  if (!WRITING.some((action) => allowed.some((statement) => coversAction(statement, action)))) {
    return [];
  }
  const denied = (action: string): boolean =>
    statements.some(
      (statement) =>
        statement.Effect === "Deny" &&
        statement.Condition === undefined &&
        coversEverything(statement) &&
        coversAction(statement, action),
    );
  const notDenied = DESTRUCTIVE.filter((action) => !denied(action));
  return [
    {
      mayDestroy: notDenied.filter((action) => allowed.some((statement) => coversAction(statement, action))),
      notDenied,
      fromAnywhere: !statements.some(
        (statement) =>
          statement.Effect === "Deny" &&
          coversEverything(statement) &&
          WRITING.every((action) => coversAction(statement, action)) &&
          limitsPlace(statement),
      ),
      address,
    },
  ];
}
