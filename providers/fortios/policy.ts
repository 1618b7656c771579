import { typedResource } from "../typed-resource";
import { FORTIOS } from "./provider";

/** What becomes of connections between interfaces; the first policy of the list that matches decides. */
export class FortiosPolicy extends typedResource(FORTIOS, "fortios_firewall_policy", {
  attributes: {
    action: { type: "string", optional: true, computed: true },
    application_list: { type: "string", optional: true },
    av_profile: { type: "string", optional: true },
    comments: { type: "string", optional: true },
    dstaddr6_negate: { type: "string", optional: true, computed: true },
    dstaddr_negate: { type: "string", optional: true, computed: true },
    id: { type: "string", optional: true, computed: true },
    inspection_mode: { type: "string", optional: true, computed: true },
    ippool: { type: "string", optional: true, computed: true },
    ips_sensor: { type: "string", optional: true },
    logtraffic: { type: "string", optional: true, computed: true },
    logtraffic_start: { type: "string", optional: true, computed: true },
    match_vip: { type: "string", optional: true, computed: true },
    name: { type: "string", optional: true },
    nat: { type: "string", optional: true, computed: true },
    policyid: { type: "number", optional: true, computed: true },
    profile_protocol_options: { type: "string", optional: true, computed: true },
    schedule: { type: "string", optional: true },
    send_deny_packet: { type: "string", optional: true, computed: true },
    service_negate: { type: "string", optional: true, computed: true },
    srcaddr6_negate: { type: "string", optional: true, computed: true },
    srcaddr_negate: { type: "string", optional: true, computed: true },
    ssl_ssh_profile: { type: "string", optional: true, computed: true },
    status: { type: "string", optional: true, computed: true },
    tcp_session_without_syn: { type: "string", optional: true, computed: true },
    utm_status: { type: "string", optional: true, computed: true },
    uuid: { type: "string", optional: true, computed: true },
    vdomparam: { type: "string", optional: true, computed: true },
    waf_profile: { type: "string", optional: true },
  },
  block_types: {
    dstaddr: {
      nesting_mode: "set",
      block: {
        attributes: {
          name: { type: "string", optional: true },
        },
      },
    },
    dstaddr6: {
      nesting_mode: "set",
      block: {
        attributes: {
          name: { type: "string", optional: true },
        },
      },
    },
    dstintf: {
      nesting_mode: "set",
      min_items: 1,
      block: {
        attributes: {
          name: { type: "string", optional: true },
        },
      },
    },
    poolname: {
      nesting_mode: "set",
      block: {
        attributes: {
          name: { type: "string", optional: true },
        },
      },
    },
    service: {
      nesting_mode: "set",
      block: {
        attributes: {
          name: { type: "string", optional: true },
        },
      },
    },
    srcaddr: {
      nesting_mode: "set",
      block: {
        attributes: {
          name: { type: "string", optional: true },
        },
      },
    },
    srcaddr6: {
      nesting_mode: "set",
      block: {
        attributes: {
          name: { type: "string", optional: true },
        },
      },
    },
    srcintf: {
      nesting_mode: "set",
      min_items: 1,
      block: {
        attributes: {
          name: { type: "string", optional: true },
        },
      },
    },
  },
}) {}
