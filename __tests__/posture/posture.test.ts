import { postureOf } from "../../posture/posture";
import { clinicJson, type Tree } from "../clinic";

const TODAY = "2026-11-24";

const resources = (json: Tree, type: string): readonly Tree[] =>
  Object.values((json.resource as Tree)[type] as Tree);

function only(json: Tree, type: string): Tree {
  const found = resources(json, type);
  expect(found).toHaveLength(1);
  return found[0] as Tree;
}

/** The group that decides who may reach whom. */
function accessGroup(json: Tree): Tree {
  const found = resources(json, "aws_networkfirewall_rule_group").filter(({ name }) =>
    String(name).startsWith("clinic-access-"),
  );
  expect(found).toHaveLength(1);
  return found[0] as Tree;
}

/** Changes the rules of the clinic's firewall. */
function withRules(change: (rules: string[]) => string[]): Tree {
  const json = clinicJson();
  const source = (accessGroup(json).rule_group as Tree).rules_source as Tree;
  const before = String(source.rules_string).split("\n");
  (source as Record<string, unknown>).rules_string = change(before).join("\n");
  return json;
}

/** Opens every port in the security group, so that the firewall alone decides. */
function withoutSecondLock(json: Tree): Tree {
  for (const rule of resources(json, "aws_vpc_security_group_ingress_rule")) {
    Object.assign(rule, {
      cidr_ipv4: "0.0.0.0/0",
      ip_protocol: "-1",
      from_port: undefined,
      to_port: undefined,
    });
  }
  return json;
}

const reached = (json: Tree): readonly string[] => [
  ...new Set(
    postureOf(json, TODAY).exposures.map(
      ({ protocol, fromPort, toPort, sources }) =>
        `${fromPort}${fromPort === toPort ? "" : `-${toPort}`}/${protocol} ${sources.join(" ")}`,
    ),
  ),
];

const errors = (json: Tree): readonly string[] =>
  postureOf(json, TODAY)
    .findings.filter(({ severity }) => severity === "error")
    .map(({ rule }) => rule);

describe("the posture of the sample clinic", () => {
  const posture = postureOf(clinicJson(), TODAY);

  test("is 25 from the relay and 443 from anywhere, and nothing else", () => {
    expect(reached(clinicJson())).toEqual(["25/tcp 185.201.16.0/22", "443/tcp 0.0.0.0/0"]);
    expect(posture.findings.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  test("names everything that lets a packet in, from the internet inwards", () => {
    expect(posture.exposures[0]?.via.map((step) => step.replace(/\.\S+/, ""))).toEqual([
      "aws_internet_gateway",
      "aws_route",
      "aws_networkfirewall_firewall",
      "aws_networkfirewall_firewall_policy",
      "aws_networkfirewall_rule_group sid 9250000",
      "aws_vpc_security_group_ingress_rule",
    ]);
  });

  test("says where mail comes in, where it leaves, and who may send", () => {
    expect(posture.mailFlow).toMatchObject({
      inbound: [
        {
          domain: "clinic.example",
          exchanges: [{ host: "mx1-eu.spamexperts.com", preference: 10 }, {}, {}, {}],
        },
      ],
      deliversFrom: ["185.201.16.0/22"],
      smartHost: { host: "smtp.antispamcloud.com", port: 587 },
    });
    expect(posture.mailFlow.senders).toContainEqual({
      domain: "clinic.example",
      spf: "v=spf1 include:spf.antispamcloud.com ~all",
    });
  });

  test("says what the server can reach", () => {
    expect(
      posture.egress.map(({ fromPort, destinations }) => `${fromPort} ${destinations.join(" ")}`),
    ).toEqual(["80 0.0.0.0/0", "443 0.0.0.0/0", "587 0.0.0.0/0"]);
  });

  test("names the certificate", () => {
    expect(posture.certificates).toMatchObject([
      {
        names: ["autodiscover.clinic.example", "mail.clinic.example"],
        issuer: "AWS Certificate Manager",
        validatedByStack: true,
      },
    ]);
  });

  test("is the same for the same JSON", () => {
    expect(JSON.stringify(postureOf(clinicJson(), TODAY))).toBe(
      JSON.stringify(postureOf(clinicJson(), TODAY)),
    );
  });
});

describe("a firewall that is changed for the worse", () => {
  test("is held by the security group when it loses its last drops", () => {
    const open = withRules((rules) => rules.filter((rule) => !rule.startsWith("drop")));
    const policy = only(open, "aws_networkfirewall_firewall_policy").firewall_policy as Tree as Record<
      string,
      unknown
    >;
    policy.stateful_default_actions = ["aws:drop_established"];

    expect(reached(open)).toEqual(["25/tcp 185.201.16.0/22", "443/tcp 0.0.0.0/0"]);
    expect(reached(withoutSecondLock(open)).length).toBeGreaterThan(2);
  });

  test("is found out when a rule passes a third port", () => {
    const json = withoutSecondLock(
      withRules((rules) => ['pass tcp any any -> $SERVER 3389 (msg:"x"; flow:to_server; sid:1;)', ...rules]),
    );

    expect(reached(json)).toContain("3389/tcp 0.0.0.0/0");
    expect(errors(json)).toContain("only-mail-ports");
  });

  test("is found out when a pass of everything stands first", () => {
    const json = withoutSecondLock(withRules((rules) => ["pass ip any any -> any any (sid:1;)", ...rules]));

    expect(reached(json)).toEqual(["0-65535/tcp 0.0.0.0/0", "0-65535/udp 0.0.0.0/0", "0/icmp 0.0.0.0/0"]);
  });

  test("passes nothing to a rule that stands behind the drops", () => {
    const json = withoutSecondLock(
      withRules((rules) => [...rules, "pass tcp any any -> $SERVER 3389 (flow:to_server; sid:1;)"]),
    );

    expect(reached(json)).toEqual(["25/tcp 185.201.16.0/22", "443/tcp 0.0.0.0/0"]);
  });

  test("is not believed to drop what a rule drops only for some payload", () => {
    const json = withoutSecondLock(
      withRules((rules) => [
        'drop tcp any any -> $SERVER 443 (flow:to_server; http.uri; content:"/ecp"; sid:1;)',
        ...rules,
      ]),
    );

    expect(reached(json)).toContain("443/tcp 0.0.0.0/0");
  });

  test("is not believed to inspect when the policy passes packets without state", () => {
    const json = withoutSecondLock(clinicJson());
    const policy = only(json, "aws_networkfirewall_firewall_policy").firewall_policy as Tree as Record<
      string,
      unknown
    >;
    policy.stateless_default_actions = ["aws:pass"];

    expect(reached(json)).toContain("0-65535/tcp 0.0.0.0/0");
  });

  test("passes no more for groups that look into packets", () => {
    const json = withoutSecondLock(
      withRules((rules) => [
        'alert tcp any any -> $SERVER any (msg:"x"; flow:to_server; sid:1; rev:1;)',
        'drop tcp any any -> $SERVER 3389 (msg:"x"; content:"x"; sid:2; rev:1;)',
        ...rules,
      ]),
    );

    expect(reached(json)).toEqual(["25/tcp 185.201.16.0/22", "443/tcp 0.0.0.0/0"]);
  });

  test.each([
    [
      "a rule group of another stack",
      "arn:aws:network-firewall:eu-west-3:123456789012:stateful-rulegroup/other",
      true,
    ],
    ["a rule group known only after apply", "${data.aws_networkfirewall_rule_group.other.arn}", true],
    [
      "one of AWS's own",
      "arn:aws:network-firewall:eu-west-3:aws-managed:stateful-rulegroup/MalwareDomainsStrictOrder",
      false,
    ],
  ])("with %s in its policy is believed to hold back nothing it cannot prove", (_what, arn, open) => {
    const json = withoutSecondLock(clinicJson());
    const policy = only(json, "aws_networkfirewall_firewall_policy").firewall_policy as Tree;
    (policy.stateful_rule_group_reference as unknown as object[]).push({ priority: 5, resource_arn: arn });

    expect(errors(json).includes("only-mail-ports")).toBe(open);
  });

  test("is not believed to drop where its drops are turned into alerts", () => {
    const json = withoutSecondLock(clinicJson());
    const policy = only(json, "aws_networkfirewall_firewall_policy").firewall_policy as Tree;
    for (const reference of policy.stateful_rule_group_reference as unknown as { priority: number }[]) {
      Object.assign(reference, { override: { action: "DROP_TO_ALERT" } });
    }
    (policy as Record<string, unknown>).stateful_default_actions = ["aws:drop_established"];

    expect(errors(json)).toContain("only-mail-ports");
  });

  test("reads networks that are widened", () => {
    const json = clinicJson();
    const group = accessGroup(json).rule_group as Tree;
    const sets = (group.rule_variables as Tree).ip_sets as unknown as {
      key: string;
      ip_set: { definition: string[] };
    }[];
    for (const set of sets.filter(({ key }) => key === "RELAY")) {
      set.ip_set.definition = ["0.0.0.0/0"];
    }

    // The security group still holds the relay's networks.
    expect(reached(json)).toEqual(["25/tcp 185.201.16.0/22", "443/tcp 0.0.0.0/0"]);
    expect(errors(withoutSecondLock(json))).toContain("smtp-from-relay-only");
  });
});

describe("what a firewall looks for", () => {
  test("is told group by group, with what no rule can read", () => {
    const [ips, ...others] = postureOf(clinicJson(), TODAY).ips;

    expect(others).toEqual([]);
    expect(ips?.groups[0]).toEqual({
      name: "MalwareDomainsStrictOrder",
      by: "aws",
      action: "prevent",
      rules: null,
    });
    expect(ips?.groups.at(-1)).toEqual({
      name: expect.stringMatching(/^clinic-smtp-abuse-/),
      by: "own",
      action: "prevent",
      rules: 8,
    });
    expect(ips?.mode).toBe("prevent");
    expect(ips?.blindSpots.map(({ port }) => port)).toEqual([25, 443]);
  });

  test("is in part prevented where a group of AWS's only alerts", () => {
    const json = clinicJson();
    const policy = only(json, "aws_networkfirewall_firewall_policy").firewall_policy as Tree;
    Object.assign((policy.stateful_rule_group_reference as Tree)[0] as Tree, {
      override: { action: "DROP_TO_ALERT" },
    });

    expect(postureOf(json, TODAY).ips[0]?.mode).toBe("prevent-in-part");
  });

  test("is detected only where nothing drops, and nothing where there are access rules alone", () => {
    const json = clinicJson();
    const policy = only(json, "aws_networkfirewall_firewall_policy").firewall_policy as Tree as Record<
      string,
      unknown
    >;
    const references = policy.stateful_rule_group_reference as { priority: number; override?: unknown }[];
    policy.stateful_rule_group_reference = references
      .filter(({ priority }) => priority !== 90)
      .map((reference) =>
        reference.priority < 80 ? { ...reference, override: { action: "DROP_TO_ALERT" } } : reference,
      );
    expect(postureOf(json, TODAY).ips[0]?.mode).toBe("detect");

    policy.stateful_rule_group_reference = references.filter(({ priority }) => priority === 100);
    expect(postureOf(json, TODAY).ips[0]).toMatchObject({ mode: "none", groups: [] });
  });

  test("is warned about where 443 is let in and not decrypted", () => {
    const blind = (json: Tree): readonly string[] => {
      const { findings, acknowledged } = postureOf(json, TODAY);
      return [...findings, ...acknowledged]
        .filter(({ rule, message }) => rule === "https-inspected" && message.startsWith("443 is let in"))
        .map(({ severity }) => severity);
    };
    const decrypted = clinicJson();
    Object.assign(only(decrypted, "aws_networkfirewall_firewall_policy").firewall_policy as Tree, {
      tls_inspection_configuration_arn: "arn:aws:network-firewall:eu-west-3:123456789012:tls-configuration/x",
    });

    expect(blind(clinicJson())).toEqual(["warning"]);
    expect(blind(decrypted)).toEqual([]);
  });
});

describe("a network that is changed for the worse", () => {
  test("is found out when the gateway's route to the firewall is gone", () => {
    const json = clinicJson();
    const routes = (json.resource as Tree).aws_route as Record<string, Tree | undefined>;
    const [name] =
      Object.entries(routes).find(([, route]) => String(route?.destination_cidr_block) === "10.20.0.0/26") ??
      [];
    delete routes[name as string];

    expect(errors(json)).toEqual(["firewall-in-path"]);
    expect(postureOf(json, TODAY).exposures[0]?.via.join()).not.toContain("networkfirewall");
  });

  test("is found out when the route covers half of the server's subnet", () => {
    const json = clinicJson();
    for (const route of resources(json, "aws_route")) {
      if (String(route.destination_cidr_block) === "10.20.0.0/26") {
        Object.assign(route, { destination_cidr_block: "10.20.0.0/27" });
      }
    }

    expect(errors(json)).toEqual(["firewall-in-path"]);
  });

  test("is found out when replies leave past the firewall", () => {
    const json = clinicJson();
    const gateway = Object.keys((json.resource as Tree).aws_internet_gateway as Tree)[0];
    for (const route of resources(json, "aws_route")) {
      if (String(route.destination_cidr_block) === "0.0.0.0/0" && route.vpc_endpoint_id !== undefined) {
        Object.assign(route, {
          vpc_endpoint_id: undefined,
          gateway_id: `\${aws_internet_gateway.${gateway}.id}`,
        });
      }
    }

    expect(errors(json)).toEqual(["symmetric-path"]);
  });

  test.each([
    "aws_lb",
    "aws_vpc_peering_connection",
    "aws_vpn_connection",
    "cloudflare_spectrum_application",
  ])("is found out when a %s appears, which is not followed yet", (type) => {
    const json = clinicJson();
    Object.assign(json.resource as Tree, { [type]: { other: { name: "x" } } });

    expect(errors(json)).toContain("no-unmodelled-path");
  });

  test("passes nothing to a second host that is given an address", () => {
    const json = clinicJson();
    const { aws_network_interface: interfaces } = json.resource as Tree;
    const [name, server] = Object.entries(interfaces as Tree)[0] as [string, Tree];
    Object.assign(interfaces as Tree, { second: { ...server, private_ips: ["10.20.0.11"] } });
    Object.assign((json.resource as Tree).aws_eip as Tree, {
      second: { network_interface: "${aws_network_interface.second.id}" },
    });

    expect(name).not.toBe("second");
    expect(postureOf(json, TODAY).exposures.map(({ target }) => target)).not.toContain(
      "aws_network_interface.second",
    );
  });
});

describe("mail that is changed for the worse", () => {
  test("is found out when an MX names the server", () => {
    const json = clinicJson();
    const mx = resources(json, "cloudflare_dns_record").find(({ type }) => String(type) === "MX");
    Object.assign(mx as Tree, { content: "mail.clinic.example" });

    expect(errors(json)).toContain("mail-host-not-in-mx");
  });
});
