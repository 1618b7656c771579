import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { type IResolvable, Lazy } from "cdktf";
import { Construct } from "constructs";
import type { AlarmDestination } from "../core/alarm-topic";
import { type Problem, throwIfAny } from "../core/errors";
import { partitionOf } from "../core/partition";
import { accountAdministers, resourcePolicy, takenBy } from "../core/resource-policy";
import type { Declaration } from "./declaration";
import type { BlocklistOrder, WatchOrder } from "./function/order";
import { orderText } from "./order-text";
import { referenceProblems } from "./secret-arns";
import { WatchAlarms } from "./watch-alarms";
import { WatchFunction, type WatchNetwork } from "./watch-function";

/** How often is looked, and how long is remembered, unless somebody says otherwise. */
export const WATCH_DEFAULTS = {
  /** Lists change within hours, and their operators count questions. */
  blocklistsEveryHours: 6,
  /** A certificate or a record that is wrong keeps people from their mail at once. */
  liveEveryMinutes: 15,
  /** Longer than a year, so that a listing of last winter is still to be seen. */
  historyDays: 400,
  runbooks: "docs",
} as const;

/** What is watched, how often, and who is told. */
export interface WatchProps {
  /** Prefix of the resources' names; the client's id. */
  readonly name: string;
  /** The company, for people. */
  readonly clientName: string;
  /** Region of the watch, such as `eu-west-3`. */
  readonly region: string;
  /** Where pages go: the topic of the client's other alarms, in the same account and Region. */
  readonly alarms: AlarmDestination;
  /** What is looked up in which blocklists. */
  readonly blocklists: Omit<BlocklistOrder, "looks">;
  /**
   * What is held against the live installation; it may be told when the stack is rendered
   * (`Lazy.anyValue`), because it tells of everything else in it.
   *
   * @default - nothing; blocklists are looked up only
   */
  readonly live?: Declaration | IResolvable;
  /**
   * Where the webhook of a chat is that is told, too: `ssm:/…` or `secretsmanager:…`.
   *
   * @default - no chat is told
   */
  readonly chat?: string;
  /**
   * Hours between two looks at the blocklists, 1 to 24.
   *
   * @default 6
   */
  readonly blocklistsEveryHours?: number;
  /**
   * Minutes between two looks at what is live, 5 to 60.
   *
   * @default 15
   */
  readonly liveEveryMinutes?: number;
  /**
   * Days that it is remembered what began and ended.
   *
   * @default 400
   */
  readonly historyDays?: number;
  /**
   * Folder of this product's docs, where engineers read them: messages name a section of its `watch-alarms.md`.
   *
   * @default "docs"
   */
  readonly runbooks?: string;
  /**
   * Keep one execution of the account's for the watch, so that no two runs meet. An account whose quota is still 10, as
   * a new one's, cannot keep any.
   *
   * @default false; the table makes the later of two runs begin again
   */
  readonly reserveConcurrency?: boolean;
  /**
   * Network from which is asked.
   *
   * @default - AWS's own, whose addresses other customers share, so that some operators refuse
   */
  readonly network?: WatchNetwork;
  /**
   * Refuse to delete the table.
   *
   * @default true
   */
  readonly protection?: boolean;
}

/**
 * Looks regularly whether the client's addresses and domains are on blocklists, and whether what is live is what the
 * stack declares; tells once when something begins to be wrong, and once when it ends.
 *
 * It runs in AWS Lambda, on schedules of EventBridge, remembers in a table of DynamoDB, and asks each list at the
 * list's own name servers (docs/watch.md).
 *
 * @throws ValidationError `ValueOutOfRange` for intervals, and for an order longer than a schedule takes;
 * `BadSecretReference`
 */
export class Watch extends Construct {
  /** Escape hatch: the function, its role and its logs. */
  readonly function: WatchFunction;
  /** Escape hatch: what is remembered. */
  readonly table: DynamodbTable;
  /** Escape hatch: the alarms on the watch itself. */
  readonly alarms: WatchAlarms;

  constructor(scope: Construct, id: string, props: WatchProps) {
    super(scope, id);
    throwIfAny([...intervalProblems(props), ...referenceProblems(secretsOf(props))], this);
    const { name, region, live } = props;
    const {
      blocklistsEveryHours = WATCH_DEFAULTS.blocklistsEveryHours,
      liveEveryMinutes = WATCH_DEFAULTS.liveEveryMinutes,
      runbooks = WATCH_DEFAULTS.runbooks,
    } = props;
    const namespace = `ProtectedExchange/${name}`;
    const account = new DataAwsCallerIdentity(this, "account").accountId;
    const key = this.encryption(name, region, account);
    this.table = this.memory(name, key, props.protection ?? true);
    const failures = new SqsQueue(this, "failures", {
      name: `${name}-watch-failures`,
      messageRetentionSeconds: 1_209_600,
      sqsManagedSseEnabled: true,
    });
    this.function = new WatchFunction(this, "function", {
      name,
      region,
      account,
      settings: {
        client: name,
        clientName: props.clientName,
        table: this.table.name,
        topicArn: props.alarms.topicArn,
        namespace,
        runbooks,
        chat: props.chat,
        historyDays: props.historyDays ?? WATCH_DEFAULTS.historyDays,
      },
      key,
      table: this.table,
      failures,
      alarms: props.alarms,
      secrets: Object.values(secretsOf(props)),
      reserveConcurrency: props.reserveConcurrency ?? false,
      ...(props.network === undefined ? {} : { network: props.network }),
    });
    const begin = this.schedules(name, account, failures);
    begin("blocklists", `rate(${plural(blocklistsEveryHours, "hour")})`, 30, {
      looks: "blocklists",
      ...props.blocklists,
    });
    if (live !== undefined) {
      begin("live", `rate(${liveEveryMinutes} minutes)`, Math.floor(liveEveryMinutes / 3), {
        looks: "live",
        declaration: live as Declaration,
      });
    }
    this.alarms = new WatchAlarms(this, "alarms", {
      name,
      namespace,
      blocklistsEveryHours,
      liveEveryMinutes: live === undefined ? undefined : liveEveryMinutes,
      failures,
      alarms: props.alarms,
      runbooks,
    });
  }

  private encryption(name: string, region: string, account: string): KmsKey {
    return new KmsKey(this, "key", {
      description: `${name}: watch`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: resourcePolicy([
        accountAdministers(account),
        {
          Sid: "LogsEncrypt",
          Principal: { Service: `logs.${region}.amazonaws.com` },
          Action: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
          Resource: "*",
          Condition: {
            ArnLike: {
              "kms:EncryptionContext:aws:logs:arn": `arn:${partitionOf(region)}:logs:${region}:${account}:log-group:/protected-exchange/${name}/watch`,
            },
          },
        },
      ]),
    });
  }

  private memory(name: string, key: KmsKey, protection: boolean): DynamodbTable {
    return new DynamodbTable(this, "table", {
      name: `${name}-watch`,
      billingMode: "PAY_PER_REQUEST",
      hashKey: "pk",
      rangeKey: "sk",
      attribute: [
        { name: "pk", type: "S" },
        { name: "sk", type: "S" },
      ],
      ttl: { attributeName: "expires", enabled: true },
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true, kmsKeyArn: key.arn },
      deletionProtectionEnabled: protection,
    });
  }

  /** What begins runs. */
  private schedules(
    name: string,
    account: string,
    failures: SqsQueue,
  ): (kind: string, expression: string, windowMinutes: number, order: WatchOrder) => void {
    const target = this.function.function;
    const role = new IamRole(this, "schedule-role", {
      name: `${name}-watch-schedule`,
      assumeRolePolicy: resourcePolicy([takenBy("scheduler.amazonaws.com", account)]),
    });
    const policy = new IamRolePolicy(this, "schedule-policy", {
      name: "begin",
      role: role.id,
      policy: resourcePolicy([
        { Action: "lambda:InvokeFunction", Resource: target.arn },
        { Action: "sqs:SendMessage", Resource: failures.arn },
      ]),
    });
    return (kind, expression, windowMinutes, order) => {
      new SchedulerSchedule(this, kind, {
        name: `${name}-watch-${kind}`,
        description: `Begins the watch of ${name}: ${kind}`,
        scheduleExpression: expression,
        scheduleExpressionTimezone: "UTC",
        // Clients of one provider do not all ask at the same moment.
        flexibleTimeWindow: { mode: "FLEXIBLE", maximumWindowInMinutes: windowMinutes },
        target: {
          arn: target.arn,
          roleArn: role.arn,
          input: Lazy.stringValue({
            produce: (context) => orderText(context.resolve(order) as WatchOrder),
          }),
          retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 3 },
          deadLetterConfig: { arn: failures.arn },
        },
        dependsOn: [policy],
      });
    };
  }
}

/** References to secrets, by the property that has them. */
function secretsOf({ chat, blocklists: { keys } }: WatchProps): Readonly<Record<string, string>> {
  return {
    ...Object.fromEntries(
      Object.entries(keys).map(([name, reference]) => [`blocklists.keys.${name}`, reference]),
    ),
    ...(chat === undefined ? {} : { chat }),
  };
}

function plural(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

function intervalProblems(props: WatchProps): readonly Problem[] {
  const { blocklistsEveryHours: hours, liveEveryMinutes: minutes } = props;
  const within = (
    property: string,
    value: number | undefined,
    least: number,
    most: number,
  ): readonly Problem[] =>
    value === undefined || (Number.isInteger(value) && value >= least && value <= most)
      ? []
      : [
          {
            code: "ValueOutOfRange",
            property,
            message: `${property} is ${value}; give a whole number from ${least} to ${most}`,
          },
        ];
  return [
    ...within("blocklistsEveryHours", hours, 1, 24),
    ...within("liveEveryMinutes", minutes, 5, 60),
    ...within("historyDays", props.historyDays, 1, 3650),
  ];
}
