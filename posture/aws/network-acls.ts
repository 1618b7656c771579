import { CidrSet } from "../../constructs/core/cidr-set";
import {
  ALL_PORTS,
  byPorts,
  intersect,
  type PacketBox,
  type PortRange,
  PROTOCOLS,
  type Protocol,
  subtract,
} from "../packets";
import { type Direction, everything, type Passage } from "../passages";
import { isExpression, type Json, listOf, objectOf, type Resource, textOf } from "../terraform-json";
import type { Networks, Subnet } from "./networks";

/**
 * What a subnet's network ACL lets across its border, by its rules in order of their numbers: the first that
 * matches decides, and what none matches is denied.
 *
 * Over-approximates: a rule of which only Terraform knows a part allows all that it may, and denies nothing; an
 * ACL that is not part of the stack allows everything.
 */
export function aclPassages(networks: Networks, subnet: Subnet, direction: Direction): readonly Passage[] {
  const acl = aclOf(networks, subnet);
  const rules = acl === undefined ? undefined : rulesOf(networks, acl, direction);
  if (acl === undefined || rules === undefined) {
    return everything([]);
  }
  return PROTOCOLS.flatMap((protocol) => {
    let undecided: readonly PacketBox[] = [{ peers: CidrSet.ANY, ports: ALL_PORTS }];
    const allowed: PacketBox[] = [];
    for (const rule of rules) {
      if (rule.protocol !== "all" && rule.protocol !== protocol) {
        continue;
      }
      if (rule.allows) {
        allowed.push(
          ...undecided.map((rest) => intersect(rest, rule.box)).filter((box) => box !== undefined),
        );
      }
      undecided = undecided.flatMap((rest) => subtract(rest, rule.box));
    }
    return byPorts(allowed).map((box) => ({ protocol, box, via: [acl] }));
  });
}

interface AclRule {
  readonly number: number;
  readonly allows: boolean;
  readonly protocol: Protocol | "all";
  readonly box: PacketBox;
}

const DEFAULT_ACL = "the default network ACL of ";

/** The rule that a default ACL begins with (https://docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html). */
const INITIAL_RULE: AclRule = {
  number: 100,
  allows: true,
  protocol: "all",
  box: { peers: CidrSet.ANY, ports: ALL_PORTS },
};

/** Identity of a subnet's ACL; undefined where it is not part of the stack. */
function aclOf(networks: Networks, { id, vpc, declared }: Subnet): string | undefined {
  const { stack } = networks;
  const [association] = stack.pointing("aws_network_acl_association", "subnet_id", id);
  if (association !== undefined) {
    return aclId(networks, association.attributes.network_acl_id);
  }
  const [own] = [
    ...stack.pointing("aws_network_acl", "subnet_ids", id),
    ...stack.pointing("aws_default_network_acl", "subnet_ids", id),
  ];
  if (own !== undefined) {
    return aclId(networks, `\${${own.address}.id}`);
  }
  return declared && networks.declaresVpc(vpc) ? `${DEFAULT_ACL}${vpc}` : undefined;
}

/** The identity of an ACL; the one that a VPC begins with has many names. */
function aclId(networks: Networks, value: Json | undefined): string {
  const { stack } = networks;
  const [, vpc] = /^\$\{(.+)\.default_network_acl_id\}$/.exec(textOf(stack.resolved(value)) ?? "") ?? [];
  if (vpc !== undefined) {
    return `${DEFAULT_ACL}${vpc}`;
  }
  const id = stack.identity(value) ?? "";
  const adopted = stack.at(id);
  return adopted?.type === "aws_default_network_acl"
    ? aclId(networks, adopted.attributes.default_network_acl_id)
    : id;
}

/** The rules of an ACL in order; undefined where they are AWS's own, or not part of the stack. */
function rulesOf(networks: Networks, acl: string, direction: Direction): readonly AclRule[] | undefined {
  const { stack } = networks;
  const resources = [...stack.all("aws_network_acl"), ...stack.all("aws_default_network_acl")].filter(
    ({ address }) => aclId(networks, `\${${address}.id}`) === acl,
  );
  const separate = stack
    .all("aws_network_acl_rule")
    .filter(({ attributes }) => aclId(networks, attributes.network_acl_id) === acl);
  const initial = resources.length === 0 && acl.startsWith(DEFAULT_ACL);
  if (resources.length === 0 && !(initial && separate.length > 0)) {
    return undefined;
  }
  const block = direction === "inbound" ? "ingress" : "egress";
  return [
    ...(initial ? [INITIAL_RULE] : []),
    ...separate
      .filter(({ attributes }) => (attributes.egress === true) === (direction === "outbound"))
      .flatMap(({ attributes }) =>
        aclRule(networks, attributes, attributes.rule_number, attributes.rule_action),
      ),
    ...resources
      .flatMap(({ attributes }) => listOf(attributes[block]))
      .map(objectOf)
      .flatMap((rule) => aclRule(networks, rule, rule.rule_no, rule.action)),
  ].sort((a, b) => a.number - b.number);
}

const PROTOCOL_NAMES: Readonly<Record<string, Protocol | "all">> = {
  "-1": "all",
  "1": "icmp",
  "6": "tcp",
  "17": "udp",
  "58": "icmp",
  all: "all",
  icmp: "icmp",
  icmpv6: "icmp",
  tcp: "tcp",
  udp: "udp",
};

/** A rule, or none where it decides nothing for certain, or nothing about the protocols told apart. */
function aclRule(
  { stack }: Networks,
  rule: Resource["attributes"],
  number: Json | undefined,
  action: Json | undefined,
): readonly AclRule[] {
  const blocks = [rule.cidr_block, rule.ipv6_cidr_block]
    .map((block) => textOf(stack.resolved(block)) ?? "")
    .filter((block) => block !== "");
  const word = `${rule.protocol ?? -1}`.toLowerCase();
  const protocol = isExpression(word) ? "all" : PROTOCOL_NAMES[word];
  const ports =
    protocol === "all" || protocol === "icmp"
      ? { range: ALL_PORTS, known: true }
      : portsOf(rule.from_port, rule.to_port);
  const allows = action !== "deny";
  const position = Number(number);
  const known = !isExpression(word) && !blocks.some(isExpression) && ports.known && position >= 0;
  if (protocol === undefined || (!known && !allows)) {
    return [];
  }
  const peers = blocks.some(isExpression) ? CidrSet.ANY : CidrSet.of(...blocks);
  return [
    { number: Number.isNaN(position) ? 0 : position, allows, protocol, box: { peers, ports: ports.range } },
  ];
}

function portsOf(
  from: Json | undefined,
  to: Json | undefined,
): { readonly range: PortRange; readonly known: boolean } {
  const [first, last] = [Number(from ?? Number.NaN), Number(to ?? Number.NaN)];
  return Number.isNaN(first) || Number.isNaN(last)
    ? { range: ALL_PORTS, known: from === undefined && to === undefined }
    : { range: { from: first, to: last }, known: true };
}
