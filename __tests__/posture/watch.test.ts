import { firewallWatch } from "../../posture/aws/watch";
import { postureOf } from "../../posture/posture";
import { type Json, TerraformJson } from "../../posture/terraform-json";
import { clinicJson, only, resources, TODAY, type Tree } from "../clinic";

const findings = (json: Tree): readonly string[] =>
  postureOf(json, TODAY)
    .findings.filter(({ rule }) => rule === "edge-watched")
    .map(({ severity, message }) => `${severity}: ${message.split(";")[0]}`);

describe("the sample clinic's firewall", () => {
  test("is watched: a log holds its alerts, and alarms on it tell the provider", () => {
    const [watch, ...others] = postureOf(clinicJson(), TODAY).watched;

    expect(others).toEqual([]);
    expect(watch?.alertLog).toBe("/protected-exchange/clinic/firewall-alert");
    expect(watch?.alarms).toHaveLength(7);
    expect(findings(clinicJson())).toEqual([]);
  });

  test("is found unwatched without its alert log", () => {
    const json = clinicJson();
    const { logging_configuration: body } = only(json, "aws_networkfirewall_logging_configuration");
    const destinations = Object.values((body as Tree).log_destination_config as Tree);
    Object.assign(body as Tree, {
      log_destination_config: destinations.filter(({ log_type }) => String(log_type) !== "ALERT"),
    });

    expect(findings(json)).toEqual(["warning: what it drops and alerts on is logged nowhere"]);
  });

  test.each([
    [
      "has no alarm",
      (json: Tree) => delete (json.resource as Record<string, unknown>).aws_cloudwatch_metric_alarm,
    ],
    [
      "has alarms without action",
      (json: Tree) => change(json, "aws_cloudwatch_metric_alarm", { alarm_actions: [] }),
    ],
    [
      "has alarms that are switched off",
      (json: Tree) => change(json, "aws_cloudwatch_metric_alarm", { actions_enabled: false }),
    ],
    [
      "has alarms to a topic that nobody reads",
      (json: Tree) => delete (json.resource as Record<string, unknown>).aws_sns_topic_subscription,
    ],
    [
      "has alarms on another firewall",
      (json: Tree) =>
        change(json, "aws_cloudwatch_metric_alarm", {
          dimensions: { FirewallName: "another" },
          metric_name: "Others",
        }),
    ],
  ])("is found unwatched when it %s", (_case, spoil) => {
    const json = clinicJson();
    spoil(json);

    expect(findings(json)).toEqual(["warning: no alarm on it tells anybody"]);
  });
});

function change(json: Tree, type: string, by: object): void {
  for (const resource of resources(json, type)) {
    Object.assign(resource, by);
  }
}

/** Alarms found on a firewall of name `f` whose alerts are in the log group `alerts`. */
function alarmsFound(alarm: object, more: Readonly<Record<string, object>> = {}): readonly string[] {
  const stack = new TerraformJson({
    resource: {
      aws_networkfirewall_firewall: { f: { name: "f" } },
      aws_networkfirewall_logging_configuration: {
        l: {
          firewall_arn: "${aws_networkfirewall_firewall.f.arn}",
          logging_configuration: {
            log_destination_config: {
              log_type: "ALERT",
              log_destination: { logGroup: "${aws_cloudwatch_log_group.alerts.name}" },
            },
          },
        },
      },
      aws_cloudwatch_log_group: { alerts: { name: "alerts" }, others: { name: "others" } },
      aws_cloudwatch_metric_alarm: {
        a: { alarm_actions: ["arn:aws:sns:eu-west-3:123456789012:noc"], ...alarm },
      },
      ...more,
    },
  } as Json);
  return firewallWatch(stack)[0]?.alarms ?? [];
}

const FOUND = ["aws_cloudwatch_metric_alarm.a"];

describe("an alarm is on a firewall", () => {
  const counting = (group: string) => ({
    aws_cloudwatch_log_metric_filter: {
      attacks: {
        log_group_name: `\${aws_cloudwatch_log_group.${group}.name}`,
        metric_transformation: { namespace: "n", name: "attacks" },
      },
    },
  });

  test("that it names", () => {
    expect(
      alarmsFound({
        namespace: "AWS/NetworkFirewall",
        dimensions: { FirewallName: "f", Engine: "Stateful" },
      }),
    ).toEqual(FOUND);
    expect(alarmsFound({ namespace: "AWS/EC2", dimensions: { FirewallName: "f" } })).toEqual([]);
  });

  test("whose endpoint it names", () => {
    const endpoint = "${one([for e in aws_networkfirewall_firewall.f.firewall_status : e.endpoint_id])}";

    expect(
      alarmsFound({ namespace: "AWS/PrivateLinkEndpoints", dimensions: { "VPC Endpoint Id": endpoint } }),
    ).toEqual(FOUND);
    expect(
      alarmsFound({ namespace: "AWS/PrivateLinkEndpoints", dimensions: { "VPC Endpoint Id": "vpce-0" } }),
    ).toEqual([]);
  });

  test("whose log it counts in, and not one that counts in another", () => {
    const alarm = { namespace: "n", metric_name: "attacks" };

    expect(alarmsFound(alarm, counting("alerts"))).toEqual(FOUND);
    expect(alarmsFound(alarm, counting("others"))).toEqual([]);
  });

  test("that is part of its formula", () => {
    expect(
      alarmsFound({
        metric_query: [
          { expression: "a/b" },
          { metric: { namespace: "AWS/NetworkFirewall", dimensions: { FirewallName: "f" } } },
        ],
      }),
    ).toEqual(FOUND);
  });

  test("only when it tells somebody, who may be outside the stack", () => {
    const alarm = { namespace: "AWS/NetworkFirewall", dimensions: { FirewallName: "f" } };
    const topic = { alarm_actions: ["${aws_sns_topic.t.arn}"] };
    const subscription = { s: { topic_arn: "${aws_sns_topic.t.arn}" } };

    expect(alarmsFound({ ...alarm, ...topic }, { aws_sns_topic: { t: {} } })).toEqual([]);
    expect(
      alarmsFound(
        { ...alarm, ...topic },
        { aws_sns_topic: { t: {} }, aws_sns_topic_subscription: subscription },
      ),
    ).toEqual(FOUND);
  });
});
