/**
 * The part of CloudFormation that a Mail Manager needs, as types: exactly the properties in use, each as
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_SES.html spells it.
 */

/** An attribute of another resource of the template. */
export interface GetAtt {
  readonly "Fn::GetAtt": readonly [logicalId: string, attribute: string];
}

/** A condition on a message before it is accepted; those of a statement hold together. */
export type PolicyCondition =
  | {
      readonly StringExpression: {
        readonly Evaluate: { readonly Attribute: "RECIPIENT" };
        readonly Operator: "ENDS_WITH";
        readonly Values: readonly string[];
      };
    }
  | {
      readonly TlsExpression: {
        readonly Evaluate: { readonly Attribute: "TLS_PROTOCOL" };
        readonly Operator: "MINIMUM_TLS_VERSION";
        readonly Value: "TLS1_2" | "TLS1_3";
      };
    };

/** A verdict of an add-on on a message. */
export interface RuleCondition {
  readonly BooleanExpression: {
    readonly Evaluate: {
      readonly Analysis: { readonly Analyzer: string | GetAtt; readonly ResultField: string };
    };
    readonly Operator: "IS_TRUE";
  };
}

/** What becomes of a message. */
export type RuleAction =
  | { readonly Drop: Readonly<Record<string, never>> }
  | { readonly Archive: { readonly TargetArchive: GetAtt; readonly ActionFailurePolicy: "CONTINUE" } }
  | {
      readonly Relay: {
        readonly Relay: GetAtt;
        readonly MailFrom: "PRESERVE";
        readonly ActionFailurePolicy: "CONTINUE";
      };
    };

/** A rule: its actions happen, in order, when none of the exceptions holds. */
export interface Rule {
  /** At most 32 of `[a-zA-Z0-9_.-]`. */
  readonly Name: string;
  /**
   * Verdicts that spare a message from the rule.
   *
   * @default - none: the rule is for every message
   */
  readonly Unless?: readonly RuleCondition[];
  readonly Actions: readonly RuleAction[];
}

/** Periods for which an archive can keep a message. */
export const ARCHIVE_RETENTIONS = [
  "THREE_MONTHS",
  "SIX_MONTHS",
  "NINE_MONTHS",
  "ONE_YEAR",
  "EIGHTEEN_MONTHS",
  "TWO_YEARS",
  "THIRTY_MONTHS",
  "THREE_YEARS",
  "FOUR_YEARS",
  "FIVE_YEARS",
  "SIX_YEARS",
  "SEVEN_YEARS",
  "EIGHT_YEARS",
  "NINE_YEARS",
  "TEN_YEARS",
  "PERMANENT",
] as const;

/** How long an archive keeps a message. */
export type ArchiveRetention = (typeof ARCHIVE_RETENTIONS)[number];

/** A resource of a Mail Manager. */
export type MailManagerResource =
  | {
      readonly Type: "AWS::SES::MailManagerAddonSubscription";
      readonly Properties: { readonly AddonName: string };
    }
  | {
      readonly Type: "AWS::SES::MailManagerAddonInstance";
      readonly Properties: { readonly AddonSubscriptionId: GetAtt };
    }
  | {
      readonly Type: "AWS::SES::MailManagerArchive";
      readonly DeletionPolicy: "Retain";
      readonly UpdateReplacePolicy: "Retain";
      readonly Properties: {
        /**
         * Key that encrypts the archive.
         *
         * @default - a key that AWS owns
         */
        readonly KmsKeyArn?: string;
        readonly Retention: { readonly RetentionPeriod: ArchiveRetention };
      };
    }
  | {
      readonly Type: "AWS::SES::MailManagerRelay";
      readonly Properties: {
        readonly Authentication: { readonly SecretArn: string };
        readonly ServerName: string;
        readonly ServerPort: 25;
      };
    }
  | {
      readonly Type: "AWS::SES::MailManagerRuleSet";
      readonly Properties: { readonly Rules: readonly Rule[] };
    }
  | {
      readonly Type: "AWS::SES::MailManagerTrafficPolicy";
      readonly Properties: {
        readonly DefaultAction: "DENY";
        readonly PolicyStatements: readonly {
          readonly Action: "ALLOW";
          readonly Conditions: readonly PolicyCondition[];
        }[];
      };
    }
  | {
      readonly Type: "AWS::SES::MailManagerIngressPoint";
      readonly Properties: {
        readonly NetworkConfiguration: {
          readonly PublicNetworkConfiguration: { readonly IpType: "IPV4" | "DUAL_STACK" };
        };
        readonly RuleSetId: GetAtt;
        readonly TlsPolicy: "REQUIRED" | "OPTIONAL";
        readonly TrafficPolicyId: GetAtt;
        readonly Type: "OPEN";
      };
    };

/** A template that holds a Mail Manager and nothing else. */
export interface MailManagerTemplate {
  readonly AWSTemplateFormatVersion: "2010-09-09";
  readonly Description: string;
  readonly Resources: Readonly<Record<string, MailManagerResource>>;
  readonly Outputs: Readonly<Record<string, { readonly Description: string; readonly Value: GetAtt }>>;
}

/** The template as JSON, keys sorted: the same for the same content, whatever the order it was put together in. */
export function renderTemplate(template: MailManagerTemplate): string {
  return JSON.stringify(template, (_key, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
