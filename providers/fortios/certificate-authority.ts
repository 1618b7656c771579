import { typedResource } from "../typed-resource";
import { FORTIOS } from "./provider";

/** The certificate of an authority, on the unit. */
export class FortiosCertificateAuthority extends typedResource(FORTIOS, "fortios_vpncertificate_ca", {
  attributes: {
    ca: { type: "string", required: true },
    id: { type: "string", optional: true, computed: true },
    name: { type: "string", required: true },
    range: { type: "string", optional: true, computed: true },
    ssl_inspection_trusted: { type: "string", optional: true, computed: true },
    vdomparam: { type: "string", optional: true, computed: true },
  },
}) {}
