import { CidrSet } from "../../constructs/core/cidr-set";
import { type AddressVariables, type ParsedRule, parseRules } from "../suricata";
import {
  blockOf,
  isExpression,
  type Json,
  listOf,
  objectOf,
  type Resource,
  type TerraformJson,
  textOf,
  textsOf,
} from "../terraform-json";

/** A rule in its place, with what its variables stand for. */
export interface OrderedRule {
  readonly group: Resource;
  readonly rule: ParsedRule;
  readonly variables: AddressVariables;
}

/**
 * The rules of a policy in the order in which the engine runs them.
 *
 * @param policy the block `firewall_policy`
 */
export function orderedRules(stack: TerraformJson, policy: Resource["attributes"]): readonly OrderedRule[] {
  const policyVariables = ipSets(listOf(blockOf(policy.policy_variables).rule_variables));
  const strict = textOf(blockOf(policy.stateful_engine_options).rule_order) === "STRICT_ORDER";
  const rules = groupReferences(stack, policy).flatMap(({ group, alertsOnly }) => {
    if (group === undefined) {
      return [];
    }
    const sets = ipSets(listOf(blockOf(blockOf(group.attributes.rule_group).rule_variables).ip_sets));
    const variables = withDefaults(new Map([...policyVariables, ...sets]));
    return parseRules(rulesText(group)).map((rule) => ({
      group,
      rule: alertsOnly && /^(drop|reject)$/.test(rule.action) ? { ...rule, action: "alert" } : rule,
      variables,
    }));
  });
  if (strict) {
    return rules;
  }
  // The service's default order runs every pass before every drop.
  return [
    ...rules.filter(({ rule }) => rule.action === "pass"),
    ...rules.filter(({ rule }) => rule.action !== "pass"),
  ];
}

/** A group that a policy refers to. */
export interface GroupReference {
  /** Undefined where the group is not part of the stack. */
  readonly group: Resource | undefined;
  /** What the policy says: an ARN, or an expression. */
  readonly arn: string;
  readonly priority: number;
  /** Are the group's drops turned into alerts? */
  readonly alertsOnly: boolean;
}

/** The groups of a policy in the order of evaluation. */
export function groupReferences(
  stack: TerraformJson,
  policy: Resource["attributes"],
): readonly GroupReference[] {
  return listOf(policy.stateful_rule_group_reference)
    .map(objectOf)
    .map(({ resource_arn: arn, priority, override }) => ({
      group: stack.referredBy(arn)[0],
      arn: textOf(arn) ?? "",
      priority: Number(priority ?? 0),
      alertsOnly: textOf(blockOf(override).action) === "DROP_TO_ALERT",
    }))
    .sort((a, b) => a.priority - b.priority);
}

/** Is a group one of AWS's own? They alert, drop and reject; none passes. */
export function isManagedGroup({ arn }: GroupReference): boolean {
  return /^arn:aws[\w-]*:network-firewall:[\w-]+:aws-managed:stateful-rulegroup\//.test(arn);
}

/** The rules of a group, as text. */
export function rulesText(group: Resource): string {
  return (
    textOf(blockOf(blockOf(group.attributes.rule_group).rules_source).rules_string) ??
    textOf(group.attributes.rules) ??
    ""
  );
}

function ipSets(entries: readonly Json[]): ReadonlyMap<string, CidrSet> {
  return new Map(
    entries.map((entry) => {
      const { key, ip_set: set } = objectOf(entry);
      const blocks = textsOf(blockOf(set).definition);
      // A set that Terraform alone knows may hold anything.
      const addresses = blocks.some(isExpression) ? CidrSet.ANY : CidrSet.of(...blocks);
      return [textOf(key) ?? "", addresses] as const;
    }),
  );
}

function withDefaults(variables: ReadonlyMap<string, CidrSet>): ReadonlyMap<string, CidrSet> {
  const home = variables.get("HOME_NET");
  return home === undefined || variables.has("EXTERNAL_NET")
    ? variables
    : new Map([...variables, ["EXTERNAL_NET", CidrSet.ANY.minus(home)]]);
}
