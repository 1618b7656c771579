import type { AssumptionFact } from "../facts";
import type { TerraformJson } from "../terraform-json";

/** What the facts about an appliance rest on: the dashboard holds more than a stack writes. */
export function applianceAssumptions(stack: TerraformJson): readonly AssumptionFact[] {
  return stack
    .all("meraki_appliance_port_forwarding_rules")
    .flatMap(({ address }): readonly AssumptionFact[] => [
      ...(stack.all("meraki_appliance_one_to_one_nat_rules").length > 0 &&
      stack.all("meraki_appliance_one_to_many_nat_rules").length > 0
        ? []
        : [
            {
              assumed: "the appliance has no 1:1 or 1:many NAT rules but those of this stack",
              check: "dashboard: Security & SD-WAN > Firewall > 1:1 NAT, 1:Many NAT",
              address,
            },
          ]),
      {
        assumed: "no VPN, client VPN or inbound rule of IPv6 leads to the server's network",
        check: "dashboard: Security & SD-WAN > Site-to-site VPN, Client VPN, Firewall > Inbound rules",
        address,
      },
    ]);
}
