import { typedResource } from "../typed-resource";
import { MERAKI } from "./provider";

/** All ports that a network's appliance forwards: the whole list in one resource, what it does not name goes. */
export class MerakiAppliancePortForwardingRules extends typedResource(
  MERAKI,
  "meraki_appliance_port_forwarding_rules",
  {
    attributes: {
      id: { type: "string", computed: true },
      network_id: { type: "string", required: true },
      rules: {
        nested_type: {
          nesting_mode: "list",
          attributes: {
            allowed_ips: { type: ["list", "string"], required: true },
            lan_ip: { type: "string", required: true },
            local_port: { type: "string", required: true },
            name: { type: "string", optional: true },
            protocol: { type: "string", required: true },
            public_port: { type: "string", required: true },
            uplink: { type: "string", optional: true },
          },
        },
        required: true,
      },
    },
  },
) {}
