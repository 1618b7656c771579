import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
import { idFor } from "./ids";
import { accountAdministers, resourcePolicy } from "./resource-policy";

/** Where alarms go. */
export interface AlarmDestination {
  /** ARN of the topic. */
  readonly topicArn: string;
  /**
   * ARN of the key that encrypts what is sent to it.
   *
   * @default - none is needed
   */
  readonly keyArn?: string;
}

/** Who hears of alarms. */
export interface AlarmTopicProps {
  /** Prefix of the topic's name; the client's id. */
  readonly name: string;
  /** Region of topic and alarms, such as `eu-west-3`. */
  readonly region: string;
  /**
   * E-mail addresses; AWS asks each of them once whether it wants to be told, and keeps silent until it says yes.
   *
   * @default - nobody
   */
  readonly notify?: readonly string[];
}

/**
 * The topic to which a client's alarms go, encrypted with a key of the client's own: CloudWatch cannot use the
 * key that AWS manages for topics (https://repost.aws/knowledge-center/cloudwatch-configure-alarm-sns).
 */
export class AlarmTopic extends Construct implements AlarmDestination {
  /** ARN to send alarms to, and to subscribe to. */
  readonly topicArn: string;
  /** ARN of the key that encrypts what is sent to it; whoever publishes has to use it. */
  readonly keyArn: string;
  /** Escape hatch: the topic. */
  readonly topic: SnsTopic;

  constructor(scope: Construct, id: string, { name, region, notify = [] }: AlarmTopicProps) {
    super(scope, id);
    const account = new DataAwsCallerIdentity(this, "account").accountId;
    const key = new KmsKey(this, "key", {
      description: `${name}: alarms`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: resourcePolicy([
        accountAdministers(account),
        {
          // Without a condition, as AWS has it: one that does not hold would silence every alarm, and nothing
          // would say so. Who may publish is decided by the topic's policy.
          Sid: "PublishersEncrypt",
          Principal: { Service: [CLOUDWATCH, EVENTBRIDGE] },
          Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
          Resource: "*",
        },
      ]),
    });
    this.topic = new SnsTopic(this, "Resource", {
      name: `${name}-alarms`,
      displayName: `${name}: alarms`,
      kmsMasterKeyId: key.arn,
    });
    new SnsTopicPolicy(this, "policy", {
      arn: this.topic.arn,
      policy: resourcePolicy([
        {
          Sid: "AlarmsPublish",
          Principal: { Service: CLOUDWATCH },
          Action: "sns:Publish",
          Resource: this.topic.arn,
          // https://repost.aws/knowledge-center/cloudwatch-receive-sns-for-alarm-trigger
          Condition: { ArnLike: { "aws:SourceArn": `arn:aws:cloudwatch:${region}:${account}:alarm:*` } },
        },
        {
          // Events that no metric counts, such as a command that failed. Without a condition, as AWS has it, for the
          // same reason as above (https://repost.aws/knowledge-center/sns-not-getting-eventbridge-notification).
          Sid: "EventsPublish",
          Principal: { Service: EVENTBRIDGE },
          Action: "sns:Publish",
          Resource: this.topic.arn,
        },
      ]),
    });
    for (const address of [...new Set(notify)].sort()) {
      new SnsTopicSubscription(this, idFor(address), {
        topicArn: this.topic.arn,
        protocol: "email",
        endpoint: address,
      });
    }
    this.topicArn = this.topic.arn;
    this.keyArn = key.arn;
  }
}

const CLOUDWATCH = "cloudwatch.amazonaws.com";
const EVENTBRIDGE = "events.amazonaws.com";
