import { NetworkfirewallFirewall } from "@cdktf/provider-aws/lib/networkfirewall-firewall";
import { NetworkfirewallFirewallPolicy } from "@cdktf/provider-aws/lib/networkfirewall-firewall-policy";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { CidrSet } from "../../../constructs/core/cidr-set";
import type { FirewallPolicyProps } from "../../../constructs/edge/aws/firewall-policy";
import { StatefulRuleGroup } from "../../../constructs/edge/aws/stateful-rule-group";
import { exchangeEgress } from "../../../constructs/edge/egress";
import { Ingress } from "../../../constructs/edge/ingress";
import { type SynthesizedStack, synthesized } from "../../synthesized-stack";
import { type Rehearsal, rehearse } from "../../tools/sandbox/rehearsal";
import { exchangePolicy, INSPECTED } from "./exchange-policy";

let rehearsal: Rehearsal;

beforeEach(async () => {
  rehearsal = await rehearse();
});

afterEach(() => rehearsal.end());

/** A policy with a firewall that uses it. */
function guarded(change: Partial<FirewallPolicyProps> = {}): SynthesizedStack {
  return exchangePolicy(change, (policy) => {
    new NetworkfirewallFirewall(policy, "firewall", {
      name: "clinic",
      vpcId: "vpc-0123456789abcdef0",
      firewallPolicyArn: policy.policyArn,
      subnetMapping: [{ subnetId: "subnet-0123456789abcdef0" }],
    });
  });
}

/** A group with room for so many rules, in a policy. */
function grouped(capacity: number): SynthesizedStack {
  return synthesized((stack) => {
    new AwsProvider(stack, "aws", { region: "eu-west-3" });
    const { arn } = new StatefulRuleGroup(stack, "group", {
      name: "clinic-own",
      description: "x",
      capacity,
      orderedRules: [],
      addressSets: new Map(),
    });
    new NetworkfirewallFirewallPolicy(stack, "policy", {
      name: "clinic",
      firewallPolicy: {
        statelessDefaultActions: ["aws:forward_to_sfe"],
        statelessFragmentDefaultActions: ["aws:forward_to_sfe"],
        statefulRuleGroupReference: [{ priority: 1, resourceArn: arn }],
      },
    });
  });
}

async function apply({ json }: SynthesizedStack): Promise<string> {
  rehearsal.declare({ resource: json.resource });
  await rehearsal.terraform("init");
  const { text } = await rehearsal.terraform("apply", "-auto-approve");
  expect(text).toContain("Apply complete!");
  return text;
}

async function planned({ json }: SynthesizedStack): Promise<string> {
  rehearsal.declare({ resource: json.resource });
  return (await rehearsal.terraform("plan")).text;
}

/** Steps of an apply, in the order in which they ended or began: `created group`, `changed policy`, … */
function steps(text: string): readonly string[] {
  return [
    ...text.matchAll(
      /^aws_networkfirewall_(\w+)\.\S+?(?: \(deposed object \w+\))?: (Creation complete|Modifications complete|Destroying)/gm,
    ),
  ].map(([, type, what]) => `${what?.split(" ")[0]} ${type}`);
}

test.each([
  [
    "other networks of the relay",
    {
      access: { ingress: Ingress.of({ smtpFrom: CidrSet.of("192.0.2.0/24") }), egress: exchangeEgress(587) },
    },
  ],
  [
    "a way out more",
    {
      access: {
        ingress: Ingress.of({ smtpFrom: CidrSet.of("185.201.16.0/22") }),
        egress: exchangeEgress(465),
      },
    },
  ],
  ["prevention instead of detection", { ips: { mode: "prevent" } }],
] as const)("%s changes rules in place: nothing is replaced, nothing destroyed", async (_what, change) => {
  await apply(guarded());
  const plan = await planned(guarded(change));

  expect(plan).toMatch(/Plan: 0 to add, [1-9]\d* to change, 0 to destroy/);
  expect(plan).not.toContain("must be replaced");
});

test("a group that must be replaced stands beside the old one until the policy has moved over", async () => {
  await apply(grouped(100));
  const plan = await planned(grouped(200));
  expect(plan).toMatch(/create replacement and then destroy/);
  expect(plan).toContain("Plan: 1 to add, 1 to change, 1 to destroy");

  expect(steps(await apply(grouped(200)))).toEqual([
    "Creation rule_group",
    "Modifications firewall_policy",
    "Destroying rule_group",
  ]);
});

test("TLS inspection comes with a policy of its own, which the firewall has before the old one goes", async () => {
  await apply(guarded());
  const order = steps(await apply(guarded({ ...INSPECTED })));

  expect(order).toContain("Creation tls_inspection_configuration");
  expect(order.indexOf("Creation firewall_policy")).toBeLessThan(order.indexOf("Modifications firewall"));
  expect(order.indexOf("Modifications firewall")).toBeLessThan(order.indexOf("Destroying firewall_policy"));
  expect(order).not.toContain("Destroying firewall");
  expect(order).not.toContain("Destroying rule_group");
});
