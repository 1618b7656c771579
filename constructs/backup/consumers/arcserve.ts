import type { BackupConsumer } from "./consumer";

/**
 * Arcserve Unified Data Protection with a cloud destination on Amazon S3.
 *
 * No public page of the vendor lists the actions, or says whether it locks objects itself. The actions are those that
 * writing, locking, listing and deleting versions take in S3's own terms
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html), and the bucket locks what
 * is written, so that the backup is out of reach whatever the product does. S3 then refuses an upload without a checksum
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html), which shows at the first backup.
 */
export const ARCSERVE: BackupConsumer = {
  name: "Arcserve UDP",
  bucketActions: [
    "s3:GetBucketLocation",
    "s3:GetBucketObjectLockConfiguration",
    "s3:GetBucketVersioning",
    "s3:ListBucket",
    "s3:ListBucketMultipartUploads",
    "s3:ListBucketVersions",
  ],
  objectActions: [
    "s3:AbortMultipartUpload",
    "s3:DeleteObject",
    "s3:DeleteObjectVersion",
    "s3:GetObject",
    "s3:GetObjectRetention",
    "s3:GetObjectVersion",
    "s3:ListMultipartUploadParts",
    "s3:PutObject",
    "s3:PutObjectRetention",
  ],
  accountActions: ["s3:ListAllMyBuckets"],
  principals: ["user"],
  principalReason: "its cloud accounts take an access key and a secret key",
  locksBy: "bucket",
  // S3 itself allows a century (https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html).
  longestLockDays: 36_500,
  restoresMessagesWith: "Arcserve UDP Exchange Granular Restore",
  sources: ["https://docslib.org/doc/718055/arcserve-udp-exchange-granular-restore"],
};
