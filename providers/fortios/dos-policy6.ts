import { typedResource } from "../typed-resource";
import { FORTIOS } from "./provider";

/** How many connections of a kind an interface takes before they are an attack, over IPv6. */
export class FortiosDosPolicy6 extends typedResource(FORTIOS, "fortios_firewall_DoSpolicy6", {
  attributes: {
    comments: { type: "string", optional: true },
    id: { type: "string", optional: true, computed: true },
    interface: { type: "string", required: true },
    name: { type: "string", optional: true },
    policyid: { type: "number", optional: true, computed: true },
    status: { type: "string", optional: true, computed: true },
    vdomparam: { type: "string", optional: true, computed: true },
  },
  block_types: {
    anomaly: {
      nesting_mode: "list",
      block: {
        attributes: {
          action: { type: "string", optional: true, computed: true },
          log: { type: "string", optional: true, computed: true },
          name: { type: "string", optional: true },
          quarantine: { type: "string", optional: true, computed: true },
          quarantine_expiry: { type: "string", optional: true, computed: true },
          quarantine_log: { type: "string", optional: true, computed: true },
          status: { type: "string", optional: true, computed: true },
          threshold: { type: "number", optional: true },
        },
      },
    },
    dstaddr: {
      nesting_mode: "set",
      min_items: 1,
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
      min_items: 1,
      block: {
        attributes: {
          name: { type: "string", optional: true },
        },
      },
    },
  },
}) {}
