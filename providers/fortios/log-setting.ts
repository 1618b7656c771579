import { typedResource } from "../typed-resource";
import { FORTIOS } from "./provider";

/** What is logged besides the policies' own traffic. */
export class FortiosLogSetting extends typedResource(FORTIOS, "fortios_log_setting", {
  attributes: {
    fwpolicy6_implicit_log: { type: "string", optional: true, computed: true },
    fwpolicy_implicit_log: { type: "string", optional: true, computed: true },
    id: { type: "string", optional: true, computed: true },
    local_in_allow: { type: "string", optional: true, computed: true },
    local_in_deny_broadcast: { type: "string", optional: true, computed: true },
    local_in_deny_unicast: { type: "string", optional: true, computed: true },
    local_in_policy_log: { type: "string", optional: true, computed: true },
    log_invalid_packet: { type: "string", optional: true, computed: true },
    log_policy_name: { type: "string", optional: true },
    resolve_ip: { type: "string", optional: true, computed: true },
    syslog_override: { type: "string", optional: true, computed: true },
    vdomparam: { type: "string", optional: true, computed: true },
  },
}) {}
