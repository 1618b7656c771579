import { typedResource } from "../typed-resource";
import { FORTIOS } from "./provider";

/** An IPv6 network, by name. */
export class FortiosAddress6 extends typedResource(FORTIOS, "fortios_firewall_address6", {
  attributes: {
    comment: { type: "string", optional: true },
    country: { type: "string", optional: true },
    end_ip: { type: "string", optional: true, computed: true },
    fqdn: { type: "string", optional: true },
    id: { type: "string", optional: true, computed: true },
    ip6: { type: "string", optional: true, computed: true },
    name: { type: "string", optional: true },
    start_ip: { type: "string", optional: true, computed: true },
    type: { type: "string", optional: true, computed: true },
    uuid: { type: "string", optional: true, computed: true },
    vdomparam: { type: "string", optional: true, computed: true },
    visibility: { type: "string", optional: true },
  },
}) {}
