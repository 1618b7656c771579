import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Watch, type WatchProps } from "../../../constructs/watch/watch";
import { watchBundle } from "../../../constructs/watch/watch-bundle";
import { type SynthesizedStack, synthesized } from "../../synthesized-stack";

const PROPS: WatchProps = {
  name: "office",
  clientName: "Example Office",
  region: "eu-west-3",
  alarms: {
    topicArn: "arn:aws:sns:eu-west-3:123456789012:office-alarms",
    keyArn: "arn:aws:kms:eu-west-3:123456789012:key/topic",
  },
  blocklists: {
    addresses: ["52.0.0.1"],
    domains: ["office.fr"],
    lists: ["psbl.surriel.com"],
    advisory: [],
    keys: { "spamhaus-dqs": "ssm:/office/dqs", abusix: "secretsmanager:office/abusix" },
  },
  chat: "secretsmanager:arn:aws:secretsmanager:eu-west-3:123456789012:secret:chat-1a2B3c",
};

const watched = (props: Partial<WatchProps> = {}): SynthesizedStack =>
  synthesized((stack) => {
    new AwsProvider(stack, "aws", {});
    new Watch(stack, "watch", { ...PROPS, ...props });
  });

describe("a watch", () => {
  let stack: SynthesizedStack;

  beforeAll(() => {
    stack = watched();
  });

  test("runs a bundle whose path and digest are those of its content, on no machine in particular", () => {
    const { sha256, hash } = watchBundle();

    const code = stack.only("aws_lambda_function", {
      runtime: "nodejs22.x",
      architectures: ["arm64"],
      timeout: 60,
      source_code_hash: sha256,
    });

    // A new account cannot keep any.
    expect(code).not.toHaveProperty("reserved_concurrent_executions");
    expect(code.filename).toMatch(
      new RegExp(`^assets/watch_function_code_[0-9A-F]{8}/${hash}/watch-function\\.zip$`),
    );
  });

  test("remembers in a table that is encrypted, backed up, and cleared of what is old", () => {
    stack.only("aws_dynamodb_table", {
      billing_mode: "PAY_PER_REQUEST",
      deletion_protection_enabled: true,
      point_in_time_recovery: { enabled: true },
      ttl: { attribute_name: "expires", enabled: true },
      server_side_encryption: {
        enabled: true,
        kms_key_arn: expect.stringContaining("aws_kms_key.watch_key"),
      },
    });
  });

  test("looks at blocklists only, where nothing is declared, and is given what to look up", () => {
    const schedule = stack.only("aws_scheduler_schedule", {
      schedule_expression: "rate(6 hours)",
      schedule_expression_timezone: "UTC",
      flexible_time_window: { mode: "FLEXIBLE", maximum_window_in_minutes: 30 },
    });
    const { input } = schedule.target as { readonly input: string };

    expect(JSON.parse(input)).toEqual({ looks: "blocklists", ...PROPS.blocklists });
  });

  test("may read the secrets that it is given, and no other", () => {
    const policies = JSON.stringify(stack.all("aws_iam_role_policy")).replaceAll("\\", "");

    expect(policies).toMatch(
      /"Action" = "ssm:GetParameter", "Resource" = \["arn:aws:ssm:eu-west-3:[^"]*:parameter\/office\/dqs"\]/,
    );
    expect(policies).toMatch(
      /"Action" = "secretsmanager:GetSecretValue", "Resource" = \["arn:aws:secretsmanager:[^"]*:secret:office\/abusix-\?{6}", "arn:aws:secretsmanager:eu-west-3:123456789012:secret:chat-1a2B3c"\]/,
    );
  });

  test("writes to its own table, topic, queue, log and namespace only", () => {
    const { policy } = stack.only("aws_iam_role_policy", { name: "watch" });

    expect(String(policy).match(/"Resource" = "\*"[^}]*\}\}?/g)).toEqual([
      '"Resource" = "*", "Condition" = {"StringEquals" = {"cloudwatch:namespace" = "ProtectedExchange/office"}}',
    ]);
  });

  test("is heard when it falls silent, and when a run fails for good", () => {
    expect(
      stack
        .all("aws_cloudwatch_metric_alarm", { alarm_actions: [PROPS.alarms.topicArn] })
        .map(({ alarm_name, metric_name, treat_missing_data, period, evaluation_periods }) => [
          alarm_name,
          metric_name,
          treat_missing_data,
          Number(period) * Number(evaluation_periods),
        ]),
    ).toEqual([
      ["office-watch-blocklists-silent", "BlocklistRuns", "breaching", 14 * 3600],
      ["office-watch-failed", "NumberOfMessagesSent", "notBreaching", 300],
    ]);
    stack.only("aws_lambda_function_event_invoke_config", {
      maximum_retry_attempts: 2,
      destination_config: {
        on_failure: { destination: expect.stringContaining("aws_sqs_queue.watch_failures") },
      },
    });
  });

  test("names the runbook in each alarm", () => {
    for (const { alarm_description: text } of stack.all("aws_cloudwatch_metric_alarm")) {
      expect(text).toMatch(/Runbook: docs\/watch-alarms\.md#watch-(silent|failed)$/);
    }
  });
});

test("a watch of what is live waits for three runs, and the time in which they may begin", () => {
  const stack = watched({
    liveEveryMinutes: 5,
    live: { client: null, records: [] } as unknown as NonNullable<WatchProps["live"]>,
  });

  expect(stack.only("aws_scheduler_schedule", { name: "office-watch-live" })).toMatchObject({
    schedule_expression: "rate(5 minutes)",
    flexible_time_window: { maximum_window_in_minutes: 1 },
  });
  expect(stack.only("aws_cloudwatch_metric_alarm", { metric_name: "LiveRuns" })).toMatchObject({
    period: 300,
    evaluation_periods: 5,
  });
});

test("a Region of another partition has ARNs of its own", () => {
  expect(JSON.stringify(watched({ region: "cn-north-1" }).all("aws_iam_role_policy"))).toContain(
    "arn:aws-cn:ssm:cn-north-1:",
  );
});

test.each([
  [{ blocklistsEveryHours: 0 }, "blocklistsEveryHours is 0; give a whole number from 1 to 24"],
  [{ liveEveryMinutes: 7.5 }, "liveEveryMinutes is 7.5; give a whole number from 5 to 60"],
  [{ historyDays: 5000 }, "historyDays is 5000; give a whole number from 1 to 3650"],
])("%j is refused", (props, message) => {
  expect(() => watched(props)).toThrow(`test/watch: ValueOutOfRange: ${message}`);
});

test.each([
  ["chat", { chat: "https://hooks.slack.example/services/T0/B0/s3cr3t" }],
  ["blocklists.keys.abusix", { blocklists: { ...PROPS.blocklists, keys: { abusix: "s3cr3t" } } }],
])("what is no reference at %s is refused, and not repeated", (property, props) => {
  const attempt = () => watched(props);

  expect(attempt).toThrow(`BadSecretReference: ${property} is no reference to a secret`);
  expect(attempt).not.toThrow("s3cr3t");
});

test("a watch whose function has not been built says how to build it", () => {
  expect(() => watchBundle([`${mkdtempSync(`${tmpdir()}/nothing-`)}/watch-function.zip`])).toThrow(
    "WatchNotBuilt: there is no watch-function.zip beside the compiled code; run npm run build",
  );
});
