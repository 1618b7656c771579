import { ADD_ON_NAMES, type FilterKind, type MailFilter } from "./add-ons";
import { SES_DEFAULTS } from "./defaults";
import type {
  ArchiveRetention,
  GetAtt,
  MailManagerResource,
  MailManagerTemplate,
  PolicyCondition,
  Rule,
  RuleAction,
  RuleCondition,
} from "./template";

/** What a Mail Manager is made from; everything decided. */
export interface MailManagerDesign {
  /** Mail domains; their order means nothing. */
  readonly domains: readonly string[];
  readonly filters: Readonly<Record<FilterKind, MailFilter>>;
  /** Public host name of the server. */
  readonly serverHostName: string;
  /** ARN of the secret with the SMTP credentials of the server. */
  readonly credentialsArn: string;
  readonly tls: "required" | "opportunistic";
  readonly unwanted: "quarantine" | "drop";
  /** How long copies of delivered mail are kept; undefined for no copies. */
  readonly archiveRetention: ArchiveRetention | undefined;
  readonly quarantineRetention: ArchiveRetention;
  /** ARN of the key of the archives; undefined for one that AWS owns. */
  readonly archiveKeyArn: string | undefined;
}

/** Output with the host name that goes into MX. */
export const INGRESS_HOST = "IngressHost";

/** Outputs with the ids of the archives. */
export const ARCHIVE_OUTPUTS = { mail: "MailArchiveId", quarantine: "QuarantineArchiveId" } as const;

/** Logical ids; another one replaces the resource. */
const LOGICAL_IDS = {
  ingress: "IngressPoint",
  policy: "TrafficPolicy",
  rules: "RuleSet",
  server: "Server",
  archives: { mail: "MailArchive", quarantine: "QuarantineArchive" },
  filters: { spam: "SpamFilter", virus: "VirusFilter" },
  subscriptions: { spam: "SpamFilterSubscription", virus: "VirusFilterSubscription" },
} as const;

/** Resources whose loss would lose mail: the host that MX names, and what is kept. */
export const IRREPLACEABLE: readonly string[] = [
  LOGICAL_IDS.ingress,
  LOGICAL_IDS.archives.mail,
  LOGICAL_IDS.archives.quarantine,
];

/** Scanned in this order: a virus is never looked at as spam. */
const FILTER_ORDER: readonly FilterKind[] = ["virus", "spam"];

/**
 * The template of a Mail Manager: mail for the domains comes in over TLS, is scanned, copied and relayed to
 * the server.
 *
 * Fails closed: what no filter calls clean, be it for want of an answer, is not delivered.
 */
export function mailManagerTemplate(design: MailManagerDesign): MailManagerTemplate {
  const archives = archivesOf(design);
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: "Amazon SES Mail Manager in front of an Exchange server",
    Resources: {
      ...filterResources(design),
      ...archives,
      [LOGICAL_IDS.server]: {
        Type: "AWS::SES::MailManagerRelay",
        Properties: {
          Authentication: { SecretArn: design.credentialsArn },
          ServerName: design.serverHostName,
          ServerPort: SES_DEFAULTS.serverPort,
        },
      },
      [LOGICAL_IDS.rules]: { Type: "AWS::SES::MailManagerRuleSet", Properties: { Rules: rules(design) } },
      [LOGICAL_IDS.policy]: {
        Type: "AWS::SES::MailManagerTrafficPolicy",
        Properties: {
          DefaultAction: SES_DEFAULTS.defaultAction,
          PolicyStatements: [{ Action: "ALLOW", Conditions: admission(design) }],
        },
      },
      [LOGICAL_IDS.ingress]: {
        Type: "AWS::SES::MailManagerIngressPoint",
        Properties: {
          Type: "OPEN",
          NetworkConfiguration: { PublicNetworkConfiguration: { IpType: SES_DEFAULTS.ipType } },
          TlsPolicy: design.tls === "required" ? "REQUIRED" : "OPTIONAL",
          RuleSetId: attribute(LOGICAL_IDS.rules, "RuleSetId"),
          TrafficPolicyId: attribute(LOGICAL_IDS.policy, "TrafficPolicyId"),
        },
      },
    },
    Outputs: {
      [INGRESS_HOST]: {
        Description: "Host name for the MX records",
        Value: attribute(LOGICAL_IDS.ingress, "ARecord"),
      },
      ...Object.fromEntries(
        (["mail", "quarantine"] as const)
          .filter((kind) => LOGICAL_IDS.archives[kind] in archives)
          .map((kind) => [
            ARCHIVE_OUTPUTS[kind],
            {
              Description: kind === "mail" ? "Copies of delivered mail" : "Mail that was not delivered",
              Value: attribute(LOGICAL_IDS.archives[kind], "ArchiveId"),
            },
          ]),
      ),
    },
  };
}

function attribute(logicalId: string, name: string): GetAtt {
  return { "Fn::GetAtt": [logicalId, name] };
}

function filterResources({ filters }: MailManagerDesign): Readonly<Record<string, MailManagerResource>> {
  return Object.fromEntries(
    FILTER_ORDER.filter((kind) => filters[kind].instanceArn === undefined).flatMap(
      (kind): readonly (readonly [string, MailManagerResource])[] => [
        [
          LOGICAL_IDS.subscriptions[kind],
          { Type: "AWS::SES::MailManagerAddonSubscription", Properties: { AddonName: ADD_ON_NAMES[kind] } },
        ],
        [
          LOGICAL_IDS.filters[kind],
          {
            Type: "AWS::SES::MailManagerAddonInstance",
            Properties: {
              AddonSubscriptionId: attribute(LOGICAL_IDS.subscriptions[kind], "AddonSubscriptionId"),
            },
          },
        ],
      ],
    ),
  );
}

function archivesOf(design: MailManagerDesign): Readonly<Record<string, MailManagerResource>> {
  return {
    ...(design.archiveRetention === undefined
      ? {}
      : { [LOGICAL_IDS.archives.mail]: archive(design.archiveRetention, design.archiveKeyArn) }),
    ...(design.unwanted === "drop"
      ? {}
      : { [LOGICAL_IDS.archives.quarantine]: archive(design.quarantineRetention, design.archiveKeyArn) }),
  };
}

/** Archives outlive the stack: what they hold may have to be kept by law. */
function archive(retention: ArchiveRetention, keyArn: string | undefined): MailManagerResource {
  return {
    Type: "AWS::SES::MailManagerArchive",
    DeletionPolicy: "Retain",
    UpdateReplacePolicy: "Retain",
    Properties: {
      Retention: { RetentionPeriod: retention },
      ...(keyArn === undefined ? {} : { KmsKeyArn: keyArn }),
    },
  };
}

/** Who gets in: mail for the domains and for nobody else, which is what keeps the relay from being an open one. */
function admission({ domains, tls }: MailManagerDesign): readonly PolicyCondition[] {
  return [
    {
      StringExpression: {
        Evaluate: { Attribute: "RECIPIENT" },
        Operator: "ENDS_WITH",
        Values: domains.map((domain) => `@${domain}`).sort(),
      },
    },
    ...(tls === "required"
      ? [
          {
            TlsExpression: {
              Evaluate: { Attribute: "TLS_PROTOCOL" as const },
              Operator: "MINIMUM_TLS_VERSION" as const,
              Value: SES_DEFAULTS.minimumTls,
            },
          },
        ]
      : []),
  ];
}

/** In order: a message that a rule drops is not seen by those after it. */
function rules(design: MailManagerDesign): readonly Rule[] {
  const keep = ([kind, wanted]: readonly [
    keyof typeof LOGICAL_IDS.archives,
    boolean,
  ]): readonly RuleAction[] =>
    wanted
      ? [
          {
            Archive: {
              TargetArchive: attribute(LOGICAL_IDS.archives[kind], "ArchiveId"),
              ActionFailurePolicy: SES_DEFAULTS.actionFailurePolicy,
            },
          },
        ]
      : [];
  return [
    ...FILTER_ORDER.map((kind) => ({
      Name: `not-cleared-of-${kind}`,
      // An exception, not a condition on the opposite: a verdict that is missing does not spare a message.
      Unless: [passed(kind, design.filters[kind])],
      Actions: [...keep(["quarantine", design.unwanted === "quarantine"]), { Drop: {} }],
    })),
    {
      Name: "deliver",
      Actions: [
        ...keep(["mail", design.archiveRetention !== undefined]),
        {
          Relay: {
            Relay: attribute(LOGICAL_IDS.server, "RelayId"),
            MailFrom: SES_DEFAULTS.mailFrom,
            ActionFailurePolicy: SES_DEFAULTS.actionFailurePolicy,
          },
        },
      ],
    },
  ];
}

function passed(kind: FilterKind, { passedField, instanceArn }: MailFilter): RuleCondition {
  return {
    BooleanExpression: {
      Evaluate: {
        Analysis: {
          Analyzer: instanceArn ?? attribute(LOGICAL_IDS.filters[kind], "AddonInstanceArn"),
          ResultField: passedField,
        },
      },
      Operator: "IS_TRUE",
    },
  };
}
