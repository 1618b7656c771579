import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { CidrSet } from "../../../constructs/core/cidr-set";
import { AwsMailEdge, type AwsMailEdgeProps } from "../../../constructs/edge/aws/aws-mail-edge";
import { EDGE_ALARMS } from "../../../constructs/edge/aws/edge-alarm-definitions";
import { EdgeAlarms, type EdgeAlarmsProps } from "../../../constructs/edge/aws/edge-alarms";
import { OWN_RULE_GROUPS } from "../../../constructs/edge/aws/ips/own-rule-groups";
import { OWN_SIDS, VIRTUAL_PATCH_SIDS } from "../../../constructs/edge/aws/ips/sid-ranges";
import { VIRTUAL_PATCHES } from "../../../constructs/edge/aws/ips/virtual-patches";
import { exchangeEgress } from "../../../constructs/edge/egress";
import { Ingress } from "../../../constructs/edge/ingress";
import { type Attributes, type SynthesizedStack, synthesized } from "../../synthesized-stack";
import { rehearse } from "../../tools/sandbox/rehearsal";
import { INSPECTED } from "./exchange-policy";

const NAMES = ["mail.clinic.example", "autodiscover.clinic.example"];

const WATCHED: EdgeAlarmsProps = {
  name: "clinic",
  region: "eu-west-3",
  vpcId: "vpc-0a",
  endpoints: new Map([
    ["eu-west-3b", "vpce-0b"],
    ["eu-west-3a", "vpce-0a"],
  ]),
  firewall: {
    name: "clinic",
    alertLogGroupName: "/alerts",
    virtualPatches: true,
    tls: { logGroupName: "/tls", names: NAMES },
  },
  notify: ["noc@msp.example", "anne@msp.example", "noc@msp.example"],
};

function alarmed(change: Partial<EdgeAlarmsProps> = {}): SynthesizedStack {
  return synthesized((stack) => {
    new AwsProvider(stack, "aws", { region: "eu-west-3" });
    new EdgeAlarms(stack, "alarms", { ...WATCHED, ...change });
  });
}

function edge(change: Partial<AwsMailEdgeProps> = {}): SynthesizedStack {
  return synthesized((stack) => {
    new AwsProvider(stack, "aws", { region: "eu-west-3" });
    new AwsMailEdge(stack, "edge", {
      name: "clinic",
      ingress: Ingress.of({ smtpFrom: CidrSet.of("185.201.16.0/22") }),
      egress: exchangeEgress(587),
      availabilityZones: ["eu-west-3a"],
      network: { cidr: "10.20.0.0/24" },
      ...change,
    });
  });
}

const alarmNames = (stack: SynthesizedStack): readonly string[] =>
  stack
    .all("aws_cloudwatch_metric_alarm")
    .map(({ alarm_name }) => String(alarm_name))
    .sort();

const stack = alarmed();

describe("the alarms of an edge", () => {
  test("are five for each zone, and two about requests", () => {
    expect(alarmNames(stack)).toEqual([
      "clinic-denied-surge-eu-west-3a",
      "clinic-denied-surge-eu-west-3b",
      "clinic-endpoint-drops-eu-west-3a",
      "clinic-endpoint-drops-eu-west-3b",
      "clinic-endpoint-silent-eu-west-3a",
      "clinic-endpoint-silent-eu-west-3b",
      "clinic-exchange-attack",
      "clinic-firewall-drops-eu-west-3a",
      "clinic-firewall-drops-eu-west-3b",
      "clinic-stream-exceptions-eu-west-3a",
      "clinic-stream-exceptions-eu-west-3b",
      "clinic-tls-errors",
    ]);
  });

  test("tell when they sound and when they end", () => {
    for (const { alarm_actions, ok_actions } of stack.all("aws_cloudwatch_metric_alarm")) {
      expect(alarm_actions).toEqual([expect.stringMatching(/^\$\{aws_sns_topic\.\S+\.arn\}$/)]);
      expect(ok_actions).toEqual(alarm_actions);
    }
  });

  test("say what they mean and what to do first, in what CloudWatch has room for", () => {
    for (const { alarm_description } of stack.all("aws_cloudwatch_metric_alarm")) {
      expect(alarm_description).toMatch(
        /^[A-Z].*\. First: [A-Z].*\. Runbook: \S+\/edge-aws\.md#logs-alarms-dashboard$/,
      );
      expect(String(alarm_description).length).toBeLessThanOrEqual(1024);
    }
  });

  test("take silence for a failure where something must be heard, and for peace elsewhere", () => {
    for (const zone of ["a", "b"]) {
      expect(
        stack.only("aws_cloudwatch_metric_alarm", { alarm_name: `clinic-endpoint-silent-eu-west-3${zone}` }),
      ).toMatchObject({
        namespace: "AWS/PrivateLinkEndpoints",
        metric_name: "BytesProcessed",
        comparison_operator: "LessThanThreshold",
        threshold: 1,
        treat_missing_data: "breaching",
      });
    }
    expect(stack.all("aws_cloudwatch_metric_alarm", { treat_missing_data: "notBreaching" })).toHaveLength(10);
    expect(
      stack.all("aws_cloudwatch_metric_alarm", { comparison_operator: "GreaterThanOrEqualToThreshold" }),
    ).toHaveLength(10);
  });

  test("name an endpoint as CloudWatch does: with its type, service and network", () => {
    expect(
      stack.only("aws_cloudwatch_metric_alarm", { alarm_name: "clinic-endpoint-drops-eu-west-3b" })
        .dimensions,
    ).toEqual({
      "Endpoint Type": "GatewayLoadBalancer",
      "Service Name": expect.stringMatching(/^\$\{data\.aws_vpc_endpoint\.\S+eu-west-3b\S+\.service_name\}$/),
      "VPC Endpoint Id": "vpce-0b",
      "VPC Id": "vpc-0a",
    });
  });

  test("name a firewall as CloudWatch does: with the engine and the zone", () => {
    expect(
      stack
        .all("aws_cloudwatch_metric_alarm", { namespace: "AWS/NetworkFirewall" })
        .filter(({ alarm_name }) => String(alarm_name).endsWith("a"))
        .map(({ metric_name, dimensions }) => [metric_name, dimensions]),
    ).toEqual(
      [
        ["DroppedPackets", "Stateful"],
        ["OtherDroppedPackets", "Stateless"],
        ["StreamExceptionPolicyPackets", "Stateful"],
      ].map(([metric, Engine]) => [
        metric,
        { AvailabilityZone: "eu-west-3a", Engine, FirewallName: "clinic" },
      ]),
    );
  });

  test("about a flood do not sound for one scan of all ports, whatever its speed", () => {
    const { threshold, periods } = EDGE_ALARMS.deniedSurge;

    expect(threshold * periods).toBeGreaterThan(65_536);
  });

  test("are those of the endpoints where the firewall is somebody else's", () => {
    const shared = alarmed({ firewall: undefined as never });

    expect(alarmNames(shared)).toEqual([
      "clinic-endpoint-drops-eu-west-3a",
      "clinic-endpoint-drops-eu-west-3b",
      "clinic-endpoint-silent-eu-west-3a",
      "clinic-endpoint-silent-eu-west-3b",
    ]);
    expect(shared.all("aws_cloudwatch_log_metric_filter")).toEqual([]);
    expect(JSON.stringify(shared.json)).not.toContain("AWS/NetworkFirewall");
  });

  test("watch the edge's own endpoints of a shared firewall, zone by zone", () => {
    const shared = edge({
      availabilityZones: ["eu-west-3a", "eu-west-3b"],
      sharedFirewallArn: "arn:aws:network-firewall:eu-west-3:123456789012:firewall/shared",
    });

    expect(alarmNames(shared)).toHaveLength(4);
    expect(
      shared.only("aws_cloudwatch_metric_alarm", { alarm_name: "clinic-endpoint-silent-eu-west-3b" })
        .dimensions,
    ).toMatchObject({
      "VPC Endpoint Id": expect.stringMatching(
        /aws_networkfirewall_vpc_endpoint_association\.\S+eu-west-3b\S+ : .* == "eu-west-3b"/,
      ),
    });
  });

  test("reach everybody who is to be told, once", () => {
    expect(
      stack.all("aws_sns_topic_subscription").map(({ endpoint, protocol }) => `${protocol} ${endpoint}`),
    ).toEqual(["email anne@msp.example", "email noc@msp.example"]);
    expect(alarmed({ notify: undefined as never }).all("aws_sns_topic_subscription")).toEqual([]);
  });
});

/** A metric filter's pattern as a function of log entries; knows the operators that ours use. */
function filter(pattern: unknown): (entry: unknown) => boolean {
  const terms = [
    ...String(pattern)
      .replace(/^\{ (.*) \}$/, "$1")
      .split(" && "),
  ].map((term) => {
    const [, path, operator, operand] = /^\(\$\.(\S+) (=|>=|<=) (.+)\)$/.exec(term) ?? [];
    expect(path).toBeDefined();
    return (entry: unknown): boolean => {
      const value = (path ?? "")
        .split(".")
        .reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], entry);
      switch (operator) {
        case ">=":
          return Number(value) >= Number(operand);
        case "<=":
          return Number(value) <= Number(operand);
        default:
          return operand === "*" ? value !== undefined : value === JSON.parse(operand ?? "");
      }
    };
  });
  return (entry) => terms.every((term) => term(entry));
}

/** An entry of the alert log, in the form of AWS's documentation. */
const alert = (sid: number, verdict: "drop" | "pass" = "drop") => ({
  firewall_name: "clinic",
  availability_zone: "eu-west-3a",
  event_timestamp: "1741966203",
  event: {
    event_type: "alert",
    alert: { severity: 3, signature_id: sid, rev: 1, signature: "x", action: "blocked", category: "" },
    verdict: { action: verdict },
  },
});

describe("attacks on known vulnerabilities of Exchange", () => {
  const attack = filter(
    stack.only("aws_cloudwatch_log_metric_filter", { log_group_name: "/alerts" }).pattern,
  );
  const patched = VIRTUAL_PATCHES.flatMap(({ rules }) => rules.map(({ sid }) => sid));

  test("are counted for every virtual patch, dropped or not", () => {
    expect(patched.length).toBeGreaterThan(10);
    for (const sid of patched) {
      expect(attack(alert(sid))).toBe(true);
      expect(attack(alert(sid, "pass"))).toBe(true);
    }
  });

  test("are no other signatures: closed paths, mail, closed ports, the policy's own, AWS's", () => {
    const others = OWN_RULE_GROUPS.filter(({ id }) => id !== "virtual-patches").flatMap((group) =>
      group.orderedRules("prevent", new Set()).map(({ sid }) => sid),
    );

    expect(others.length).toBeGreaterThan(10);
    for (const sid of [...others, 4, 9_250_010, 2_029_569, VIRTUAL_PATCH_SIDS.last + 1]) {
      expect(attack(alert(sid))).toBe(false);
    }
  });

  test("sound at the first one", () => {
    const { metric_transformation } = stack.only("aws_cloudwatch_log_metric_filter", {
      log_group_name: "/alerts",
    });

    expect(stack.only("aws_cloudwatch_metric_alarm", { alarm_name: "clinic-exchange-attack" })).toMatchObject(
      {
        namespace: (metric_transformation as Attributes).namespace,
        metric_name: (metric_transformation as Attributes).name,
        period: 300,
        evaluation_periods: 1,
        threshold: 1,
        comparison_operator: "GreaterThanOrEqualToThreshold",
      },
    );
  });

  test.each([
    ["443 is not decrypted", {}, []],
    ["443 is decrypted", { ...INSPECTED }, ["clinic-exchange-attack", "clinic-tls-errors"]],
    [
      "every patch is switched off",
      {
        ...INSPECTED,
        ips: {
          mode: "detect" as const,
          disabledCves: VIRTUAL_PATCHES.map(({ cve }) => ({ cve, reason: "a test" })),
        },
      },
      ["clinic-tls-errors"],
    ],
  ])("are watched only where they can be seen: %s", (_case, change, expected) => {
    expect(alarmNames(edge(change)).filter((name) => !name.endsWith("eu-west-3a"))).toEqual(expected);
  });

  test("have ids that no rule of another kind can have", () => {
    for (const sid of patched) {
      expect(sid).toBeGreaterThanOrEqual(VIRTUAL_PATCH_SIDS.first);
      expect(sid).toBeLessThanOrEqual(VIRTUAL_PATCH_SIDS.last);
    }
    expect(VIRTUAL_PATCH_SIDS.first).toBeGreaterThan(OWN_SIDS.first);
    expect(VIRTUAL_PATCH_SIDS.last).toBeLessThan(OWN_SIDS.last);
  });
});

describe("clients that fail at TLS inspection", () => {
  const filters = stack
    .all("aws_cloudwatch_log_metric_filter", { log_group_name: "/tls" })
    .map(({ pattern }) => filter(pattern));
  const counted = (sni: string, more: object): boolean =>
    filters.some((matches) => matches({ event: { src_ip: "198.51.100.7", sni, ...more } }));

  test("are counted when they ask for a name of the certificate", () => {
    const mismatch = { tls_error: { error_message: "SNI: x Match Failed to server certificate names: y " } };

    expect(filters).toHaveLength(2);
    for (const name of NAMES) {
      expect(counted(name, mismatch)).toBe(true);
    }
  });

  test("are not counted when they know no name, as scanners do", () => {
    expect(counted("-", { tls_error: { error_message: "Server name is not found in client hello." } })).toBe(
      false,
    );
    expect(counted("ec2-192-0-2-1.example", { tls_error: { error_message: "x" } })).toBe(false);
    expect(counted(NAMES[0] as string, { revocation_check: { action: "DROP" } })).toBe(false);
  });
});

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: {
    readonly region?: string;
    readonly title: string;
    readonly metrics?: readonly (readonly unknown[])[];
    readonly alarms?: readonly string[];
    readonly query?: string;
  };
}

/** Widgets of the dashboard; expressions that Terraform fills in become `?`. */
function widgets(of: SynthesizedStack): readonly Widget[] {
  const body = String(of.only("aws_cloudwatch_dashboard").dashboard_body).replace(/\$\{[^}]*\}/g, "?");
  return (JSON.parse(body) as { widgets: Widget[] }).widgets;
}

describe("the dashboard", () => {
  test("shows alarms, every zone, attacks, and what is dropped", () => {
    expect(widgets(stack).map(({ properties: { title } }) => title)).toEqual([
      "Alarms",
      "Packets, eu-west-3a",
      "Endpoint, eu-west-3a",
      "Packets, eu-west-3b",
      "Endpoint, eu-west-3b",
      "Attacks on known vulnerabilities of Exchange",
      "Clients that fail at TLS inspection",
      "Signatures that match most",
      "Dropped by our rules",
      "Who is dropped most",
    ]);
    expect(widgets(stack)[0]?.properties.alarms).toHaveLength(12);
  });

  test("has nothing that no log or metric fills", () => {
    expect(widgets(edge()).map(({ properties: { title } }) => title)).toEqual([
      "Alarms",
      "Packets, eu-west-3a",
      "Endpoint, eu-west-3a",
      "Signatures that match most",
      "Dropped by our rules",
      "Who is dropped most",
    ]);
    expect(
      widgets(alarmed({ firewall: undefined as never })).map(({ properties: { title } }) => title),
    ).toEqual(["Alarms", "Endpoint, eu-west-3a", "Endpoint, eu-west-3b"]);
  });

  test("lays its widgets side by side, none over another", () => {
    const cells = widgets(stack).flatMap(({ x, y, width, height }) =>
      Array.from(
        { length: width * height },
        (_, cell) => `${x + (cell % width)} ${y + Math.floor(cell / width)}`,
      ),
    );

    expect(new Set(cells).size).toBe(cells.length);
    expect(Math.max(...cells.map((cell) => Number(cell.split(" ")[0])))).toBe(23);
  });

  test("looks in the firewall's Region, and at few enough metrics to be one of an account's free ones", () => {
    const shown = widgets(stack).filter(({ type }) => type !== "alarm");

    expect(new Set(shown.map(({ properties: { region } }) => region))).toEqual(new Set(["eu-west-3"]));
    expect(shown.flatMap(({ properties: { metrics = [] } }) => metrics).length).toBeLessThanOrEqual(50);
  });
});

test("the key and the topic let the account's own alarms publish, and events, by the real Terraform", async () => {
  const rehearsal = await rehearse();
  try {
    rehearsal.declare({ resource: stack.json.resource, data: stack.json.data });
    await rehearsal.terraform("init");
    expect((await rehearsal.terraform("apply", "-auto-approve")).text).toContain("Apply complete!");
    const { values } = JSON.parse((await rehearsal.terraform("show", "-json")).text) as {
      values: { root_module: { resources: { type: string; values: Record<string, string> }[] } };
    };
    const only = (type: string, attribute: string): unknown => {
      const found = values.root_module.resources.filter((resource) => resource.type === type);
      expect(found).toHaveLength(1);
      return JSON.parse(found[0]?.values[attribute] ?? "");
    };

    expect(only("aws_kms_key", "policy")).toMatchObject({
      Statement: [
        { Sid: "AccountAdministers" },
        {
          Effect: "Allow",
          Principal: { Service: ["cloudwatch.amazonaws.com", "events.amazonaws.com"] },
          Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
        },
      ],
    });
    expect(only("aws_sns_topic_policy", "policy")).toMatchObject({
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "cloudwatch.amazonaws.com" },
          Action: "sns:Publish",
          Resource: "arn:aws:sns:eu-west-3:123456789012:clinic-alarms",
          Condition: {
            ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:eu-west-3:123456789012:alarm:*" },
          },
        },
        {
          Effect: "Allow",
          Principal: { Service: "events.amazonaws.com" },
          Action: "sns:Publish",
          Resource: "arn:aws:sns:eu-west-3:123456789012:clinic-alarms",
        },
      ],
    });
    const { widgets: shown } = only("aws_cloudwatch_dashboard", "dashboard_body") as { widgets: Widget[] };
    expect(shown[0]?.properties.alarms).toContain(
      "arn:aws:cloudwatch:eu-west-3:123456789012:alarm:clinic-exchange-attack",
    );
    expect(shown[2]?.properties.metrics?.[0]).toEqual(
      expect.arrayContaining(["VPC Endpoint Id", "vpce-0a", "VPC Id", "vpc-0a"]),
    );
  } finally {
    await rehearsal.end();
  }
});
