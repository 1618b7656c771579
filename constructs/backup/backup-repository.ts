import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3BucketLoggingA } from "@cdktf/provider-aws/lib/s3-bucket-logging";
import { S3BucketObjectLockConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-object-lock-configuration";
import { Construct } from "constructs";
import { type Problem, throwIfAny } from "../core/errors";
import { accountAdministers, policyText } from "../core/resource-policy";
import { AccessLogBucket } from "./access-log-bucket";
import { BackupPrincipal, type BackupPrincipalChoice } from "./backup-principal";
import { type BackupSite, siteProblems } from "./backup-site";
import { ClosedBucket } from "./closed-bucket";
import { BACKUP_CONSUMERS, type BackupConsumerId } from "./consumers";
import type { BackupConsumer } from "./consumers/consumer";
import {
  bucketStatements,
  keyStatements,
  principalStatements,
  type RepositoryAccess,
} from "./repository-policies";

/** A bucket of the client's own, which is taken as it is. */
export interface OwnBucket {
  readonly bucketName: string;
  /**
   * ARN of the key that encrypts it.
   *
   * @default - S3's own key, which needs no permission
   */
  readonly keyArn?: string;
}

/** Where backups go, who writes them, and for how long nobody can delete them. */
export interface BackupRepositoryProps {
  /** Prefix of the resources' names; the client's id. */
  readonly name: string;
  /** The backup product. */
  readonly consumer: BackupConsumerId;
  /** Account of the bucket; part of its name. */
  readonly account: string;
  /** Region of the bucket, another one than that of the server. */
  readonly region: string;
  /** From where it is reached. */
  readonly site: BackupSite;
  /** Days for which nobody can delete what is written. The product is told the same number. */
  readonly immutableDays: number;
  /**
   * How the product signs in.
   *
   * @default - a user, as which every product can sign in
   */
  readonly principal?: BackupPrincipalChoice;
  /**
   * What tells a second repository of a client from the first, in names.
   *
   * @default - the first repository
   */
  readonly suffix?: string;
  /**
   * Days of a default retention of the bucket.
   *
   * @default - none where the product locks objects itself, else {@link immutableDays}
   */
  readonly defaultRetentionDays?: number;
  /**
   * Provider of another account.
   *
   * @default - that of the stack
   */
  readonly provider?: AwsProvider;
  /**
   * A bucket of the client's own; only the user or role is made.
   *
   * @default - the bucket is made
   */
  readonly ownBucket?: OwnBucket;
}

/** Name of the bucket that a repository makes. */
export function repositoryBucketName({
  name,
  suffix,
  account,
}: Pick<BackupRepositoryProps, "name" | "suffix" | "account">): string {
  return `${baseName(name, suffix)}-${account}`;
}

function baseName(name: string, suffix: string | undefined): string {
  return `${name}-backup${suffix === undefined ? "" : `-${suffix}`}`;
}

/** What a client's own bucket is used with. */
export type OwnRepositoryProps = Omit<BackupRepositoryProps, "ownBucket" | "defaultRetentionDays"> &
  OwnBucket;

/** What is wrong with a repository, apart from where it stands in a file. */
export function repositoryProblems(props: BackupRepositoryProps): readonly Problem[] {
  const consumer: BackupConsumer = BACKUP_CONSUMERS[props.consumer];
  const { immutableDays, defaultRetentionDays, principal } = props;
  return [
    ...siteProblems(props.site),
    ...(Number.isInteger(immutableDays) && immutableDays >= 1 && immutableDays <= consumer.longestLockDays
      ? []
      : [
          {
            code: "BackupLockTooLong" as const,
            property: "immutableDays",
            message: `${consumer.name} locks for 1 to ${consumer.longestLockDays} days, not for ${immutableDays}`,
          },
        ]),
    ...(defaultRetentionDays !== undefined && consumer.locksBy === "product"
      ? [
          {
            code: "BackupDefaultRetention" as const,
            property: "defaultRetentionDays",
            message: `${consumer.name} locks every object itself, and a default retention of the bucket leads to lost backups (${consumer.sources.join(", ")}); leave it out`,
          },
        ]
      : []),
    ...(principal !== undefined && !consumer.principals.includes(principal.kind)
      ? [
          {
            code: "BackupPrincipalRefused" as const,
            property: "principal",
            message: `${consumer.name} cannot sign in by ${JSON.stringify(principal.kind)}: ${consumer.principalReason}; use ${consumer.principals.map((kind) => JSON.stringify(kind)).join(" or ")}`,
          },
        ]
      : []),
  ];
}

/**
 * A bucket with Object Lock for a backup product, as that product needs it, and a user or role that may do what the
 * vendor documents and nothing that destroys.
 *
 * What is locked stays until its day, whoever asks: the product's key, when it is stolen, can add to the backup and
 * read it from the site, and can neither delete nor shorten. A bucket that holds locked objects cannot be destroyed.
 *
 * @throws ValidationError when the product cannot work with what is given
 */
export class BackupRepository extends Construct {
  /**
   * A repository in a bucket that the client owns: Object Lock, versioning and its policy are the client's to keep.
   *
   * @throws ValidationError when the product cannot work with what is given
   */
  static fromBucket(scope: Construct, id: string, props: OwnRepositoryProps): BackupRepository {
    const { bucketName, keyArn, ...others } = props;
    return new BackupRepository(scope, id, {
      ...others,
      ownBucket: { bucketName, ...(keyArn === undefined ? {} : { keyArn }) },
    });
  }

  /** Name of the bucket, as the product is told. */
  readonly bucketName: string;
  readonly principal: BackupPrincipal;
  /** Escape hatch: the bucket; undefined where it is the client's own. */
  readonly bucket: ClosedBucket | undefined;

  constructor(scope: Construct, id: string, props: BackupRepositoryProps) {
    super(scope, id);
    throwIfAny(repositoryProblems(props), this);
    const consumer: BackupConsumer = BACKUP_CONSUMERS[props.consumer];
    const base = baseName(props.name, props.suffix);
    const provider = props.provider === undefined ? {} : { provider: props.provider };
    this.principal = new BackupPrincipal(this, "principal", {
      ...provider,
      name: base,
      description: `Writes the backups of ${props.name}`,
      choice: props.principal ?? { kind: "user" },
    });
    const shared = { consumer, region: props.region, site: props.site };
    if (props.ownBucket !== undefined) {
      const { bucketName, keyArn } = props.ownBucket;
      this.bucketName = bucketName;
      this.principal.allow(
        principalStatements({ ...shared, bucketArn: `arn:aws:s3:::${bucketName}`, keyArn }),
      );
      return;
    }
    const at = { ...provider, region: props.region };
    const key = new KmsKey(this, "key", {
      ...at,
      description: `${base}: backups`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: policyText([accountAdministers(props.account), ...keyStatements(this.principal.arn)]),
    });
    this.bucketName = repositoryBucketName(props);
    this.bucket = new ClosedBucket(this, "bucket", {
      ...at,
      bucketName: this.bucketName,
      objectLock: true,
      key,
    });
    if (consumer.locksBy === "bucket") {
      new S3BucketObjectLockConfigurationA(this, "lock", {
        ...at,
        bucket: this.bucket.bucket.id,
        rule: {
          defaultRetention: { mode: "GOVERNANCE", days: props.defaultRetentionDays ?? props.immutableDays },
        },
        dependsOn: [this.bucket.versioning],
      });
    }
    const access: RepositoryAccess = { ...shared, bucketArn: this.bucket.bucket.arn, keyArn: key.arn };
    this.bucket.restrict(bucketStatements(access, this.principal.arn));
    this.principal.allow(principalStatements(access));
    const log = new AccessLogBucket(this, "access-log", {
      ...at,
      bucketName: `${base}-logs-${props.account}`,
      account: props.account,
      of: this.bucket.bucket.arn,
    });
    new S3BucketLoggingA(this, "logging", {
      ...at,
      bucket: this.bucket.bucket.id,
      targetBucket: log.closed.bucket.id,
      targetPrefix: "access/",
    });
  }
}
