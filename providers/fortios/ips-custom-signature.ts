import { typedResource } from "../typed-resource";
import { FORTIOS } from "./provider";

/** A signature of one's own. */
export class FortiosIpsCustomSignature extends typedResource(FORTIOS, "fortios_ips_custom", {
  attributes: {
    action: { type: "string", optional: true, computed: true },
    application: { type: "string", optional: true },
    comment: { type: "string", optional: true },
    id: { type: "string", optional: true, computed: true },
    location: { type: "string", optional: true },
    log: { type: "string", optional: true, computed: true },
    log_packet: { type: "string", optional: true, computed: true },
    os: { type: "string", optional: true },
    protocol: { type: "string", optional: true },
    rule_id: { type: "number", optional: true, computed: true },
    severity: { type: "string", optional: true },
    signature: { type: "string", optional: true },
    status: { type: "string", optional: true, computed: true },
    tag: { type: "string", optional: true, computed: true },
    vdomparam: { type: "string", optional: true, computed: true },
  },
}) {}
