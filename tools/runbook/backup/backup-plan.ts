import { numberOf } from "../../../posture/backup/number-of";
import { type Json, listOf, objectOf, type TerraformJson, textOf } from "../../../posture/terraform-json";

/** A place that the backup product writes to. */
export interface BackupTarget {
  readonly bucket: string;
  readonly region: string;
  /** What is made for the product to sign in with: a user to make a key for, a profile, a role; in words. */
  readonly signsInAs: string;
}

/** What whoever sets the backup up has to know; every value is one that the Terraform JSON holds. */
export interface BackupPlanFacts {
  /** Name of the product. */
  readonly product: string;
  /** Where backups go, and then where copies of them go. */
  readonly targets: readonly BackupTarget[];
  readonly everyHours: number;
  readonly keepDays: number;
  readonly immutableDays: number;
  readonly rtoHours: number;
  /** Months between two tests. */
  readonly testEveryMonths: number;
  /**
   * Tags of servers that snapshots are made of, as `key = value`.
   *
   * @default - no snapshots are made
   */
  readonly snapshotTag?: string;
  /**
   * Policy that the servers' role needs for them.
   *
   * @default - the stack attaches it, or no snapshots are made
   */
  readonly snapshotPolicy?: string;
}

/** What the output `backup` says for people; undefined where there is no repository. */
export function backupPlanFacts(stack: TerraformJson): BackupPlanFacts | undefined {
  const { objectives, repositories, snapshots, restore_tests } = objectOf(stack.output("backup"));
  const stores = listOf(repositories).map(objectOf);
  const [first] = stores;
  if (first === undefined) {
    return undefined;
  }
  const { server_tags, server_policy } = objectOf(snapshots);
  const [tag] = Object.entries(objectOf(server_tags));
  const policy = textOf(server_policy);
  return {
    product: textOf(first.product) ?? "",
    targets: stores.map(({ bucket, region, signs_in_as }) => ({
      bucket: textOf(bucket) ?? "",
      region: textOf(region) ?? "",
      signsInAs: signInText(objectOf(signs_in_as)),
    })),
    everyHours: numberOf(first.every_hours) ?? 0,
    keepDays: numberOf(first.keep_days) ?? 0,
    immutableDays: numberOf(first.immutable_days) ?? 0,
    rtoHours: numberOf(objectOf(objectives).rto_hours) ?? 0,
    testEveryMonths: numberOf(objectOf(restore_tests).every_months) ?? 0,
    ...(tag === undefined ? {} : { snapshotTag: `${tag[0]} = ${String(tag[1])}` }),
    ...(policy === undefined ? {} : { snapshotPolicy: policy }),
  };
}

function signInText({ user, instance_profile }: { readonly [key: string]: Json }): string {
  if (typeof user === "string") {
    return `an access key of the user \`${user}\`, made by hand: \`aws iam create-access-key --user-name ${user}\``;
  }
  return typeof instance_profile === "string"
    ? `the instance profile \`${instance_profile}\`: launch the backup server with it`
    : "IAM Roles Anywhere, with the ARNs of the output `backup`";
}
