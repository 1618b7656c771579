import { CidrSet } from "../../constructs/core/cidr-set";
import { ALL_PORTS, type PacketBox, PROTOCOLS, type Protocol } from "../packets";
import {
  isExpression,
  type Json,
  listOf,
  objectOf,
  type Resource,
  type TerraformJson,
  textOf,
  textsOf,
} from "../terraform-json";
import type { Direction } from "./firewall";

/** What one security group rule admits. */
export interface Admission {
  readonly protocol: Protocol;
  readonly box: PacketBox;
  /** Address of the rule, or of the group it stands in. */
  readonly via: string;
}

const SEPARATE_RULES = {
  inbound: "aws_vpc_security_group_ingress_rule",
  outbound: "aws_vpc_security_group_egress_rule",
} as const;

const INLINE_RULES = { inbound: "ingress", outbound: "egress" } as const;

/**
 * What the security groups of an interface admit, one entry per rule: rules stand beside each other and
 * none denies.
 */
export function admissions(
  stack: TerraformJson,
  groups: readonly Resource[],
  direction: Direction,
): readonly Admission[] {
  return groups.flatMap((group) => [
    ...stack
      .referring(SEPARATE_RULES[direction], "security_group_id", group)
      .flatMap(({ attributes, address }) => ruleAdmissions(attributes, address)),
    ...stack
      .referring("aws_security_group_rule", "security_group_id", group)
      .filter(({ attributes }) => attributes.type === INLINE_RULES[direction])
      .flatMap(({ attributes, address }) => ruleAdmissions(attributes, address)),
    ...listOf(group.attributes[INLINE_RULES[direction]]).flatMap((rule) =>
      ruleAdmissions(objectOf(rule), `${group.address} ${INLINE_RULES[direction]}`),
    ),
  ]);
}

function ruleAdmissions(rule: Resource["attributes"], via: string): readonly Admission[] {
  const named = textOf(rule.ip_protocol) ?? textOf(rule.protocol) ?? "-1";
  const all = named === "-1" || named === "all";
  const protocols = all
    ? PROTOCOLS
    : PROTOCOLS.filter((protocol) => (PROTOCOL_NUMBERS[named] ?? named) === protocol);
  const ports =
    all || typeof rule.from_port !== "number" || typeof rule.to_port !== "number"
      ? ALL_PORTS
      : { from: Math.max(rule.from_port, 0), to: Math.max(rule.to_port, 0) };
  const peers = peersOf(rule);
  return protocols.map((protocol) => ({
    protocol,
    box: { peers, ports: protocol === "icmp" ? ALL_PORTS : ports },
    via,
  }));
}

const PROTOCOL_NUMBERS: Readonly<Record<string, Protocol>> = {
  "1": "icmp",
  "6": "tcp",
  "17": "udp",
  icmpv6: "icmp",
};

function peersOf(rule: Resource["attributes"]): CidrSet {
  const given: readonly (Json | undefined)[] = [
    ...textsOf(rule.cidr_ipv4),
    ...textsOf(rule.cidr_ipv6),
    ...textsOf(rule.cidr_blocks),
    ...textsOf(rule.ipv6_cidr_blocks),
  ];
  const elsewhere = [
    ...textsOf(rule.prefix_list_id),
    ...textsOf(rule.prefix_list_ids),
    ...textsOf(rule.referenced_security_group_id),
    ...textsOf(rule.security_groups),
  ];
  const literals = given.filter(
    (block) => typeof block === "string" && !isExpression(block),
  ) as readonly string[];
  // What is known only after apply may be anything.
  return elsewhere.length > 0 || literals.length < given.length ? CidrSet.ANY : CidrSet.of(...literals);
}
