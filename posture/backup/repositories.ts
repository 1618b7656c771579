import { conditionValues, coversAction, type Statement, statementsIn } from "../iam-policy";
import {
  blockOf,
  type Json,
  listOf,
  objectOf,
  type Resource,
  type TerraformJson,
  textOf,
  textsOf,
} from "../terraform-json";
import type { RepositoryFact } from "./backup-fact";
import { numberOf } from "./number-of";

/** Every bucket with Object Lock, and every one that the stack states to be a repository. */
export function repositories(
  stack: TerraformJson,
  isElsewhere: (region: string | null) => boolean,
): readonly RepositoryFact[] {
  const stated = listOf(objectOf(stack.output("backup")).repositories).map(objectOf);
  const buckets = stack.all("aws_s3_bucket");
  const named = stated.map((one) => ({
    one,
    bucket: buckets.find(({ attributes }) => attributes.bucket === one.bucket),
  }));
  const others = buckets
    .filter(({ attributes }) => attributes.object_lock_enabled === true)
    .filter((bucket) => !named.some((each) => each.bucket === bucket))
    .map((bucket) => ({ one: {}, bucket }));
  return [...named, ...others]
    .map(({ one, bucket }) => repositoryOf(stack, one, bucket, isElsewhere))
    .sort((a, b) => (a.bucket < b.bucket ? -1 : 1));
}

function repositoryOf(
  stack: TerraformJson,
  stated: { readonly [key: string]: Json },
  bucket: Resource | undefined,
  isElsewhere: (region: string | null) => boolean,
): RepositoryFact {
  const region = textOf(bucket?.attributes.region) ?? textOf(stated.region) ?? null;
  const immutableDays = numberOf(stated.immutable_days);
  return {
    bucket: textOf(bucket?.attributes.bucket) ?? textOf(stated.bucket) ?? "",
    region,
    product: textOf(stated.product) ?? null,
    restoresMessagesWith: textOf(stated.restores_messages_with) ?? null,
    everyHours: numberOf(stated.every_hours),
    keepDays: numberOf(stated.keep_days),
    immutableDays,
    elsewhere: isElsewhere(region),
    erasable:
      bucket === undefined
        ? ["the bucket is no part of the stack, so nothing shows that its objects are locked"]
        : erasable(stack, bucket, textOf(stated.locked_by) ?? "", immutableDays),
    open:
      bucket === undefined
        ? ["the bucket is no part of the stack, so nothing shows who reaches it"]
        : openings(stack, bucket),
    address: bucket?.address ?? "output.backup",
  };
}

/** Why objects of a bucket could be deleted before their day. */
function erasable(
  stack: TerraformJson,
  bucket: Resource,
  lockedBy: string,
  immutableDays: number | null,
): readonly string[] {
  const settings = (type: string) => stack.pointing(type, "bucket", bucket.address);
  const retention = settings("aws_s3_bucket_object_lock_configuration").map(({ attributes }) =>
    blockOf(blockOf(attributes.rule).default_retention),
  );
  const days = Math.max(
    0,
    ...retention.map((each) => (numberOf(each.days) ?? 0) + (numberOf(each.years) ?? 0) * 365),
  );
  return [
    ...(bucket.attributes.object_lock_enabled === true
      ? []
      : [
          "Object Lock is off (object_lock_enabled), and can be switched on only with a new bucket or by AWS",
        ]),
    ...(settings("aws_s3_bucket_versioning").some(
      ({ attributes }) => blockOf(attributes.versioning_configuration).status === "Enabled",
    )
      ? []
      : ["versioning is not enabled, without which nothing can be locked"]),
    ...(settings("aws_s3_bucket_lifecycle_configuration").length > 0
      ? [
          "a lifecycle rule deletes what the product has not released; backup products manage their objects themselves",
        ]
      : []),
    ...(lockedBy === "product" && days > 0
      ? [
          `the bucket locks by default for ${days} days, and the product locks by itself: both together lose backups`,
        ]
      : []),
    ...(lockedBy === "bucket" && days < (immutableDays ?? 1)
      ? [`the bucket locks what is written for ${days} days, not for ${immutableDays ?? 1}`]
      : []),
    ...(bucket.attributes.force_destroy === true
      ? ["force_destroy lets Terraform delete what is not locked any more, and the bucket with it"]
      : []),
    ...(deniesToAll(policyOf(stack, bucket), "s3:BypassGovernanceRetention")
      ? []
      : ["its policy does not deny s3:BypassGovernanceRetention to everyone"]),
  ];
}

/** Ways into the content of a bucket. */
const CONTENT = [
  "s3:DeleteObject",
  "s3:DeleteObjectVersion",
  "s3:GetObject",
  "s3:GetObjectVersion",
  "s3:PutObject",
];

const PUBLIC_ACCESS = [
  "block_public_acls",
  "block_public_policy",
  "ignore_public_acls",
  "restrict_public_buckets",
] as const;

/** Why a bucket could be reached from elsewhere. */
function openings(stack: TerraformJson, bucket: Resource): readonly string[] {
  const [closed] = stack.pointing("aws_s3_bucket_public_access_block", "bucket", bucket.address);
  const statements = policyOf(stack, bucket);
  const unblocked = PUBLIC_ACCESS.filter((name) => closed?.attributes[name] !== true);
  const unlimited = CONTENT.filter(
    (action) =>
      !statements.some(
        (statement) =>
          isDenyToAll(statement) &&
          coversContent(statement) &&
          coversAction(statement, action) &&
          limitsPlace(statement),
      ),
  );
  return [
    ...(unblocked.length > 0 ? [`public access is not blocked (${unblocked.join(", ")})`] : []),
    ...(statements.some(
      (statement) =>
        isDenyToAll(statement) &&
        coversContent(statement) &&
        coversAction(statement, "s3:GetObject") &&
        conditionValues(statement, /^Bool$/i, "aws:SecureTransport").includes("false"),
    )
      ? []
      : ["its policy does not refuse requests without TLS"]),
    ...(unlimited.length > 0
      ? [`its policy does not refuse ${unlimited.join(", ")} from elsewhere than the site`]
      : []),
    ...(statements.some(({ Effect, Principal }) => Effect === "Allow" && isEveryone(Principal))
      ? ["its policy allows something to everyone"]
      : []),
    ...(stack
      .pointing("aws_s3_bucket_logging", "bucket", bucket.address)
      .some(({ attributes }) => stack.identity(attributes.target_bucket) !== bucket.address)
      ? []
      : ["nothing writes down who reads and deletes there (access log into another bucket)"]),
  ];
}

/**
 * Does a denial hold for everyone who does not come from given addresses, or through a given endpoint? Conditions of one
 * statement hold together, so that any other one lets somebody through.
 */
export function limitsPlace(statement: Statement): boolean {
  const conditions = Object.entries(objectOf(statement.Condition)).flatMap(([operator, keys]) =>
    Object.entries(objectOf(keys)).map(([key, values]) => ({
      condition: `${operator.replace(/IfExists$/i, "")} ${key}`.toLowerCase(),
      values: textsOf(values),
    })),
  );
  return (
    conditions.some(({ condition }) => PLACES.has(condition)) &&
    conditions.every(({ condition, values }) =>
      PLACES.has(condition)
        ? !values.some((value) => WIDER_THAN_A_SITE.test(value))
        : OF_SERVICES.has(condition) && values.every((value) => value === "false"),
    )
  );
}

/** Conditions that hold for whoever comes from elsewhere. */
const PLACES: ReadonlySet<string> = new Set(["notipaddress aws:sourceip", "stringnotequals aws:sourcevpce"]);

/** Conditions that, with `false`, let through what a service of AWS asks in the caller's name or in its own. */
const OF_SERVICES: ReadonlySet<string> = new Set([
  "bool aws:principalisawsservice",
  "bool aws:viaawsservice",
]);

/** Networks of which two or a few hundred are the whole internet. */
const WIDER_THAN_A_SITE = /\/[0-7]$/;

function policyOf(stack: TerraformJson, bucket: Resource): readonly Statement[] {
  return stack
    .pointing("aws_s3_bucket_policy", "bucket", bucket.address)
    .flatMap(({ attributes }) => statementsIn(textOf(attributes.policy) ?? "") ?? []);
}

function deniesToAll(statements: readonly Statement[], action: string): boolean {
  return statements.some(
    (statement) =>
      isDenyToAll(statement) &&
      coversContent(statement) &&
      statement.Condition === undefined &&
      coversAction(statement, action),
  );
}

/** Is every object of the bucket meant? Its own policy can name no other bucket. */
function coversContent({ Resource, NotResource }: Statement): boolean {
  return NotResource === undefined && textsOf(Resource).some((each) => /^([^/]*|[^/]+\/)\*$/.test(each));
}

function isDenyToAll({ Effect, Principal }: Statement): boolean {
  return Effect === "Deny" && isEveryone(Principal);
}

function isEveryone(principal: Json | undefined): boolean {
  return principal === "*" || listOf(objectOf(principal).AWS).includes("*");
}
