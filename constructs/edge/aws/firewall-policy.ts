import { NetworkfirewallFirewallPolicy } from "@cdktf/provider-aws/lib/networkfirewall-firewall-policy";
import { Annotations } from "cdktf";
import { Construct } from "constructs";
import { CidrSet } from "../../core/cidr-set";
import { throwIfAny } from "../../core/errors";
import { type Admitted, type DenyList, denyListProblems } from "../deny-list";
import type { EgressRule } from "../egress";
import type { Ingress } from "../ingress";
import { type AccessRules, accessRules, SERVER_VARIABLE } from "./access-rules";
import { denyRules } from "./deny-rules";
import {
  budgetProblems,
  type IpsProps,
  type IpsSection,
  ipsProblems,
  ipsSection,
  ipsWarnings,
} from "./ips/ips-section";
import { managedRuleGroupArn } from "./ips/managed-rule-groups";
import { ACCESS_SECTION_ROOM, POLICY_DEFAULTS } from "./policy-defaults";
import { nameWithHash, StatefulRuleGroup } from "./stateful-rule-group";
import { suricataProblems } from "./suricata/lint";
import { renderSuricataRule, type SuricataRule } from "./suricata/rule";
import { TlsInspection, type TlsInspectionProps } from "./tls-inspection";

/** The access section of a policy: drops by default, passes what is named. */
export interface AccessProps {
  /** What may come in. */
  readonly ingress: Ingress;
  /** What may leave. */
  readonly egress: readonly EgressRule[];
  /**
   * Who may not come in, whatever the ingress says.
   *
   * @default - only networks that are nobody's on the internet are turned away
   */
  readonly deny?: DenyList;
}

/** What the firewall lets through, and what it looks for in it. */
export interface FirewallPolicyProps {
  /** Prefix of the resources' names. */
  readonly name: string;
  /** The firewall's Region, such as `eu-west-3`; AWS's own rule groups are named after it. */
  readonly region: string;
  /** Private addresses, or networks, behind which the servers are. */
  readonly serverAddresses: readonly string[];
  /** The network the firewall protects. */
  readonly vpcCidr: string;
  /** Who may reach whom: everything else is dropped. */
  readonly access: AccessProps;
  /**
   * What is bad in what may pass: everything else is left to the access section.
   *
   * @default - everything is detected, nothing prevented
   */
  readonly ips?: IpsProps;
  /**
   * Whose certificate decrypts 443.
   *
   * @default - 443 is not decrypted, and no rule about requests is in the policy
   */
  readonly tlsInspection?: TlsInspectionProps;
}

/** A group on its way into the policy. */
interface GroupReference {
  readonly priority: number;
  readonly resourceArn: string;
  /**
   * What AWS's own rules do instead of dropping.
   *
   * @default - they drop
   */
  readonly override?: { readonly action: string };
}

/**
 * An AWS Network Firewall policy in strict order, in two sections: who is denied is turned away, then what is
 * known to be bad is looked for, then what may pass is passed, and all else is dropped. A pass ends the
 * evaluation, so the order is the protection.
 *
 * @throws ValidationError with everything that is wrong with the sections and their rules
 */
export class FirewallPolicy extends Construct {
  /** ARN of the policy. */
  readonly policyArn: string;
  /** What was decided about the IPS section, and what was left out. */
  readonly ips: IpsSection;
  /** Escape hatch: the policy. */
  readonly policy: NetworkfirewallFirewallPolicy;

  private readonly server: ReadonlyMap<string, CidrSet>;

  constructor(scope: Construct, id: string, props: FirewallPolicyProps) {
    super(scope, id);
    const ipsProps = props.ips ?? { mode: "detect" };
    const tlsInspected = props.tlsInspection !== undefined;
    const { ingress, egress, deny = {} } = props.access;
    throwIfAny([...denyListProblems(deny, admittedBy(ingress)), ...ipsProblems(ipsProps)], this);
    this.server = new Map([[SERVER_VARIABLE, CidrSet.of(...props.serverAddresses)]]);
    const denied = denyRules(ingress, deny);
    const access = accessRules(ingress, egress);
    this.ips = ipsSection(ipsProps, { access: ACCESS_SECTION_ROOM, tlsInspected });
    throwIfAny(budgetProblems(this.ips, ipsProps), this);
    this.refuseBadRules(denied, access);
    for (const warning of ipsWarnings(this.ips, ipsProps, tlsInspected)) {
      Annotations.of(this).addWarning(warning);
    }
    const tls =
      props.tlsInspection === undefined
        ? undefined
        : new TlsInspection(this, "tls-inspection", {
            ...props.tlsInspection,
            name: props.name,
            serverAddresses: props.serverAddresses,
          });
    const denyGroup = new StatefulRuleGroup(this, "deny-list", {
      name: `${props.name}-deny-list`,
      description: deny.reason ?? "sources that cannot be real, and those that are turned away by name",
      capacity: POLICY_DEFAULTS.denyCapacity,
      orderedRules: denied.orderedRules,
      addressSets: denied.addressSets,
    });
    const accessGroup = new StatefulRuleGroup(this, "access", {
      name: `${props.name}-access`,
      description: "what may come in and leave; everything else is dropped",
      capacity: POLICY_DEFAULTS.accessCapacity,
      orderedRules: access.orderedRules,
      addressSets: new Map([...access.addressSets, ...this.server]),
    });
    this.policy = new NetworkfirewallFirewallPolicy(this, "Resource", {
      // AWS takes a TLS configuration in a new policy only; the firewall moves over to it.
      name: tls === undefined ? props.name : nameWithHash(props.name, tls.fingerprint),
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
        statefulRuleGroupReference: [
          { priority: POLICY_DEFAULTS.denyPriority, resourceArn: denyGroup.arn },
          ...this.ipsGroups(props),
          { priority: POLICY_DEFAULTS.accessPriority, resourceArn: accessGroup.arn },
        ],
        ...(tls === undefined ? {} : { tlsInspectionConfigurationArn: tls.arn }),
      },
      lifecycle: { createBeforeDestroy: true },
    });
    this.policyArn = this.policy.arn;
  }

  /** The IPS section, in the order of evaluation. */
  private ipsGroups(props: FirewallPolicyProps): readonly GroupReference[] {
    const managed = this.ips.managed.map(({ group, action }) => ({
      priority: group.priority,
      resourceArn: managedRuleGroupArn(group.name, props.region),
      ...(action === "detect" ? { override: { action: "DROP_TO_ALERT" } } : {}),
    }));
    const section = new Construct(this, "ips");
    const own = this.ips.own.map(({ group, orderedRules, capacity }) => ({
      priority: group.priority,
      resourceArn: new StatefulRuleGroup(section, group.id, {
        name: `${props.name}-${group.id}`,
        description: group.purpose,
        capacity,
        orderedRules,
        addressSets: this.server,
      }).arn,
    }));
    return [...managed, ...own];
  }

  private refuseBadRules(denied: AccessRules, access: AccessRules): void {
    const rulesText = (rules: readonly SuricataRule[]): string => rules.map(renderSuricataRule).join("\n");
    throwIfAny(
      suricataProblems([
        {
          id: "deny-list",
          text: rulesText(denied.orderedRules),
          variables: [...denied.addressSets.keys()],
          capacity: POLICY_DEFAULTS.denyCapacity,
        },
        ...this.ips.own.map(({ group, orderedRules, capacity }) => ({
          id: group.id,
          text: rulesText(orderedRules),
          variables: [SERVER_VARIABLE],
          capacity,
        })),
        {
          id: "access",
          text: rulesText(access.orderedRules),
          variables: [...access.addressSets.keys(), SERVER_VARIABLE],
          capacity: POLICY_DEFAULTS.accessCapacity,
        },
      ]),
      this,
    );
  }
}

/** While 25 is open to anyone, the ingress does not know the relay; then whoever does must ask. */
function admittedBy({ rules }: Ingress): Admitted {
  const sourcesOf = (port: number): CidrSet =>
    rules.find((rule) => rule.port === port)?.sources ?? CidrSet.EMPTY;
  const smtpFrom = sourcesOf(25);
  return {
    relay: smtpFrom.containsAll(CidrSet.ANY_IPV4) ? CidrSet.EMPTY : smtpFrom,
    users: sourcesOf(443),
  };
}
