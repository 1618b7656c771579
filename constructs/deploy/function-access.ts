import { actions, arn, type ServiceAccess, withKeys } from "./access";

/** Everything whose name says whose it is. */
function byName(
  types: RegExp,
  service: string,
  kinds: readonly string[],
  changes: readonly string[],
  read: readonly string[],
  passesRolesTo?: readonly string[],
): ServiceAccess {
  return {
    types,
    read: actions(service, ...read),
    manage: (scope) => [
      {
        Action: actions(service, ...changes),
        Resource: kinds.map((kind) => arn(scope, service, `${kind}${scope.name}-*`)),
      },
    ],
    ...(passesRolesTo === undefined ? {} : { passesRolesTo }),
  };
}

const LAMBDA_BY_NAME = byName(
  /^aws_lambda_/,
  "lambda",
  ["function:"],
  [
    "AddPermission",
    "CreateFunction",
    "DeleteFunction",
    "DeleteFunctionConcurrency",
    "DeleteFunctionEventInvokeConfig",
    "PutFunctionConcurrency",
    "PutFunctionEventInvokeConfig",
    "RemovePermission",
    "TagResource",
    "UntagResource",
    "UpdateFunction*",
  ],
  ["GetFunction*", "GetPolicy", "ListTags", "ListVersionsByFunction"],
  ["lambda.amazonaws.com"],
);

/**
 * Functions. AWS Lambda encrypts their environment, and decrypts it for who reads it, with the rights of the caller
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html); of a network it wants to be told
 * that the caller may see it (https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html).
 */
const LAMBDA: ServiceAccess = {
  ...LAMBDA_BY_NAME,
  read: [
    ...LAMBDA_BY_NAME.read,
    ...actions("ec2", "DescribeSecurityGroups", "DescribeSubnets", "DescribeVpcs"),
  ],
  readOwn: (scope) => [withKeys(scope, "lambda", ["Decrypt"])],
  manage: (scope) => [...LAMBDA_BY_NAME.manage(scope), withKeys(scope, "lambda", ["Encrypt"])],
};

const DYNAMODB_BY_NAME = byName(
  /^aws_dynamodb_/,
  "dynamodb",
  ["table/"],
  [
    "CreateTable",
    "DeleteTable",
    "TagResource",
    "UntagResource",
    "UpdateContinuousBackups",
    "UpdateTable",
    "UpdateTimeToLive",
  ],
  ["DescribeContinuousBackups", "DescribeTable", "DescribeTimeToLive", "ListTagsOfResource"],
);

/**
 * Tables. Who gives one a key needs what Amazon DynamoDB does with it
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html); nothing here reads or
 * writes what is in them.
 */
const DYNAMODB: ServiceAccess = {
  ...DYNAMODB_BY_NAME,
  manage: (scope) => [
    ...DYNAMODB_BY_NAME.manage(scope),
    withKeys(scope, "dynamodb", ["Decrypt", "Encrypt", "GenerateDataKey*", "ReEncrypt*"]),
  ],
};

/** Services by which something runs by itself, and remembers. */
export const FUNCTION_ACCESS: readonly ServiceAccess[] = [
  LAMBDA,
  byName(
    /^aws_scheduler_/,
    "scheduler",
    ["schedule/default/"],
    ["CreateSchedule", "DeleteSchedule", "UpdateSchedule"],
    ["GetSchedule", "ListSchedules"],
    ["scheduler.amazonaws.com"],
  ),
  byName(
    /^aws_sqs_/,
    "sqs",
    [""],
    ["CreateQueue", "DeleteQueue", "SetQueueAttributes", "TagQueue", "UntagQueue"],
    ["GetQueueAttributes", "GetQueueUrl", "ListQueueTags"],
  ),
  DYNAMODB,
];
