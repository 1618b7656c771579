import { CidrSet } from "../../constructs/core/cidr-set";
import type { DeniedFact } from "../facts";
import type { Protocol } from "../packets";
import { addressesOf, isBySender, portsOf } from "../suricata";
import { countryMatchOf } from "../suricata-conditions";
import { blockOf, type TerraformJson } from "../terraform-json";
import { type OrderedRule, orderedRules } from "./firewall-rules";

/**
 * Whom the firewall policies of a stack turn away by name: networks and countries that a rule drops before any
 * rule passes anything.
 *
 * Leaves out what cannot be told in a list: drops of everyone, and of all countries but some.
 */
export function deniedSenders(stack: TerraformJson): readonly DeniedFact[] {
  return stack.all("aws_networkfirewall_firewall_policy").flatMap((policy) => {
    const rules = orderedRules(stack, blockOf(policy.attributes.firewall_policy));
    const firstPass = rules.findIndex(({ rule }) => rule.action === "pass");
    return rules.slice(0, firstPass < 0 ? rules.length : firstPass).flatMap(denied);
  });
}

function denied({ group, rule, variables }: OrderedRule): readonly DeniedFact[] {
  const inward = !rule.flow.includes("to_client") && !rule.flow.includes("from_server");
  if (!/^(drop|reject)$/.test(rule.action) || !isBySender(rule) || !inward || rule.sourcePort !== "any") {
    return [];
  }
  const country = rule.options.find(([name]) => name === "geoip")?.[1];
  const match = country === undefined ? undefined : countryMatchOf(country, rule.sid);
  if (match !== undefined && (match.side !== "source" || match.negated)) {
    return [];
  }
  const sources = addressesOf(rule.source, variables);
  const everyone = sources.containsAll(CidrSet.ANY_IPV4);
  if (everyone && match === undefined) {
    return [];
  }
  return portsOf(rule.destinationPort).map(({ from, to }) => ({
    protocol: rule.protocol as Protocol | "ip",
    fromPort: from,
    toPort: to,
    networks: everyone ? [] : sources.blocks,
    countries: [...(match?.codes ?? [])].sort(),
    by: `${group.address} sid ${rule.sid}`,
  }));
}
