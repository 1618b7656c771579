import { CidrSet } from "../../constructs/core/cidr-set";
import type { ManagementFact } from "../facts";
import { listOf, type TerraformJson, textOf } from "../terraform-json";
import { networkOf } from "./forwards";

/** The appliance's own services (https://documentation.meraki.com/MX/Firewall_and_Traffic_Shaping/MX_Firewall_Settings). */
const SERVICES: Readonly<
  Record<string, Pick<ManagementFact, "service" | "protocol" | "fromPort" | "toPort">>
> = {
  ICMP: { service: "ping", protocol: "icmp", fromPort: 0, toPort: 0 },
  SNMP: { service: "snmp", protocol: "udp", fromPort: 161, toPort: 161 },
  web: { service: "http", protocol: "tcp", fromPort: 80, toPort: 80 },
};

/** What the appliances of a stack answer themselves to the internet, as far as the stack says so. */
export function applianceServices(stack: TerraformJson): readonly ManagementFact[] {
  return stack.all("meraki_appliance_firewalled_service").flatMap(({ address, attributes }) => {
    const access = textOf(attributes.access);
    const ports = SERVICES[textOf(attributes.service) ?? ""];
    if (ports === undefined || access === "blocked") {
      return [];
    }
    const allowed = listOf(attributes.allowed_ips).map((value) => networkOf(textOf(stack.resolved(value))));
    const sources =
      access === "restricted"
        ? allowed.reduce<CidrSet>((all, network) => all.union(network), CidrSet.EMPTY)
        : CidrSet.ANY_IPV4;
    return sources.isEmpty ? [] : [{ ...ports, sources: sources.blocks, stated: true, address }];
  });
}
