import { BackupVault } from "@cdktf/provider-aws/lib/backup-vault";
import { BackupVaultLockConfiguration } from "@cdktf/provider-aws/lib/backup-vault-lock-configuration";
import { BackupVaultPolicy } from "@cdktf/provider-aws/lib/backup-vault-policy";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Construct } from "constructs";
import { DESTRUCTIVE_VAULT_ACTIONS } from "../core/destructive-actions";
import { accountAdministers, policyText } from "../core/resource-policy";

/**
 * How firmly a vault holds its recovery points.
 *
 * - `governance`: nobody deletes them before their day, unless somebody with the right to first takes the lock away
 * - `compliance`: after the days of grace nobody can take the lock away, AWS included; everything is paid for to its day
 *
 * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html
 */
export type VaultLock =
  | { readonly mode: "governance" }
  | {
      readonly mode: "compliance";
      /** Days in which it can still be taken back; 3 or more. */
      readonly graceDays: number;
      /** Somebody has agreed that it cannot be undone. */
      readonly acknowledgeIrreversible: boolean;
    };

/** A vault and its lock. */
interface LockedVaultProps {
  readonly vaultName: string;
  readonly account: string;
  /** Days for which every recovery point is kept, at least and at most. */
  readonly retentionDays: number;
  readonly lock: VaultLock;
  /**
   * Region of the vault.
   *
   * @default - that of the provider
   */
  readonly region?: string;
}

/** A vault of AWS Backup with a key of the client's own, out of which nobody takes anything before its day. */
export class LockedVault extends Construct {
  readonly vaultName: string;
  readonly vaultArn: string;
  /** What must stand before a recovery point is safe. */
  readonly lock: BackupVaultLockConfiguration;

  constructor(scope: Construct, id: string, props: LockedVaultProps) {
    super(scope, id);
    const { vaultName, account, retentionDays, lock, region } = props;
    const at = region === undefined ? {} : { region };
    const key = new KmsKey(this, "key", {
      ...at,
      description: `${vaultName}: recovery points`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: policyText([accountAdministers(account)]),
    });
    const vault = new BackupVault(this, "Resource", { ...at, name: vaultName, kmsKeyArn: key.arn });
    this.vaultName = vaultName;
    this.vaultArn = vault.arn;
    this.lock = new BackupVaultLockConfiguration(this, "lock", {
      ...at,
      backupVaultName: vault.name,
      minRetentionDays: retentionDays,
      maxRetentionDays: retentionDays,
      ...(lock.mode === "compliance" ? { changeableForDays: lock.graceDays } : {}),
    });
    new BackupVaultPolicy(this, "policy", {
      ...at,
      backupVaultName: vault.name,
      policy: policyText([
        {
          Sid: "NobodyDeletes",
          Effect: "Deny",
          Principal: "*",
          Action: DESTRUCTIVE_VAULT_ACTIONS,
          Resource: "*",
        },
      ]),
    });
  }
}
