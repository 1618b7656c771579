import { typedResource } from "../typed-resource";
import { MERAKI } from "./provider";

/** What a network's appliance lets out, in order: the whole list in one resource. */
export class MerakiApplianceL3FirewallRules extends typedResource(
  MERAKI,
  "meraki_appliance_l3_firewall_rules",
  {
    attributes: {
      id: { type: "string", computed: true },
      network_id: { type: "string", required: true },
      rules: {
        nested_type: {
          nesting_mode: "list",
          attributes: {
            comment: { type: "string", optional: true },
            dest_cidr: { type: "string", required: true },
            dest_port: { type: "string", optional: true },
            policy: { type: "string", required: true },
            protocol: { type: "string", required: true },
            src_cidr: { type: "string", required: true },
            src_port: { type: "string", optional: true },
            syslog_enabled: { type: "bool", optional: true },
          },
        },
        required: true,
      },
      syslog_default_rule: { type: "bool", optional: true },
    },
  },
) {}
