import { CidrSet } from "../../constructs/core/cidr-set";
import { ALL_PORTS, type PacketBox, type PortRange, PROTOCOLS, type Protocol } from "../packets";
import type { Direction } from "../passages";
import { isExpression, type Json, listOf, objectOf, type Resource, textOf, textsOf } from "../terraform-json";
import type { Networks } from "./networks";
import { prefixListBlocks } from "./prefix-lists";

/** What one security group rule admits. */
export interface Admission {
  readonly protocol: Protocol;
  /** Peers by address. */
  readonly box: PacketBox;
  /** Peers by membership: every interface that is in one of these groups. */
  readonly groups: readonly string[];
  /** Address of the rule, or of the group it stands in. */
  readonly via: string;
}

const SEPARATE_RULES = {
  inbound: "aws_vpc_security_group_ingress_rule",
  outbound: "aws_vpc_security_group_egress_rule",
} as const;

const INLINE_RULES = { inbound: "ingress", outbound: "egress" } as const;

const DEFAULT_GROUP = "the default security group of ";

/** The group of every interface in a VPC that is given none. */
export function defaultGroup(vpc: string): string {
  return `${DEFAULT_GROUP}${vpc}`;
}

/** The identities of security groups; the one that a VPC begins with has many names. */
export function groupIds({ stack }: Networks, values: Json | undefined): readonly string[] {
  return listOf(values).flatMap((value) => {
    const [, vpc] = /^\$\{(.+)\.default_security_group_id\}$/.exec(textOf(stack.resolved(value)) ?? "") ?? [];
    return vpc === undefined
      ? stack.identities(value).map((id) => {
          const group = stack.at(id);
          return group?.type === "aws_default_security_group"
            ? defaultGroup(stack.identity(group.attributes.vpc_id) ?? id)
            : id;
        })
      : [defaultGroup(vpc)];
  });
}

/**
 * What the security groups of an interface admit, one entry per rule: rules stand beside each other and
 * none denies. A group that is not part of the stack may admit anything.
 */
export function admissions(
  networks: Networks,
  groups: readonly string[],
  direction: Direction,
): readonly Admission[] {
  return groups.flatMap((group) => {
    const resources = declared(networks, group);
    if (resources === undefined) {
      return everyone(`${group}, a security group outside the stack`);
    }
    return [
      ...separateRules(networks, SEPARATE_RULES[direction], group).flatMap(({ attributes, address }) =>
        ruleAdmissions(networks, group, attributes, address),
      ),
      ...separateRules(networks, "aws_security_group_rule", group)
        .filter(({ attributes }) => attributes.type === INLINE_RULES[direction])
        .flatMap(({ attributes, address }) => ruleAdmissions(networks, group, attributes, address)),
      ...resources.flatMap(({ address, attributes }) =>
        listOf(attributes[INLINE_RULES[direction]]).flatMap((rule) =>
          ruleAdmissions(networks, group, objectOf(rule), `${address} ${INLINE_RULES[direction]}`),
        ),
      ),
      ...(resources.length === 0 ? initialAdmissions(group, direction) : []),
    ];
  });
}

function separateRules(networks: Networks, type: string, group: string): readonly Resource[] {
  const { stack } = networks;
  return group.startsWith(DEFAULT_GROUP)
    ? stack
        .all(type)
        .filter(({ attributes }) => groupIds(networks, attributes.security_group_id).includes(group))
    : stack.pointing(type, "security_group_id", group);
}

/** The resources that say what a group admits: none for a default group as AWS makes it; undefined outside the stack. */
function declared(networks: Networks, group: string): readonly Resource[] | undefined {
  const { stack } = networks;
  if (!group.startsWith(DEFAULT_GROUP)) {
    const own = stack.at(group);
    return own?.type === "aws_security_group" ? [own] : undefined;
  }
  const vpc = group.slice(DEFAULT_GROUP.length);
  const adopted = stack.pointing("aws_default_security_group", "vpc_id", vpc);
  return adopted.length > 0 || networks.declaresVpc(vpc) ? adopted : undefined;
}

/** A VPC's default group admits its own members, and lets everything out. */
function initialAdmissions(group: string, direction: Direction): readonly Admission[] {
  return direction === "outbound"
    ? everyone(group)
    : PROTOCOLS.map((protocol) => ({
        protocol,
        box: { peers: CidrSet.EMPTY, ports: ALL_PORTS },
        groups: [group],
        via: group,
      }));
}

function everyone(via: string): readonly Admission[] {
  return PROTOCOLS.map((protocol) => ({
    protocol,
    box: { peers: CidrSet.ANY, ports: ALL_PORTS },
    groups: [],
    via,
  }));
}

function ruleAdmissions(
  networks: Networks,
  group: string,
  rule: Resource["attributes"],
  via: string,
): readonly Admission[] {
  const word =
    textOf(rule.ip_protocol) ?? textOf(rule.protocol) ?? `${rule.ip_protocol ?? rule.protocol ?? -1}`;
  const all = word === "-1" || word === "all" || isExpression(word);
  const protocols = all
    ? PROTOCOLS
    : PROTOCOLS.filter((protocol) => (PROTOCOL_NUMBERS[word] ?? word.toLowerCase()) === protocol);
  const ports = all && !isExpression(word) ? ALL_PORTS : portsOf(rule);
  const groups = [
    ...groupIds(networks, rule.referenced_security_group_id),
    ...groupIds(networks, rule.source_security_group_id),
    ...groupIds(networks, rule.security_groups),
    ...(rule.self === true || isExpression(rule.self) ? [group] : []),
  ].map((id) => id.replace(/^\d{12}\//, ""));
  const peers = peersOf(networks, rule);
  return protocols.map((protocol) => ({
    protocol,
    box: { peers, ports: protocol === "icmp" ? ALL_PORTS : ports },
    groups,
    via,
  }));
}

/** What is known only after apply may be any port. */
function portsOf(rule: Resource["attributes"]): PortRange {
  const [from, to] = [rule.from_port, rule.to_port].map((port) =>
    typeof port === "string" ? Number(port) : port,
  );
  return typeof from !== "number" || typeof to !== "number" || Number.isNaN(from) || Number.isNaN(to)
    ? ALL_PORTS
    : { from: Math.max(from, 0), to: Math.max(to, 0) };
}

const PROTOCOL_NUMBERS: Readonly<Record<string, Protocol>> = {
  "1": "icmp",
  "6": "tcp",
  "17": "udp",
  "58": "icmp",
  icmpv6: "icmp",
};

/** What is known only after apply may be anyone. */
function peersOf({ stack }: Networks, rule: Resource["attributes"]): CidrSet {
  const blocks = [rule.cidr_ipv4, rule.cidr_ipv6, rule.cidr_blocks, rule.ipv6_cidr_blocks]
    .flatMap(textsOf)
    .map((block) => textOf(stack.resolved(block)) ?? "${unknown}");
  const lists = [...listOf(rule.prefix_list_id), ...listOf(rule.prefix_list_ids)].map((list) =>
    prefixListBlocks(stack, list),
  );
  return blocks.some(isExpression) || lists.includes(undefined)
    ? CidrSet.ANY
    : lists.reduce<CidrSet>((all, list) => all.union(list ?? CidrSet.EMPTY), CidrSet.of(...blocks));
}
