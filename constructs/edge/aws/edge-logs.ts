import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region";
import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { NetworkfirewallLoggingConfiguration } from "@cdktf/provider-aws/lib/networkfirewall-logging-configuration";
import { Construct } from "constructs";
import { throwIfAny } from "../../core/errors";
import {
  accountAdministers,
  type PolicyStatement,
  resourcePolicy,
  takenBy,
} from "../../core/resource-policy";
import { deliveryEncrypts, EdgeLogBucket } from "./edge-log-bucket";

/** Where logs that no alarm reads can go: CloudWatch for searching, S3 for keeping long and cheaply. */
export const LOG_DESTINATIONS = ["cloudwatch", "s3"] as const;

/** One of {@link LOG_DESTINATIONS}. */
export type LogDestination = (typeof LOG_DESTINATIONS)[number];

/** The numbers of days that CloudWatch knows (https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html). */
export const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** What is kept, and where, unless a client asks for more. */
export const LOG_DEFAULTS = {
  /** Long enough to look back when an intrusion comes to light weeks later. */
  retentionDays: 90,
  /** Searched with one query, together with the alerts. */
  destination: "cloudwatch",
} as const satisfies Required<LogRetentionProps>;

/** How long logs are kept, and where. */
export interface LogRetentionProps {
  /**
   * Days the logs are kept; one of {@link LOG_RETENTION_DAYS}.
   *
   * @default 90
   */
  readonly retentionDays?: number;
  /**
   * Where connections and packet headers go. What the firewall drops or alerts on, and what goes wrong with
   * TLS, goes to CloudWatch in any case: the alarms read it there.
   *
   * A change deletes what the old destination holds, except files in a bucket, which must be emptied by hand.
   *
   * @default "cloudwatch"
   */
  readonly destination?: LogDestination;
}

/** What is logged, and for how long. */
export interface EdgeLogsProps extends LogRetentionProps {
  /** Prefix of the resources' names; the client's id. */
  readonly name: string;
  /** The network whose packets are recorded. */
  readonly vpcId: string;
  /**
   * ARN of the firewall.
   *
   * @default - the firewall is somebody else's, who logs it; only packets are recorded
   */
  readonly firewallArn?: string;
  /**
   * Does the firewall decrypt? Only then does it tell what goes wrong with TLS.
   *
   * @default false
   */
  readonly tlsInspected?: boolean;
}

/** What Network Firewall can record (https://docs.aws.amazon.com/network-firewall/latest/developerguide/firewall-logging.html). */
type FirewallLog = "ALERT" | "FLOW" | "TLS";

/** An entry of a firewall's logging configuration. */
interface FirewallLogDestination {
  readonly logType: FirewallLog;
  readonly logDestinationType: "CloudWatchLogs" | "S3";
  readonly logDestination: Readonly<Record<string, string>>;
}

/**
 * The logs of the edge: what the firewall dropped or alerted on, every connection it saw, what went wrong with
 * TLS where it decrypts, and every packet header of the network. Encrypted with a key of the client's own.
 *
 * @throws ValidationError when CloudWatch does not know the number of days
 */
export class EdgeLogs extends Construct {
  /** Escape hatch: the key that encrypts the logs. */
  readonly key: KmsKey;
  /** Name of the log group that holds drops and alerts; undefined where the firewall is somebody else's. */
  readonly alertLogGroupName: string | undefined;
  /** Name of the log group that holds what goes wrong with TLS; undefined where nothing is decrypted. */
  readonly tlsLogGroupName: string | undefined;
  /** Bucket of connections and packet headers; undefined where they go to CloudWatch. */
  readonly bucket: EdgeLogBucket | undefined;

  private readonly name: string;
  private readonly retentionDays: number;

  constructor(scope: Construct, id: string, props: EdgeLogsProps) {
    super(scope, id);
    const { name, firewallArn } = props;
    const retentionDays = props.retentionDays ?? LOG_DEFAULTS.retentionDays;
    throwIfAny(
      LOG_RETENTION_DAYS.some((days) => days === retentionDays)
        ? []
        : [
            {
              code: "ValueNotAllowed",
              property: "retentionDays",
              message: `CloudWatch does not keep logs for ${retentionDays} days; use ${LOG_RETENTION_DAYS.join(", ")}`,
            },
          ],
      this,
    );
    this.name = name;
    this.retentionDays = retentionDays;
    const account = new DataAwsCallerIdentity(this, "account").accountId;
    const region = new DataAwsRegion(this, "region").region;
    const toBucket = (props.destination ?? LOG_DEFAULTS.destination) === "s3";
    this.key = new KmsKey(this, "key", {
      description: `${name}: logs of the edge`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: resourcePolicy([
        accountAdministers(account),
        cloudWatchEncrypts(account, region),
        ...(toBucket ? [deliveryEncrypts(account, region)] : []),
      ]),
    });
    this.bucket = toBucket
      ? new EdgeLogBucket(this, "bucket", { name, account, region, key: this.key, retentionDays })
      : undefined;
    if (firewallArn !== undefined) {
      const alerts = this.group("firewall-alert");
      const destinations = [
        inGroup("ALERT", alerts),
        this.bucket === undefined
          ? inGroup("FLOW", this.group("firewall-flow"))
          : inBucket("FLOW", this.bucket),
      ];
      this.alertLogGroupName = alerts.name;
      if (props.tlsInspected ?? false) {
        const errors = this.group("firewall-tls");
        destinations.push(inGroup("TLS", errors));
        this.tlsLogGroupName = errors.name;
      }
      new NetworkfirewallLoggingConfiguration(this, "firewall", {
        firewallArn,
        loggingConfiguration: { logDestinationConfig: destinations },
        ...(this.bucket === undefined ? {} : { dependsOn: [this.bucket.policy] }),
      });
    }
    if (this.bucket === undefined) {
      this.recordPackets(props.vpcId, this.group("packets"), account);
    } else {
      this.recordPacketsInBucket(props.vpcId, this.bucket);
    }
  }

  private group(purpose: string): CloudwatchLogGroup {
    return new CloudwatchLogGroup(this, purpose, {
      name: `/protected-exchange/${this.name}/${purpose}`,
      retentionInDays: this.retentionDays,
      kmsKeyId: this.key.arn,
    });
  }

  private recordPacketsInBucket(vpcId: string, { bucket, policy }: EdgeLogBucket): void {
    new FlowLog(this, "flow-log", {
      vpcId,
      trafficType: "ALL",
      logDestination: bucket.arn,
      logDestinationType: "s3",
      maxAggregationInterval: 60,
      dependsOn: [policy],
    });
  }

  private recordPackets(vpcId: string, group: CloudwatchLogGroup, account: string): void {
    const role = new IamRole(this, "packets-role", {
      name: `${this.name}-flow-logs`,
      assumeRolePolicy: resourcePolicy([takenBy("vpc-flow-logs.amazonaws.com", account)]),
    });
    const write = new IamRolePolicy(this, "packets-write", {
      name: "write",
      role: role.id,
      // https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
      policy: resourcePolicy([
        {
          Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
          Resource: [group.arn, `${group.arn}:*`],
        },
      ]),
    });
    new FlowLog(this, "flow-log", {
      vpcId,
      trafficType: "ALL",
      iamRoleArn: role.arn,
      logDestination: group.arn,
      logDestinationType: "cloud-watch-logs",
      maxAggregationInterval: 60,
      dependsOn: [write],
    });
  }
}

function inGroup(logType: FirewallLog, group: CloudwatchLogGroup): FirewallLogDestination {
  return { logType, logDestinationType: "CloudWatchLogs", logDestination: { logGroup: group.name } };
}

/** Without a prefix: the service itself files the logs by account, type, Region and firewall. */
function inBucket(logType: FirewallLog, { bucket }: EdgeLogBucket): FirewallLogDestination {
  return { logType, logDestinationType: "S3", logDestination: { bucketName: bucket.id } };
}

/** What CloudWatch needs from a key (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html). */
function cloudWatchEncrypts(account: string, region: string): PolicyStatement {
  return {
    Sid: "CloudWatchEncrypts",
    Principal: { Service: `logs.${region}.amazonaws.com` },
    Action: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
    Resource: "*",
    Condition: {
      ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:${region}:${account}:log-group:*` },
    },
  };
}
