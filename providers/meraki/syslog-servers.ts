import { typedResource } from "../typed-resource";
import { MERAKI } from "./provider";

/** Where a network's devices send their logs. */
export class MerakiNetworkSyslogServers extends typedResource(MERAKI, "meraki_network_syslog_servers", {
  attributes: {
    id: { type: "string", computed: true },
    network_id: { type: "string", required: true },
    servers: {
      nested_type: {
        nesting_mode: "list",
        attributes: {
          host: { type: "string", required: true },
          port: { type: "number", required: true },
          roles: { type: ["set", "string"], required: true },
        },
      },
      required: true,
    },
  },
}) {}
