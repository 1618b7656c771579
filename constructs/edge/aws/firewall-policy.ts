import { NetworkfirewallFirewallPolicy } from "@cdktf/provider-aws/lib/networkfirewall-firewall-policy";
import { NetworkfirewallRuleGroup } from "@cdktf/provider-aws/lib/networkfirewall-rule-group";
import { Construct } from "constructs";
import { CidrSet } from "../../core/cidr-set";
import type { EgressRule } from "../egress";
import type { Ingress } from "../ingress";
import { accessRules, SERVER_VARIABLE } from "./access-rules";
import { POLICY_DEFAULTS } from "./policy-defaults";
import { renderSuricataRule } from "./suricata-rule";

/** What the firewall lets through. */
export interface FirewallPolicyProps {
  /** Prefix of the resources' names. */
  readonly name: string;
  /** What may come in. */
  readonly ingress: Ingress;
  /** What may leave. */
  readonly egress: readonly EgressRule[];
  /** Private address of the server. */
  readonly serverAddress: string;
  /** The network the firewall protects. */
  readonly vpcCidr: string;
}

/** An AWS Network Firewall policy in strict order that passes what it names and drops all else. */
export class FirewallPolicy extends Construct {
  /** ARN of the policy. */
  readonly policyArn: string;
  /** Escape hatch: the policy. */
  readonly policy: NetworkfirewallFirewallPolicy;

  constructor(scope: Construct, id: string, props: FirewallPolicyProps) {
    super(scope, id);
    const { orderedRules, addressSets } = accessRules(props.ingress, props.egress);
    const sets = new Map([...addressSets, [SERVER_VARIABLE, CidrSet.of(props.serverAddress)] as const]);

    const access = new NetworkfirewallRuleGroup(this, "access", {
      name: `${props.name}-access`,
      description: "what may come in and leave; everything else is dropped",
      type: "STATEFUL",
      capacity: POLICY_DEFAULTS.accessCapacity,
      ruleGroup: {
        statefulRuleOptions: { ruleOrder: POLICY_DEFAULTS.ruleOrder },
        ruleVariables: {
          ipSets: [...sets]
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, addresses]) => ({ key, ipSet: { definition: [...addresses.blocks] } })),
        },
        rulesSource: { rulesString: orderedRules.map(renderSuricataRule).join("\n") },
      },
    });
    this.policy = new NetworkfirewallFirewallPolicy(this, "Resource", {
      name: props.name,
      description: "Exchange: 25 from the relay and 443 only",
      firewallPolicy: {
        statelessDefaultActions: [...POLICY_DEFAULTS.statelessActions],
        statelessFragmentDefaultActions: [...POLICY_DEFAULTS.statelessActions],
        statefulDefaultActions: [...POLICY_DEFAULTS.statefulActions],
        statefulEngineOptions: {
          ruleOrder: POLICY_DEFAULTS.ruleOrder,
          streamExceptionPolicy: POLICY_DEFAULTS.streamExceptionPolicy,
          flowTimeouts: { tcpIdleTimeoutSeconds: POLICY_DEFAULTS.tcpIdleTimeoutSeconds },
        },
        policyVariables: {
          ruleVariables: [{ key: "HOME_NET", ipSet: { definition: [props.vpcCidr] } }],
        },
        statefulRuleGroupReference: [{ priority: POLICY_DEFAULTS.accessPriority, resourceArn: access.arn }],
      },
    });
    this.policyArn = this.policy.arn;
  }
}
