import { typedResource } from "../typed-resource";
import { FORTIOS } from "./provider";

/** Where the unit sends its log by syslog. */
export class FortiosSyslog extends typedResource(FORTIOS, "fortios_log_syslog_setting", {
  attributes: {
    facility: { type: "string", optional: true, computed: true },
    format: { type: "string", optional: true, computed: true },
    id: { type: "string", optional: true, computed: true },
    mode: { type: "string", optional: true, computed: true },
    port: { type: "string", optional: true, computed: true },
    server: { type: "string", optional: true, computed: true },
    source_ip: { type: "string", optional: true, computed: true },
    status: { type: "string", required: true },
  },
}) {}
