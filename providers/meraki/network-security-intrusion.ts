import { typedResource } from "../typed-resource";
import { MERAKI } from "./provider";

/** What a network's appliance does with the attacks it recognises. */
export class MerakiApplianceNetworkSecurityIntrusion extends typedResource(
  MERAKI,
  "meraki_appliance_network_security_intrusion",
  {
    attributes: {
      id: { type: "string", computed: true },
      ids_rulesets: { type: "string", optional: true },
      mode: { type: "string", optional: true },
      network_id: { type: "string", required: true },
      protected_networks_excluded_cidr: { type: ["list", "string"], optional: true },
      protected_networks_included_cidr: { type: ["list", "string"], optional: true },
      protected_networks_use_default: { type: "bool", optional: true },
    },
  },
) {}
