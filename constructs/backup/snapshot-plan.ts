import { BackupLogicallyAirGappedVault } from "@cdktf/provider-aws/lib/backup-logically-air-gapped-vault";
import { BackupPlan, type BackupPlanRuleCopyAction } from "@cdktf/provider-aws/lib/backup-plan";
import { BackupSelection } from "@cdktf/provider-aws/lib/backup-selection";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { type Problem, throwIfAny } from "../core/errors";
import { policyText, takenBy } from "../core/resource-policy";
import { LockedVault, type VaultLock } from "./backup-vault";
import { RestoreTest, type RestoreTestSchedule } from "./restore-test";
import { BACKUP_HOURS, SnapshotAlarms } from "./snapshot-alarms";

/** Hours between two snapshots that a plan can keep: those that divide a day. */
export const SNAPSHOT_HOURS = [1, 2, 3, 4, 6, 8, 12, 24] as const;

/** What a plan does unless it is told otherwise. */
export const SNAPSHOT_DEFAULTS = {
  everyHours: 24,
  /** Security Hub's control asks for five weeks (https://docs.aws.amazon.com/aws-backup/latest/devguide/choosing-controls.html). */
  retentionDays: 35,
  restoreTest: "monthly",
} as const;

/** Snapshots of EC2 servers. */
export interface SnapshotPlanProps {
  /** Prefix of the resources' names; the client's id. */
  readonly name: string;
  readonly account: string;
  /** Region of the servers. */
  readonly region: string;
  /** Topic that hears of failed and missing jobs. */
  readonly alarmTopicArn: string;
  /**
   * Hours between two snapshots; one of {@link SNAPSHOT_HOURS}.
   *
   * @default 24
   */
  readonly everyHours?: number;
  /**
   * Days for which each is kept.
   *
   * @default 35
   */
  readonly retentionDays?: number;
  /**
   * How firmly the vaults hold them.
   *
   * @default - governance
   */
  readonly lock?: VaultLock;
  /**
   * Region to which each is copied.
   *
   * @default - none
   */
  readonly copyToRegion?: string;
  /**
   * Copy them into a logically air-gapped vault, too: AWS keeps that outside the client's account, locked in compliance
   * mode, which cannot be undone. It stands where the copies go, else beside the servers.
   *
   * @default false
   */
  readonly airGapped?: boolean;
  /**
   * How often a restore is tried by itself.
   *
   * @default "monthly"
   */
  readonly restoreTest?: RestoreTestSchedule;
  /**
   * Name of the servers' role; it is given what VSS needs.
   *
   * @default - the servers' role is not known here; somebody gives it the policy `AWSEC2VssSnapshotPolicy`
   */
  readonly serverRoleName?: string;
}

/** What VSS on a server may do: make snapshots and tag them (https://docs.aws.amazon.com/AWSEC2/latest/WindowsGuide/vss-iam-reqs.html). */
export const VSS_POLICY_ARN = "arn:aws:iam::aws:policy/AWSEC2VssSnapshotPolicy";

/** Fewest days of a logically air-gapped vault (https://docs.aws.amazon.com/aws-backup/latest/devguide/logicallyairgappedvault.html). */
const FEWEST_AIR_GAPPED_DAYS = 7;
/** AWS waits three days before a lock in compliance mode becomes final (https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html). */
const FEWEST_GRACE_DAYS = 3;

/** What is wrong with a plan, apart from where it stands in a file. */
export function snapshotProblems(
  props: Pick<
    SnapshotPlanProps,
    "region" | "everyHours" | "retentionDays" | "lock" | "copyToRegion" | "airGapped"
  >,
): readonly Problem[] {
  const { everyHours, retentionDays, lock } = withDefaults(props);
  const { region, copyToRegion, airGapped = false } = props;
  const fewest = airGapped ? FEWEST_AIR_GAPPED_DAYS : 1;
  return [
    ...(SNAPSHOT_HOURS.some((hours) => hours === everyHours)
      ? []
      : [
          {
            code: "ValueNotAllowed" as const,
            property: "everyHours",
            message: `${everyHours} hours do not divide a day; use ${SNAPSHOT_HOURS.join(", ")}`,
          },
        ]),
    ...(Number.isInteger(retentionDays) && retentionDays >= fewest
      ? []
      : [
          {
            code: "ValueOutOfRange" as const,
            property: "retentionDays",
            message: `recovery points are kept ${fewest} days or more, not ${retentionDays}${airGapped ? ": a logically air-gapped vault takes none for less" : ""}`,
          },
        ]),
    ...(lock.mode === "compliance" && !lock.acknowledgeIrreversible
      ? [
          {
            code: "BackupComplianceUnacknowledged" as const,
            property: "lock",
            message:
              "after its days of grace nobody can take a compliance lock away, and everything in the vault is paid for to its last day; use governance, or say acknowledgeIrreversible",
          },
        ]
      : []),
    ...(lock.mode === "compliance" && lock.graceDays < FEWEST_GRACE_DAYS
      ? [
          {
            code: "ValueOutOfRange" as const,
            property: "lock",
            message: `a compliance lock becomes final after ${FEWEST_GRACE_DAYS} days or more, not after ${lock.graceDays}`,
          },
        ]
      : []),
    ...(copyToRegion === region
      ? [
          {
            code: "BackupCopyHere" as const,
            property: "copyToRegion",
            message: `the servers are in ${region} already; copy to another Region`,
          },
        ]
      : []),
  ];
}

function withDefaults(props: Pick<SnapshotPlanProps, "everyHours" | "retentionDays" | "lock">) {
  return {
    everyHours: props.everyHours ?? SNAPSHOT_DEFAULTS.everyHours,
    retentionDays: props.retentionDays ?? SNAPSHOT_DEFAULTS.retentionDays,
    lock: props.lock ?? ({ mode: "governance" } as const),
  };
}

/**
 * Snapshots of Exchange servers on EC2 by AWS Backup, with VSS: whole disks, consistent for Exchange, in a locked
 * vault, copied elsewhere, and restored now and then to see that it works.
 *
 * They bring back a server. They do not bring back one message, and Exchange's logs are not truncated by them: a backup
 * of the mailboxes stands beside them.
 *
 * On each server, AwsVssComponents are installed and its role has the policy AWSEC2VssSnapshotPolicy
 * (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/create-vss-snapshots-backup.html).
 *
 * @throws ValidationError when AWS Backup cannot do what is asked
 */
export class SnapshotPlan extends Construct {
  /** Tag that a server carries to be part of the plan. */
  readonly tag: { readonly key: string; readonly value: string };
  readonly vault: LockedVault;
  /** Escape hatch: the plan. */
  readonly plan: BackupPlan;

  constructor(scope: Construct, id: string, props: SnapshotPlanProps) {
    super(scope, id);
    throwIfAny(snapshotProblems(props), this);
    const { name, account, region, copyToRegion } = props;
    const { everyHours, retentionDays, lock } = withDefaults(props);
    this.tag = { key: "protected-exchange-backup", value: name };
    this.vault = new LockedVault(this, "vault", {
      vaultName: `${name}-snapshots`,
      account,
      retentionDays,
      lock,
    });
    const lifecycle = { deleteAfter: retentionDays };
    const copies: BackupPlanRuleCopyAction[] = [];
    const locks = [this.vault.lock];
    if (copyToRegion !== undefined) {
      const copy = new LockedVault(this, "copy-vault", {
        vaultName: `${name}-snapshots-copy`,
        account,
        retentionDays,
        lock,
        region: copyToRegion,
      });
      copies.push({ destinationVaultArn: copy.vaultArn, lifecycle });
      locks.push(copy.lock);
    }
    if (props.airGapped ?? false) {
      const vault = new BackupLogicallyAirGappedVault(this, "air-gapped-vault", {
        name: `${name}-air-gapped`,
        region: copyToRegion ?? region,
        minRetentionDays: Math.min(retentionDays, FEWEST_AIR_GAPPED_DAYS),
        maxRetentionDays: retentionDays,
      });
      copies.push({ destinationVaultArn: vault.arn, lifecycle });
    }
    this.plan = new BackupPlan(this, "Resource", {
      name: `${name}-snapshots`,
      rule: [
        {
          ruleName: "servers",
          targetVaultName: this.vault.vaultName,
          schedule: everyHours === 24 ? "cron(0 2 * * ? *)" : `cron(0 0/${everyHours} * * ? *)`,
          scheduleExpressionTimezone: "Etc/UTC",
          startWindow: BACKUP_HOURS.start * 60,
          completionWindow: BACKUP_HOURS.completion * 60,
          lifecycle,
          ...(copies.length === 0 ? {} : { copyAction: copies }),
        },
      ],
      advancedBackupSetting: [{ resourceType: "EC2", backupOptions: { WindowsVSS: "enabled" } }],
      dependsOn: locks,
    });
    this.select(name, account);
    if (props.serverRoleName !== undefined) {
      new IamRolePolicyAttachment(this, "vss", { role: props.serverRoleName, policyArn: VSS_POLICY_ARN });
    }
    new SnapshotAlarms(this, "alarms", {
      name,
      vaultName: this.vault.vaultName,
      everyHours,
      topicArn: props.alarmTopicArn,
    });
    new RestoreTest(this, "restore-test", {
      name,
      account,
      schedule: props.restoreTest ?? SNAPSHOT_DEFAULTS.restoreTest,
      vaultArn: this.vault.vaultArn,
      windowDays: Math.min(retentionDays, 30),
      tag: this.tag,
    });
  }

  private select(name: string, account: string): void {
    const role = new IamRole(this, "role", {
      name: `${name}-snapshots`,
      description: `Makes snapshots of the servers of ${name}`,
      assumeRolePolicy: policyText([takenBy("backup.amazonaws.com", account)]),
    });
    const allowed = new IamRolePolicyAttachment(this, "backs-up", {
      role: role.name,
      // AWS keeps it in step with what its service does (https://docs.aws.amazon.com/aws-backup/latest/devguide/iam-service-roles.html).
      policyArn: "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup",
    });
    new BackupSelection(this, "servers", {
      name: "servers",
      planId: this.plan.id,
      iamRoleArn: role.arn,
      selectionTag: [{ type: "STRINGEQUALS", key: this.tag.key, value: this.tag.value }],
      dependsOn: [allowed],
    });
  }
}
