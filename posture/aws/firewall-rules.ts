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
import { prefixListBlocks } from "./prefix-lists";
import { rulesText } from "./rule-sources";

/** A rule in its place, with what its variables stand for. */
export interface OrderedRule {
  readonly group: Resource;
  readonly rule: ParsedRule;
  /** All that they may stand for. */
  readonly variables: AddressVariables;
  /** All that they stand for certainly: less, where only Terraform knows. */
  readonly certain: AddressVariables;
}

/**
 * The rules of a policy in the order in which the engine runs them; those of groups that are not known are left out.
 *
 * @param policy the block `firewall_policy`
 * @param home what `HOME_NET` stands for where nobody says: the network of the firewall's own VPC
 */
export function orderedRules(
  stack: TerraformJson,
  policy: Resource["attributes"],
  home: CidrSet = CidrSet.EMPTY,
): readonly OrderedRule[] {
  const declared = listOf(blockOf(policy.policy_variables).rule_variables);
  const strict = textOf(blockOf(policy.stateful_engine_options).rule_order) === "STRICT_ORDER";
  const rules = groupReferences(stack, policy).flatMap(({ group, alertsOnly }) => {
    const text = group === undefined ? undefined : rulesText(stack, group);
    if (group === undefined || text === undefined) {
      return [];
    }
    const sets = [...declared, ...ownSets(group)];
    const variables = ipSets(stack, sets, home.isEmpty ? CidrSet.ANY : home, CidrSet.ANY);
    const certain = ipSets(stack, sets, home, CidrSet.EMPTY);
    return parseRules(text).map((rule) => ({
      group,
      rule: alertsOnly && /^(drop|reject)$/.test(rule.action) ? { ...rule, action: "alert" } : rule,
      variables: withExternal(variables, certain),
      certain: withExternal(certain, variables),
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
      group: stack.at(stack.identity(arn) ?? ""),
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

/** Sets that a group declares, and lists that it refers to, which rules name with an at sign. */
function ownSets({ attributes }: Resource): readonly Json[] {
  const body = blockOf(attributes.rule_group);
  const references = listOf(blockOf(body.reference_sets).ip_set_references).map((entry) => {
    const { key, ip_set_reference: reference } = objectOf(entry);
    return { key: `@${key}`, list: blockOf(listOf(reference)[0]).reference_arn ?? null };
  });
  return [...listOf(blockOf(body.rule_variables).ip_sets), ...references];
}

/**
 * Addresses by variable.
 *
 * @param home what `HOME_NET` stands for where it is not declared
 * @param unknown what a set stands for that only Terraform knows
 */
function ipSets(
  stack: TerraformJson,
  entries: readonly Json[],
  home: CidrSet,
  unknown: CidrSet,
): ReadonlyMap<string, CidrSet> {
  const declared = entries.map((entry) => {
    const { key, ip_set: set, list } = objectOf(entry);
    const blocks = textsOf(blockOf(set).definition).map((block) => textOf(stack.resolved(block)) ?? "");
    const listed = list === undefined ? undefined : (prefixListBlocks(stack, list) ?? unknown);
    return [
      textOf(key) ?? "",
      listed ?? (blocks.some(isExpression) ? unknown : CidrSet.of(...blocks)),
    ] as const;
  });
  return new Map([["HOME_NET", home], ...declared]);
}

/** The rest of the world, unless it is declared: as much as home certainly leaves, or may leave. */
function withExternal(
  variables: ReadonlyMap<string, CidrSet>,
  opposite: ReadonlyMap<string, CidrSet>,
): ReadonlyMap<string, CidrSet> {
  const home = opposite.get("HOME_NET") ?? CidrSet.EMPTY;
  return new Map([["EXTERNAL_NET", CidrSet.ANY.minus(home)], ...variables]);
}
