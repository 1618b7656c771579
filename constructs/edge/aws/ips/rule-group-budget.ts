import type { ManagedRuleGroup, ReservedCapacity } from "./managed-rule-groups";

/** What a policy has room for. */
export interface PolicyLimits {
  /** Units, over all groups of the policy. */
  readonly capacity: number;
  /** Stateful groups; unlike the units, AWS raises this for nobody. */
  readonly groups: number;
}

/** Quotas of an account that has asked for nothing (https://docs.aws.amazon.com/network-firewall/latest/developerguide/quotas.html). */
export const DEFAULT_LIMITS: PolicyLimits = { capacity: 30_000, groups: 20 };

/** A group that is not in the policy. */
export interface LeftOut {
  readonly group: ManagedRuleGroup;
  /** What it would take, or why it would be of no use. */
  readonly because: "capacity" | "groups" | "tls-not-inspected";
}

/** A quota of the account that is too low for what is wanted. */
export interface QuotaRequest {
  /** As the service calls it. */
  readonly quota: string;
  readonly current: number;
  readonly needed: number;
}

/** How a policy's room is used. */
export interface RuleGroupBudget {
  /** In the order of evaluation. */
  readonly chosen: readonly ManagedRuleGroup[];
  /** The most valuable first. */
  readonly leftOut: readonly LeftOut[];
  /** Room taken, own groups included. */
  readonly used: PolicyLimits;
  /** Quotas that would let in what was left out for want of units. */
  readonly quotaRequests: readonly QuotaRequest[];
}

/** What groups are fitted into. */
export interface BudgetProps {
  /** The most valuable first. */
  readonly wanted: readonly ManagedRuleGroup[];
  /** Room that the policy's own groups take; they are never left out. */
  readonly own: PolicyLimits;
  readonly limits: PolicyLimits;
  /** Are requests on 443 seen? */
  readonly tlsInspected: boolean;
}

/**
 * Fits managed groups into a policy: each in turn, the most valuable first, if it still fits.
 *
 * A group that does not fit makes room for smaller ones after it; it never pushes out one before it. The same
 * input gives the same result.
 */
export function fitRuleGroups(props: BudgetProps): RuleGroupBudget {
  const { own, limits } = props;
  const { chosen, leftOut } = choose(props);
  const needed = roomOf(
    choose({ ...props, limits: { ...limits, capacity: Number.POSITIVE_INFINITY } }).chosen,
    own,
  );
  return {
    chosen: [...chosen].sort((a, b) => a.priority - b.priority),
    leftOut,
    used: roomOf(chosen, own),
    quotaRequests:
      needed.capacity > limits.capacity
        ? [
            {
              quota: "Stateful rules per firewall policy",
              current: limits.capacity,
              needed: needed.capacity,
            },
          ]
        : [],
  };
}

function choose({ wanted, own, limits, tlsInspected }: BudgetProps): {
  readonly chosen: readonly ManagedRuleGroup[];
  readonly leftOut: readonly LeftOut[];
} {
  const chosen: ManagedRuleGroup[] = [];
  const leftOut: LeftOut[] = [];
  for (const group of wanted) {
    const { capacity, groups } = roomOf([...chosen, group], own);
    if (group.needsTlsInspection && !tlsInspected) {
      leftOut.push({ group, because: "tls-not-inspected" });
    } else if (groups > limits.groups) {
      leftOut.push({ group, because: "groups" });
    } else if (capacity > limits.capacity) {
      leftOut.push({ group, because: "capacity" });
    } else {
      chosen.push(group);
    }
  }
  return { chosen, leftOut };
}

function roomOf(groups: readonly ManagedRuleGroup[], own: PolicyLimits): PolicyLimits {
  return {
    capacity: own.capacity + reserved(groups.map(({ capacity }) => capacity)),
    groups: own.groups + groups.length,
  };
}

/** A set of which only the sum is known counts whole as soon as one of it is used: never too little. */
function reserved(capacities: readonly ReservedCapacity[]): number {
  const sets = new Map<string, number>();
  let units = 0;
  for (const capacity of capacities) {
    if (typeof capacity === "number") {
      units += capacity;
    } else {
      sets.set(capacity.set, capacity.capacity);
    }
  }
  return [...sets.values()].reduce((sum, set) => sum + set, units);
}
