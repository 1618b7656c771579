import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SnapshotPlan, type SnapshotPlanProps, type ValidationError } from "../../../constructs";
import { type SynthesizedStack, synthesized } from "../../synthesized-stack";

const PROPS: SnapshotPlanProps = {
  name: "clinic",
  account: "123456789012",
  region: "eu-west-3",
  alarmTopicArn: "arn:aws:sns:eu-west-3:123456789012:clinic-alarms",
};

function stackOf(more: Partial<SnapshotPlanProps> = {}): SynthesizedStack {
  return synthesized((scope) => {
    new AwsProvider(scope, "aws", { region: "eu-west-3" });
    new SnapshotPlan(scope, "snapshots", { ...PROPS, ...more });
  });
}

/** Codes of everything that a plan has against its properties. */
function refusal(more: Partial<SnapshotPlanProps>): readonly string[] {
  try {
    stackOf(more);
    return [];
  } catch (error) {
    return (error as ValidationError).problems.map(({ code, property }) => `${property}: ${code}`);
  }
}

describe("snapshots of servers", () => {
  let stack: SynthesizedStack;
  beforeAll(() => {
    stack = stackOf({ copyToRegion: "eu-central-1", airGapped: true, serverRoleName: "clinic-server" });
  });

  test("are made with VSS, every night, and kept five weeks", () => {
    expect(stack.only("aws_backup_plan")).toMatchObject({
      advanced_backup_setting: [{ resource_type: "EC2", backup_options: { WindowsVSS: "enabled" } }],
      rule: [{ schedule: "cron(0 2 * * ? *)", lifecycle: { delete_after: 35 }, copy_action: [{}, {}] }],
    });
  });

  test("are of the servers with the plan's tag", () => {
    expect(stack.only("aws_backup_selection")).toMatchObject({
      selection_tag: [{ type: "STRINGEQUALS", key: "protected-exchange-backup", value: "clinic" }],
    });
  });

  test("lie in two vaults, each with a key and a lock that lasts as long as they do", () => {
    expect(
      stack
        .all("aws_backup_vault")
        .map(({ region }) => region)
        .sort(),
    ).toEqual(["eu-central-1", undefined]);
    expect(stack.all("aws_backup_vault_lock_configuration")).toHaveLength(2);
    for (const lock of stack.all("aws_backup_vault_lock_configuration")) {
      expect(lock).toMatchObject({ min_retention_days: 35, max_retention_days: 35 });
      expect(lock.changeable_for_days).toBeUndefined();
    }
    for (const { policy } of stack.all("aws_backup_vault_policy")) {
      expect(JSON.parse(String(policy)).Statement).toEqual([
        expect.objectContaining({
          Effect: "Deny",
          Principal: "*",
          Action: expect.arrayContaining(["backup:DeleteRecoveryPoint"]),
        }),
      ]);
    }
  });

  test("are copied into a vault outside the account, where the copies are", () => {
    expect(stack.only("aws_backup_logically_air_gapped_vault")).toMatchObject({
      region: "eu-central-1",
      min_retention_days: 7,
      max_retention_days: 35,
    });
  });

  test("wait for the locks: what comes before them could be deleted", () => {
    expect(stack.only("aws_backup_plan").depends_on).toEqual([
      expect.stringContaining("aws_backup_vault_lock_configuration"),
      expect.stringContaining("aws_backup_vault_lock_configuration"),
    ]);
  });

  test("are restored for a test where nothing leads in or out", () => {
    expect(stack.only("aws_backup_restore_testing_selection")).toMatchObject({
      protected_resource_type: "EC2",
      restore_metadata_overrides: {
        iamInstanceProfileName: "null",
        subnetId: expect.stringContaining("aws_subnet."),
        securityGroupIds: expect.stringContaining("aws_security_group."),
      },
    });
    expect(stack.all("aws_internet_gateway")).toEqual([]);
    expect(stack.all("aws_route")).toEqual([]);
    expect(stack.only("aws_security_group")).toMatchObject({ ingress: [], egress: [] });
    expect(stack.only("aws_default_security_group").ingress).toBeUndefined();
  });

  test("give the servers' role what VSS needs", () => {
    expect(stack.all("aws_iam_role_policy_attachment", { role: "clinic-server" })).toEqual([
      expect.objectContaining({ policy_arn: "arn:aws:iam::aws:policy/AWSEC2VssSnapshotPolicy" }),
    ]);
  });

  test("are made by roles that only AWS Backup takes, for this account", () => {
    for (const { assume_role_policy } of stack.all("aws_iam_role")) {
      expect(JSON.parse(String(assume_role_policy)).Statement).toEqual([
        {
          Effect: "Allow",
          Principal: { Service: "backup.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
        },
      ]);
    }
  });

  test("tell of jobs that fail, and of those that ran without VSS", () => {
    const pattern = JSON.parse(String(stack.only("aws_cloudwatch_event_rule").event_pattern));

    expect(pattern["detail-type"]).toEqual([
      "Backup Job State Change",
      "Copy Job State Change",
      "Restore Job State Change",
    ]);
    expect(pattern.detail.$or).toContainEqual({ state: ["COMPLETED"], statusMessage: [{ exists: true }] });
    expect(stack.only("aws_cloudwatch_event_target").arn).toBe(PROPS.alarmTopicArn);
  });

  test("tell when none is made at all: no number is as bad as a small one", () => {
    expect(stack.only("aws_cloudwatch_metric_alarm")).toMatchObject({
      metric_name: "NumberOfBackupJobsCompleted",
      dimensions: { BackupVaultName: "clinic-snapshots" },
      period: 3600,
      evaluation_periods: 34,
      comparison_operator: "LessThanThreshold",
      treat_missing_data: "breaching",
      alarm_actions: [PROPS.alarmTopicArn],
    });
  });
});

test("the names fit what AWS allows, for the longest client", () => {
  const long = stackOf({ name: "a".repeat(32), copyToRegion: "eu-central-1", airGapped: true });
  // https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupVault.html, API_CreateRestoreTestingPlan.html
  const named = [
    "aws_backup_vault",
    "aws_backup_logically_air_gapped_vault",
    "aws_backup_restore_testing_plan",
    "aws_backup_restore_testing_selection",
  ].flatMap((type) => long.all(type).map(({ name }) => String(name)));

  expect(named).toHaveLength(5);
  expect(named.filter((name) => name.length > 50)).toEqual([]);
  expect(named.filter((name) => name.endsWith("_test") || name.endsWith("_servers"))).toEqual([
    expect.stringMatching(/^\w+$/),
    expect.stringMatching(/^\w+$/),
  ]);
});

test("several a day are made every so many hours", () => {
  expect(stackOf({ everyHours: 6 }).only("aws_backup_plan")).toMatchObject({
    rule: [{ schedule: "cron(0 0/6 * * ? *)" }],
  });
});

test("a lock in compliance mode says when it becomes final", () => {
  const lock = { mode: "compliance", graceDays: 14, acknowledgeIrreversible: true } as const;

  expect(stackOf({ lock }).only("aws_backup_vault_lock_configuration").changeable_for_days).toBe(14);
});

describe("a plan is refused", () => {
  test.each([
    ["hours that do not divide a day", { everyHours: 5 }, "everyHours: ValueNotAllowed"],
    ["no day of retention", { retentionDays: 0 }, "retentionDays: ValueOutOfRange"],
    [
      "fewer days than an air-gapped vault takes",
      { retentionDays: 6, airGapped: true },
      "retentionDays: ValueOutOfRange",
    ],
    ["a copy where the servers are", { copyToRegion: "eu-west-3" }, "copyToRegion: BackupCopyHere"],
    [
      "a lock for ever that nobody agreed to",
      { lock: { mode: "compliance", graceDays: 14, acknowledgeIrreversible: false } },
      "lock: BackupComplianceUnacknowledged",
    ],
    [
      "a lock for ever without three days of grace",
      { lock: { mode: "compliance", graceDays: 2, acknowledgeIrreversible: true } },
      "lock: ValueOutOfRange",
    ],
  ] as const)("with %s", (_what, more, problem) => {
    expect(refusal(more)).toEqual([problem]);
  });
});
