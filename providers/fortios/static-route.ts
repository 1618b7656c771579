import { typedResource } from "../typed-resource";
import { FORTIOS } from "./provider";

/** A way to a network. */
export class FortiosStaticRoute extends typedResource(FORTIOS, "fortios_router_static", {
  attributes: {
    blackhole: { type: "string", optional: true, computed: true },
    comment: { type: "string", optional: true },
    device: { type: "string", optional: true },
    distance: { type: "number", optional: true, computed: true },
    dst: { type: "string", optional: true, computed: true },
    dynamic_gateway: { type: "string", optional: true, computed: true },
    gateway: { type: "string", optional: true, computed: true },
    id: { type: "string", optional: true, computed: true },
    priority: { type: "number", optional: true, computed: true },
    seq_num: { type: "number", optional: true, computed: true },
    status: { type: "string", optional: true, computed: true },
    vdomparam: { type: "string", optional: true, computed: true },
    vrf: { type: "number", optional: true, computed: true },
  },
}) {}
