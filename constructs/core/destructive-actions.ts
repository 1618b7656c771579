/**
 * What no backup product needs and an intruder with its credentials wants: every way to make locked objects erasable,
 * to let others in, or to lose the bucket. Denied by name, so that a wide policy that somebody adds later gives none of
 * it.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html
 */
export const DESTRUCTIVE_BUCKET_ACTIONS: readonly string[] = [
  "s3:BypassGovernanceRetention",
  "s3:DeleteBucket",
  "s3:DeleteBucketPolicy",
  "s3:PutAccountPublicAccessBlock",
  "s3:PutBucketAcl",
  "s3:PutBucketLogging",
  "s3:PutBucketObjectLockConfiguration",
  "s3:PutBucketOwnershipControls",
  "s3:PutBucketPolicy",
  "s3:PutBucketPublicAccessBlock",
  "s3:PutBucketVersioning",
  "s3:PutEncryptionConfiguration",
  "s3:PutLifecycleConfiguration",
  "s3:PutReplicationConfiguration",
];

/** The same of the key: what was encrypted with a key that is gone is gone (https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html). */
export const DESTRUCTIVE_KEY_ACTIONS: readonly string[] = [
  "kms:CreateGrant",
  "kms:DeleteImportedKeyMaterial",
  "kms:DisableKey",
  "kms:DisableKeyRotation",
  "kms:PutKeyPolicy",
  "kms:RetireGrant",
  "kms:RevokeGrant",
  "kms:ScheduleKeyDeletion",
];

/** The same of the vaults of AWS Backup (https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html). */
export const DESTRUCTIVE_VAULT_ACTIONS: readonly string[] = [
  "backup:DeleteRecoveryPoint",
  "backup:DisassociateRecoveryPoint",
  "backup:UpdateRecoveryPointLifecycle",
];
