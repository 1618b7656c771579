import { typedResource } from "../typed-resource";
import { FORTIOS } from "./provider";

/** What becomes of connections to the unit itself, over IPv6. */
export class FortiosLocalInPolicy6 extends typedResource(FORTIOS, "fortios_firewall_localinpolicy6", {
  attributes: {
    action: { type: "string", optional: true, computed: true },
    comments: { type: "string", optional: true },
    dstaddr_negate: { type: "string", optional: true, computed: true },
    id: { type: "string", optional: true, computed: true },
    intf: { type: "string", optional: true },
    logtraffic: { type: "string", optional: true, computed: true },
    policyid: { type: "number", optional: true, computed: true },
    schedule: { type: "string", required: true },
    service_negate: { type: "string", optional: true, computed: true },
    srcaddr_negate: { type: "string", optional: true, computed: true },
    status: { type: "string", optional: true, computed: true },
    uuid: { type: "string", optional: true, computed: true },
    vdomparam: { type: "string", optional: true, computed: true },
    virtual_patch: { type: "string", optional: true, computed: true },
  },
  block_types: {
    dstaddr: {
      nesting_mode: "set",
      min_items: 1,
      block: {
        attributes: {
          name: { type: "string", optional: true },
        },
      },
    },
    intf_block: {
      nesting_mode: "set",
      block: {
        attributes: {
          name: { type: "string", optional: true },
        },
      },
    },
    service: {
      nesting_mode: "set",
      min_items: 1,
      block: {
        attributes: {
          name: { type: "string", optional: true },
        },
      },
    },
    srcaddr: {
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
