import type { AssumptionFact } from "../facts";
import type { TerraformJson } from "../terraform-json";
import { Interfaces } from "./interfaces";
import { unitsOf } from "./unit";

/**
 * What the facts about a FortiGate rest on: a stack writes part of a unit's configuration, and the rest is not in
 * the JSON.
 */
export function assumptionsOf(stack: TerraformJson): readonly AssumptionFact[] {
  return unitsOf(stack).flatMap((unit): readonly AssumptionFact[] => {
    const [policy] = unit.all("fortios_firewall_policy");
    if (policy === undefined) {
      return [];
    }
    const interfaces = new Interfaces(unit);
    const inside = interfaces.names.filter((one) => !interfaces.mayBeOutside(one));
    return [
      {
        assumed: `${unit.name} has no other firewall policies, virtual IPs or local-in policies than those of this stack`,
        check: "show firewall policy, show firewall vip, show firewall local-in-policy",
        address: policy.address,
      },
      {
        assumed: `no interface leads to the internet but those that this stack names: ${interfaces.names.filter((one) => interfaces.mayBeOutside(one) && !interfaces.isTunnel(one)).join(", ")}`,
        check: "get router info routing-table all, show system interface",
        address: policy.address,
      },
      ...(inside.length === 0
        ? []
        : [
            {
              assumed: `nobody from outside is behind ${inside.join(", ")}`,
              check: "show system interface, show system zone",
              address: policy.address,
            },
          ]),
      {
        assumed:
          "objects and services that the unit comes with are as it comes, and administration listens on the ports it comes with",
        check: "show firewall service custom, show full-configuration system global",
        address: policy.address,
      },
    ];
  });
}
