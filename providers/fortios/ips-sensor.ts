import { typedResource } from "../typed-resource";
import { FORTIOS } from "./provider";

/** Signatures that are looked for, and what is done about them; the first entry that matches decides. */
export class FortiosIpsSensor extends typedResource(FORTIOS, "fortios_ips_sensor", {
  attributes: {
    block_malicious_url: { type: "string", optional: true, computed: true },
    comment: { type: "string", optional: true },
    extended_log: { type: "string", optional: true, computed: true },
    id: { type: "string", optional: true, computed: true },
    name: { type: "string", required: true },
    scan_botnet_connections: { type: "string", optional: true, computed: true },
    vdomparam: { type: "string", optional: true, computed: true },
  },
  block_types: {
    entries: {
      nesting_mode: "list",
      block: {
        attributes: {
          action: { type: "string", optional: true, computed: true },
          application: { type: "string", optional: true, computed: true },
          default_action: { type: "string", optional: true, computed: true },
          default_status: { type: "string", optional: true, computed: true },
          id: { type: "number", optional: true, computed: true },
          location: { type: "string", optional: true, computed: true },
          log: { type: "string", optional: true, computed: true },
          log_attack_context: { type: "string", optional: true, computed: true },
          log_packet: { type: "string", optional: true, computed: true },
          os: { type: "string", optional: true, computed: true },
          protocol: { type: "string", optional: true, computed: true },
          quarantine: { type: "string", optional: true, computed: true },
          quarantine_expiry: { type: "string", optional: true, computed: true },
          quarantine_log: { type: "string", optional: true, computed: true },
          rate_count: { type: "number", optional: true },
          rate_duration: { type: "number", optional: true, computed: true },
          rate_mode: { type: "string", optional: true, computed: true },
          rate_track: { type: "string", optional: true, computed: true },
          severity: { type: "string", optional: true, computed: true },
          status: { type: "string", optional: true, computed: true },
        },
        block_types: {
          cve: {
            nesting_mode: "set",
            block: {
              attributes: {
                cve_entry: { type: "string", optional: true },
              },
            },
          },
          exempt_ip: {
            nesting_mode: "list",
            block: {
              attributes: {
                dst_ip: { type: "string", optional: true, computed: true },
                id: { type: "number", optional: true, computed: true },
                src_ip: { type: "string", optional: true, computed: true },
              },
            },
          },
          rule: {
            nesting_mode: "set",
            block: {
              attributes: {
                id: { type: "number", optional: true },
              },
            },
          },
        },
      },
    },
  },
}) {}
