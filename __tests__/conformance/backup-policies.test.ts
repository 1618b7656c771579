import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { BackupRepository, type BackupRepositoryProps } from "../../constructs/backup/backup-repository";
import { BACKUP_CONSUMERS, type BackupConsumerId } from "../../constructs/backup/consumers";
import {
  DESTRUCTIVE_BUCKET_ACTIONS,
  DESTRUCTIVE_KEY_ACTIONS,
} from "../../constructs/core/destructive-actions";
import { synthesized } from "../synthesized-stack";
import { isAllowed } from "./policy-simulator";

const ACCOUNT = "123456789012";
const BUCKET = "arn:aws:s3:::clinic-backup-123456789012";
const OBJECT = `${BUCKET}/Veeam/Backup/block.blk`;
const KEY = "arn:aws:kms:eu-central-1:123456789012:key/1b2c3d4e";
const PRODUCT = "arn:aws:iam::123456789012:user/clinic-backup";
const DEPLOYER = "arn:aws:iam::123456789012:user/deployer";
const ADMINISTRATOR = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
});

const INSIDE = {
  "aws:SourceIp": "198.51.100.10",
  "aws:ViaAWSService": "false",
  "aws:SecureTransport": "true",
};
const OUTSIDE = { ...INSIDE, "aws:SourceIp": "203.0.113.99" };
/** S3 asks KMS in the caller's name, from an address of AWS. */
const THROUGH_S3 = {
  "aws:SourceIp": "52.95.154.1",
  "aws:ViaAWSService": "true",
  "aws:SecureTransport": "true",
  "kms:ViaService": "s3.eu-central-1.amazonaws.com",
};

/** What Veeam's page lists for Amazon S3 with immutability, copied from there (https://helpcenter.veeam.com/docs/vbr_aws/deployment/permissions.html). */
const VEEAM_LISTS = [
  "s3:ListBucket",
  "s3:GetBucketLocation",
  "s3:GetObject",
  "s3:PutObject",
  "s3:DeleteObject",
  "s3:ListAllMyBuckets",
  "s3:GetBucketVersioning",
  "s3:GetBucketObjectLockConfiguration",
  "s3:ListBucketVersions",
  "s3:GetObjectVersion",
  "s3:GetObjectRetention",
  "s3:GetObjectLegalHold",
  "s3:PutObjectRetention",
  "s3:PutObjectLegalHold",
  "s3:DeleteObjectVersion",
];

interface Policies {
  readonly user: string;
  readonly bucket: string;
  readonly key: string;
}

function policiesOf(
  consumer: BackupConsumerId,
  site: BackupRepositoryProps["site"] = { addresses: ["198.51.100.10/32"] },
): Policies {
  const stack = synthesized((scope) => {
    new AwsProvider(scope, "aws", { region: "eu-west-3" });
    new BackupRepository(scope, "repository", {
      name: "clinic",
      consumer,
      account: ACCOUNT,
      region: "eu-central-1",
      site,
      immutableDays: 30,
      principal: { kind: "user" },
    });
  });
  const filled = (policy: unknown): string =>
    String(policy).replace(/\$\{(aws_\w+)\.[^}]*\}/g, (_all, type: string) => ARNS[type] ?? "");
  return {
    user: filled(stack.only("aws_iam_policy").policy),
    bucket: filled(
      stack
        .all("aws_s3_bucket_policy")
        .find(({ policy }) => String(policy).includes("ContentFromTheSiteOnly"))?.policy,
    ),
    key: filled(stack.only("aws_kms_key").policy),
  };
}

const ARNS: Readonly<Record<string, string>> = {
  aws_s3_bucket: BUCKET,
  aws_kms_key: KEY,
  aws_iam_user: PRODUCT,
};

/** The ARN that an action of S3 is about. */
function resourceOf(action: string): string {
  if (/AllMyBuckets|PutAccount/.test(action)) {
    return "*";
  }
  return /Object(?!Lock)|Retention|Multipart(?!Uploads$)|MultipartUploadParts/.test(action) &&
    !/^s3:ListBucket/.test(action)
    ? OBJECT
    : BUCKET;
}

describe.each(Object.keys(BACKUP_CONSUMERS) as BackupConsumerId[])("the user of %s", (consumer) => {
  const { bucketActions, objectActions, accountActions } = BACKUP_CONSUMERS[consumer];
  const needed = consumer === "veeam" ? VEEAM_LISTS : [...bucketActions, ...objectActions, ...accountActions];
  const { user, bucket, key } = policiesOf(consumer);

  const ask = (
    action: string,
    context: Readonly<Record<string, string>>,
    more: readonly string[] = [],
  ): Promise<boolean> => {
    const resource = action.startsWith("kms:") ? KEY : resourceOf(action);
    return isAllowed(
      { principal: PRODUCT, action, resource, context },
      {
        identity: [user, ...more],
        ...(resource === "*" ? {} : { resource: resource === KEY ? key : bucket }),
      },
    );
  };

  test.each(needed)("may %s from the site, and from nowhere else", async (action) => {
    expect([await ask(action, INSIDE), await ask(action, OUTSIDE)]).toEqual([true, false]);
  });

  test.each([...DESTRUCTIVE_BUCKET_ACTIONS, ...DESTRUCTIVE_KEY_ACTIONS])(
    "may not %s, even as an administrator",
    async (action) => {
      expect([await ask(action, INSIDE), await ask(action, INSIDE, [ADMINISTRATOR])]).toEqual([false, false]);
    },
  );

  test("uses the key through S3, and not by itself", async () => {
    for (const action of ["kms:Decrypt", "kms:GenerateDataKey"]) {
      expect([await ask(action, THROUGH_S3), await ask(action, INSIDE)]).toEqual([true, false]);
    }
  });

  test("is refused without TLS", async () => {
    expect(await ask("s3:PutObject", { ...INSIDE, "aws:SecureTransport": "false" })).toBe(false);
  });

  test("reaches no other bucket and no other service", async () => {
    const elsewhere = (action: string, resource: string) =>
      isAllowed({ principal: PRODUCT, action, resource, context: INSIDE }, { identity: [user] });

    expect(await elsewhere("s3:GetObject", "arn:aws:s3:::terraform-states/clinic.tfstate")).toBe(false);
    expect(await elsewhere("iam:CreateAccessKey", DEPLOYER)).toBe(false);
  });
});

describe("the bucket and its key, for whoever deploys from elsewhere", () => {
  const { bucket, key } = policiesOf("veeam");
  const ask = (action: string, resource: string, context: Readonly<Record<string, string>> = OUTSIDE) =>
    isAllowed(
      { principal: DEPLOYER, action, resource, context },
      { identity: [ADMINISTRATOR], resource: resource === KEY ? key : bucket },
    );

  test.each([
    "s3:ListBucket", // HeadBucket, by which Terraform sees whether the bucket is there
    "s3:GetBucketPolicy",
    "s3:PutBucketPolicy",
    "s3:DeleteBucketPolicy",
    "s3:GetBucketObjectLockConfiguration",
    "s3:PutBucketObjectLockConfiguration",
    "s3:GetBucketVersioning",
    "s3:PutBucketVersioning",
    "s3:PutBucketLogging",
    "s3:PutBucketPublicAccessBlock",
    "s3:PutEncryptionConfiguration",
    "s3:DeleteBucket",
  ])("allow %s, or Terraform would have locked itself out", async (action) => {
    expect(await ask(action, BUCKET)).toBe(true);
  });

  test("allow to take the key away later", async () => {
    expect([await ask("kms:PutKeyPolicy", KEY), await ask("kms:ScheduleKeyDeletion", KEY)]).toEqual([
      true,
      true,
    ]);
  });

  test.each([
    "s3:GetObject",
    "s3:GetObjectVersion",
    "s3:PutObject",
    "s3:DeleteObject",
    "s3:DeleteObjectVersion",
  ])("refuse %s: mail is neither read nor deleted from elsewhere", async (action) => {
    expect([await ask(action, OBJECT), await ask(action, OBJECT, INSIDE)]).toEqual([false, true]);
  });

  test("let nobody pass a lock in governance mode, wherever he is", async () => {
    expect(await ask("s3:BypassGovernanceRetention", OBJECT, INSIDE)).toBe(false);
  });
});

test("a site that is an endpoint lets in what comes through it, and nothing else", async () => {
  const { user, bucket } = policiesOf("veeam", { vpcEndpointId: "vpce-0a1b2c3d4e5f60718" });
  const through = (context: Readonly<Record<string, string>>) =>
    isAllowed(
      {
        principal: PRODUCT,
        action: "s3:PutObject",
        resource: OBJECT,
        context: { "aws:ViaAWSService": "false", "aws:SecureTransport": "true", ...context },
      },
      { identity: [user], resource: bucket },
    );

  expect([
    await through({ "aws:SourceVpce": "vpce-0a1b2c3d4e5f60718" }),
    await through({ "aws:SourceVpce": "vpce-0ffffffffffffffff" }),
    await through({ "aws:SourceIp": "198.51.100.10" }),
  ]).toEqual([true, false, false]);
});

test("a site with addresses and an endpoint lets both in", async () => {
  const { user, bucket } = policiesOf("veeam", {
    addresses: ["198.51.100.10/32"],
    vpcEndpointId: "vpce-0a1b2c3d4e5f60718",
  });
  const through = (context: Readonly<Record<string, string>>) =>
    isAllowed(
      {
        principal: PRODUCT,
        action: "s3:PutObject",
        resource: OBJECT,
        context: { "aws:ViaAWSService": "false", "aws:SecureTransport": "true", ...context },
      },
      { identity: [user], resource: bucket },
    );

  expect([
    await through({ "aws:SourceVpce": "vpce-0a1b2c3d4e5f60718" }),
    await through({ "aws:SourceIp": "198.51.100.10" }),
    await through({ "aws:SourceVpce": "vpce-0ffffffffffffffff" }),
    await through({ "aws:SourceIp": "203.0.113.99" }),
  ]).toEqual([true, true, false, false]);
});
