import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region";
import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { NetworkfirewallLoggingConfiguration } from "@cdktf/provider-aws/lib/networkfirewall-logging-configuration";
import { Fn } from "cdktf";
import { Construct } from "constructs";

/** What is logged, and for how long. */
export interface EdgeLogsProps {
  /** Prefix of the resources' names; the client's id. */
  readonly name: string;
  /**
   * ARN of the firewall.
   *
   * @default - the firewall is another's, and so are its logs: packets alone are recorded
   */
  readonly firewallArn?: string;
  /** The network whose packets are recorded. */
  readonly vpcId: string;
  /**
   * Days the logs are kept; one of the numbers CloudWatch knows.
   *
   * @default 90
   */
  readonly retentionDays?: number;
}

/** Long enough to look back when an intrusion comes to light weeks later; CloudWatch takes certain numbers only. */
const DEFAULT_RETENTION_DAYS = 90;

/** What Network Firewall records (https://docs.aws.amazon.com/network-firewall/latest/developerguide/firewall-logging.html). */
const FIREWALL_LOGS = ["ALERT", "FLOW"] as const;

/**
 * The logs of the edge: what the firewall dropped or alerted on, every connection it saw, and every packet
 * header of the network. Encrypted with a key of the client's own.
 */
export class EdgeLogs extends Construct {
  /** Escape hatch: the key that encrypts the logs. */
  readonly key: KmsKey;
  /** Name of the log group that holds drops and alerts; undefined where the firewall is another's. */
  readonly alertLogGroupName: string | undefined;

  constructor(scope: Construct, id: string, props: EdgeLogsProps) {
    super(scope, id);
    const account = new DataAwsCallerIdentity(this, "account").accountId;
    const region = new DataAwsRegion(this, "region").region;
    this.key = new KmsKey(this, "key", {
      description: `${props.name}: logs of the edge`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: logKeyPolicy(account, region),
    });
    const group = (purpose: string): CloudwatchLogGroup =>
      new CloudwatchLogGroup(this, purpose, {
        name: `/protected-exchange/${props.name}/${purpose}`,
        retentionInDays: props.retentionDays ?? DEFAULT_RETENTION_DAYS,
        kmsKeyId: this.key.arn,
      });
    if (props.firewallArn !== undefined) {
      const firewallGroups = FIREWALL_LOGS.map((logType) => ({
        logType,
        group: group(`firewall-${logType.toLowerCase()}`),
      }));
      this.alertLogGroupName = `/protected-exchange/${props.name}/firewall-alert`;
      new NetworkfirewallLoggingConfiguration(this, "firewall", {
        firewallArn: props.firewallArn,
        loggingConfiguration: {
          logDestinationConfig: firewallGroups.map(({ logType, group: destination }) => ({
            logType,
            logDestinationType: "CloudWatchLogs",
            logDestination: { logGroup: destination.name },
          })),
        },
      });
    }
    this.recordPackets(props, group("packets"), account);
  }

  private recordPackets({ name, vpcId }: EdgeLogsProps, group: CloudwatchLogGroup, account: string): void {
    const role = new IamRole(this, "packets-role", {
      name: `${name}-flow-logs`,
      assumeRolePolicy: Fn.jsonencode({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "vpc-flow-logs.amazonaws.com" },
            Action: "sts:AssumeRole",
            Condition: { StringEquals: { "aws:SourceAccount": account } },
          },
        ],
      }),
    });
    const write = new IamRolePolicy(this, "packets-write", {
      name: "write",
      role: role.id,
      // https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
      policy: Fn.jsonencode({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
            Resource: [group.arn, `${group.arn}:*`],
          },
        ],
      }),
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

/** What CloudWatch needs from a key (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html). */
function logKeyPolicy(account: string, region: string): string {
  return Fn.jsonencode({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "AccountAdministers",
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: "kms:*",
        Resource: "*",
      },
      {
        Sid: "CloudWatchEncrypts",
        Effect: "Allow",
        Principal: { Service: `logs.${region}.amazonaws.com` },
        Action: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
        Resource: "*",
        Condition: {
          ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:${region}:${account}:log-group:*` },
        },
      },
    ],
  });
}
