import type { BackupConsumer } from "./consumer";

/**
 * Veeam Backup & Replication with an object storage repository on Amazon S3 and immutability.
 *
 * It locks every object by itself, in compliance mode; a default retention of the bucket, lifecycle rules, and
 * switching versioning or Object Lock later lead to failures or lost data. Data in the bucket is Veeam's alone to
 * manage, so a copy is made by a backup copy job into a second repository, not by S3 replication.
 */
export const VEEAM: BackupConsumer = {
  name: "Veeam Backup & Replication",
  bucketActions: [
    "s3:GetBucketLocation",
    "s3:GetBucketObjectLockConfiguration",
    "s3:GetBucketVersioning",
    "s3:ListBucket",
    "s3:ListBucketVersions",
  ],
  objectActions: [
    "s3:DeleteObject",
    "s3:DeleteObjectVersion",
    "s3:GetObject",
    "s3:GetObjectLegalHold",
    "s3:GetObjectRetention",
    "s3:GetObjectVersion",
    "s3:PutObject",
    "s3:PutObjectLegalHold",
    "s3:PutObjectRetention",
  ],
  accountActions: ["s3:ListAllMyBuckets"],
  principals: ["user"],
  principalReason:
    "it signs in with the access key of an IAM user, also where it runs on EC2 (https://helpcenter.veeam.com/docs/vbr_aws/deployment/permissions.html)",
  locksBy: "product",
  longestLockDays: 999,
  restoresMessagesWith: "Veeam Explorer for Microsoft Exchange",
  sources: [
    "https://helpcenter.veeam.com/docs/vbr_aws/deployment/permissions.html",
    "https://helpcenter.veeam.com/docs/vbr/userguide/os_immutability_limitations.html",
    "https://helpcenter.veeam.com/docs/backup/hyperv/object_storage_repository_cal.html",
  ],
};
