import { Construct } from "constructs";
import { FortiosDosPolicy } from "../../../providers/fortios/dos-policy";
import { FortiosDosPolicy6 } from "../../../providers/fortios/dos-policy6";
import { UNIT_DEFAULTS } from "./unit-defaults";
import type { DomainProps, NameReference } from "./unit-objects";

/** Floods by Fortinet's names, and how much of each is too much. */
export type FloodThresholds = { readonly [Flood in keyof typeof UNIT_DEFAULTS.floods]?: number };

/** Where floods are turned away. */
interface FloodLimitsProps extends DomainProps {
  readonly name: string;
  /** Interfaces to the internet, in the order of the links, each with the addresses that are published there. */
  readonly links: readonly {
    readonly interface: string;
    readonly ipv4: readonly NameReference[];
    readonly ipv6: readonly NameReference[];
  }[];
  /** Published ports. */
  readonly services: readonly NameReference[];
  /**
   * Thresholds other than Fortinet's recommendations.
   *
   * @default - Fortinet's recommendations
   */
  readonly thresholds?: FloodThresholds;
}

/** Turns floods of the published ports away at each link, before any policy looks at them. */
export class FloodLimits extends Construct {
  constructor(scope: Construct, id: string, props: FloodLimitsProps) {
    super(scope, id);
    const { name, vdom, links, services, thresholds } = props;
    const anomaly = Object.entries({ ...UNIT_DEFAULTS.floods, ...thresholds }).map(([flood, threshold]) => ({
      name: flood,
      status: "enable",
      log: "enable",
      action: "block",
      threshold,
    }));
    for (const [index, link] of links.entries()) {
      const common = {
        interface: link.interface,
        name: `${name}-floods-${index + 1}`,
        policyid: UNIT_DEFAULTS.firstFloodPolicyId + index,
        status: "enable",
        comments: "Floods of the published ports",
        srcaddr: [{ name: "all" }],
        service: [...services],
        anomaly,
        ...(vdom === undefined ? {} : { vdomparam: vdom }),
      };
      new FortiosDosPolicy(this, `link-${index + 1}`, { ...common, dstaddr: [...link.ipv4] });
      if (link.ipv6.length > 0) {
        new FortiosDosPolicy6(this, `link-${index + 1}-ipv6`, { ...common, dstaddr: [...link.ipv6] });
      }
    }
  }
}
