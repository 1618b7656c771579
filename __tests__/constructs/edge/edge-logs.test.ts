import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { EdgeLogs, type EdgeLogsProps } from "../../../constructs/edge/aws/edge-logs";
import { type Attributes, type SynthesizedStack, synthesized } from "../../synthesized-stack";
import { rehearse } from "../../tools/sandbox/rehearsal";

const FIREWALL = "arn:aws:network-firewall:eu-west-3:123456789012:firewall/clinic";

function logs(change: Partial<EdgeLogsProps> = {}): SynthesizedStack {
  return synthesized((stack) => {
    new AwsProvider(stack, "aws", { region: "eu-west-3" });
    new EdgeLogs(stack, "logs", { name: "clinic", firewallArn: FIREWALL, vpcId: "vpc-0a", ...change });
  });
}

/** The logs of the firewall by type, each with where it goes. */
function firewallLogs(stack: SynthesizedStack): readonly (readonly [unknown, unknown, unknown])[] {
  const { logging_configuration: body } = stack.only("aws_networkfirewall_logging_configuration");
  return ((body as Attributes).log_destination_config as readonly Attributes[]).map(
    ({ log_type, log_destination_type, log_destination }) => [
      log_type,
      log_destination_type,
      log_destination,
    ],
  );
}

const inGroup = (logType: string) => [
  logType,
  "CloudWatchLogs",
  {
    logGroup: expect.stringMatching(`^\\$\\{aws_cloudwatch_log_group.logs_firewall-${logType.toLowerCase()}`),
  },
];

describe("the logs of the edge", () => {
  const stack = logs();

  test("hold drops, alerts and connections of the firewall", () => {
    expect(firewallLogs(stack)).toEqual([inGroup("ALERT"), inGroup("FLOW")]);
  });

  test("hold what goes wrong with TLS, where the firewall decrypts", () => {
    expect(firewallLogs(logs({ tlsInspected: true }))).toEqual([
      inGroup("ALERT"),
      inGroup("FLOW"),
      inGroup("TLS"),
    ]);
  });

  test("hold every packet's header", () => {
    expect(stack.only("aws_flow_log")).toMatchObject({ traffic_type: "ALL", max_aggregation_interval: 60 });
  });

  test("are encrypted with a key of the client's and kept for 90 days", () => {
    const groups = stack.all("aws_cloudwatch_log_group", { retention_in_days: 90 });

    expect(groups).toHaveLength(3);
    for (const { kms_key_id } of groups) {
      expect(kms_key_id).toMatch(/^\$\{aws_kms_key\./);
    }
    expect(stack.only("aws_kms_key").enable_key_rotation).toBe(true);
  });

  test("are kept as long as asked", () => {
    expect(
      logs({ retentionDays: 365 }).all("aws_cloudwatch_log_group", { retention_in_days: 365 }),
    ).toHaveLength(3);
  });

  test("cannot be kept for a number of days that CloudWatch does not know", () => {
    expect(() => logs({ retentionDays: 100 })).toThrow(
      "test/logs: ValueNotAllowed: CloudWatch does not keep logs for 100 days; use 1, 3, 5, 7, 14, 30, 60, 90,",
    );
  });

  test("are those of the packets only, where the firewall is somebody else's", () => {
    const shared = logs({ firewallArn: undefined as never });

    expect(shared.all("aws_networkfirewall_logging_configuration")).toEqual([]);
    expect(shared.only("aws_cloudwatch_log_group").name).toBe("/protected-exchange/clinic/packets");
    expect(shared.only("aws_flow_log").vpc_id).toBe("vpc-0a");
  });
});

describe("logs in a bucket", () => {
  const stack = logs({ destination: "s3", tlsInspected: true, retentionDays: 731 });

  test("are connections and packets; what alarms read stays in CloudWatch", () => {
    expect(firewallLogs(stack)).toEqual([
      inGroup("ALERT"),
      ["FLOW", "S3", { bucketName: expect.stringMatching(/^\$\{aws_s3_bucket\./) }],
      inGroup("TLS"),
    ]);
    expect(stack.only("aws_flow_log")).toMatchObject({
      log_destination_type: "s3",
      log_destination: expect.stringMatching(/^\$\{aws_s3_bucket\.\S+\.arn\}$/),
    });
    expect(stack.all("aws_iam_role")).toEqual([]);
  });

  test("are encrypted, kept in versions, never public, and removed by age", () => {
    expect(stack.only("aws_s3_bucket_server_side_encryption_configuration").rule).toEqual([
      {
        apply_server_side_encryption_by_default: {
          sse_algorithm: "aws:kms",
          kms_master_key_id: expect.stringMatching(/^\$\{aws_kms_key\./),
        },
        bucket_key_enabled: true,
      },
    ]);
    expect(stack.only("aws_s3_bucket_versioning").versioning_configuration).toEqual({ status: "Enabled" });
    expect(stack.only("aws_s3_bucket_public_access_block")).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(stack.only("aws_s3_bucket_ownership_controls").rule).toEqual({
      object_ownership: "BucketOwnerEnforced",
    });
    expect(stack.only("aws_s3_bucket_lifecycle_configuration").rule).toMatchObject([
      { status: "Enabled", expiration: [{ days: 731 }], noncurrent_version_expiration: [{}] },
    ]);
  });

  test("come only after the bucket lets them in", () => {
    for (const type of ["aws_flow_log", "aws_networkfirewall_logging_configuration"]) {
      expect(stack.only(type).depends_on).toEqual([expect.stringMatching(/^aws_s3_bucket_policy\./)]);
    }
  });
});

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Principal: unknown;
  readonly Action: unknown;
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

test("logs move into a bucket whose policies let AWS's delivery in, by the real Terraform", async () => {
  const rehearsal = await rehearse();
  try {
    const apply = async ({ json }: SynthesizedStack): Promise<string> => {
      rehearsal.declare({ resource: json.resource, data: json.data });
      await rehearsal.terraform("init");
      return (await rehearsal.terraform("apply", "-auto-approve")).text;
    };
    const policyOf = async (type: string): Promise<ReadonlyMap<string, Statement>> => {
      const { values } = JSON.parse((await rehearsal.terraform("show", "-json")).text) as {
        values: { root_module: { resources: { type: string; values: { policy: string } }[] } };
      };
      const found = values.root_module.resources.filter((resource) => resource.type === type);
      expect(found).toHaveLength(1);
      const { Statement } = JSON.parse(found[0]?.values.policy ?? "") as { Statement: Statement[] };
      return new Map(Statement.map((statement) => [statement.Sid, statement]));
    };
    const ours = {
      StringEquals: { "aws:SourceAccount": "123456789012" },
      ArnLike: { "aws:SourceArn": "arn:aws:logs:eu-west-3:123456789012:*" },
    };

    expect(await apply(logs())).toContain("Apply complete!");
    expect([...(await policyOf("aws_kms_key")).keys()]).toEqual(["AccountAdministers", "CloudWatchEncrypts"]);

    expect(await apply(logs({ destination: "s3" }))).toContain("Apply complete!");
    expect((await policyOf("aws_kms_key")).get("LogDeliveryEncrypts")).toMatchObject({
      Effect: "Allow",
      Principal: { Service: "delivery.logs.amazonaws.com" },
      Condition: ours,
    });
    const bucket = await policyOf("aws_s3_bucket_policy");
    expect(bucket.get("AWSLogDeliveryWrite")).toMatchObject({
      Effect: "Allow",
      Principal: { Service: "delivery.logs.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: "arn:aws:s3:::clinic-edge-logs-123456789012/AWSLogs/123456789012/*",
      Condition: {
        ...ours,
        StringEquals: { ...ours.StringEquals, "s3:x-amz-acl": "bucket-owner-full-control" },
      },
    });
    expect(bucket.get("AWSLogDeliveryAclCheck")).toMatchObject({
      Resource: "arn:aws:s3:::clinic-edge-logs-123456789012",
      Condition: ours,
    });
    expect(bucket.get("TlsOnly")).toMatchObject({
      Effect: "Deny",
      Principal: "*",
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    });
  } finally {
    await rehearsal.end();
  }
});
