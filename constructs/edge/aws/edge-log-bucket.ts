import type { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Construct } from "constructs";
import { type PolicyStatement, resourcePolicy } from "../../core/resource-policy";

/** A bucket that holds logs for a time. */
export interface EdgeLogBucketProps {
  /** Prefix of the bucket's name; the client's id. */
  readonly name: string;
  /** Account the logs come from; part of the bucket's name, which no other bucket in the world may have. */
  readonly account: string;
  /** Region of the firewall and of the bucket. */
  readonly region: string;
  /** What encrypts the logs; its policy must let the log delivery use it. */
  readonly key: KmsKey;
  /** Days a log file is kept. */
  readonly retentionDays: number;
}

/** Days in which a file that was deleted or overwritten can still be brought back. */
const NONCURRENT_DAYS = 7;

/**
 * A bucket for logs that AWS delivers: encrypted with the client's key, versioned, reached over TLS only,
 * never public, and emptied by age.
 *
 * A bucket that holds files cannot be destroyed; empty it first, all versions included.
 */
export class EdgeLogBucket extends Construct {
  /** Escape hatch: the bucket. */
  readonly bucket: S3Bucket;
  /** What must stand before AWS delivers anything. */
  readonly policy: S3BucketPolicy;

  constructor(scope: Construct, id: string, props: EdgeLogBucketProps) {
    super(scope, id);
    const { account, key } = props;
    this.bucket = new S3Bucket(this, "Resource", {
      bucket: `${props.name}-edge-logs-${account}`,
      // A destruction that stops at a bucket with files must not have begun with the key that reads them.
      dependsOn: [key],
    });
    const bucket = this.bucket.id;
    const closed = new S3BucketPublicAccessBlock(this, "closed", {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketOwnershipControls(this, "ownership", {
      bucket,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {
      bucket,
      rule: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key.arn },
          bucketKeyEnabled: true,
        },
      ],
    });
    const versioning = new S3BucketVersioningA(this, "versioning", {
      bucket,
      versioningConfiguration: { status: "Enabled" },
    });
    new S3BucketLifecycleConfiguration(this, "retention", {
      bucket,
      rule: [
        {
          id: "expire",
          status: "Enabled",
          filter: [{ prefix: "" }],
          expiration: [{ days: props.retentionDays }],
          noncurrentVersionExpiration: [{ noncurrentDays: NONCURRENT_DAYS }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: NONCURRENT_DAYS }],
        },
      ],
      dependsOn: [versioning],
    });
    const fromUs = logsOf(account, props.region);
    this.policy = new S3BucketPolicy(this, "policy", {
      bucket,
      // The statements and their names are AWS's own: where it does not find them, it writes the policy anew
      // (https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-permissions.html).
      policy: resourcePolicy([
        {
          Sid: "AWSLogDeliveryWrite",
          Principal: LOG_DELIVERY,
          Action: "s3:PutObject",
          Resource: `${this.bucket.arn}/AWSLogs/${account}/*`,
          Condition: {
            ...fromUs,
            StringEquals: { ...fromUs.StringEquals, "s3:x-amz-acl": "bucket-owner-full-control" },
          },
        },
        {
          Sid: "AWSLogDeliveryAclCheck",
          Principal: LOG_DELIVERY,
          Action: ["s3:GetBucketAcl", "s3:ListBucket"],
          Resource: this.bucket.arn,
          Condition: fromUs,
        },
        {
          Sid: "TlsOnly",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: [this.bucket.arn, `${this.bucket.arn}/*`],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ]),
      dependsOn: [closed],
    });
  }
}

/** The service that brings logs of VPCs and of Network Firewall into a bucket. */
const LOG_DELIVERY = { Service: "delivery.logs.amazonaws.com" };

/** Without this condition, another account could have its logs delivered here. */
function logsOf(account: string, region: string) {
  return {
    StringEquals: { "aws:SourceAccount": account },
    ArnLike: { "aws:SourceArn": `arn:aws:logs:${region}:${account}:*` },
  };
}

/** What the bucket's key must allow (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html#AWS-logs-SSE-KMS-S3). */
export function deliveryEncrypts(account: string, region: string): PolicyStatement {
  return {
    Sid: "LogDeliveryEncrypts",
    Principal: LOG_DELIVERY,
    Action: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
    Resource: "*",
    Condition: logsOf(account, region),
  };
}
