import { postureOf } from "../../posture/posture";
import { clinicJson, errors, only, resources, TODAY, type Tree } from "../clinic";
import { admitFromRelay, openSecurityGroup, withoutSecondLock, withRules } from "../opened-clinic";

const reached = (json: Tree): readonly string[] => [
  ...new Set(
    postureOf(json, TODAY).exposures.map(
      ({ protocol, fromPort, toPort, sources }) =>
        `${fromPort}${fromPort === toPort ? "" : `-${toPort}`}/${protocol} ${sources.join(" ")}`,
    ),
  ),
];

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
      "aws_network_acl",
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

  test("says by name what the server can reach on the web, and that the smart host's port is open", () => {
    const [http, https, submission] = posture.egress.map(({ hosts }) => hosts);

    expect(http).toEqual(expect.arrayContaining(["*.windowsupdate.com", "crl.microsoft.com"]));
    expect(https).toEqual(expect.arrayContaining(["*.update.microsoft.com", "officeclient.microsoft.com"]));
    expect(https).not.toContain("crl.microsoft.com");
    expect(submission).toBeNull();
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
    const policy: Record<string, unknown> = only(open, "aws_networkfirewall_firewall_policy")
      .firewall_policy as Tree;
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
    const policy: Record<string, unknown> = only(json, "aws_networkfirewall_firewall_policy")
      .firewall_policy as Tree;
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
    Object.assign(policy, {
      stateful_rule_group_reference: [
        ...Object.values(policy.stateful_rule_group_reference as Tree),
        { priority: 5, resource_arn: arn },
      ],
    });

    expect(errors(json).includes("only-mail-ports")).toBe(open);
  });

  test("is not believed to drop where its drops are turned into alerts", () => {
    const json = withoutSecondLock(clinicJson());
    const policy = only(json, "aws_networkfirewall_firewall_policy").firewall_policy as Tree;
    for (const reference of Object.values(policy.stateful_rule_group_reference as Tree)) {
      Object.assign(reference, { override: { action: "DROP_TO_ALERT" } });
    }
    (policy as Record<string, unknown>).stateful_default_actions = ["aws:drop_established"];

    expect(errors(json)).toContain("only-mail-ports");
  });

  test("reads networks that are widened", () => {
    const json = clinicJson();
    admitFromRelay(json, ["0.0.0.0/0"]);

    // The security group still holds the relay's networks.
    expect(reached(json)).toEqual(["25/tcp 185.201.16.0/22", "443/tcp 0.0.0.0/0"]);
    expect(errors(withoutSecondLock(json))).toContain("smtp-from-relay-only");
  });
});

describe("a subnet's network ACL", () => {
  /** The clinic with the rule of a port changed, and no firewall or security group to hide behind it. */
  function withAcl(change: (rule: Record<string, unknown>) => void): Tree {
    const json = clinicJson();
    openSecurityGroup(json);
    const policy: Record<string, unknown> = only(json, "aws_networkfirewall_firewall_policy")
      .firewall_policy as Tree;
    policy.stateless_default_actions = ["aws:pass"];
    for (const rule of resources(json, "aws_network_acl_rule")) {
      change(rule);
    }
    return json;
  }

  test("keeps out what it does not name, when it is the only lock left", () => {
    const open = reached(withAcl(() => undefined));

    expect(open).toContain("25/tcp 185.201.16.0/22");
    expect(open).toContain("443/tcp 0.0.0.0/0");
    expect(open.filter((line) => line.startsWith("3389"))).toEqual([]);
    expect(open.filter((line) => line.endsWith("/udp 0.0.0.0/0"))).toEqual([]);
  });

  test("is read in the order of its numbers: the first that matches decides", () => {
    const denied = withAcl((rule) => {
      if (rule.from_port === 443 && rule.egress !== true) {
        Object.assign(rule, { rule_action: "deny", rule_number: 1 });
      }
    });

    expect(reached(denied).filter((line) => line.startsWith("443"))).toEqual([]);
  });

  test("is believed to allow what only Terraform knows", () => {
    const unknown = withAcl((rule) => {
      if (rule.from_port === 25) {
        Object.assign(rule, { cidr_block: "${var.relay}" });
      }
    });

    expect(reached(unknown)).toContain("25/tcp 0.0.0.0/0");
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

    expect(errors(json)).toEqual(["firewall-in-path", "symmetric-routes"]);
    expect(postureOf(json, TODAY).exposures[0]?.via.join()).not.toContain("networkfirewall");
  });

  test("is found out when the route covers half of the server's subnet", () => {
    const json = clinicJson();
    for (const route of resources(json, "aws_route")) {
      if (String(route.destination_cidr_block) === "10.20.0.0/26") {
        Object.assign(route, { destination_cidr_block: "10.20.0.0/27" });
      }
    }

    expect(errors(json)).toEqual(["firewall-in-path", "symmetric-routes"]);
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

    expect(errors(json)).toEqual(["symmetric-routes"]);
  });

  test.each([
    [
      "an instance",
      JSON.stringify({ Resources: { x: { Type: "AWS::EC2::Instance" } } }),
      ["no-unmodelled-path"],
    ],
    ["YAML", "Resources: {}", ["no-unmodelled-path"]],
    ["a file elsewhere", undefined, ["no-unmodelled-path"]],
    ["mail services only", JSON.stringify({ Resources: { x: { Type: "AWS::SES::MailManagerRelay" } } }), []],
  ])("judges a CloudFormation template with %s", (_contents, template, found) => {
    const json = clinicJson();
    Object.assign(json.resource as Tree, { aws_cloudformation_stack: { x: { template_body: template } } });

    expect(errors(json)).toEqual(found);
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

/** The clinic while it moves to its relay: 25 open to anyone in both locks. */
function moving(stage: string): Tree {
  const json = withoutSecondLock(clinicJson());
  admitFromRelay(json, ["0.0.0.0/0"]);
  Object.assign((json.output as Tree).relay_stage as Tree, { value: { stage, since: "2026-11-10" } });
  return json;
}

/** What a rule says, once however many paths it says it of, and without the path. */
const findings = (json: Tree, rule: string): readonly string[] => [
  ...new Set(
    postureOf(json, TODAY)
      .findings.filter((finding) => finding.rule === rule)
      .map(({ severity, message }) => `${severity} ${message.replace(/ through \S.*?(?=[;:])/, "")}`),
  ),
];

describe("a move to a relay", () => {
  test.each([
    ["observe", "go on to the cutover once the relay delivers"],
    ["cutover", "lock it once the old MX has left all caches and queues"],
  ])("in its stage %s is a warning that says what comes next", (stage, next) => {
    expect(findings(moving(stage), "smtp-from-relay-only")).toEqual([
      `warning 25/tcp is open to 0.0.0.0/0: the move to the relay is in its stage "${stage}" since 2026-11-10; ${next}`,
    ]);
    expect(postureOf(moving(stage), TODAY).mailFlow).toMatchObject({ stage, stageSince: "2026-11-10" });
  });

  test.each(["locked", "finished", ""])("said to be %j is an error while 25 is open", (stage) => {
    expect(findings(moving(stage), "smtp-from-relay-only")).toEqual([
      expect.stringMatching(
        /^error 25\/tcp is open to .*; restrict it to the networks the relay delivers from$/,
      ),
    ]);
  });

  test("may leave the MX at the server before the cutover only", () => {
    for (const [stage, severity] of [
      ["observe", "warning"],
      ["cutover", "error"],
    ] as const) {
      const json = moving(stage);
      const mx = resources(json, "cloudflare_dns_record").find(({ type }) => String(type) === "MX");
      Object.assign(mx as Tree, { content: "mail.clinic.example" });

      expect(
        postureOf(json, TODAY).findings.find(({ rule }) => rule === "mail-host-not-in-mx")?.severity,
      ).toBe(severity);
    }
  });
});

describe("the networks of a relay", () => {
  /** The clinic with other networks stated, and admitted. */
  function delivering(stated: readonly string[], admitted = stated): Tree {
    const json = withoutSecondLock(clinicJson());
    admitFromRelay(json, admitted);
    Object.assign((json.output as Tree).relay as Tree, {
      value: { name: "Example Relay", delivers_from: stated },
    });
    return json;
  }

  test("are all that is admitted, however narrow a stranger is", () => {
    expect(
      findings(
        delivering(["185.201.16.0/22"], ["185.201.16.0/22", "203.0.113.7/32"]),
        "smtp-from-relay-only",
      ),
    ).toEqual([
      "error 25/tcp is open to 203.0.113.7/32; restrict it to the networks the relay delivers from",
    ]);
  });

  test("may be wider than a relay's when the stack states them, with a warning", () => {
    const json = delivering(["52.100.0.0/14"]);

    expect(findings(json, "smtp-from-relay-only")).toEqual([]);
    expect(findings(json, "relay-networks-wide")).toEqual([
      "warning Example Relay delivers from 52.100.0.0/14, which its other customers use as well; have the receive connector ask for the relay's certificate, too",
    ]);
  });

  test("are not half the internet, whoever states it", () => {
    expect(findings(delivering(["128.0.0.0/2"]), "smtp-from-relay-only")).toEqual([
      expect.stringMatching(/^error 25\/tcp is open to 128\.0\.0\.0\/2/),
    ]);
  });
});

describe("outgoing mail", () => {
  /** The clinic's way to its smart host, changed in all locks. */
  function leaving(port: number, destination: string): Tree {
    const json = withRules((rules) =>
      rules.map((rule) => (rule.includes("out 587") ? rule.replaceAll("587", `${port}`) : rule)),
    );
    for (const rule of resources(json, "aws_vpc_security_group_egress_rule")) {
      if (Number(rule.from_port) === 587) {
        Object.assign(rule, { from_port: port, to_port: port, cidr_ipv4: destination });
      }
    }
    for (const rule of resources(json, "aws_network_acl_rule")) {
      if (Number(rule.from_port) === 587) {
        Object.assign(rule, { from_port: port, to_port: port });
      }
    }
    return json;
  }

  test("past the smart host, on port 25, is an error", () => {
    expect(findings(leaving(25, "0.0.0.0/0"), "no-direct-delivery")).toEqual([
      expect.stringMatching(/^error mail can leave past the smart host: 25\/tcp is open to /),
    ]);
  });

  test("on the smart host's own port 25, to the whole world, is an error all the same", () => {
    const json = leaving(25, "0.0.0.0/0");
    Object.assign((json.output as Tree).smart_host as Tree, {
      value: { host: "out.relay.example", port: 25 },
    });

    expect(findings(json, "no-direct-delivery")).toEqual([
      "error mail can leave past the smart host: 25/tcp is open to 0.0.0.0/0; close it",
    ]);
  });

  test("past the smart host, on a port of another, is an error", () => {
    expect(findings(leaving(465, "198.51.100.0/24"), "no-direct-delivery")).toEqual([
      "error mail can leave past the smart host: 465/tcp is open to 198.51.100.0/24; close it",
    ]);
  });

  test("to a private network is not past the smart host", () => {
    expect(findings(leaving(25, "10.99.1.0/28"), "no-direct-delivery")).toEqual([]);
  });

  test("to the smart host's port anywhere is a warning, which the clinic answers for", () => {
    const posture = postureOf(clinicJson(), TODAY);

    expect(posture.findings).toEqual([]);
    expect(posture.acknowledged.map(({ rule }) => rule)).toEqual(["smart-host-anywhere", "relay-continuity"]);
  });

  test("to the smart host's networks breaks no rule", () => {
    const json = leaving(587, "198.51.100.0/24");

    expect(findings(json, "smart-host-anywhere")).toEqual([]);
    expect(findings(json, "no-direct-delivery")).toEqual([]);
  });
});

describe("the web", () => {
  const guard = /^drop tcp any (80|443) -> \$SERVER any /;

  test("is a warning where answers come in whatever name was asked for", () => {
    const open = withRules((rules) => rules.filter((rule) => !guard.test(rule)));

    expect(findings(open, "egress-limited")).toEqual([
      "warning 80/tcp leads to any host of 0.0.0.0/0; list the hosts that the server needs, or say for how long this may stand",
      "warning 443/tcp leads to any host of 0.0.0.0/0; list the hosts that the server needs, or say for how long this may stand",
    ]);
  });

  test("breaks no rule where it is limited to names, or to a named network", () => {
    const narrow = withRules((rules) => rules.filter((rule) => !guard.test(rule)));
    for (const rule of resources(narrow, "aws_vpc_security_group_egress_rule")) {
      Object.assign(rule, { cidr_ipv4: "198.51.100.0/24" });
    }

    expect(findings(clinicJson(), "egress-limited")).toEqual([]);
    expect(findings(narrow, "egress-limited")).toEqual([]);
  });

  test("is the internet, not a private network however wide", () => {
    const inside = withRules((rules) => rules.filter((rule) => !guard.test(rule)));
    for (const rule of resources(inside, "aws_vpc_security_group_egress_rule")) {
      Object.assign(rule, { cidr_ipv4: "10.0.0.0/8" });
    }

    expect(findings(inside, "egress-limited")).toEqual([]);
  });
});

describe("Windows file sharing", () => {
  /** All locks open outwards for a protocol and a range of ports. */
  function sharing(protocol: string, from: number, to: number, network = "0.0.0.0/0"): Tree {
    const json = withRules((rules) => [
      `pass ${protocol} $SERVER any -> any ${from}:${to} (msg:"x"; flow:to_server; sid:1; rev:1;)`,
      ...rules,
    ]);
    delete (json.resource as Record<string, Tree | undefined>).aws_network_acl;
    const [rule] = resources(json, "aws_vpc_security_group_egress_rule");
    Object.assign(rule as Tree, { ip_protocol: protocol, from_port: from, to_port: to, cidr_ipv4: network });
    return json;
  }

  test.each([
    ["tcp", 445, 445, "445/tcp"],
    ["tcp", 139, 139, "139/tcp"],
    ["udp", 137, 138, "137, 138/udp"],
    ["tcp", 100, 300, "137, 138, 139/tcp"],
    ["udp", 445, 445, "445/udp"],
  ])("that leaves by %s on %i to %i is an error", (protocol, from, to, ports) => {
    expect(findings(sharing(protocol, from, to), "no-smb-out")).toEqual([
      `error Windows file sharing can leave: ${ports} is open to 0.0.0.0/0; close it`,
    ]);
    expect(errors(sharing(protocol, from, to))).toContain("no-smb-out");
  });

  test.each([
    ["tcp", 135, 136],
    ["tcp", 140, 444],
    ["udp", 446, 446],
  ])("is not what leaves by %s on %i to %i", (protocol, from, to) => {
    expect(findings(sharing(protocol, from, to), "no-smb-out")).toEqual([]);
  });

  test.each([
    ["192.168.7.0/28", []],
    [
      "198.51.100.7/32",
      ["error Windows file sharing can leave: 445/tcp is open to 198.51.100.7/32; close it"],
    ],
  ])("with %s breaks the rule where that is on the internet", (network, broken) => {
    expect(findings(sharing("tcp", 445, 445, network), "no-smb-out")).toEqual(broken);
  });
});

describe("continuity", () => {
  const without = (continuity: unknown): readonly string[] => {
    const json = clinicJson();
    Object.assign((json.output as Tree).continuity as Tree, { value: continuity });
    delete (json.output as Record<string, unknown>).acknowledgements;
    return findings(json, "relay-continuity");
  };

  test.each([
    [{ queue_days: 1, webmail: "read" }, "mail goes back to its senders after 1 day"],
    [{ queue_days: 3, webmail: "read-and-answer" }, "mail goes back to its senders after 3 days"],
    [{ queue_days: 14, webmail: "none" }, "users can neither read nor answer new mail"],
    [{ queue_days: 14, webmail: "unknown" }, "nobody says that users can read and answer new mail"],
    [
      {},
      "nobody says how long mail waits before it goes back to its senders, and nobody says that users can read and answer new mail",
    ],
  ])("of %j is a warning that says what the company would lose", (continuity, losses) => {
    expect(without(continuity)).toEqual([
      `warning while the server is down, ${losses}; book continuity with SpamExperts Hosted Cloud or agree with the client that it does without`,
    ]);
  });

  test("with a queue and an inbox breaks no rule", () => {
    expect(without({ queue_days: 4, webmail: "read" })).toEqual([]);
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
