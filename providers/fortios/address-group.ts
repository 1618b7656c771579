import { typedResource } from "../typed-resource";
import { FORTIOS } from "./provider";

/** Addresses that are named together; IPv4 only. */
export class FortiosAddressGroup extends typedResource(FORTIOS, "fortios_firewall_addrgrp", {
  attributes: {
    allow_routing: { type: "string", optional: true, computed: true },
    category: { type: "string", optional: true, computed: true },
    comment: { type: "string", optional: true },
    exclude: { type: "string", optional: true, computed: true },
    id: { type: "string", optional: true, computed: true },
    name: { type: "string", required: true },
    type: { type: "string", optional: true, computed: true },
    uuid: { type: "string", optional: true, computed: true },
    vdomparam: { type: "string", optional: true, computed: true },
    visibility: { type: "string", optional: true },
  },
  block_types: {
    exclude_member: {
      nesting_mode: "set",
      block: {
        attributes: {
          name: { type: "string", optional: true },
        },
      },
    },
    member: {
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
