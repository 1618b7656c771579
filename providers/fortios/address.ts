import { typedResource } from "../typed-resource";
import { FORTIOS } from "./provider";

/** A network, a range, a host name or a country, by name. */
export class FortiosAddress extends typedResource(FORTIOS, "fortios_firewall_address", {
  attributes: {
    allow_routing: { type: "string", optional: true, computed: true },
    associated_interface: { type: "string", optional: true },
    comment: { type: "string", optional: true },
    country: { type: "string", optional: true },
    end_ip: { type: "string", optional: true, computed: true },
    fqdn: { type: "string", optional: true },
    id: { type: "string", optional: true, computed: true },
    name: { type: "string", optional: true },
    start_ip: { type: "string", optional: true, computed: true },
    subnet: { type: "string", optional: true, computed: true },
    type: { type: "string", optional: true, computed: true },
    uuid: { type: "string", optional: true, computed: true },
    vdomparam: { type: "string", optional: true, computed: true },
    visibility: { type: "string", optional: true },
  },
}) {}
