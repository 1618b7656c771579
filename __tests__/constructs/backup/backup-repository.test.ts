import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import {
  type BackupPrincipalChoice,
  BackupRepository,
  type BackupRepositoryProps,
  type ValidationError,
} from "../../../constructs";
import { BACKUP_CONSUMERS } from "../../../constructs/backup/consumers";
import { type SynthesizedStack, synthesized } from "../../synthesized-stack";

const PROPS: BackupRepositoryProps = {
  name: "clinic",
  consumer: "veeam",
  account: "123456789012",
  region: "eu-central-1",
  site: { addresses: ["198.51.100.10/32"] },
  immutableDays: 30,
};

function stackOf(more: Partial<BackupRepositoryProps> = {}): SynthesizedStack {
  return synthesized((scope) => {
    new AwsProvider(scope, "aws", { region: "eu-west-3" });
    new BackupRepository(scope, "backup", { ...PROPS, ...more });
  });
}

/** Codes of everything that a repository has against its properties. */
function refusal(more: Partial<BackupRepositoryProps>): readonly string[] {
  try {
    stackOf(more);
    return [];
  } catch (error) {
    return (error as ValidationError).problems.map(({ code, property }) => `${property}: ${code}`);
  }
}

describe("a repository for Veeam", () => {
  let stack: SynthesizedStack;
  beforeAll(() => {
    stack = stackOf();
  });

  test("is a bucket with Object Lock and versions, in the Region that is asked for", () => {
    expect(stack.all("aws_s3_bucket", { object_lock_enabled: true })).toEqual([
      expect.objectContaining({ bucket: "clinic-backup-123456789012", region: "eu-central-1" }),
    ]);
    expect(
      stack.all("aws_s3_bucket_versioning", { versioning_configuration: { status: "Enabled" } }),
    ).toHaveLength(2);
  });

  test("has neither a default retention nor a lifecycle: Veeam locks and deletes by itself", () => {
    expect(stack.all("aws_s3_bucket_object_lock_configuration")).toEqual([]);
    expect(stack.all("aws_s3_bucket_lifecycle_configuration")).toEqual([
      expect.objectContaining({ bucket: expect.stringContaining("access-log") }),
    ]);
  });

  test("is encrypted with a key of the client's, and never public", () => {
    const [encryption] = stack
      .all("aws_s3_bucket_server_side_encryption_configuration")
      .filter(({ bucket }) => !String(bucket).includes("access-log"));

    expect(encryption).toMatchObject({
      rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: "aws:kms" } }],
    });
    for (const block of stack.all("aws_s3_bucket_public_access_block")) {
      expect(block).toMatchObject({
        block_public_acls: true,
        block_public_policy: true,
        ignore_public_acls: true,
        restrict_public_buckets: true,
      });
    }
  });

  test("is logged into a bucket without Object Lock, where log delivery may write and S3's own key encrypts", () => {
    const { bucket, target_bucket } = stack.only("aws_s3_bucket_logging");
    const [log] = stack
      .all("aws_s3_bucket")
      .filter(({ object_lock_enabled }) => object_lock_enabled === undefined);

    expect(target_bucket).not.toBe(bucket);
    expect(log?.bucket).toBe("clinic-backup-logs-123456789012");
    expect(JSON.stringify(stack.all("aws_s3_bucket_policy"))).toContain("logging.s3.amazonaws.com");
    expect(JSON.stringify(stack.all("aws_s3_bucket_server_side_encryption_configuration"))).toContain(
      "AES256",
    );
  });

  test("keeps its key as long as the bucket, which a destruction leaves where it holds locked objects", () => {
    const [bucket] = stack.all("aws_s3_bucket", { object_lock_enabled: true });

    expect(bucket?.depends_on).toEqual([expect.stringMatching(/^aws_kms_key\./)]);
  });

  test("has a user without a key: a key that Terraform makes stands in its state", () => {
    expect(stack.only("aws_iam_user").name).toBe("clinic-backup");
    expect(stack.addresses.filter((address) => address.startsWith("aws_iam_access_key"))).toEqual([]);
  });

  test("fits the names that AWS allows, for the longest client and a copy", () => {
    const long = stackOf({ name: "a".repeat(32), suffix: "copy" });

    for (const { bucket } of long.all("aws_s3_bucket")) {
      expect(String(bucket).length).toBeLessThanOrEqual(63);
    }
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    expect(String(long.only("aws_iam_policy").policy).length).toBeLessThanOrEqual(6144);
  });
});

test("a repository for Arcserve locks by itself what is written, as long as it is told", () => {
  expect(
    stackOf({ consumer: "arcserve", immutableDays: 45 }).only("aws_s3_bucket_object_lock_configuration"),
  ).toMatchObject({
    rule: { default_retention: { mode: "GOVERNANCE", days: 45 } },
  });
});

describe("whoever writes", () => {
  const rolesAnywhere: BackupPrincipalChoice = {
    kind: "roles-anywhere",
    certificateAuthority: "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
    commonName: "backup.clinic.example",
  };

  test("is the role of an instance where the product can take one", () => {
    const stack = stackOf({ consumer: "credential-chain", principal: { kind: "instance-profile" } });

    expect(stack.only("aws_iam_instance_profile").name).toBe("clinic-backup");
    expect(stack.only("aws_iam_role").assume_role_policy).toContain("ec2.amazonaws.com");
    expect(stack.all("aws_iam_user")).toEqual([]);
  });

  test("is a role for one certificate of one authority, with Roles Anywhere", () => {
    const stack = stackOf({ consumer: "credential-chain", principal: rolesAnywhere });
    const trust = JSON.parse(String(stack.only("aws_iam_role").assume_role_policy));

    expect(trust.Statement).toEqual([
      {
        Effect: "Allow",
        Principal: { Service: "rolesanywhere.amazonaws.com" },
        Action: ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"],
        Condition: {
          ArnEquals: { "aws:SourceArn": expect.stringContaining("aws_rolesanywhere_trust_anchor.") },
          StringEquals: { "aws:PrincipalTag/x509Subject/CN": "backup.clinic.example" },
        },
      },
    ]);
    expect(stack.only("aws_rolesanywhere_profile")).toMatchObject({ enabled: true, duration_seconds: 3600 });
    expect(stack.only("aws_rolesanywhere_trust_anchor")).toMatchObject({
      source: { source_type: "CERTIFICATE_BUNDLE" },
    });
  });

  test.each([{ kind: "instance-profile" } as const, rolesAnywhere])(
    "is refused for Veeam as $kind, which takes keys only",
    (principal) => {
      expect(refusal({ principal })).toEqual(["principal: BackupPrincipalRefused"]);
    },
  );
});

test("a bucket of the client's own is taken as it is: only the user is made", () => {
  const stack = synthesized((scope) => {
    new AwsProvider(scope, "aws", { region: "eu-west-3" });
    BackupRepository.fromBucket(scope, "backup", { ...PROPS, bucketName: "mailboxes" });
  });

  expect(stack.addresses.map((address) => address.replace(/\..*/, ""))).toEqual([
    "aws_iam_policy",
    "aws_iam_user",
    "aws_iam_user_policy_attachment",
  ]);
  expect(stack.only("aws_iam_policy").policy).toContain("arn:aws:s3:::mailboxes/*");
});

describe("a repository is refused", () => {
  test.each([
    [
      "a default retention beside Veeam's own locks",
      { defaultRetentionDays: 30 },
      "defaultRetentionDays: BackupDefaultRetention",
    ],
    ["a lock of no day", { immutableDays: 0 }, "immutableDays: BackupLockTooLong"],
    ["a lock beyond Veeam's 999 days", { immutableDays: 1000 }, "immutableDays: BackupLockTooLong"],
    ["nowhere to come from", { site: {} }, "site: BackupSiteUnknown"],
    ["the whole internet to come from", { site: { addresses: ["0.0.0.0/0"] } }, "site: CidrTooWide"],
    ["a private address", { site: { addresses: ["192.168.10.0/24"] } }, "site: CidrNotPublic"],
    ["an address without a mask", { site: { addresses: ["198.51.100.10"] } }, "site: BadCidr"],
  ] as const)("%s", (_what, more, problem) => {
    expect(refusal(more)).toEqual([problem]);
  });

  test("all at once, with everything that is wrong", () => {
    expect(refusal({ immutableDays: 0, site: {}, principal: { kind: "instance-profile" } })).toHaveLength(3);
  });
});

test.each(["veeam", "arcserve", "credential-chain"] as const)(
  "no statement of the policy for %s is without an action, which IAM would not take",
  (consumer) => {
    const { policy } = stackOf({ consumer }).only("aws_iam_policy");

    for (const { Sid, Action } of JSON.parse(String(policy)).Statement) {
      expect({ Sid, Action }).toEqual({ Sid, Action: expect.anything() });
      expect(Action).not.toHaveLength(0);
    }
  },
);

test("every product says where its needs are documented", () => {
  for (const { sources, objectActions } of Object.values(BACKUP_CONSUMERS)) {
    expect(sources.every((source) => source.startsWith("https://"))).toBe(true);
    expect(sources.length).toBeGreaterThan(0);
    expect([...objectActions]).toEqual([...objectActions].sort());
  }
});
