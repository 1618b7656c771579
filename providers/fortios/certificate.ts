import { typedResource } from "../typed-resource";
import { FORTIOS } from "./provider";

/** A certificate with its key, on the unit. */
export class FortiosCertificate extends typedResource(FORTIOS, "fortios_vpncertificate_local", {
  attributes: {
    certificate: { type: "string", optional: true, sensitive: true },
    comments: { type: "string", optional: true, computed: true },
    id: { type: "string", optional: true, computed: true },
    name: { type: "string", required: true },
    password: { type: "string", optional: true, sensitive: true },
    private_key: { type: "string", optional: true, sensitive: true },
    private_key_retain: { type: "string", optional: true, computed: true },
    range: { type: "string", optional: true, computed: true },
    vdomparam: { type: "string", optional: true, computed: true },
  },
}) {}
