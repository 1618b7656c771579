import { typedResource } from "../typed-resource";
import { FORTIOS } from "./provider";

/** A public address, or a port of it, that leads to an inner one. */
export class FortiosVirtualIp extends typedResource(FORTIOS, "fortios_firewall_vip", {
  attributes: {
    arp_reply: { type: "string", optional: true, computed: true },
    comment: { type: "string", optional: true },
    extintf: { type: "string", optional: true },
    extip: { type: "string", optional: true },
    extport: { type: "string", optional: true, computed: true },
    id: { type: "string", optional: true, computed: true },
    mappedport: { type: "string", optional: true, computed: true },
    name: { type: "string", optional: true },
    nat_source_vip: { type: "string", optional: true, computed: true },
    portforward: { type: "string", optional: true, computed: true },
    protocol: { type: "string", optional: true, computed: true },
    status: { type: "string", optional: true, computed: true },
    type: { type: "string", optional: true, computed: true },
    uuid: { type: "string", optional: true, computed: true },
    vdomparam: { type: "string", optional: true, computed: true },
  },
  block_types: {
    mappedip: {
      nesting_mode: "set",
      block: {
        attributes: {
          range: { type: "string", optional: true },
        },
      },
    },
    src_filter: {
      nesting_mode: "set",
      block: {
        attributes: {
          range: { type: "string", optional: true },
        },
      },
    },
    srcintf_filter: {
      nesting_mode: "set",
      block: {
        attributes: {
          interface_name: { type: "string", optional: true },
        },
      },
    },
  },
}) {}
