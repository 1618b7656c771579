import type { Problem } from "../../../core/errors";
import { type DisabledCve, disabledCveProblems, reasonProblems } from "../../exchange-vulnerabilities";
import { actionIn, type GroupAction, type IpsMode } from "../../ips-mode";
import type { SuricataRule } from "../suricata/rule";
import {
  IPS_PRESETS,
  type IpsPreset,
  MANAGED_RULE_GROUPS,
  type ManagedRuleGroup,
  managedRuleGroupsOf,
} from "./managed-rule-groups";
import { capacityFor, OWN_RULE_GROUPS, type OwnRuleGroup } from "./own-rule-groups";
import {
  DEFAULT_LIMITS,
  fitRuleGroups,
  type LeftOut,
  type PolicyLimits,
  type RuleGroupBudget,
} from "./rule-group-budget";

/** A group that does otherwise than the mode says. */
export interface GroupOverride {
  /** Name of a managed group without suffix, such as `ThreatSignaturesDoS`, or of one of our own. */
  readonly group: string;
  readonly action: GroupAction;
  /** Why, for whoever reads it in a year. */
  readonly reason: string;
}

/** The IPS section of a policy: passes by default, alerts or drops what it knows to be bad. */
export interface IpsProps {
  /** How far prevention has come. */
  readonly mode: IpsMode;
  /**
   * Which of AWS's groups are wanted.
   *
   * @default "exchange"
   */
  readonly preset?: IpsPreset;
  /**
   * Groups that do otherwise than the mode says.
   *
   * @default - none
   */
  readonly overrides?: readonly GroupOverride[];
  /**
   * Virtual patches that are switched off.
   *
   * @default - none: a patch does no harm to a server that is patched
   */
  readonly disabledCves?: readonly DisabledCve[];
  /**
   * The account's quotas, where they were raised; AWS raises the units only.
   *
   * @default - those of a new account: 30,000 units, 20 groups
   */
  readonly limits?: PolicyLimits;
}

/** A managed group in its place, and what it does. */
export interface PlacedManagedGroup {
  readonly group: ManagedRuleGroup;
  readonly action: GroupAction;
}

/** A group of our own in its place, with its rules. */
export interface PlacedOwnGroup {
  readonly group: OwnRuleGroup;
  readonly action: GroupAction;
  readonly orderedRules: readonly SuricataRule[];
  readonly capacity: number;
}

/** The IPS section, decided. */
export interface IpsSection {
  readonly managed: readonly PlacedManagedGroup[];
  readonly own: readonly PlacedOwnGroup[];
  readonly budget: RuleGroupBudget;
}

/** What the section shares a policy with. */
interface IpsSurroundings {
  /** Room of the access section. */
  readonly access: PolicyLimits;
  readonly tlsInspected: boolean;
}

/** Everything that is wrong with an IPS section; properties are paths, such as `overrides.0.group`. */
export function ipsProblems({ overrides = [], disabledCves = [] }: IpsProps): readonly Problem[] {
  const groups = [...MANAGED_RULE_GROUPS.map(({ name }) => name), ...OWN_RULE_GROUPS.map(({ id }) => id)];
  return [
    ...overrides.flatMap(({ group, reason }, index) => [
      ...(groups.includes(group)
        ? []
        : [
            {
              code: "IpsGroupUnknown" as const,
              property: `overrides.${index}.group`,
              message: `${JSON.stringify(group)} is no IPS group; the access rules cannot be overridden, the others are ${groups.join(", ")}`,
            },
          ]),
      ...(overrides.findIndex((other) => other.group === group) === index
        ? []
        : [
            {
              code: "IpsGroupTwice" as const,
              property: `overrides.${index}.group`,
              message: `${JSON.stringify(group)} is already in this list; keep one of the two`,
            },
          ]),
      ...reasonProblems(reason, `overrides.${index}.reason`),
    ]),
    ...disabledCveProblems(disabledCves),
  ];
}

/** Decides which groups a policy has, in which order, and what each does. */
export function ipsSection(props: IpsProps, { access, tlsInspected }: IpsSurroundings): IpsSection {
  const disabledCves = new Set((props.disabledCves ?? []).map(({ cve }) => cve));
  const actionOf = (name: string, byMode: GroupAction): GroupAction =>
    (props.overrides ?? []).find(({ group }) => group === name)?.action ?? byMode;
  const own = OWN_RULE_GROUPS.filter((group) => tlsInspected || !group.needsTlsInspection).flatMap(
    (group) => {
      const action = actionOf(group.id, actionIn(props.mode, "signatures"));
      const orderedRules = group.orderedRules(action, disabledCves);
      return orderedRules.length === 0
        ? []
        : [
            {
              group,
              action,
              orderedRules,
              capacity: capacityFor(group.orderedRules(action, new Set()).length),
            },
          ];
    },
  );
  const budget = fitRuleGroups({
    wanted: managedRuleGroupsOf(props.preset ?? IPS_PRESETS[0]),
    own: {
      capacity: own.reduce((sum, { capacity }) => sum + capacity, access.capacity),
      groups: access.groups + own.length,
    },
    limits: props.limits ?? DEFAULT_LIMITS,
    tlsInspected,
  });
  return {
    managed: budget.chosen.map((group) => ({
      group,
      action: actionOf(group.name, actionIn(props.mode, group.kind)),
    })),
    own,
    budget,
  };
}

/** What is wrong where not even the policy's own groups fit the quotas. */
export function budgetProblems(
  { budget }: IpsSection,
  { limits = DEFAULT_LIMITS }: IpsProps,
): readonly Problem[] {
  const { used } = budget;
  return used.capacity <= limits.capacity && used.groups <= limits.groups
    ? []
    : [
        {
          code: "RuleGroupsOverQuota",
          property: "limits",
          message: `the policy's own ${used.groups} groups reserve ${used.capacity} units, and the quotas are ${limits.groups} and ${limits.capacity}; give the account's real quotas`,
        },
      ];
}

/** What an engineer should know about a section, one text each. */
export function ipsWarnings(
  { budget }: IpsSection,
  { limits = DEFAULT_LIMITS }: IpsProps,
  tlsInspected: boolean,
): readonly string[] {
  const leftOut = (because: LeftOut["because"]): string =>
    budget.leftOut
      .filter((left) => left.because === because)
      .map(({ group }) => group.name)
      .join(", ");
  const [forUnits, forGroups] = [leftOut("capacity"), leftOut("groups")];
  return [
    ...(tlsInspected
      ? []
      : [
          "443 is not decrypted, so no rule about requests (virtual patches, closed paths, web attacks) is in the policy; what remains on 443: the sources admitted, reputation lists by address and server name, signatures of the TLS handshake, and the server's own updates and Emergency Mitigation",
        ]),
    ...(forUnits === ""
      ? []
      : [
          `no room for ${forUnits}; ask AWS for ${budget.quotaRequests.map(({ quota, current, needed }) => `"${quota}" of ${needed} (now ${current})`).join(" and ")}, or choose a smaller preset`,
        ]),
    ...(forGroups === ""
      ? []
      : [
          `no place for ${forGroups}: a policy holds ${limits.groups} groups, which AWS raises for nobody, and these are worth the least`,
        ]),
  ];
}
