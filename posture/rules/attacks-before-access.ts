import { groupReferences, isManagedGroup } from "../aws/firewall-rules";
import { rulesText } from "../aws/rule-sources";
import { isBySender, parseRules } from "../suricata";
import { blockOf, type Resource, type TerraformJson, textOf, textsOf } from "../terraform-json";
import type { Breach, Rule } from "./rule";

/** What is passed is not looked at any more. */
export const ATTACKS_BEFORE_ACCESS: Rule = {
  id: "attacks-before-access",
  what: "A firewall policy runs its groups that look for attacks, or turn senders away, before those that pass anything.",
  why: "In strict order a connection that a rule passes meets no later rule: a group behind it looks at nothing, and everything else about it seems right.",
  reference:
    "https://docs.aws.amazon.com/network-firewall/latest/developerguide/suricata-rule-evaluation-order.html",
  severity: "error",
  check: (_facts, stack) =>
    stack.all("aws_networkfirewall_firewall_policy").flatMap((policy) => {
      const groups = groupReferences(stack, blockOf(policy.attributes.firewall_policy));
      const first = groups.findIndex(({ group }) => group !== undefined && passes(stack, group));
      return (first < 0 ? [] : groups.slice(first + 1))
        .filter((reference) => isManagedGroup(reference) || looks(stack, reference.group))
        .map(({ arn, group }) => ({
          address: policy.address,
          message: `${textOf(group?.attributes.name) ?? arn.replace(/^.*\//, "")} stands behind ${textOf(groups[first]?.group?.attributes.name)}, which passes connections, and never sees those; give it a lower priority`,
        }));
    }),
};

/** A firewall that drops what nobody thought of. */
export const FIREWALL_DROPS_THE_REST: Rule = {
  id: "firewall-drops-the-rest",
  what: "A firewall policy runs its rules in strict order, drops what none of them passes, and hands every packet and fragment to them.",
  why: "With any other default, one rule that is forgotten, or taken away, opens what it held back.",
  reference: "docs/adr/0005-strict-drop-and-paired-pass-rules.md",
  severity: "error",
  check: (_facts, stack) =>
    stack.all("aws_networkfirewall_firewall_policy").flatMap(({ address, attributes }) => {
      const policy = blockOf(attributes.firewall_policy);
      return complaints(policy).map((message): Breach => ({ address, message }));
    }),
};

function complaints(policy: Resource["attributes"]): readonly string[] {
  const order = textOf(blockOf(policy.stateful_engine_options).rule_order);
  const passing = ["stateless_default_actions", "stateless_fragment_default_actions"].filter((name) =>
    textsOf(policy[name]).includes("aws:pass"),
  );
  return [
    ...(order === "STRICT_ORDER"
      ? []
      : [
          `rules are run in the order ${order ?? "of their actions"}, every pass before every drop; set STRICT_ORDER`,
        ]),
    ...(textsOf(policy.stateful_default_actions).includes("aws:drop_strict")
      ? []
      : ['what no rule matches may pass; put "aws:drop_strict" among the stateful default actions']),
    ...passing.map(
      (name) => `${name} passes packets that no stateful rule has seen; forward them (aws:forward_to_sfe)`,
    ),
  ];
}

function passes(stack: TerraformJson, group: Resource): boolean {
  return parseRules(rulesText(stack, group) ?? "").some(({ action }) => action === "pass");
}

/** Does a group find anything, or turn anybody away? */
function looks(stack: TerraformJson, group: Resource | undefined): boolean {
  const rules = group === undefined ? [] : parseRules(rulesText(stack, group) ?? "");
  return (
    rules.length > 0 &&
    rules.every(({ action }) => action !== "pass") &&
    (rules.some(isBySender) || rules.some(({ options }) => options.length > 0))
  );
}
