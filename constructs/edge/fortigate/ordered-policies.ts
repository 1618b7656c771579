import { Fn } from "cdktf";
import { Construct } from "constructs";
import { FortiosPolicy } from "../../../providers/fortios/policy";
import { FortiosPolicySort } from "../../../providers/fortios/policy-sort";
import type { ProfileNames } from "./inspection-profiles";
import { UNIT_DEFAULTS } from "./unit-defaults";
import type { DomainProps, NamedAddresses, NameReference } from "./unit-objects";

/** A policy of a table in which the first that matches decides. */
export interface OrderedPolicy {
  /** Id of the construct, and end of the policy's name. */
  readonly id: string;
  /** Its place among the ids of policies, the same for good. */
  readonly place: number;
  readonly action: "accept" | "deny";
  /** Interfaces. */
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly sources: NamedAddresses;
  readonly destinations: NamedAddresses;
  readonly services: readonly NameReference[];
  /** What it is for. */
  readonly purpose: string;
  /**
   * What is looked for in what it accepts.
   *
   * @default - nothing
   */
  readonly profiles?: ProfileNames;
  /**
   * Give connections the address of the interface that they leave through.
   *
   * @default false
   */
  readonly nat?: boolean;
  /**
   * Tell the sender that it is refused, so that it does not wait.
   *
   * @default false
   */
  readonly answers?: boolean;
}

/** What the policies are. */
export interface OrderedPoliciesProps extends DomainProps {
  /** Prefix of names. */
  readonly name: string;
  /** In order. */
  readonly orderedPolicies: readonly OrderedPolicy[];
  /**
   * First id of policies.
   *
   * @default 2000000
   */
  readonly firstId?: number;
}

/**
 * Policies that stand one after the other, in the order given, whatever is added, changed or made again later.
 *
 * A unit appends what is created, so each is created after the one before it; and since a later one would be appended,
 * too, the table is sorted again whenever one is made. Only these policies are moved, to follow the first of them: the
 * unit's others keep their places (docs/adr/0023).
 */
export class OrderedPolicies extends Construct {
  /** Escape hatch: the policies, in order. */
  readonly policies: readonly FortiosPolicy[];
  /** Escape hatch: what keeps them in order. */
  readonly order: FortiosPolicySort;

  constructor(scope: Construct, id: string, props: OrderedPoliciesProps) {
    super(scope, id);
    const { name, vdom, orderedPolicies, firstId = UNIT_DEFAULTS.firstPolicyId } = props;
    const domain = vdom === undefined ? {} : { vdomparam: vdom };
    const policies: FortiosPolicy[] = [];
    for (const policy of orderedPolicies) {
      const previous = policies.at(-1);
      policies.push(
        new FortiosPolicy(this, policy.id, {
          ...configuration(policy),
          name: `${name}-${policy.id}`,
          policyid: firstId + policy.place,
          ...domain,
          ...(previous === undefined ? {} : { dependsOn: [previous] }),
        }),
      );
    }
    this.policies = policies;
    this.order = new FortiosPolicySort(this, "order", {
      sortby: "policyid",
      sortdirection: "manual",
      manualOrder: orderedPolicies.map(({ place }) => `${firstId + place}`),
      comment: "Sorted again whenever a policy is made",
      // The unit gives each policy that it makes another one, also where somebody had deleted it by hand.
      forceRecreate: Fn.md5(
        Fn.join(
          ",",
          policies.map(({ uuid }) => uuid),
        ),
      ),
      ...domain,
      dependsOn: policies,
    });
  }
}

type PolicyConfiguration = ConstructorParameters<typeof FortiosPolicy>[2];

function configuration(policy: OrderedPolicy): PolicyConfiguration {
  const { action, from, to, sources, destinations, services, purpose, profiles, nat, answers } = policy;
  const ends = (version: keyof NamedAddresses) => ({
    sources: sources[version],
    destinations: destinations[version],
  });
  const four = ends("ipv4");
  const six = ends("ipv6");
  // One end alone would be everybody at the other.
  const isWhole = ({ sources: a, destinations: b }: typeof four) => a.length > 0 && b.length > 0;
  return {
    srcintf: interfaces(from),
    dstintf: interfaces(to),
    ...(isWhole(four) ? { srcaddr: [...four.sources], dstaddr: [...four.destinations] } : {}),
    ...(isWhole(six) ? { srcaddr6: [...six.sources], dstaddr6: [...six.destinations] } : {}),
    service: [...services],
    action,
    schedule: "always",
    status: "enable",
    logtraffic: "all",
    comments: purpose,
    ...(action === "accept"
      ? { nat: nat === true ? "enable" : "disable" }
      : // What virtual addresses hand on would pass by a policy that does not say so.
        { matchVip: "enable", ...(answers === true ? { sendDenyPacket: "enable" } : {}) }),
    ...(profiles === undefined
      ? {}
      : { utmStatus: "enable", inspectionMode: UNIT_DEFAULTS.inspectionMode, ...profiles }),
  };
}

function interfaces(names: readonly string[]): readonly NameReference[] {
  return [...names].sort().map((name) => ({ name }));
}
