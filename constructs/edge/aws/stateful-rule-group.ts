import { createHash } from "node:crypto";
import { NetworkfirewallRuleGroup } from "@cdktf/provider-aws/lib/networkfirewall-rule-group";
import { Construct } from "constructs";
import type { CidrSet } from "../../core/cidr-set";
import { POLICY_DEFAULTS } from "./policy-defaults";
import { renderSuricataRule, type SuricataRule } from "./suricata/rule";

/** Rules of our own, under strict order. */
export interface StatefulRuleGroupProps {
  /** Prefix of the group's name; the rest says what forces a replacement. */
  readonly name: string;
  readonly description: string;
  /** Units reserved; a rule takes one. */
  readonly capacity: number;
  /** In order: the first that decides ends the evaluation. */
  readonly orderedRules: readonly SuricataRule[];
  /** Address sets by variable name. */
  readonly addressSets: ReadonlyMap<string, CidrSet>;
}

/**
 * A stateful rule group that can be replaced without a moment of less protection.
 *
 * Rules change in place. Capacity and rule order cannot; they are part of the name, so that the new group
 * stands beside the old one until the policy has moved over. Without it Terraform deletes first, which AWS
 * refuses for as long as the policy refers to the group
 * (https://github.com/hashicorp/terraform-provider-aws/issues/19616).
 */
export class StatefulRuleGroup extends Construct {
  /** ARN of the group. */
  readonly arn: string;
  /** Escape hatch: the group. */
  readonly resource: NetworkfirewallRuleGroup;

  constructor(scope: Construct, id: string, props: StatefulRuleGroupProps) {
    super(scope, id);
    const { capacity, addressSets, orderedRules } = props;
    this.resource = new NetworkfirewallRuleGroup(this, "Resource", {
      name: nameWithHash(props.name, { capacity, ruleOrder: POLICY_DEFAULTS.ruleOrder, type: "STATEFUL" }),
      description: props.description,
      type: "STATEFUL",
      capacity,
      ruleGroup: {
        statefulRuleOptions: { ruleOrder: POLICY_DEFAULTS.ruleOrder },
        ruleVariables: {
          ipSets: [...addressSets]
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, addresses]) => ({ key, ipSet: { definition: [...addresses.blocks] } })),
        },
        rulesSource: { rulesString: orderedRules.map(renderSuricataRule).join("\n") },
      },
      lifecycle: { createBeforeDestroy: true },
    });
    this.arn = this.resource.arn;
  }
}

/** A name that is another one as soon as anything that forces a replacement is. */
export function nameWithHash(name: string, forcing: Readonly<Record<string, unknown>>): string {
  const sorted = Object.entries(forcing).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${name}-${createHash("sha256").update(JSON.stringify(sorted)).digest("hex").slice(0, 8)}`;
}
