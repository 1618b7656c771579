import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { Construct } from "constructs";
import { ClosedBucket } from "./closed-bucket";

/** Where it is written who reads and deletes what. */
interface AccessLogBucketProps {
  readonly bucketName: string;
  /** Account whose bucket is logged; log delivery for others is refused. */
  readonly account: string;
  /** ARN of the bucket that is logged. */
  readonly of: string;
  /**
   * Region of both buckets.
   *
   * @default - that of the provider
   */
  readonly region?: string;
  /**
   * Provider of another account.
   *
   * @default - that of the stack
   */
  readonly provider?: AwsProvider;
}

/** Days a log is kept: an intrusion comes to light months later. */
const KEPT_DAYS = 400;
/** Days in which a file that was deleted or overwritten can still be brought back. */
const NONCURRENT_DAYS = 30;

/**
 * The bucket for the access log of a repository. It is another one than the repository, because S3 delivers no log into
 * a bucket with Object Lock, and its key is S3's own, because log delivery knows no other
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html).
 */
export class AccessLogBucket extends Construct {
  /** Escape hatch: the bucket. */
  readonly closed: ClosedBucket;

  constructor(scope: Construct, id: string, props: AccessLogBucketProps) {
    super(scope, id);
    const at = {
      ...(props.region === undefined ? {} : { region: props.region }),
      ...(props.provider === undefined ? {} : { provider: props.provider }),
    };
    this.closed = new ClosedBucket(this, "bucket", {
      ...at,
      bucketName: props.bucketName,
      objectLock: false,
    });
    new S3BucketLifecycleConfiguration(this, "retention", {
      ...at,
      bucket: this.closed.bucket.id,
      rule: [
        {
          id: "expire",
          status: "Enabled",
          filter: [{ prefix: "" }],
          expiration: [{ days: KEPT_DAYS }],
          noncurrentVersionExpiration: [{ noncurrentDays: NONCURRENT_DAYS }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: NONCURRENT_DAYS }],
        },
      ],
      dependsOn: [this.closed.versioning],
    });
    this.closed.restrict([
      {
        Sid: "AccessLogsDelivered",
        Principal: { Service: "logging.s3.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: `${this.closed.bucket.arn}/*`,
        Condition: {
          ArnLike: { "aws:SourceArn": props.of },
          StringEquals: { "aws:SourceAccount": props.account },
        },
      },
    ]);
  }
}
