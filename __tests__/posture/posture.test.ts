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

/** Changes the rules of the clinic's firewall. */
function withRules(change: (rules: string[]) => string[]): Tree {
  const json = clinicJson();
  const source = (only(json, "aws_networkfirewall_rule_group").rule_group as Tree).rules_source as Tree;
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

  test("reads networks that are widened", () => {
    const json = clinicJson();
    const group = only(json, "aws_networkfirewall_rule_group").rule_group as Tree;
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

describe("mail that is changed for the worse", () => {
  test("is found out when an MX names the server", () => {
    const json = clinicJson();
    const mx = resources(json, "cloudflare_dns_record").find(({ type }) => String(type) === "MX");
    Object.assign(mx as Tree, { content: "mail.clinic.example" });

    expect(errors(json)).toContain("mail-host-not-in-mx");
  });
});
