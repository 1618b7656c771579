import type { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Construct } from "constructs";
import { type PolicyStatement, policyText } from "../core/resource-policy";

/** A bucket that nobody outside reaches. */
interface ClosedBucketProps {
  /** Its name, which no other bucket in the world may have. */
  readonly bucketName: string;
  /**
   * Region of the bucket.
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
  /** Can objects be locked? It is decided when the bucket is made. */
  readonly objectLock: boolean;
  /**
   * Key that encrypts the objects. It is destroyed after the bucket: a bucket that is not empty stays, and its objects
   * could not be read any more without it.
   *
   * @default - S3's own
   */
  readonly key?: KmsKey;
}

/** A versioned, encrypted bucket that is reached over TLS only, and never public. */
export class ClosedBucket extends Construct {
  /** Escape hatch: the bucket. */
  readonly bucket: S3Bucket;
  /** What must stand before objects are kept for sure. */
  readonly versioning: S3BucketVersioningA;

  private readonly place: Pick<ClosedBucketProps, "region" | "provider">;
  private readonly closed: S3BucketPublicAccessBlock;

  constructor(scope: Construct, id: string, props: ClosedBucketProps) {
    super(scope, id);
    const { bucketName, region, provider, objectLock, key } = props;
    this.place = {
      ...(region === undefined ? {} : { region }),
      ...(provider === undefined ? {} : { provider }),
    };
    const at = this.place;
    this.bucket = new S3Bucket(this, "Resource", {
      ...at,
      bucket: bucketName,
      ...(objectLock ? { objectLockEnabled: true } : {}),
      ...(key === undefined ? {} : { dependsOn: [key] }),
    });
    const bucket = this.bucket.id;
    this.closed = new S3BucketPublicAccessBlock(this, "closed", {
      ...at,
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketOwnershipControls(this, "ownership", {
      ...at,
      bucket,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {
      ...at,
      bucket,
      rule: [
        {
          applyServerSideEncryptionByDefault:
            key === undefined
              ? { sseAlgorithm: "AES256" }
              : { sseAlgorithm: "aws:kms", kmsMasterKeyId: key.arn },
          bucketKeyEnabled: key !== undefined,
        },
      ],
    });
    this.versioning = new S3BucketVersioningA(this, "versioning", {
      ...at,
      bucket,
      versioningConfiguration: { status: "Enabled" },
    });
  }

  /** The bucket and everything in it, as a policy names them. */
  get everything(): readonly string[] {
    return [this.bucket.arn, `${this.bucket.arn}/*`];
  }

  /** Gives it its one policy; that requests come over TLS is part of it. */
  restrict(statements: readonly PolicyStatement[]): S3BucketPolicy {
    return new S3BucketPolicy(this, "policy", {
      ...this.place,
      bucket: this.bucket.id,
      policy: policyText([
        {
          Sid: "TlsOnly",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: this.everything,
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
        ...statements,
      ]),
      dependsOn: [this.closed],
    });
  }
}
