import { CidrSet } from "../../constructs/core/cidr-set";
import {
  ALL_PORTS,
  intersect,
  type PacketBox,
  type PortRange,
  PROTOCOLS,
  type Protocol,
  subtract,
} from "../packets";
import { type Direction, everything, type Passage } from "../passages";
import {
  blockOf,
  isExpression,
  listOf,
  objectOf,
  type Resource,
  type TerraformJson,
  textOf,
  textsOf,
} from "../terraform-json";

/** What a policy does with packets before any rule that knows connections. */
interface Stateless {
  /** Passed at once, past every other rule. */
  readonly passed: readonly Passage[];
  /** Handed on to the rules that know connections. */
  readonly forwarded: readonly Passage[];
}

/**
 * Runs opening packets through the stateless groups of a policy, in the order of their priorities: the first rule that
 * matches decides, and the default actions decide about the rest.
 *
 * Over-approximates: a rule that matches for certain decides alone; one that may match passes and hands on what
 * it may, and drops nothing. A group that is not part of the stack may pass everything, and so may default actions that
 * only Terraform knows; where there are none, everything is handed on.
 *
 * @param policy the block `firewall_policy`
 * @param host the protected addresses
 */
export function stateless(
  stack: TerraformJson,
  policy: Resource["attributes"],
  host: CidrSet,
  direction: Direction,
): Stateless {
  const references = listOf(policy.stateless_rule_group_reference)
    .map(objectOf)
    .sort((a, b) => Number(a.priority) - Number(b.priority));
  const passed: Passage[] = [];
  const forwarded: Passage[] = [];
  const rest = new Map<Protocol, readonly PacketBox[]>(
    PROTOCOLS.map((protocol) => [protocol, [{ peers: CidrSet.ANY, ports: ALL_PORTS }]]),
  );
  for (const { resource_arn: arn } of references) {
    const group = stack.at(stack.identity(arn) ?? "");
    if (group === undefined) {
      passed.push(...everything([`a stateless rule group outside the stack: ${textOf(arn) ?? "unknown"}`]));
      continue;
    }
    for (const rule of rulesOf(stack, group, host, direction)) {
      decide(rule, `${group.address} priority ${rule.priority}`);
    }
  }
  const defaults = [policy.stateless_default_actions, policy.stateless_fragment_default_actions].flatMap(
    textsOf,
  );
  for (const [protocol, boxes] of rest) {
    if (defaults.some((action) => action === "aws:pass" || isExpression(action))) {
      passed.push(...boxes.map((box) => ({ protocol, box, via: ["stateless pass"] })));
    }
    if (defaults.length === 0 || defaults.includes("aws:forward_to_sfe")) {
      forwarded.push(...boxes.map((box) => ({ protocol, box, via: [] })));
    }
  }
  return { passed, forwarded };

  function decide(rule: StatelessRule, via: string): void {
    for (const protocol of rule.protocols) {
      const undecided = rest.get(protocol) ?? [];
      const matched = undecided.flatMap((box) =>
        rule.boxes.map((other) => intersect(box, other)).filter((common) => common !== undefined),
      );
      if (rule.action === "aws:pass") {
        passed.push(...matched.map((box) => ({ protocol, box, via: [via] })));
      } else if (rule.action === "aws:forward_to_sfe") {
        forwarded.push(...matched.map((box) => ({ protocol, box, via: [] })));
      }
      if (rule.certain) {
        rest.set(
          protocol,
          rule.boxes.reduce((left, box) => left.flatMap((part) => subtract(part, box)), undecided),
        );
      }
    }
  }
}

interface StatelessRule {
  readonly priority: number;
  readonly action: string | undefined;
  readonly protocols: readonly Protocol[];
  /** Packets that it matches, or may. */
  readonly boxes: readonly PacketBox[];
  readonly certain: boolean;
}

const PROTOCOL_NUMBERS: Readonly<Record<number, Protocol>> = { 1: "icmp", 6: "tcp", 17: "udp", 58: "icmp" };

function rulesOf(
  stack: TerraformJson,
  group: Resource,
  host: CidrSet,
  direction: Direction,
): readonly StatelessRule[] {
  const source = blockOf(blockOf(group.attributes.rule_group).rules_source);
  const { stateless_rule: rules } = blockOf(source.stateless_rules_and_custom_actions);
  return listOf(rules)
    .map(objectOf)
    .map((rule) => ruleOf(stack, rule, host, direction))
    .sort((a, b) => a.priority - b.priority);
}

function ruleOf(
  stack: TerraformJson,
  { priority, rule_definition: definition }: Resource["attributes"],
  host: CidrSet,
  direction: Direction,
): StatelessRule {
  const { actions, match_attributes: attributes } = blockOf(definition);
  const match = blockOf(attributes);
  const [near, far] =
    direction === "inbound" ? [match.destination, match.source] : [match.source, match.destination];
  const [hosts, peers] = [addresses(stack, near), addresses(stack, far)];
  const protocols = listOf(match.protocols).map((number) => PROTOCOL_NUMBERS[Number(number)]);
  const ports = listOf(match.destination_port).map((range) => rangeOf(objectOf(range)));
  const touched = hosts.addresses.overlaps(host);
  const known = [...ports, { certain: hosts.certain && peers.certain }].every(({ certain }) => certain);
  // Peers choose their source port, and the flags are not told apart.
  const narrowed = listOf(match.source_port).length > 0 || listOf(match.tcp_flag).length > 0;
  return {
    priority: Number(priority),
    action: textsOf(actions).find((action) => action.startsWith("aws:")),
    protocols:
      protocols.length === 0 ? PROTOCOLS : PROTOCOLS.filter((protocol) => protocols.includes(protocol)),
    boxes: touched
      ? (ports.length === 0 ? [ALL_PORTS] : ports).map(({ from, to }) => ({
          peers: peers.addresses,
          ports: { from, to },
        }))
      : [],
    certain: known && !narrowed && hosts.addresses.containsAll(host),
  };
}

interface Known {
  readonly certain: boolean;
}

/** Addresses of a side; any, where only Terraform knows them. */
function addresses(
  stack: TerraformJson,
  side: Resource["attributes"][string] | undefined,
): Known & { readonly addresses: CidrSet } {
  const blocks = listOf(side).map(
    (entry) => textOf(stack.resolved(objectOf(entry).address_definition)) ?? "${unknown}",
  );
  return blocks.length === 0 || blocks.some(isExpression)
    ? { addresses: CidrSet.ANY, certain: blocks.length === 0 }
    : { addresses: CidrSet.of(...blocks), certain: true };
}

function rangeOf({ from_port: from, to_port: to }: Resource["attributes"]): PortRange & Known {
  const [first, last] = [Number(from), Number(to ?? from)];
  return Number.isNaN(first) || Number.isNaN(last)
    ? { ...ALL_PORTS, certain: false }
    : { from: first, to: last, certain: true };
}
