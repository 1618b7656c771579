import fc from "fast-check";
import {
  IPS_PRESETS,
  MANAGED_RULE_GROUPS,
  type ManagedRuleGroup,
  managedRuleGroupArn,
  managedRuleGroupsOf,
} from "../../../../constructs/edge/aws/ips/managed-rule-groups";
import {
  type BudgetProps,
  DEFAULT_LIMITS,
  fitRuleGroups,
} from "../../../../constructs/edge/aws/ips/rule-group-budget";

/** Ours with TLS inspection: deny list, virtual patches, closed paths, port 25, access. */
const OWN = { capacity: 600, groups: 5 };
const OWN_BLIND = { capacity: 400, groups: 3 };
const budgetOf = (change: Partial<BudgetProps> = {}) =>
  fitRuleGroups({
    wanted: managedRuleGroupsOf("exchange"),
    own: OWN,
    limits: DEFAULT_LIMITS,
    tlsInspected: true,
    ...change,
  });
const names = (groups: readonly ManagedRuleGroup[]): readonly string[] => groups.map(({ name }) => name);

describe("AWS's rule groups in a policy", () => {
  test("all of the preset for Exchange that see anything fit a new account's quotas", () => {
    expect(budgetOf({ own: OWN_BLIND, tlsInspected: false })).toMatchObject({
      leftOut: [{ because: "tls-not-inspected" }],
      used: { capacity: 17_800, groups: 18 },
      quotaRequests: [],
    });
  });

  test("with TLS inspection the least valuable has no place, and no quota would give it one", () => {
    const budget = budgetOf();

    expect(budget.leftOut.map(({ group, because }) => `${group.name}: ${because}`)).toEqual([
      "ThreatSignaturesMalwareCoinmining: groups",
    ]);
    expect(budget).toMatchObject({ used: { capacity: 19_400, groups: 20 }, quotaRequests: [] });
  });

  test("fit to the last unit", () => {
    const leftOut = (capacity: number, groups: number) =>
      budgetOf({ limits: { capacity, groups } }).leftOut.map(({ because }) => because);

    expect(leftOut(19_400, 21)).toEqual([]);
    expect(leftOut(19_399, 21)).toEqual(["capacity"]);
    expect(leftOut(19_400, 20)).toEqual(["groups"]);
  });

  test("threat intelligence pushes out what is worth less, and says which quota to ask for", () => {
    const budget = budgetOf({ wanted: managedRuleGroupsOf("exchange-with-threat-intelligence") });

    expect(budget.leftOut.map(({ group, because }) => `${group.name}: ${because}`)).toEqual([
      "ThreatSignaturesBotnetWindows: capacity",
      "ThreatSignaturesWebAttacks: capacity",
    ]);
    expect(budget.used).toEqual({ capacity: 29_600, groups: 20 });
    expect(budget.quotaRequests).toEqual([
      { quota: "Stateful rules per firewall policy", current: 30_000, needed: 34_400 },
    ]);
  });

  test("with the capacity raised, the number of groups is what is short", () => {
    const budget = budgetOf({
      wanted: managedRuleGroupsOf("exchange-with-threat-intelligence"),
      limits: { capacity: 34_400, groups: 20 },
    });

    expect(budget.leftOut.map(({ group, because }) => `${group.name}: ${because}`)).toEqual([
      "ThreatSignaturesSuspect: groups",
      "ThreatSignaturesMalwareCoinmining: groups",
    ]);
    expect(budget.quotaRequests).toEqual([]);
  });

  test("what sees nothing without TLS inspection takes no room", () => {
    expect(
      budgetOf({ tlsInspected: false }).leftOut.map(({ group, because }) => `${group.name}: ${because}`),
    ).toEqual(["ThreatSignaturesWebAttacks: tls-not-inspected"]);
  });

  test("are named after partition and Region", () => {
    expect(
      ["eu-west-3", "us-gov-west-1", "cn-north-1"].map((region) =>
        managedRuleGroupArn("MalwareDomains", region),
      ),
    ).toEqual([
      "arn:aws:network-firewall:eu-west-3:aws-managed:stateful-rulegroup/MalwareDomainsStrictOrder",
      "arn:aws-us-gov:network-firewall:us-gov-west-1:aws-managed:stateful-rulegroup/MalwareDomainsStrictOrder",
      "arn:aws-cn:network-firewall:cn-north-1:aws-managed:stateful-rulegroup/MalwareDomainsStrictOrder",
    ]);
  });

  test("have a name and a place of their own", () => {
    expect(new Set(names(MANAGED_RULE_GROUPS)).size).toBe(MANAGED_RULE_GROUPS.length);
    expect(new Set(MANAGED_RULE_GROUPS.map(({ priority }) => priority)).size).toBe(
      MANAGED_RULE_GROUPS.length,
    );
    expect(MANAGED_RULE_GROUPS.every(({ priority }) => priority < 80)).toBe(true);
  });
});

const limits = fc.record({
  capacity: fc.integer({ min: 0, max: 60_000 }),
  groups: fc.integer({ min: 0, max: 30 }),
});
const own = fc.record({
  capacity: fc.integer({ min: 0, max: 2_000 }),
  groups: fc.integer({ min: 0, max: 6 }),
});
const wanted = fc.oneof(
  fc.constantFrom(...IPS_PRESETS).map(managedRuleGroupsOf),
  fc.shuffledSubarray([...MANAGED_RULE_GROUPS]),
);
const props = fc.record({ wanted, own, limits, tlsInspected: fc.boolean() });

describe("whatever is wanted and whatever the quotas", () => {
  test("what is chosen fits, and each group is chosen or left out", () => {
    fc.assert(
      fc.property(props, (given) => {
        const { chosen, leftOut, used } = fitRuleGroups(given);

        expect(used.capacity <= given.limits.capacity || chosen.length === 0).toBe(true);
        expect(used.groups <= given.limits.groups || chosen.length === 0).toBe(true);
        expect([...names(chosen), ...leftOut.map(({ group }) => group.name)].sort()).toEqual(
          [...names(given.wanted)].sort(),
        );
      }),
    );
  });

  test("a group is left out only where those worth more leave no room for it", () => {
    fc.assert(
      fc.property(props, (given) => {
        const { chosen, leftOut } = fitRuleGroups(given);
        for (const { group, because } of leftOut) {
          const before = given.wanted
            .slice(0, given.wanted.indexOf(group))
            .filter((other) => chosen.includes(other));
          const alone = fitRuleGroups({ ...given, wanted: [...before, group] });

          expect(names(alone.chosen).includes(group.name)).toBe(false);
          expect(alone.leftOut).toEqual([{ group, because }]);
        }
      }),
    );
  });

  test("the quota asked for leaves nothing out for want of units", () => {
    fc.assert(
      fc.property(props, (given) => {
        const [asked, ...others] = fitRuleGroups(given).quotaRequests;
        const raised = { ...given.limits, capacity: asked?.needed ?? given.limits.capacity };

        expect(others).toEqual([]);
        expect(
          fitRuleGroups({ ...given, limits: raised }).leftOut.filter(({ because }) => because === "capacity"),
        ).toEqual([]);
      }),
    );
  });

  test("the result is in the order of evaluation and always the same", () => {
    fc.assert(
      fc.property(props, (given) => {
        const { chosen } = fitRuleGroups(given);

        expect(chosen.map(({ priority }) => priority)).toEqual(
          chosen.map(({ priority }) => priority).sort((a, b) => a - b),
        );
        expect(fitRuleGroups(given)).toEqual(fitRuleGroups(given));
      }),
    );
  });
});
