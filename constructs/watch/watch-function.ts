import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaFunctionEventInvokeConfig } from "@cdktf/provider-aws/lib/lambda-function-event-invoke-config";
import type { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { AssetType, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import type { AlarmDestination } from "../core/alarm-topic";
import { type PolicyStatement, resourcePolicy } from "../core/resource-policy";
import { SETTING_NAMES, type WatchSettings } from "./function/order";
import { readingSecrets } from "./secret-arns";
import { watchBundle } from "./watch-bundle";

/** A network from which the function asks, instead of AWS's own. */
export interface WatchNetwork {
  /** Subnets from which the internet is reached through an address of the client's own, such as a NAT gateway's. */
  readonly subnetIds: readonly string[];
  /** They let out 53 over UDP and TCP, and 443. */
  readonly securityGroupIds: readonly string[];
}

/** What the function works with. */
export interface WatchFunctionProps {
  /** Prefix of the resources' names; the client's id. */
  readonly name: string;
  readonly region: string;
  readonly account: string;
  readonly settings: Omit<WatchSettings, "resolver" | "nameServerPort">;
  readonly key: KmsKey;
  readonly table: DynamodbTable;
  readonly failures: SqsQueue;
  readonly alarms: AlarmDestination;
  /** References to secrets that it reads. */
  readonly secrets: readonly string[];
  readonly reserveConcurrency: boolean;
  /**
   * Where it asks from.
   *
   * @default - AWS's own network
   */
  readonly network?: WatchNetwork;
}

/** A run looks for half a minute at most, and then writes down what it saw. */
const TIMEOUT_SECONDS = 60;

/** Some 90 MB are used with all lists; more also gives it the share of a processor that TLS needs. */
const MEMORY_MEGABYTES = 256;

/** As long as the firewall's; what runs found is in the table, for longer. */
const LOG_DAYS = 90;

/** The function of the watch, with what it may do: its table, its topic, its metrics, its secrets, and nothing else. */
export class WatchFunction extends Construct {
  /** Escape hatch: the function. */
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, props: WatchFunctionProps) {
    super(scope, id);
    const { name, network, settings } = props;
    const bundle = watchBundle();
    const code = new TerraformAsset(this, "code", {
      path: bundle.path,
      type: AssetType.FILE,
      assetHash: bundle.hash,
    });
    const logs = new CloudwatchLogGroup(this, "logs", {
      name: `/protected-exchange/${name}/watch`,
      retentionInDays: LOG_DAYS,
      kmsKeyId: props.key.arn,
    });
    const role = new IamRole(this, "role", {
      name: `${name}-watch`,
      assumeRolePolicy: resourcePolicy([
        { Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
      ]),
    });
    const policy = new IamRolePolicy(this, "policy", {
      name: "watch",
      role: role.id,
      policy: resourcePolicy([
        { Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: `${logs.arn}:*` },
        ...statements(props),
      ]),
    });
    this.function = new LambdaFunction(this, "Resource", {
      functionName: `${name}-watch`,
      description: "Looks at blocklists, certificates and records, and tells when something turns bad",
      role: role.arn,
      filename: code.path,
      sourceCodeHash: bundle.sha256,
      handler: "index.handler",
      runtime: "nodejs22.x",
      architectures: ["arm64"],
      timeout: TIMEOUT_SECONDS,
      memorySize: MEMORY_MEGABYTES,
      kmsKeyArn: props.key.arn,
      ...(props.reserveConcurrency ? { reservedConcurrentExecutions: 1 } : {}),
      environment: { variables: variablesOf(settings) },
      loggingConfig: { logFormat: "JSON", logGroup: logs.name },
      ...(network === undefined
        ? {}
        : {
            vpcConfig: {
              subnetIds: [...network.subnetIds].sort(),
              securityGroupIds: [...network.securityGroupIds].sort(),
            },
          }),
      dependsOn: [policy],
    });
    new LambdaFunctionEventInvokeConfig(this, "retries", {
      functionName: this.function.functionName,
      maximumRetryAttempts: 2,
      maximumEventAgeInSeconds: 3600,
      destinationConfig: { onFailure: { destination: props.failures.arn } },
    });
  }
}

function variablesOf(settings: WatchFunctionProps["settings"]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(settings)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [SETTING_NAMES[key as keyof typeof settings], `${value}`]),
  );
}

function statements(props: WatchFunctionProps): readonly PolicyStatement[] {
  const { region, account, key, table, failures, alarms, secrets, settings, network } = props;
  return [
    { Action: ["dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:Query"], Resource: table.arn },
    { Action: "sns:Publish", Resource: alarms.topicArn },
    { Action: "sqs:SendMessage", Resource: failures.arn },
    {
      Action: "cloudwatch:PutMetricData",
      Resource: "*",
      Condition: { StringEquals: { "cloudwatch:namespace": settings.namespace } },
    },
    {
      // DynamoDB and the environment (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html).
      Action: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
      Resource: key.arn,
    },
    ...(alarms.keyArn === undefined
      ? []
      : [{ Action: ["kms:Decrypt", "kms:GenerateDataKey*"], Resource: alarms.keyArn }]),
    ...readingSecrets(secrets, region, account),
    ...(network === undefined
      ? []
      : [
          {
            // https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
            Action: [
              "ec2:CreateNetworkInterface",
              "ec2:DeleteNetworkInterface",
              "ec2:DescribeNetworkInterfaces",
              "ec2:DescribeSubnets",
              "ec2:AssignPrivateIpAddresses",
              "ec2:UnassignPrivateIpAddresses",
            ],
            Resource: "*",
          },
        ]),
  ];
}
