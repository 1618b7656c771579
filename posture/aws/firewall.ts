import { BOGONS_IPV4, CidrSet } from "../../constructs/core/cidr-set";
import { ALL_PORTS, intersect, type PacketBox, PROTOCOLS, type Protocol, subtract } from "../packets";
import { type Direction, everything, type Passage, through } from "../passages";
import { blockOf, type Resource, type TerraformJson, textsOf } from "../terraform-json";
import { groupReferences, isManagedGroup, type OrderedRule, orderedRules } from "./firewall-rules";
import { limitedByName, nameGuards } from "./name-guards";
import { openingPackets } from "./rule-packets";
import { rulesText } from "./rule-sources";
import { stateless } from "./stateless-rules";

/**
 * What a firewall lets through to or from a host.
 *
 * Over-approximates where it cannot be sure: a rule that looks into the payload, or asks for a country, is taken
 * to pass what it may pass and to drop nothing; one of AWS's own groups is taken to drop nothing; any other group
 * that is not part of the stack is taken to pass everything. A drop of networks that are nobody's on the internet
 * changes nothing: "anywhere" is the same without them, and said more shortly.
 *
 * @param firewall an `aws_networkfirewall_firewall`
 * @param host the protected host's private addresses
 * @param direction who opens the connection: `inbound` packets come from the peers, `outbound` ones go to them
 * @param home addresses of the firewall's own VPC, as far as they are known
 */
export function firewallPassages(
  stack: TerraformJson,
  firewall: Resource,
  host: CidrSet,
  direction: Direction,
  home: CidrSet,
): readonly Passage[] {
  const policy = stack.at(stack.identity(firewall.attributes.firewall_policy_arn) ?? "");
  if (policy === undefined) {
    return everything([firewall.address, "a policy outside the stack"]);
  }
  const body = blockOf(policy.attributes.firewall_policy);
  const via = [firewall.address, policy.address];
  const { passed, forwarded } = stateless(stack, body, host, direction);
  return [
    ...passed.map((passage) => ({ ...passage, via: [...via, ...passage.via] })),
    ...through(forwarded, stateful(stack, body, host, direction, via, home)),
  ];
}

function stateful(
  stack: TerraformJson,
  body: Resource["attributes"],
  host: CidrSet,
  direction: Direction,
  via: readonly string[],
  home: CidrSet,
): readonly Passage[] {
  for (const reference of groupReferences(stack, body)) {
    const { group, arn } = reference;
    if (group === undefined && !isManagedGroup(reference)) {
      return everything([...via, `a rule group outside the stack: ${arn}`]);
    }
    if (group !== undefined && rulesText(stack, group) === undefined) {
      return everything([...via, `${group.address}, whose rules are known after apply only`]);
    }
  }
  const rules = orderedRules(stack, body, home);
  return PROTOCOLS.flatMap((protocol) => evaluate(protocol, rules, body, host, direction, via));
}

function evaluate(
  protocol: Protocol,
  rules: readonly OrderedRule[],
  policy: Resource["attributes"],
  host: CidrSet,
  direction: Direction,
  via: readonly string[],
): readonly Passage[] {
  let undecided: readonly PacketBox[] = [{ peers: CidrSet.ANY, ports: ALL_PORTS }];
  const passages: Passage[] = [];
  const guards = direction === "outbound" ? nameGuards(rules, protocol, host) : [];
  for (const ordered of rules) {
    const { group, rule } = ordered;
    if (undecided.length === 0) {
      break;
    }
    const pass = rule.action === "pass";
    const drop = (rule.action === "drop" || rule.action === "reject") && !rule.conditional;
    const matched = pass || drop ? openingPackets(ordered, protocol, host, direction, pass) : [];
    for (const box of matched) {
      if (pass) {
        const boxes = undecided.map((rest) => intersect(rest, box)).filter((part) => part !== undefined);
        // A pass that looks into the connection, or at neither side of it, passes its answers, too.
        const holding = rule.conditional || rule.flow.length === 0 ? [] : guards;
        passages.push(
          ...boxes
            .flatMap((part) => limitedByName(part, holding))
            .map((part) => ({ ...part, protocol, via: [...via, `${group.address} sid ${rule.sid}`] })),
        );
      }
      // A pass that may not match leaves its packets undecided; what is nobody's on the internet is no loss to it.
      if ((drop && !isNobodys(box.peers)) || (pass && !rule.conditional)) {
        undecided = undecided.flatMap((rest) => subtract(rest, box));
      }
    }
  }
  const defaults = textsOf(policy.stateful_default_actions);
  if (!defaults.includes("aws:drop_strict")) {
    // The other defaults let a connection's first packets through, and they reach the server.
    passages.push(...undecided.map((box) => ({ protocol, box, via: [...via, "default action"] })));
  }
  return passages;
}

function isNobodys(peers: CidrSet): boolean {
  return BOGONS_IPV4.containsAll(peers);
}
