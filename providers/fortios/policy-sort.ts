import { typedResource } from "../typed-resource";
import { FORTIOS } from "./provider";

/** The order of all firewall policies of a virtual domain. */
export class FortiosPolicySort extends typedResource(FORTIOS, "fortios_firewall_policy_sort", {
  attributes: {
    comment: { type: "string", optional: true },
    force_recreate: { type: "string", optional: true, computed: true },
    id: { type: "string", optional: true, computed: true },
    manual_order: { type: ["list", "string"], optional: true, computed: true },
    sortby: { type: "string", required: true },
    sortdirection: { type: "string", required: true },
    status: { type: "string", optional: true, computed: true },
    vdomparam: { type: "string", optional: true },
  },
}) {}
