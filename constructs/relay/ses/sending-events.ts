import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Sesv2ConfigurationSetEventDestination } from "@cdktf/provider-aws/lib/sesv2-configuration-set-event-destination";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { Construct } from "constructs";
import { accountAdministers, resourcePolicy } from "../../core/resource-policy";
import { SES_DEFAULTS } from "./defaults";

/** What SES tells about mail it sent. */
interface SendingEventsProps {
  /** Prefix of the topic's name; the client's id. */
  readonly name: string;
  /** Region that sends. */
  readonly region: string;
  /** The configuration set whose mail is reported. */
  readonly configurationSet: { readonly name: string; readonly arn: string };
}

/**
 * Bounces, complaints and the like of a configuration set, on an encrypted topic.
 *
 * The key is the client's own, because SES cannot use the one that AWS manages for topics
 * (https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services).
 */
export class SendingEvents extends Construct {
  /** Topic to subscribe to. */
  readonly topicArn: string;

  constructor(scope: Construct, id: string, { name, region, configurationSet }: SendingEventsProps) {
    super(scope, id);
    const account = new DataAwsCallerIdentity(this, "account").accountId;
    const fromSes = {
      StringEquals: { "aws:SourceAccount": account },
      ArnEquals: { "aws:SourceArn": configurationSet.arn },
    };
    const key = new KmsKey(this, "key", {
      region,
      description: `${name}: reports about sent mail`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: resourcePolicy([
        accountAdministers(account),
        {
          Sid: "SesEncrypts",
          Principal: SES,
          Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
          Resource: "*",
          Condition: { StringEquals: { "aws:SourceAccount": account } },
        },
      ]),
    });
    const topic = new SnsTopic(this, "Resource", {
      region,
      name: `${name}-sent-mail`,
      displayName: "Reports about sent mail",
      kmsMasterKeyId: key.arn,
    });
    const grant = new SnsTopicPolicy(this, "policy", {
      region,
      arn: topic.arn,
      policy: resourcePolicy([
        {
          Sid: "SesPublishes",
          Principal: SES,
          Action: "sns:Publish",
          Resource: topic.arn,
          Condition: fromSes,
        },
      ]),
    });
    new Sesv2ConfigurationSetEventDestination(this, "destination", {
      region,
      configurationSetName: configurationSet.name,
      eventDestinationName: "reports",
      eventDestination: {
        enabled: true,
        matchingEventTypes: [...SES_DEFAULTS.events],
        snsDestination: { topicArn: topic.arn },
      },
      // SES proves at once that it may publish.
      dependsOn: [grant],
    });
    this.topicArn = topic.arn;
  }
}

const SES = { Service: "ses.amazonaws.com" };
