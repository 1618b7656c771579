import {
  actions,
  arn,
  CLIENT_TAG,
  creating,
  named,
  onTagged,
  type ServiceAccess,
  tagging,
  untagging,
} from "./access";

/** Certificates may be asked for the client's names only, in every Region: CloudFront takes them from us-east-1. */
const ACM: ServiceAccess = {
  types: /^aws_acm_/,
  read: actions("acm", "DescribeCertificate", "GetCertificate", "ListCertificates", "ListTagsForCertificate"),
  manage: (scope) => {
    const certificates = [arn(scope, "acm", "certificate/*", "*")];
    return [
      {
        Action: ["acm:RequestCertificate"],
        Resource: ["*"],
        Condition: {
          StringEquals: { [`aws:RequestTag/${CLIENT_TAG}`]: scope.name },
          "ForAllValues:StringLike": {
            "acm:DomainNames": scope.domains.flatMap((domain) => [domain, `*.${domain}`]),
          },
        },
      },
      onTagged(scope, actions("acm", "DeleteCertificate", "UpdateCertificateOptions"), certificates),
      tagging(scope, ["acm:AddTagsToCertificate"], certificates),
      untagging(scope, ["acm:RemoveTagsFromCertificate"], certificates),
    ];
  },
};

/** Keys encrypt logs, and in us-east-1 they sign zones; only some services encrypt and decrypt with them ({@link withKeys}). */
const KMS: ServiceAccess = {
  types: /^aws_kms_/,
  read: actions(
    "kms",
    "DescribeKey",
    "GetKeyPolicy",
    "GetKeyRotationStatus",
    "GetPublicKey",
    "ListAliases",
    "ListResourceTags",
  ),
  manage: (scope) => {
    const keys = [arn(scope, "kms", "key/*", "*")];
    return [
      creating(scope, ["kms:CreateKey"], ["*"]),
      onTagged(
        scope,
        actions(
          "kms",
          "CancelKeyDeletion",
          "CreateGrant",
          "DisableKey",
          "DisableKeyRotation",
          "EnableKey",
          "EnableKeyRotation",
          "PutKeyPolicy",
          "ScheduleKeyDeletion",
          "UpdateKeyDescription",
        ),
        keys,
      ),
      tagging(scope, ["kms:TagResource"], keys),
      untagging(scope, ["kms:UntagResource"], keys),
    ];
  },
};

const LOGS: ServiceAccess = {
  types: /^aws_cloudwatch_log_/,
  read: actions("logs", "DescribeLogGroups", "DescribeMetricFilters", "ListTagsForResource"),
  manage: (scope) => [
    {
      Action: actions(
        "logs",
        "AssociateKmsKey",
        "CreateLogGroup",
        "DeleteLogGroup",
        "DeleteMetricFilter",
        "DeleteRetentionPolicy",
        "DisassociateKmsKey",
        "PutMetricFilter",
        "PutRetentionPolicy",
        "TagResource",
        "UntagResource",
      ),
      Resource: [arn(scope, "logs", `log-group:/protected-exchange/${scope.name}/*`)],
    },
  ],
};

const EVENTS: ServiceAccess = {
  types: /^aws_cloudwatch_event_/,
  read: actions("events", "DescribeRule", "ListRules", "ListTagsForResource", "ListTargetsByRule"),
  manage: (scope) => [
    {
      Action: actions(
        "events",
        "DeleteRule",
        "DisableRule",
        "EnableRule",
        "PutRule",
        "PutTargets",
        "RemoveTargets",
        "TagResource",
        "UntagResource",
      ),
      Resource: [arn(scope, "events", `rule/${scope.name}-*`)],
    },
  ],
  passesRolesTo: ["events.amazonaws.com"],
};

const CLOUDWATCH: ServiceAccess = {
  types: /^aws_cloudwatch_(dashboard|metric_alarm|composite_alarm)$/,
  read: actions("cloudwatch", "DescribeAlarms", "GetDashboard", "ListDashboards", "ListTagsForResource"),
  manage: (scope) => [
    {
      Action: actions("cloudwatch", "DeleteAlarms", "PutMetricAlarm", "TagResource", "UntagResource"),
      Resource: [arn(scope, "cloudwatch", `alarm:${scope.name}-*`)],
    },
    {
      Action: actions("cloudwatch", "DeleteDashboards", "PutDashboard"),
      Resource: [`arn:${scope.partition}:cloudwatch::${scope.account}:dashboard/${scope.name}-*`],
    },
  ],
};

const SNS: ServiceAccess = {
  types: /^aws_sns_/,
  read: actions(
    "sns",
    "GetSubscriptionAttributes",
    "GetTopicAttributes",
    "ListSubscriptions*",
    "ListTagsForResource",
  ),
  manage: (scope) => [
    {
      Action: actions(
        "sns",
        "CreateTopic",
        "DeleteTopic",
        "SetSubscriptionAttributes",
        "SetTopicAttributes",
        "Subscribe",
        "TagResource",
        "Unsubscribe",
        "UntagResource",
      ),
      Resource: [arn(scope, "sns", `${scope.name}-*`)],
    },
  ],
};

const SSM: ServiceAccess = {
  types: /^aws_ssm_(association|document)$/,
  read: actions(
    "ssm",
    "DescribeAssociation",
    "DescribeDocument*",
    "GetDocument",
    "ListAssociations",
    "ListTagsForResource",
  ),
  manage: (scope) => {
    const documents = [arn(scope, "ssm", `document/protected-exchange-${scope.name}-*`)];
    const associations = [arn(scope, "ssm", "association/*")];
    return [
      {
        Action: actions(
          "ssm",
          "AddTagsToResource",
          "CreateAssociation",
          "CreateDocument",
          "DeleteAssociation",
          "DeleteDocument",
          "ModifyDocumentPermission",
          "RemoveTagsFromResource",
          "UpdateAssociation",
          "UpdateDocument",
          "UpdateDocumentDefaultVersion",
        ),
        Resource: documents,
      },
      creating(scope, actions("ssm", "AddTagsToResource", "CreateAssociation"), associations),
      onTagged(scope, actions("ssm", "DeleteAssociation", "UpdateAssociation"), associations),
      untagging(scope, ["ssm:RemoveTagsFromResource"], associations),
      // Only what has the client's tag runs a document (https://docs.aws.amazon.com/systems-manager/latest/userguide/run-command-setting-up.html).
      onTagged(scope, ["ssm:CreateAssociation"], [arn(scope, "ec2", "instance/*")]),
    ];
  },
};

const SES: ServiceAccess = {
  types: /^aws_(sesv2_|ses_)/,
  read: actions("ses", "Get*", "List*"),
  manage: (scope) => [
    {
      Action: actions(
        "ses",
        "CreateConfigurationSet*",
        "CreateEmailIdentity*",
        "DeleteConfigurationSet*",
        "DeleteEmailIdentity*",
        "PutConfigurationSet*",
        "PutEmailIdentity*",
        "TagResource",
        "UntagResource",
        "UpdateConfigurationSet*",
        "UpdateEmailIdentity*",
      ),
      Resource: [
        ...named(scope, "ses", ["configuration-set/"]),
        ...scope.domains.map((domain) => arn(scope, "ses", `identity/${domain}`)),
      ],
    },
  ],
};

/** The relay on AWS is made by CloudFormation, with the rights of whoever starts it. */
const CLOUDFORMATION: ServiceAccess = {
  types: /^aws_cloudformation_/,
  read: [...actions("cloudformation", "Describe*", "Get*", "List*"), ...actions("ses", "Get*", "List*")],
  manage: (scope) => [
    {
      Action: actions(
        "cloudformation",
        "CreateStack",
        "DeleteStack",
        "TagResource",
        "UntagResource",
        "UpdateStack",
        "UpdateTerminationProtection",
      ),
      Resource: named(scope, "cloudformation", ["stack/"], "/*"),
    },
    {
      Action: actions("ses", "Create*", "Delete*", "TagResource", "UntagResource", "Update*"),
      Resource: [arn(scope, "ses", "mailmanager-*")],
    },
  ],
};

/** Services of names, keys, logs, alarms and mail. */
export const SERVICE_ACCESS: readonly ServiceAccess[] = [
  ACM,
  KMS,
  LOGS,
  EVENTS,
  CLOUDWATCH,
  SNS,
  SSM,
  SES,
  CLOUDFORMATION,
];
