import { CidrSet } from "../../constructs/core/cidr-set";
import {
  ALL_PORTS,
  byPorts,
  intersect,
  type PacketBox,
  PROTOCOLS,
  type Protocol,
  subtract,
} from "../packets";
import { isExpression, listOf, objectOf, type Resource, type TerraformJson, textOf } from "../terraform-json";
import type { Direction } from "./firewall";

/** Packets that a subnet's network ACL lets across its border. */
export interface AclPassage {
  readonly protocol: Protocol;
  readonly box: PacketBox;
  /** Address of the ACL; nothing where the subnet has AWS's default one, which allows all. */
  readonly via: readonly string[];
}

/**
 * What a subnet's network ACL allows, by its rules in order of their numbers: the first that matches decides,
 * and what none matches is denied.
 *
 * Over-approximates: a rule whose network only Terraform knows allows everyone, or denies nobody.
 */
export function aclPassages(
  stack: TerraformJson,
  subnet: Resource,
  direction: Direction,
): readonly AclPassage[] {
  const acl = aclOf(stack, subnet);
  if (acl === undefined) {
    return PROTOCOLS.map((protocol) => ({
      protocol,
      box: { peers: CidrSet.ANY, ports: ALL_PORTS },
      via: [],
    }));
  }
  const rules = rulesOf(stack, acl, direction);
  return PROTOCOLS.flatMap((protocol) => {
    let undecided: readonly PacketBox[] = [{ peers: CidrSet.ANY, ports: ALL_PORTS }];
    const allowed: PacketBox[] = [];
    for (const rule of rules) {
      if (rule.protocol !== undefined && rule.protocol !== protocol) {
        continue;
      }
      if (rule.allows) {
        allowed.push(
          ...undecided.map((rest) => intersect(rest, rule.box)).filter((box) => box !== undefined),
        );
      }
      undecided = undecided.flatMap((rest) => subtract(rest, rule.box));
    }
    return byPorts(allowed).map((box) => ({ protocol, box, via: [acl.address] }));
  });
}

interface AclRule {
  readonly number: number;
  readonly allows: boolean;
  /** Undefined for all protocols. */
  readonly protocol: Protocol | undefined;
  readonly box: PacketBox;
}

function aclOf(stack: TerraformJson, subnet: Resource): Resource | undefined {
  const [association] = stack.referring("aws_network_acl_association", "subnet_id", subnet);
  return association === undefined
    ? stack.referring("aws_network_acl", "subnet_ids", subnet)[0]
    : stack.referredBy(association.attributes.network_acl_id)[0];
}

function rulesOf(stack: TerraformJson, acl: Resource, direction: Direction): readonly AclRule[] {
  const separate = stack
    .referring("aws_network_acl_rule", "network_acl_id", acl)
    .filter(({ attributes }) => (attributes.egress === true) === (direction === "outbound"))
    .map(({ attributes }) => ruleOf(attributes, attributes.rule_number, attributes.rule_action));
  const block = direction === "inbound" ? "ingress" : "egress";
  const inline = listOf(acl.attributes[block])
    .map(objectOf)
    .map((rule) => ruleOf(rule, rule.rule_no, rule.action));
  return [...separate, ...inline].sort((a, b) => a.number - b.number);
}

const PROTOCOL_NAMES: Readonly<Record<string, Protocol>> = {
  "1": "icmp",
  "6": "tcp",
  "17": "udp",
  icmp: "icmp",
  tcp: "tcp",
  udp: "udp",
};

function ruleOf(rule: Resource["attributes"], number: unknown, action: unknown): AclRule {
  const allows = action === "allow";
  const blocks = [textOf(rule.cidr_block), textOf(rule.ipv6_cidr_block)].filter(
    (block) => block !== undefined,
  );
  const unknown = blocks.some(isExpression);
  const peers = unknown ? (allows ? CidrSet.ANY : CidrSet.EMPTY) : CidrSet.of(...blocks);
  const protocol = PROTOCOL_NAMES[`${rule.protocol}`];
  const ports =
    protocol === undefined || protocol === "icmp" || typeof rule.from_port !== "number"
      ? ALL_PORTS
      : { from: rule.from_port, to: Number(rule.to_port) };
  return { number: Number(number), allows, protocol, box: { peers, ports } };
}
