import type { Exposure } from "../../posture/facts";
import { postureOf } from "../../posture/posture";
import { TODAY } from "../clinic";

/** Arguments of one resource, as Terraform reads them. */
export type Arguments = Readonly<Record<string, unknown>>;

/** Resources by type and name. */
export type Resources = Readonly<Record<string, Readonly<Record<string, Arguments>>>>;

/** A stack as somebody writes it without our constructs: resources, and data sources under `data`. */
export interface HandWritten {
  readonly resource: Resources;
  readonly data?: Resources;
}

/** Parts of a stack as one; arguments of the same resource are joined, the later ones win. */
export function stackOf(...parts: readonly Resources[]): HandWritten {
  const resource: Record<string, Record<string, Arguments>> = {};
  for (const part of parts) {
    for (const [type, named] of Object.entries(part)) {
      for (const [name, attributes] of Object.entries(named)) {
        resource[type] = {
          ...resource[type],
          [name]: { ...resource[type]?.[name], ...attributes },
        };
      }
    }
  }
  return { resource };
}

/** The same without one resource. */
export function without(resources: Resources, type: string, name: string): Resources {
  const { [name]: _gone, ...others } = resources[type] ?? {};
  return { ...resources, [type]: others };
}

/** Endpoint of a firewall in a zone, the way a stack picks it. */
export function endpointIn(zone: string, firewall = "aws_networkfirewall_firewall.edge"): string {
  return `\${one([for state in ${firewall}.firewall_status[0].sync_states : state.attachment[0].endpoint_id if state.availability_zone == "${zone}"])}`;
}

/** A policy under strict order with one group of rules, and what its variables stand for. */
export function policy(rules: string, sets: Readonly<Record<string, readonly string[]>> = {}): Resources {
  return {
    aws_networkfirewall_rule_group: {
      access: {
        type: "STATEFUL",
        rule_group: {
          rules_source: { rules_string: rules },
          rule_variables: {
            ip_sets: Object.entries(sets).map(([key, definition]) => ({ key, ip_set: { definition } })),
          },
        },
      },
    },
    aws_networkfirewall_firewall_policy: {
      edge: {
        firewall_policy: {
          stateless_default_actions: ["aws:forward_to_sfe"],
          stateless_fragment_default_actions: ["aws:forward_to_sfe"],
          stateful_engine_options: { rule_order: "STRICT_ORDER" },
          stateful_default_actions: ["aws:drop_strict"],
          stateful_rule_group_reference: [
            { priority: 1, resource_arn: "${aws_networkfirewall_rule_group.access.arn}" },
          ],
        },
      },
    },
  };
}

/** Passes 25 from a relay and 443 from anywhere, and every connection that is opened inside. */
export const MAIL_RULES = [
  "pass tcp 198.51.100.0/24 any -> 10.0.0.0/16 25 (flow:to_server; sid:1;)",
  "pass tcp any any -> 10.0.0.0/16 443 (flow:to_server; sid:2;)",
  "pass tcp 10.0.0.0/16 any -> any 443 (flow:to_server; sid:3;)",
].join("\n");

/**
 * A VPC `10.0.0.0/16` with an internet gateway and a firewall in every zone: `mail_a` (`10.0.0.0/24`), `mail_b`
 * (`10.0.1.0/24`)… for what the internet reaches, `firewall_a`… for the endpoints; both directions lead through
 * the endpoint of the zone.
 */
export function inspectedNetwork(zones: readonly string[] = ["a"], rules = MAIL_RULES): Resources {
  const each = <T>(of: (zone: string, index: number) => T): Record<string, T> =>
    Object.fromEntries(zones.map((zone, index) => [zone, of(zone, index)]));
  const renamed = <T>(prefix: string, entries: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(entries).map(([zone, value]) => [`${prefix}_${zone}`, value]));
  return {
    ...policy(rules),
    aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
    aws_internet_gateway: { main: { vpc_id: "${aws_vpc.main.id}" } },
    aws_subnet: {
      ...renamed(
        "mail",
        each((zone, index) => ({
          vpc_id: "${aws_vpc.main.id}",
          cidr_block: `10.0.${index}.0/24`,
          availability_zone: zone,
        })),
      ),
      ...renamed(
        "firewall",
        each((zone, index) => ({
          vpc_id: "${aws_vpc.main.id}",
          cidr_block: `10.0.255.${index * 16}/28`,
          availability_zone: zone,
        })),
      ),
    },
    aws_networkfirewall_firewall: {
      edge: {
        vpc_id: "${aws_vpc.main.id}",
        firewall_policy_arn: "${aws_networkfirewall_firewall_policy.edge.arn}",
        subnet_mapping: zones.map((zone) => ({ subnet_id: `\${aws_subnet.firewall_${zone}.id}` })),
      },
    },
    aws_route_table: {
      gateway: { vpc_id: "${aws_vpc.main.id}" },
      firewall: {
        vpc_id: "${aws_vpc.main.id}",
        route: [{ cidr_block: "0.0.0.0/0", gateway_id: "${aws_internet_gateway.main.id}" }],
      },
      ...renamed(
        "mail",
        each(() => ({ vpc_id: "${aws_vpc.main.id}" })),
      ),
    },
    aws_route_table_association: {
      gateway: {
        gateway_id: "${aws_internet_gateway.main.id}",
        route_table_id: "${aws_route_table.gateway.id}",
      },
      ...renamed(
        "firewall",
        each((zone) => ({
          subnet_id: `\${aws_subnet.firewall_${zone}.id}`,
          route_table_id: "${aws_route_table.firewall.id}",
        })),
      ),
      ...renamed(
        "mail",
        each((zone) => ({
          subnet_id: `\${aws_subnet.mail_${zone}.id}`,
          route_table_id: `\${aws_route_table.mail_${zone}.id}`,
        })),
      ),
    },
    aws_route: {
      ...renamed(
        "in",
        each((zone) => ({
          route_table_id: "${aws_route_table.gateway.id}",
          destination_cidr_block: `\${aws_subnet.mail_${zone}.cidr_block}`,
          vpc_endpoint_id: endpointIn(zone),
        })),
      ),
      ...renamed(
        "out",
        each((zone) => ({
          route_table_id: `\${aws_route_table.mail_${zone}.id}`,
          destination_cidr_block: "0.0.0.0/0",
          vpc_endpoint_id: endpointIn(zone),
        })),
      ),
    },
  };
}

/** A group that admits anything, and lets anything out. */
const OPEN_GROUP: Resources = {
  aws_security_group: {
    open: {
      vpc_id: "${aws_vpc.main.id}",
      ingress: [{ protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] }],
      egress: [{ protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] }],
    },
  },
};

/** An interface in a subnet, in the open group, with an elastic address. */
export function publicHost(subnet: string, privateIp: string): Resources {
  return {
    ...OPEN_GROUP,
    aws_network_interface: {
      server: {
        subnet_id: `\${aws_subnet.${subnet}.id}`,
        private_ips: [privateIp],
        security_groups: ["${aws_security_group.open.id}"],
      },
    },
    aws_eip: { server: { network_interface: "${aws_network_interface.server.id}" } },
  };
}

/** Exposures in short: `25/tcp 198.51.100.0/24 > aws_network_interface.server`, each once. */
export function reached(stack: HandWritten, from: Exposure["from"] = "internet"): readonly string[] {
  return short(postureOf(stack, TODAY).exposures.filter((exposure) => exposure.from === from));
}

/** What each host opens: `443/tcp 0.0.0.0/0 < aws_network_interface.server`, each once. */
export function opened(stack: HandWritten): readonly string[] {
  return [
    ...new Set(
      postureOf(stack, TODAY).egress.map(
        ({ protocol, fromPort, toPort, destinations, source }) =>
          `${portsOf(fromPort, toPort)}/${protocol} ${destinations.join(" ")} < ${source}`,
      ),
    ),
  ];
}

/** Findings of the rules about paths: `rule: address`, each once. */
export function pathFindings(stack: HandWritten): readonly string[] {
  return [
    ...new Set(
      postureOf(stack, TODAY)
        .findings.filter(({ rule }) => PATH_RULES.has(rule))
        .map(({ rule, address }) => `${rule}: ${address}`),
    ),
  ];
}

const PATH_RULES: ReadonlySet<string> = new Set([
  "firewall-in-path",
  "no-unmodelled-path",
  "only-mail-ports",
  "smtp-from-relay-only",
  "symmetric-routes",
]);

function short(exposures: readonly Exposure[]): readonly string[] {
  return [
    ...new Set(
      exposures.map(
        ({ protocol, fromPort, toPort, sources, target }) =>
          `${portsOf(fromPort, toPort)}/${protocol} ${sources.join(" ")} > ${target}`,
      ),
    ),
  ];
}

function portsOf(from: number, to: number): string {
  return from === to ? `${from}` : `${from}-${to}`;
}
