import { postureOf } from "../../posture/posture";
import { TODAY } from "../clinic";
import {
  type Arguments,
  type HandWritten,
  inspectedNetwork,
  opened,
  publicHost,
  type Resources,
  reached,
  stackOf,
} from "./hand-written";

const SERVER = "aws_network_interface.server";
const RELAY = "198.51.100.0/24";

/** A server whose security group is open, so that the firewall decides alone. */
const policed = (...more: readonly Resources[]): HandWritten =>
  stackOf(inspectedNetwork(["a"]), publicHost("mail_a", "10.0.0.10"), ...more);

const group = (body: Arguments): Resources => ({
  aws_networkfirewall_rule_group: { access: { type: "STATEFUL", rule_group: body } },
});
const text = (rules: string, more: Arguments = {}): Resources =>
  group({ rules_source: { rules_string: rules }, ...more });

describe("the rules of a group", () => {
  test("may be written field by field", () => {
    const rule = (action: string, header: Arguments, options: readonly Arguments[]): Arguments => ({
      action,
      header: {
        protocol: "TCP",
        source: "ANY",
        source_port: "ANY",
        direction: "FORWARD",
        destination: "10.0.0.0/16",
        destination_port: "ANY",
        ...header,
      },
      rule_option: options,
    });
    const fields = group({
      rules_source: {
        stateful_rule: [
          rule("DROP", { destination_port: "443" }, [{ keyword: "sid:1" }]),
          rule("PASS", { source: RELAY }, [
            { keyword: "sid", settings: ["2"] },
            { keyword: "flow", settings: ["to_server"] },
          ]),
        ],
      },
    });

    expect(reached(policed(fields))).toEqual([
      `0-442/tcp ${RELAY} > ${SERVER}`,
      `444-65535/tcp ${RELAY} > ${SERVER}`,
    ]);
  });

  test("may be a list of domains, which passes connections to anywhere until it has seen a name", () => {
    const list = group({
      rules_source: {
        rules_source_list: {
          generated_rules_type: "ALLOWLIST",
          target_types: ["TLS_SNI"],
          targets: [".example.com"],
        },
      },
      rule_variables: { ip_sets: [{ key: "HOME_NET", ip_set: { definition: ["10.0.0.0/16"] } }] },
    });

    expect(opened(policed(list))).toEqual([`0-65535/tcp 0.0.0.0/0 < ${SERVER}`]);
    expect(reached(policed(list))).toEqual([]);
  });

  test.each(['${file("rules.txt")}', "pass tcp ${var.relay} any -> any 25 (sid:1;)"])(
    "may pass anything where only Terraform knows them: %s",
    (rules) => {
      const stack = policed(text(rules));

      expect(reached(stack)).toContain(`0-65535/tcp 0.0.0.0/0 > ${SERVER}`);
      expect(postureOf(stack, TODAY).exposures[0]?.via).toContain(
        "aws_networkfirewall_rule_group.access, whose rules are known after apply only",
      );
    },
  );

  test("may name ports", () => {
    const named = text("pass tcp any any -> any $MAIL (flow:to_server; sid:1;)", {
      rule_variables: { port_sets: [{ key: "MAIL", port_set: { definition: ["25", "443"] } }] },
    });

    expect(reached(policed(named))).toEqual([
      `25/tcp 0.0.0.0/0 > ${SERVER}`,
      `443/tcp 0.0.0.0/0 > ${SERVER}`,
    ]);
  });

  test("may name the network of the firewall's own VPC without declaring it", () => {
    const home = text("pass tcp $EXTERNAL_NET any -> $HOME_NET 25 (flow:to_server; sid:1;)");

    expect(reached(policed(home))).toEqual([`25/tcp 0.0.0.0/0 > ${SERVER}`]);
    expect(opened(policed(home))).toEqual([]);
  });

  test("may refer to a prefix list of the stack", () => {
    const referring = text("pass tcp @RELAY any -> any 25 (flow:to_server; sid:1;)", {
      reference_sets: {
        ip_set_references: [
          {
            key: "RELAY",
            ip_set_reference: [{ reference_arn: "${aws_ec2_managed_prefix_list.relay.arn}" }],
          },
        ],
      },
    });
    const list = { aws_ec2_managed_prefix_list: { relay: { entry: [{ cidr: RELAY }] } } };

    expect(reached(policed(referring, list))).toEqual([`25/tcp ${RELAY} > ${SERVER}`]);
    expect(reached(policed(referring))).toEqual([`25/tcp 0.0.0.0/0 > ${SERVER}`]);
  });

  test.each([
    ["pass tcp $X any -> any 25 (flow:to_server; sid:1;)", [`25/tcp 0.0.0.0/0 > ${SERVER}`]],
    ["pass tcp !$X any -> any 25 (flow:to_server; sid:1;)", [`25/tcp 0.0.0.0/0 > ${SERVER}`]],
    [
      "pass tcp [203.0.113.0/24,!$X] any -> any 25 (flow:to_server; sid:1;)",
      [`25/tcp 203.0.113.0/24 > ${SERVER}`],
    ],
    [
      "drop tcp $X any -> any 25 (flow:to_server; sid:1;)\npass tcp any any -> any 25 (flow:to_server; sid:2;)",
      [`25/tcp 0.0.0.0/0 > ${SERVER}`],
    ],
    [
      "drop tcp !$X any -> any 25 (flow:to_server; sid:1;)\npass tcp any any -> any 25 (flow:to_server; sid:2;)",
      [`25/tcp 0.0.0.0/0 > ${SERVER}`],
    ],
  ])("let in all they may where only Terraform knows a set: %s", (rules, expected) => {
    const sets = { rule_variables: { ip_sets: [{ key: "X", ip_set: { definition: ["${var.x}"] } }] } };

    expect(reached(policed(text(rules, sets)))).toEqual(expected);
  });
});

describe("stateless rules of a policy", () => {
  const ANY_STATEFUL = "pass tcp any any -> any 25 (flow:to_server; sid:1;)";
  const rule = (priority: number, action: string, match: Arguments): Arguments => ({
    priority,
    rule_definition: { actions: [action], match_attributes: match },
  });
  const stateless = (defaults: string, ...rules: readonly Arguments[]): HandWritten => {
    const base = policed(text(ANY_STATEFUL));
    const policy = base.resource.aws_networkfirewall_firewall_policy?.edge?.firewall_policy as Arguments;
    return stackOf(base.resource, {
      aws_networkfirewall_rule_group: {
        stateless: {
          type: "STATELESS",
          rule_group: {
            rules_source: { stateless_rules_and_custom_actions: { stateless_rule: rules } },
          },
        },
      },
      aws_networkfirewall_firewall_policy: {
        edge: {
          firewall_policy: {
            ...policy,
            stateless_default_actions: [defaults],
            stateless_fragment_default_actions: [defaults],
            stateless_rule_group_reference: [
              { priority: 1, resource_arn: "${aws_networkfirewall_rule_group.stateless.arn}" },
            ],
          },
        },
      },
    });
  };
  const from = (block: string): Arguments => ({ source: [{ address_definition: block }] });
  const FORWARD = "aws:forward_to_sfe";
  const STATEFUL_ONLY = [`25/tcp 0.0.0.0/0 > ${SERVER}`];

  test("pass at once what they match, past all others", () => {
    const open = stateless(
      FORWARD,
      rule(1, "aws:pass", {
        ...from("203.0.113.0/24"),
        destination: [{ address_definition: "10.0.0.0/24" }],
        destination_port: [{ from_port: 3389, to_port: 3389 }],
        protocols: [6],
      }),
    );

    expect(reached(open)).toEqual([`25/tcp 0.0.0.0/0 > ${SERVER}`, `3389/tcp 203.0.113.0/24 > ${SERVER}`]);
    expect(postureOf(open, TODAY).exposures.at(-1)?.via).toContain(
      "aws_networkfirewall_rule_group.stateless priority 1",
    );
  });

  test("drop what they match for certain, in the order of their priorities", () => {
    const drop = rule(2, "aws:drop", from("128.0.0.0/1"));

    expect(reached(stateless(FORWARD, drop))).toEqual([`25/tcp 0.0.0.0/1 > ${SERVER}`]);
    expect(reached(stateless(FORWARD, drop, rule(1, FORWARD, from("192.0.0.0/2"))))).toEqual([
      `25/tcp 0.0.0.0/1 192.0.0.0/2 > ${SERVER}`,
    ]);
  });

  test.each<[string, Arguments]>([
    ["a source port", { source_port: [{ from_port: 1024, to_port: 65535 }] }],
    ["flags", { tcp_flag: [{ flags: ["SYN"] }] }],
    ["a part of the subnet's addresses", { destination: [{ address_definition: "10.0.0.11/32" }] }],
    ["what only Terraform knows", { source: [{ address_definition: "${var.x}" }] }],
  ])("drop nothing for certain that also depends on %s", (_what, match) => {
    expect(reached(stateless(FORWARD, rule(1, "aws:drop", match)))).toEqual(STATEFUL_ONLY);
  });

  test("leave the rest to the default actions", () => {
    expect(reached(stateless("aws:drop"))).toEqual([]);
    expect(reached(stateless("${var.action}"))[0]).toBe(`0-65535/tcp 0.0.0.0/0 > ${SERVER}`);
    expect(reached(stateless("aws:drop", rule(1, FORWARD, from(RELAY))))).toEqual([
      `25/tcp ${RELAY} > ${SERVER}`,
    ]);
    expect(reached(stateless("aws:pass", rule(1, "aws:drop", { protocols: [17] })))).toEqual([
      `0-65535/tcp 0.0.0.0/0 > ${SERVER}`,
      `0/icmp 0.0.0.0/0 > ${SERVER}`,
    ]);
  });

  test("may pass anything where the group is not part of the stack", () => {
    const base = stateless(FORWARD).resource;
    const policy = base.aws_networkfirewall_firewall_policy?.edge?.firewall_policy as Arguments;
    const outside = stackOf(base, {
      aws_networkfirewall_firewall_policy: {
        edge: {
          firewall_policy: {
            ...policy,
            stateless_rule_group_reference: [{ priority: 1, resource_arn: "arn:aws:network-firewall:x" }],
          },
        },
      },
    });

    expect(reached(outside)).toContain(`0-65535/tcp 0.0.0.0/0 > ${SERVER}`);
  });
});
