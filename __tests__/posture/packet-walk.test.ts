import fc from "fast-check";
import type { Egress, Exposure } from "../../posture/facts";
import { postureOf } from "../../posture/posture";
import { TODAY } from "../clinic";
import {
  type Arguments,
  endpointIn,
  type HandWritten,
  policy,
  type Resources,
  stackOf,
} from "./hand-written";
import {
  ADDRESSES,
  type FirewallRule,
  type Lock,
  type Locks,
  leavesForOffice,
  leavesHidden,
  leavesServer,
  OFFICE,
  type Opening,
  reachesHidden,
  reachesServer,
  type SmallNetwork,
  SUBNETS,
  type SubnetName,
  within,
} from "./packet-walk";

const NAMES = Object.keys(SUBNETS) as readonly SubnetName[];
const OUTSIDE = ["151.101.1.7", "93.184.215.7", "93.184.215.200", "2600:1::1", "2600:2::1"] as const;
const OFFICES = ["192.168.7.1", "172.16.0.1"] as const;
const PORTS = [20, 25, 26, 443, 500] as const;

const block = fc.constantFrom(
  "any",
  "any",
  "any",
  "151.101.1.0/24",
  "93.184.215.0/25",
  "192.168.0.0/17",
  "10.0.0.0/23",
  "10.0.3.0/24",
  "2600:1::/32",
);

const range = fc
  .tuple(fc.constantFrom(...PORTS), fc.constantFrom(...PORTS))
  .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));

const lock: fc.Arbitrary<Lock> = fc
  .record({
    allow: fc.boolean(),
    protocol: fc.constantFrom("tcp" as const, "udp" as const, "-1" as const),
    block,
    range,
  })
  .map(({ range: ports, ...others }) => ({ ...others, ...ports }));

const ANYTHING: Lock = { allow: true, protocol: "-1", block: "any", from: 0, to: 65_535 };

/** Few rules, and often one more that allows all: a lock that is shut hides what the others do. */
const locks = (of: fc.Arbitrary<Lock>): fc.Arbitrary<Locks> => {
  const rules = fc
    .tuple(fc.array(of, { maxLength: 3 }), fc.boolean())
    .map(([some, open]) => (open ? [...some, ANYTHING] : some));
  return fc.record({ inbound: rules, outbound: rules });
};

const admitting = lock.map((rule) => ({ ...rule, allow: true }));

/** Whole subnets, so that it does not matter which address AWS gives a load balancer in one of them. */
const inside = fc.constantFrom(
  "any",
  "any",
  "any",
  "10.0.0.0/24",
  "10.0.1.0/24",
  "10.0.2.0/24",
  "10.0.2.10",
  "!10.0.2.0/24",
  "2001:db8:1:2::/64",
);

const firewallRule: fc.Arbitrary<FirewallRule> = fc
  .record({
    action: fc.constantFrom(
      "pass" as const,
      "pass" as const,
      "drop" as const,
      "reject" as const,
      "alert" as const,
    ),
    protocol: fc.constantFrom("tcp" as const, "udp" as const, "ip" as const),
    outwards: fc.boolean(),
    inside,
    outside: fc.oneof(block, fc.constant("!93.184.215.0/25")),
    ports: fc.subarray([...PORTS], { maxLength: 2 }),
    replies: fc.integer({ min: 0, max: 9 }).map((roll) => roll === 0),
  })
  .map(({ outwards, inside: near, outside: far, protocol, ports, ...others }) => ({
    ...others,
    protocol,
    source: outwards ? near : far,
    destination: outwards ? far : near,
    ports: protocol === "ip" ? [] : ports,
  }));

const acl = fc.option(locks(lock), { nil: undefined });

const smallNetwork: fc.Arbitrary<SmallNetwork> = fc.record({
  rules: fc.array(firewallRule, { maxLength: 5 }),
  strict: fc.boolean(),
  dropsByDefault: fc.boolean(),
  inspected: fc.record({ 4: fc.subarray([...NAMES]), 6: fc.subarray([...NAMES]) }),
  acls: fc
    .record({ front_a: acl, front_b: acl, public: acl, private: acl })
    .map((all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))),
  server: fc
    .tuple(locks(admitting), fc.record({ elastic: fc.boolean(), ipv6: fc.boolean() }))
    .map(([own, others]) => ({ ...own, ...others })),
  hidden: fc
    .tuple(locks(admitting), fc.record({ admitsBalancer: fc.boolean() }))
    .map(([own, others]) => ({ ...own, ...others })),
  balancer: fc
    .tuple(
      locks(admitting),
      fc.record({
        internal: fc.boolean(),
        crossesZones: fc.boolean(),
        keepsClient: fc.boolean(),
        listens: fc.constantFrom(25, 443),
        sendsTo: fc.constantFrom(25, 26, 443),
      }),
    )
    .map(([own, others]) => ({ ...own, ...others })),
  out: fc.record({
    server: fc.constantFrom("firewall" as const, "gateway" as const, "nowhere" as const),
    nat: fc.constantFrom("firewall" as const, "gateway" as const),
  }),
  vpn: fc.boolean(),
});

/** The same network as a stack. */
function written(network: SmallNetwork): HandWritten {
  const vpc = { vpc_id: "${aws_vpc.main.id}" };
  const gateway = "${aws_internet_gateway.main.id}";
  const table = (name: string, route: readonly Arguments[]): Resources => ({
    aws_route_table: { [name]: { ...vpc, route } },
    aws_route_table_association:
      name === "gateway"
        ? { gateway: { gateway_id: gateway, route_table_id: "${aws_route_table.gateway.id}" } }
        : {
            [name]: {
              subnet_id: `\${aws_subnet.${name}.id}`,
              route_table_id: `\${aws_route_table.${name}.id}`,
            },
          },
  });
  const both = (target: Arguments): readonly Arguments[] => [
    { cidr_block: "0.0.0.0/0", ...target },
    { ipv6_cidr_block: "::/0", ...target },
  ];
  const target = { firewall: { vpc_endpoint_id: endpointIn("a") }, gateway: { gateway_id: gateway } };
  const office = network.vpn ? [{ cidr_block: OFFICE, gateway_id: "${aws_vpn_gateway.office.id}" }] : [];
  return stackOf(
    policy(network.rules.map(suricata).join("\n")),
    {
      aws_networkfirewall_firewall_policy: {
        edge: {
          firewall_policy: {
            stateless_default_actions: ["aws:forward_to_sfe"],
            stateless_fragment_default_actions: ["aws:forward_to_sfe"],
            stateful_engine_options: {
              rule_order: network.strict ? "STRICT_ORDER" : "DEFAULT_ACTION_ORDER",
            },
            stateful_default_actions: network.strict && network.dropsByDefault ? ["aws:drop_strict"] : [],
            stateful_rule_group_reference: [
              { priority: 1, resource_arn: "${aws_networkfirewall_rule_group.access.arn}" },
            ],
          },
        },
      },
      aws_vpc: { main: { cidr_block: "10.0.0.0/16", ipv6_cidr_block: "2001:db8:1::/48" } },
      aws_internet_gateway: { main: vpc },
      aws_subnet: {
        ...Object.fromEntries(
          Object.entries(SUBNETS).map(([name, { ipv4, ipv6, zone }]) => [
            name,
            { ...vpc, cidr_block: ipv4, ipv6_cidr_block: ipv6, availability_zone: zone },
          ]),
        ),
        firewall: { ...vpc, cidr_block: "10.0.255.0/28", availability_zone: "a" },
      },
      aws_networkfirewall_firewall: {
        edge: {
          ...vpc,
          firewall_policy_arn: "${aws_networkfirewall_firewall_policy.edge.arn}",
          subnet_mapping: [{ subnet_id: "${aws_subnet.firewall.id}" }],
        },
      },
      aws_nat_gateway: { main: { subnet_id: "${aws_subnet.front_a.id}", allocation_id: "eipalloc-1" } },
    },
    table("gateway", [
      ...network.inspected[4].map((name) => ({
        cidr_block: `\${aws_subnet.${name}.cidr_block}`,
        ...target.firewall,
      })),
      ...network.inspected[6].map((name) => ({
        ipv6_cidr_block: SUBNETS[name].ipv6,
        ...target.firewall,
      })),
    ]),
    table("firewall", both(target.gateway)),
    table("front_a", [...both(target[network.out.nat]), ...office]),
    table("front_b", office),
    table("public", [
      ...(network.out.server === "nowhere" ? [] : both(target[network.out.server])),
      ...office,
    ]),
    table("private", [{ cidr_block: "0.0.0.0/0", nat_gateway_id: "${aws_nat_gateway.main.id}" }, ...office]),
    ...Object.entries(network.acls).map(([name, rules]) => aclOf(name, rules)),
    groupOf("server", network.server),
    groupOf("hidden", network.hidden, network.hidden.admitsBalancer),
    groupOf("balancer", network.balancer),
    {
      aws_network_interface: {
        server: {
          subnet_id: "${aws_subnet.public.id}",
          private_ips: [ADDRESSES.server[4]],
          ...(network.server.ipv6 ? { ipv6_addresses: [ADDRESSES.server[6]] } : {}),
          security_groups: ["${aws_security_group.server.id}"],
        },
        hidden: {
          subnet_id: "${aws_subnet.private.id}",
          private_ips: [ADDRESSES.hidden[4]],
          security_groups: ["${aws_security_group.hidden.id}"],
        },
      },
      ...(network.server.elastic
        ? { aws_eip: { server: { network_interface: "${aws_network_interface.server.id}" } } }
        : {}),
      ...(network.vpn ? { aws_vpn_gateway: { office: vpc } } : {}),
      aws_lb: {
        front: {
          load_balancer_type: "network",
          internal: network.balancer.internal,
          enable_cross_zone_load_balancing: network.balancer.crossesZones,
          subnets: ["${aws_subnet.front_a.id}", "${aws_subnet.front_b.id}"],
          security_groups: ["${aws_security_group.balancer.id}"],
        },
      },
      aws_lb_listener: {
        front: {
          load_balancer_arn: "${aws_lb.front.arn}",
          port: network.balancer.listens,
          protocol: "TCP",
          default_action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.front.arn}" }],
        },
      },
      aws_lb_target_group: {
        front: {
          port: network.balancer.sendsTo,
          protocol: "TCP",
          target_type: "ip",
          preserve_client_ip: `${network.balancer.keepsClient}`,
          ...vpc,
        },
      },
      aws_lb_target_group_attachment: {
        front: {
          target_group_arn: "${aws_lb_target_group.front.arn}",
          target_id: "${aws_network_interface.hidden.private_ip}",
        },
      },
    },
  );
}

function suricata(
  { action, protocol, source, destination, ports, replies }: FirewallRule,
  index: number,
): string {
  const port = ports.length === 0 ? "any" : `[${ports.join(",")}]`;
  return `${action} ${protocol} ${source} any -> ${destination} ${port} (flow:${replies ? "to_client" : "to_server"}; sid:${index + 1};)`;
}

function aclOf(name: string, { inbound, outbound }: Locks): Resources {
  const entries = (rules: readonly Lock[]): readonly Arguments[] =>
    rules.flatMap(({ allow, protocol, block: peers, from, to }, index) =>
      blocksOf(peers).map((entry, part) => ({
        rule_no: index * 2 + part + 1,
        action: allow ? "allow" : "deny",
        protocol,
        from_port: protocol === "-1" ? 0 : from,
        to_port: protocol === "-1" ? 0 : to,
        [entry.includes(":") ? "ipv6_cidr_block" : "cidr_block"]: entry,
      })),
    );
  return {
    aws_network_acl: {
      [name]: {
        vpc_id: "${aws_vpc.main.id}",
        subnet_ids: [`\${aws_subnet.${name}.id}`],
        // The numbers decide, not the order in which rules are written.
        ingress: entries(inbound).toReversed(),
        egress: entries(outbound).toReversed(),
      },
    },
  };
}

function groupOf(name: string, { inbound, outbound }: Locks, admitsBalancer = false): Resources {
  const entries = (rules: readonly Lock[]): readonly Arguments[] =>
    rules.map(({ protocol, block: peers, from, to }) => ({
      protocol,
      from_port: protocol === "-1" ? 0 : from,
      to_port: protocol === "-1" ? 0 : to,
      cidr_blocks: blocksOf(peers).filter((entry) => !entry.includes(":")),
      ipv6_cidr_blocks: blocksOf(peers).filter((entry) => entry.includes(":")),
    }));
  const members = {
    protocol: "-1",
    from_port: 0,
    to_port: 0,
    security_groups: ["${aws_security_group.balancer.id}"],
  };
  return {
    aws_security_group: {
      [name]: {
        vpc_id: "${aws_vpc.main.id}",
        ingress: [...entries(inbound), ...(admitsBalancer ? [members] : [])],
        egress: entries(outbound),
      },
    },
  };
}

function blocksOf(peers: string): readonly string[] {
  return peers === "any" ? ["0.0.0.0/0", "::/0"] : [peers];
}

const packets = (peers: readonly string[]): readonly Opening[] =>
  peers.flatMap((peer) =>
    PORTS.flatMap((port) => (["tcp", "udp"] as const).map((protocol) => ({ protocol, peer, port }))),
  );

const shown = ({ protocol, peer, port }: Opening): string => `${peer} ${port}/${protocol}`;

function covers(
  { protocol, fromPort, toPort }: Pick<Exposure, "protocol" | "fromPort" | "toPort">,
  blocks: readonly string[],
  packet: Opening,
): boolean {
  return (
    protocol === packet.protocol &&
    fromPort <= packet.port &&
    packet.port <= toPort &&
    blocks.some((entry) => within(packet.peer, entry))
  );
}

const exposed = (
  exposures: readonly Exposure[],
  from: Exposure["from"],
  target: string,
  peers: readonly string[],
) =>
  packets(peers)
    .filter((packet) =>
      exposures.some(
        (exposure) =>
          exposure.from === from && exposure.target === target && covers(exposure, exposure.sources, packet),
      ),
    )
    .map(shown);

const leaving = (egress: readonly Egress[], source: string, peers: readonly string[]) =>
  packets(peers)
    .filter((packet) => egress.some((way) => way.source === source && covers(way, way.destinations, packet)))
    .map(shown);

/** "Everyone" on the internet is one block, private addresses included: they are told apart by the way. */
const overVpn = (egress: readonly Egress[]) =>
  egress.filter(({ via }) => via.includes("aws_vpn_gateway.office"));

const walked = (peers: readonly string[], arrives: (packet: Opening) => boolean) =>
  packets(peers).filter(arrives).map(shown);

const SERVER = "aws_network_interface.server";
const HIDDEN = "aws_network_interface.hidden";

describe("a walk of every packet through a small network", () => {
  test("comes to the same end as the sets", () => {
    fc.assert(
      fc.property(smallNetwork, (network) => {
        const { exposures, egress } = postureOf(written(network), TODAY);

        expect({
          server: exposed(exposures, "internet", SERVER, OUTSIDE),
          hidden: exposed(exposures, "internet", HIDDEN, OUTSIDE),
          serverFromOffice: exposed(exposures, "connected-network", SERVER, OFFICES),
          hiddenFromOffice: exposed(exposures, "connected-network", HIDDEN, OFFICES),
          serverLeaves: leaving(egress, SERVER, OUTSIDE),
          hiddenLeaves: leaving(egress, HIDDEN, OUTSIDE),
          serverToOffice: leaving(overVpn(egress), SERVER, OFFICES),
          hiddenToOffice: leaving(overVpn(egress), HIDDEN, OFFICES),
        }).toEqual({
          server: walked(OUTSIDE, (packet) => reachesServer(network, packet, "internet")),
          hidden: walked(OUTSIDE, (packet) => reachesHidden(network, packet, "internet")),
          serverFromOffice: walked(OFFICES, (packet) => reachesServer(network, packet, "office")),
          hiddenFromOffice: walked(OFFICES, (packet) => reachesHidden(network, packet, "office")),
          serverLeaves: walked(OUTSIDE, (packet) => leavesServer(network, packet)),
          hiddenLeaves: walked(OUTSIDE, (packet) => leavesHidden(network, packet)),
          serverToOffice: walked(OFFICES, (packet) => leavesForOffice(network, "server", packet)),
          hiddenToOffice: walked(OFFICES, (packet) => leavesForOffice(network, "hidden", packet)),
        });
      }),
      { numRuns: 120 },
    );
  });
});
