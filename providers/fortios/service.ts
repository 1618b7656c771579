import { typedResource } from "../typed-resource";
import { FORTIOS } from "./provider";

/** Ports of a protocol, by name. */
export class FortiosService extends typedResource(FORTIOS, "fortios_firewallservice_custom", {
  attributes: {
    category: { type: "string", optional: true },
    comment: { type: "string", optional: true },
    icmpcode: { type: "number", optional: true },
    icmptype: { type: "number", optional: true },
    id: { type: "string", optional: true, computed: true },
    name: { type: "string", optional: true },
    protocol: { type: "string", optional: true, computed: true },
    protocol_number: { type: "number", optional: true, computed: true },
    session_ttl: { type: "string", optional: true },
    tcp_portrange: { type: "string", optional: true },
    udp_portrange: { type: "string", optional: true },
    vdomparam: { type: "string", optional: true, computed: true },
    visibility: { type: "string", optional: true, computed: true },
  },
}) {}
