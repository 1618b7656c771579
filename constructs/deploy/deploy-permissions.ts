import { type Problem, throwIfAny } from "../core/errors";
import { partitionOf } from "../core/partition";
import type { PolicyStatement } from "../core/resource-policy";
import { type AccessScope, CLIENT_TAG, type ServiceAccess } from "./access";
import { FUNCTION_ACCESS } from "./function-access";
import { iamAccess, KEEPING_ACCESS } from "./keeping-access";
import { NETWORK_ACCESS } from "./network-access";
import { SERVICE_ACCESS } from "./service-access";

/** A state in S3, and the key that encrypts it. */
export interface StateInS3 {
  readonly bucket: string;
  /** Key of the client's state. */
  readonly key: string;
  readonly region: string;
  /** Id, ARN or alias (`alias/…`) of the key in KMS. */
  readonly kmsKeyId: string;
}

/** What a deployment does. */
interface DeployedWith {
  /** Types of AWS's resources in the stack. */
  readonly resourceTypes: readonly string[];
  /** ARN of the policy that bounds what the stack's own roles may do. */
  readonly boundary: string;
  /**
   * ARNs of roles that the stack takes, such as one that edits your own zone.
   *
   * @default - none
   */
  readonly assumes?: readonly string[];
  /**
   * ARNs of parameters and secrets that Terraform reads while it runs.
   *
   * @default - none
   */
  readonly reads?: readonly string[];
  /**
   * Where the state is.
   *
   * @default - not in AWS
   */
  readonly state?: StateInS3;
  /**
   * Names of others in the account that begin like this one's, followed by a hyphen.
   *
   * @default - none
   */
  readonly siblings?: readonly string[];
}

/** What plans may do, and what applies may do besides. */
interface DeployPermissions {
  readonly plan: readonly PolicyStatement[];
  readonly apply: readonly PolicyStatement[];
}

/** Path of everything that lets others deploy; what is below it, no deployment touches. */
export const DEPLOY_PATH = "/protected-exchange/deploy/";

/** ARN of the policy that bounds a client's roles, known before it is made. */
export function boundaryArn(region: string, account: string, name: string): string {
  return `arn:${partitionOf(region)}:iam::${account}:policy${DEPLOY_PATH}${name}-boundary`;
}

/** ARN of the role that plans or applies a client, known before it is made. */
export function deployRoleArn(region: string, account: string, name: string, task: "plan" | "apply"): string {
  return `arn:${partitionOf(region)}:iam::${account}:role${DEPLOY_PATH}${name}-${task}`;
}

/**
 * The rights that a deployment of some resource types needs, and no others.
 *
 * @throws ValidationError `DeployTypeUnknown` for types of which nothing is known here
 */
export function deployPermissions(scope: AccessScope, props: DeployedWith): DeployPermissions {
  const services = servicesOf(props.resourceTypes, props.boundary);
  const { partition, account } = scope;
  const inner = services.flatMap(({ manage }) => manage(scope));
  const serviceRoles = distinct(services.flatMap(({ serviceRoles: roles = [] }) => roles));
  const passedTo = distinct(services.flatMap(({ passesRolesTo = [] }) => passesRolesTo));
  const reading = distinct(services.flatMap(({ read }) => read));
  const plan: readonly PolicyStatement[] = [
    ...(reading.length === 0 ? [] : [{ Action: reading, Resource: ["*"] }]),
    ...services.flatMap(({ readOwn }) => readOwn?.(scope) ?? []),
    ...readsOf(props.reads ?? []),
    ...((props.assumes ?? []).length === 0 ? [] : [{ Action: ["sts:AssumeRole"], Resource: props.assumes }]),
    ...(props.state === undefined ? [] : stateReads(partition, props.state)),
  ];
  return {
    plan,
    apply: [
      ...plan,
      ...(props.state === undefined ? [] : stateWrites(partition, props.state)),
      ...inner,
      ...(serviceRoles.length === 0
        ? []
        : [
            {
              Action: ["iam:CreateServiceLinkedRole"],
              Resource: [`arn:${partition}:iam::${account}:role/aws-service-role/*`],
              Condition: { StringEquals: { "iam:AWSServiceName": serviceRoles } },
            },
          ]),
      ...(passedTo.length === 0
        ? []
        : [
            {
              Action: ["iam:PassRole"],
              Resource: [`arn:${partition}:iam::${account}:role/${scope.name}-*`],
              Condition: { StringEquals: { "iam:PassedToService": passedTo } },
            },
          ]),
      ...denials(scope, services, props.siblings ?? []),
    ],
  };
}

/**
 * What the stack's own roles may do at most: their work, and nothing by which they or others would get more, nor
 * anything with what another client has
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html).
 */
export function boundaryStatements(
  { name, partition, account }: Pick<AccessScope, "name" | "partition" | "account">,
  state: StateInS3 | undefined,
): readonly PolicyStatement[] {
  const othersTag = `aws:ResourceTag/${CLIENT_TAG}`;
  return [
    {
      Sid: "Work",
      Effect: "Allow",
      NotAction: [
        "account:*",
        // Code that others' roles run.
        "cloudformation:CreateStack",
        "cloudformation:ExecuteChangeSet",
        "cloudformation:UpdateStack",
        "iam:*",
        "lambda:CreateFunction",
        "lambda:UpdateFunction*",
        "organizations:*",
        "sso:*",
        "sts:AssumeRole*",
      ],
      Resource: ["*"],
    },
    // A task hands its own role to the service that does it.
    {
      Sid: "Hand",
      Effect: "Allow",
      Action: ["iam:PassRole", "iam:GetRole"],
      Resource: [`arn:${partition}:iam::${account}:role/${name}-*`],
    },
    {
      Sid: "NoOthers",
      Effect: "Deny",
      Action: ["*"],
      Resource: ["*"],
      // What has no such tag is nobody's; without the second condition it would count as another's.
      Condition: { StringNotEquals: { [othersTag]: name }, Null: { [othersTag]: "false" } },
    },
    ...(state === undefined
      ? []
      : [
          {
            Sid: "NoStates",
            Effect: "Deny",
            Action: ["s3:*"],
            Resource: [`arn:${partition}:s3:::${state.bucket}`, `arn:${partition}:s3:::${state.bucket}/*`],
          },
        ]),
  ];
}

function servicesOf(types: readonly string[], boundary: string): readonly ServiceAccess[] {
  const all = [
    ...NETWORK_ACCESS,
    ...SERVICE_ACCESS,
    ...FUNCTION_ACCESS,
    ...KEEPING_ACCESS,
    iamAccess(boundary),
  ];
  const problems: Problem[] = [];
  const found = new Set<ServiceAccess>();
  for (const type of distinct(types)) {
    const services = all.filter(({ types: known }) => known.test(type));
    if (services.length === 0) {
      problems.push({
        code: "DeployTypeUnknown",
        message: `nobody has said which rights ${type} needs; add it to constructs/deploy, or give the roles statements of their own`,
        property: "resourceTypes",
      });
    }
    for (const service of services) {
      found.add(service);
    }
  }
  throwIfAny(problems);
  return all.filter((service) => found.has(service));
}

function readsOf(arns: readonly string[]): readonly PolicyStatement[] {
  const parameters = arns.filter((each) => each.split(":")[2] === "ssm");
  const secrets = arns.filter((each) => each.split(":")[2] === "secretsmanager");
  return [
    ...(parameters.length === 0 ? [] : [{ Action: ["ssm:GetParameter"], Resource: parameters }]),
    ...(secrets.length === 0
      ? []
      : [{ Action: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"], Resource: secrets }]),
  ];
}

function stateReads(partition: string, state: StateInS3): readonly PolicyStatement[] {
  return [
    {
      Action: ["s3:ListBucket"],
      Resource: [`arn:${partition}:s3:::${state.bucket}`],
      Condition: { StringEquals: { "s3:prefix": state.key } },
    },
    { Action: ["s3:GetObject"], Resource: [`arn:${partition}:s3:::${state.bucket}/${state.key}`] },
    stateKey(partition, state, ["kms:Decrypt"]),
  ];
}

/** Terraform's lock file lies beside the state (https://developer.hashicorp.com/terraform/language/backend/s3#permissions-required). */
function stateWrites(partition: string, state: StateInS3): readonly PolicyStatement[] {
  const object = `arn:${partition}:s3:::${state.bucket}/${state.key}`;
  return [
    { Action: ["s3:PutObject"], Resource: [object] },
    { Action: ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], Resource: [`${object}.tflock`] },
    stateKey(partition, state, ["kms:Encrypt", "kms:GenerateDataKey"]),
  ];
}

/** The key is used through S3 only; an alias is looked up, whosever account it is in. */
function stateKey(
  partition: string,
  { kmsKeyId, region }: StateInS3,
  action: readonly string[],
): PolicyStatement {
  const viaS3 = { "kms:ViaService": `s3.${region}.amazonaws.com` };
  if (kmsKeyId.startsWith("alias/")) {
    return {
      Action: action,
      Resource: [`arn:${partition}:kms:${region}:*:key/*`],
      Condition: {
        StringEquals: viaS3,
        "ForAnyValue:StringEquals": { "kms:ResourceAliases": [kmsKeyId] },
      },
    };
  }
  return {
    Action: action,
    Resource: [kmsKeyId.startsWith("arn:") ? kmsKeyId : `arn:${partition}:kms:${region}:*:key/${kmsKeyId}`],
    Condition: { StringEquals: viaS3 },
  };
}

/** What stays closed, whatever is allowed above. */
function denials(
  scope: AccessScope,
  services: readonly ServiceAccess[],
  siblings: readonly string[],
): readonly PolicyStatement[] {
  const iam = `arn:${scope.partition}:iam::${scope.account}`;
  return [
    {
      Effect: "Deny",
      Action: ["iam:*"],
      Resource: [`${iam}:role${DEPLOY_PATH}*`, `${iam}:policy${DEPLOY_PATH}*`, `${iam}:oidc-provider/*`],
    },
    {
      Effect: "Deny",
      Action: ["iam:DeleteRolePermissionsBoundary", "iam:DeleteUserPermissionsBoundary"],
      Resource: ["*"],
    },
    ...siblings.flatMap((sibling) => ownOnly(scope, services, sibling)),
  ];
}

/** `mail-*` matches `mail-north-…` as well, which is another client's. */
function ownOnly(
  scope: AccessScope,
  services: readonly ServiceAccess[],
  sibling: string,
): readonly PolicyStatement[] {
  const resourcesOf = (name: string): readonly string[] =>
    services
      .flatMap(({ manage, readOwn }) => [
        ...manage({ ...scope, name }),
        ...(readOwn?.({ ...scope, name }) ?? []),
      ])
      .flatMap(({ Resource: resources }) => resources as readonly string[]);
  // Not by what the text holds: a domain may begin with the other's id, too.
  const own = new Set(resourcesOf(scope.name));
  const theirs = distinct(resourcesOf(sibling).filter((resource) => !own.has(resource)));
  return theirs.length === 0
    ? []
    : [{ Effect: "Deny", NotAction: distinct(services.flatMap(({ read }) => read)), Resource: theirs }];
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}
