import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { CidrSet } from "../../../constructs/core/cidr-set";
import { AwsMailEdge, type AwsMailEdgeProps } from "../../../constructs/edge/aws/aws-mail-edge";
import { exchangeEgress } from "../../../constructs/edge/egress";
import { Ingress } from "../../../constructs/edge/ingress";
import { type Attributes, type SynthesizedStack, synthesized } from "../../synthesized-stack";

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

function rulesOf(stack: SynthesizedStack): readonly string[] {
  const group = stack.only("aws_networkfirewall_rule_group", {
    name: expect.stringMatching(/^clinic-access-/),
  }).rule_group as Attributes;
  return String((group.rules_source as Attributes).rules_string).split("\n");
}

describe("the edge of a server on EC2", () => {
  const stack = edge();

  test("leads the gateway's traffic for the server to the firewall's endpoint of the same zone", () => {
    const route = stack.only("aws_route", { destination_cidr_block: "10.20.0.0/26" });

    expect(route.vpc_endpoint_id).toMatch(
      /^\$\{one\(\[for element in aws_networkfirewall_firewall\.\S+\.firewall_status\[0\]\.sync_states : element\.attachment\[0\]\.endpoint_id if element\.availability_zone == "eu-west-3a"\]\)\}$/,
    );
    expect(
      stack.all("aws_route_table_association", {
        gateway_id: expect.stringContaining("aws_internet_gateway"),
      }),
    ).toHaveLength(1);
  });

  test("leads the server's traffic to the same endpoint", () => {
    const inbound = stack.only("aws_route", { destination_cidr_block: "10.20.0.0/26" });
    const outbound = stack.only("aws_route", {
      destination_cidr_block: "0.0.0.0/0",
      vpc_endpoint_id: expect.any(String),
    });

    expect(outbound.vpc_endpoint_id).toBe(inbound.vpc_endpoint_id);
  });

  test("gives only the firewall's subnet a route to the internet", () => {
    expect(stack.all("aws_route", { gateway_id: expect.any(String) })).toHaveLength(1);
  });

  test("empties the security group that interfaces without one are in", () => {
    const group = stack.only("aws_default_security_group");

    expect(group.vpc_id).toMatch(/^\$\{aws_vpc\.\S+\.id\}$/);
    expect(group).not.toHaveProperty("ingress");
    expect(group).not.toHaveProperty("egress");
  });

  test("leaves that group alone in a network that the client has", () => {
    const adopted = edge({
      network: {
        cidr: "10.40.0.0/16",
        vpc: { id: "vpc-0a1b2c3d", internetGateway: "igw-0a1b2c3d" },
        subnets: [
          {
            availabilityZone: "eu-west-3a",
            mail: { cidr: "10.40.0.0/24", id: "subnet-0a1b2c3d" },
            firewall: { cidr: "10.40.1.0/24", id: "subnet-1a1b2c3d" },
          },
        ],
      },
    });

    expect(adopted.all("aws_default_security_group")).toEqual([]);
  });

  test("keeps server and firewall in one zone, in subnets that do not overlap", () => {
    expect(
      stack
        .all("aws_subnet")
        .map(({ cidr_block, availability_zone }) => `${cidr_block} ${availability_zone}`)
        .sort(),
    ).toEqual(["10.20.0.0/26 eu-west-3a", "10.20.0.240/28 eu-west-3a"]);
  });

  test("runs the rules in the order written and hands every packet to them", () => {
    expect(stack.only("aws_networkfirewall_firewall_policy").firewall_policy).toMatchObject({
      stateful_engine_options: { rule_order: "STRICT_ORDER", stream_exception_policy: "REJECT" },
      stateless_default_actions: ["aws:forward_to_sfe"],
      stateless_fragment_default_actions: ["aws:forward_to_sfe"],
      stateful_default_actions: ["aws:alert_strict", "aws:drop_strict"],
    });
  });

  test("passes mail from the relay and HTTPS from anywhere, then drops all else at the first packet", () => {
    const rules = rulesOf(stack);

    expect(rules[0]).toBe(
      'pass tcp $RELAY any -> $SERVER 25 (msg:"in 25: mail from the relay"; flow:to_server; sid:9250000; rev:1;)',
    );
    expect(rules[2]).toMatch(/^pass tcp any any -> \$SERVER 443 \(.*flow:to_server; /);
    expect(rules.at(-2)).toBe(
      'drop tcp any any -> any any (msg:"closed port"; flow:to_server; sid:9250024; rev:1;)',
    );
    expect(rules.at(-1)).toBe('drop ip any any -> any any (msg:"not permitted"; sid:9250025; rev:1;)');
  });

  test("judges the names before it passes packets, port by port", () => {
    const kinds = rulesOf(stack)
      .filter((rule) => / any 443 \(| any 443 -> /.test(rule) && rule.includes('msg:"out'))
      .map((rule) => rule.split(" ").slice(0, 2).join(" "));

    expect(kinds).toEqual([
      "alert tls",
      "alert tls",
      "alert tls",
      "alert tls",
      "reject tls",
      "reject tcp",
      "drop tcp",
      "pass tcp",
      "pass tcp",
    ]);
  });

  test("numbers its rules without repetition", () => {
    const sids = rulesOf(stack).map((rule) => /sid:(\d+);/.exec(rule)?.[1]);

    expect(new Set(sids).size).toBe(sids.length);
  });

  test("locks the server a second time with the same two ports", () => {
    const rules = stack
      .all("aws_vpc_security_group_ingress_rule", { cidr_ipv4: expect.any(String) })
      .map(({ cidr_ipv4, from_port, to_port }) => `${cidr_ipv4} ${from_port}-${to_port}`);

    expect(rules.sort()).toEqual(["0.0.0.0/0 443-443", "185.201.16.0/22 25-25"]);
  });

  test("lets the server out for updates, revocation lists and the smart host only", () => {
    expect(
      stack
        .all("aws_vpc_security_group_egress_rule")
        .map(({ to_port }) => to_port)
        .sort(),
    ).toEqual([443, 587, 80]);
  });

  test("lets no mail out when no smart host is named", () => {
    expect(
      edge({ egress: undefined as never })
        .all("aws_vpc_security_group_egress_rule")
        .map(({ to_port }) => to_port)
        .sort(),
    ).toEqual([443, 80]);
  });

  test("opens UDP to named resolvers and time servers only, in the second lock as well", () => {
    const asking = edge({
      egress: exchangeEgress(587, undefined, { dns: ["192.0.2.53/32"], ntp: ["192.0.2.123/32"] }),
    });

    expect(
      asking
        .all("aws_vpc_security_group_egress_rule")
        .filter(({ to_port }) => to_port === 53 || to_port === 123)
        .map(({ ip_protocol, to_port, cidr_ipv4 }) => `${to_port}/${ip_protocol} ${cidr_ipv4}`)
        .sort(),
    ).toEqual(["123/udp 192.0.2.123/32", "53/tcp 192.0.2.53/32", "53/udp 192.0.2.53/32"]);
    expect(rulesOf(asking)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^pass udp \$SERVER any -> \$EGRESS_UDP_53 53 /),
        expect.stringMatching(/^pass udp \$EGRESS_UDP_123 123 -> \$SERVER any /),
        expect.stringMatching(/^pass tcp \$SERVER any -> \$EGRESS_53 53 /),
      ]),
    );
  });

  test("gives the server an interface with a fixed address and an elastic address on it", () => {
    const server = stack.only("aws_network_interface", { private_ips: ["10.20.0.10"] });

    expect(server.security_groups).toEqual([expect.stringContaining("aws_security_group.")]);
    expect(stack.only("aws_eip_association").network_interface_id).toContain("aws_network_interface.");
  });

  test("refuses deletion and changes of the firewall by default", () => {
    expect(stack.only("aws_networkfirewall_firewall")).toMatchObject({
      delete_protection: true,
      subnet_change_protection: true,
      firewall_policy_change_protection: true,
    });
  });

  test("can be taken down when protection is switched off", () => {
    expect(edge({ protection: false }).only("aws_networkfirewall_firewall")).toMatchObject({
      delete_protection: false,
      subnet_change_protection: false,
      firewall_policy_change_protection: false,
    });
  });

  test("admits HTTPS from named networks only, in both locks, when they are given", () => {
    const restricted = edge({
      ingress: Ingress.of({
        smtpFrom: CidrSet.of("185.201.16.0/22"),
        httpsFrom: CidrSet.of("198.51.100.0/24"),
      }),
    });

    expect(rulesOf(restricted)[2]).toMatch(/^pass tcp \$USERS any -> \$SERVER 443 /);
    expect(
      restricted.only("aws_vpc_security_group_ingress_rule", {
        from_port: 443,
        cidr_ipv4: expect.any(String),
      }).cidr_ipv4,
    ).toBe("198.51.100.0/24");
  });

  test("fails where server and firewall would share addresses", () => {
    expect(() =>
      edge({
        network: {
          cidr: "10.20.0.0/24",
          subnets: [{ availabilityZone: "eu-west-3a", firewall: { cidr: "10.20.0.0/28" } }],
        },
      }),
    ).toThrow(
      "test/edge: OverlappingCidrs: the firewall subnet 10.20.0.0/28 of eu-west-3a overlaps the mail subnet 10.20.0.0/26 of eu-west-3a",
    );
  });
});

describe("an ingress", () => {
  test("is 25 from the relay and 443, and nothing else can be said", () => {
    const { rules } = Ingress.of({ smtpFrom: CidrSet.of("185.201.16.0/22") });

    expect(rules.map(({ protocol, port, sources }) => `${port}/${protocol} ${sources}`)).toEqual([
      "25/tcp 185.201.16.0/22",
      "443/tcp 0.0.0.0/0, ::/0",
    ]);
  });

  test("fails when nobody could deliver, and when nobody could connect", () => {
    const attempt = () => Ingress.of({ smtpFrom: CidrSet.EMPTY, httpsFrom: CidrSet.EMPTY });

    expect(attempt).toThrow("IngressEmpty: no network may deliver mail to port 25; give the relay's");
    expect(attempt).toThrow("IngressEmpty: no network may reach port 443; give the users'");
  });
});
