import { typedResource } from "../typed-resource";
import { MERAKI } from "./provider";

/** Who may reach one of the appliance's own services from the internet: ICMP, SNMP or its web page. */
export class MerakiApplianceFirewalledService extends typedResource(
  MERAKI,
  "meraki_appliance_firewalled_service",
  {
    attributes: {
      access: { type: "string", required: true },
      allowed_ips: { type: ["list", "string"], optional: true },
      id: { type: "string", computed: true },
      network_id: { type: "string", required: true },
      service: { type: "string", required: true },
    },
  },
) {}
