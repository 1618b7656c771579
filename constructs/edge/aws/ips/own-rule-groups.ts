import type { GroupAction } from "../../ips-mode";
import type { SuricataRule } from "../suricata/rule";
import { SMTP_ABUSE_RULES } from "./smtp-abuse";
import { CLOSED_PATHS } from "./uri-allow-list";
import { VIRTUAL_PATCHES } from "./virtual-patches";

/** An IPS group of our own. */
export interface OwnRuleGroup {
  readonly id: "virtual-patches" | "uri-allow-list" | "smtp-abuse";
  /** Place in the evaluation: after AWS's groups, before the access rules. */
  readonly priority: number;
  /** What it is for, for people. */
  readonly purpose: string;
  /** Does it look into requests, which are to be seen only after TLS inspection? */
  readonly needsTlsInspection: boolean;
  /** Its rules; `disabledCves` are left out. */
  orderedRules(action: GroupAction, disabledCves: ReadonlySet<string>): readonly SuricataRule[];
}

const SERVER = "$SERVER";
const HTTPS_REQUEST = {
  protocol: "http",
  source: "any",
  sourcePort: "any",
  destination: SERVER,
  destinationPort: "443",
  flow: "to_server",
  established: true,
} as const;
const TO_SMTP = {
  protocol: "tcp",
  source: "any",
  sourcePort: "any",
  destination: SERVER,
  destinationPort: "25",
  flow: "to_server",
} as const;
const FROM_SMTP = {
  protocol: "tcp",
  source: SERVER,
  sourcePort: "25",
  destination: "any",
  destinationPort: "any",
  flow: "to_client",
} as const;

/** Our own IPS groups, in the order of evaluation. */
export const OWN_RULE_GROUPS: readonly OwnRuleGroup[] = [
  {
    id: "virtual-patches",
    priority: 80,
    purpose: "known attacks on Exchange, by CVE",
    needsTlsInspection: true,
    orderedRules: (action, disabledCves) =>
      VIRTUAL_PATCHES.filter(({ cve }) => !disabledCves.has(cve)).flatMap(({ cve, name, rules }) =>
        rules.map(({ sid, message, matches, alertOnly }) => ({
          ...HTTPS_REQUEST,
          action: verdict(action, alertOnly !== true),
          message: `${name}: ${message}`,
          matches,
          cve,
          sid,
        })),
      ),
  },
  {
    id: "uri-allow-list",
    priority: 85,
    purpose: "paths that no client uses from outside",
    needsTlsInspection: true,
    orderedRules: (action) =>
      CLOSED_PATHS.map(({ sid, message, matches }) => ({
        ...HTTPS_REQUEST,
        action: verdict(action, true),
        message,
        matches,
        sid,
      })),
  },
  {
    id: "smtp-abuse",
    priority: 90,
    purpose: "abuse of port 25 before it is encrypted",
    needsTlsInspection: false,
    orderedRules: (action) =>
      SMTP_ABUSE_RULES.map(({ sid, message, by, opening, matches, filter, droppable }) => ({
        ...(by === "client" ? TO_SMTP : FROM_SMTP),
        action: verdict(action, droppable),
        message,
        ...(opening === true ? { opening } : { established: true }),
        ...(matches === undefined ? {} : { matches }),
        ...(filter === undefined ? {} : { filter }),
        sid,
      })),
  },
];

function verdict(action: GroupAction, droppable: boolean): "drop" | "alert" {
  return action === "prevent" && droppable ? "drop" : "alert";
}

/** Room for twice the rules, in hundreds: capacity cannot grow without replacing the group. */
export function capacityFor(rules: number): number {
  return Math.max(100, Math.ceil((rules * 2) / 100) * 100);
}
