import type { Match } from "./match";
import { renderMatches } from "./match";

/** What the engine does with a packet that a rule matches; `reject` is a drop that tells the sender. */
export type SuricataAction = "pass" | "drop" | "reject" | "alert";

/** A mark that a connection bears from one rule to another (https://docs.suricata.io/en/suricata-7.0.0/rules/flow-keywords.html#flowbits). */
export interface Flowbit {
  /** Unique in the policy, AWS's own groups included. */
  readonly name: string;
  /** Set the mark when the rule matches, or match only where it is not set. */
  readonly command: "set" | "isnotset";
}

/** Counts matches and lets the rule act only on those beyond the count; per firewall host, so roughly. */
export interface DetectionFilter {
  readonly trackBy: "by_src" | "by_dst";
  /** Matches that stay without consequence. */
  readonly count: number;
  /** Length of the window. */
  readonly seconds: number;
}

/** Says a finding only so often, and acts on it every time; per firewall host, so roughly. */
export interface AlertLimit {
  readonly trackBy: "by_src" | "by_dst";
  /** Alerts in a window. */
  readonly count: number;
  /** Length of the window. */
  readonly seconds: number;
}

/** A Suricata rule, rendered in one place. */
export interface SuricataRule {
  readonly action: SuricataAction;
  /**
   * `http` means requests and replies as the engine reads them, HTTP/2 too; on 443 it sees them only after TLS
   * inspection. `tls` means what is not encrypted of a handshake.
   */
  readonly protocol: "tcp" | "udp" | "ip" | "http" | "tls";
  /** Variable, such as `$RELAY`, its opposite, such as `!$HOME_NET`, or `any`. */
  readonly source: string;
  readonly sourcePort: string;
  /** Variable, such as `$SERVER`, its opposite, or `any`. */
  readonly destination: string;
  readonly destinationPort: string;
  /** Shown in the firewall's logs. */
  readonly message: string;
  /**
   * Side of the connection the packet belongs to.
   *
   * @default - either side
   */
  readonly flow?: "to_server" | "to_client";
  /**
   * Only packets after the handshake.
   *
   * @default false
   */
  readonly established?: boolean;
  /**
   * Only packets that open a connection.
   *
   * @default false
   */
  readonly opening?: boolean;
  /**
   * Only packets from these countries, as the service's database places them; codes of ISO 3166-1 alpha-2.
   *
   * @default - from anywhere
   */
  readonly sourceCountries?: readonly string[];
  /**
   * Only packets that carry data; not those of the handshake, nor acknowledgements alone.
   *
   * @default false
   */
  readonly data?: boolean;
  /**
   * Only connections that the engine takes for another protocol; never one that it cannot tell yet
   * (https://docs.suricata.io/en/suricata-7.0.16/rules/app-layer.html).
   *
   * @default - whatever protocol
   */
  readonly notApplication?: "http" | "tls";
  /**
   * What the packet or the request must hold; all of it.
   *
   * @default - nothing
   */
  readonly matches?: readonly Match[];
  /**
   * The mark that the rule sets or misses.
   *
   * @default - none
   */
  readonly flowbit?: Flowbit;
  /**
   * Leave no line in the log.
   *
   * @default false
   */
  readonly silent?: boolean;
  /**
   * How often before the rule acts.
   *
   * @default - at the first match
   */
  readonly filter?: DetectionFilter;
  /**
   * How often the rule is logged.
   *
   * @default - each time
   */
  readonly alertLimit?: AlertLimit;
  /**
   * The vulnerability the rule is about, such as `CVE-2021-26855`.
   *
   * @default - none
   */
  readonly cve?: string;
  /** Unique over all groups of a policy: AWS checks it inside one group only. */
  readonly sid: number;
  /**
   * Revision; a changed rule keeps its id.
   *
   * @default 1
   */
  readonly revision?: number;
}

/** SYN alone; the two congestion bits, which a SYN may carry (RFC 3168 § 6.1.1), do not matter. */
const OPENING_FLAGS = "flags:S,CE";

/** The rule as text. */
export function renderSuricataRule(rule: SuricataRule): string {
  const flow = [
    ...(rule.flow === undefined ? [] : [rule.flow]),
    ...(rule.established === true ? ["established"] : []),
  ];
  const options = [
    `msg:"${rule.message}"`,
    ...(flow.length === 0 ? [] : [`flow:${flow.join(",")}`]),
    ...(rule.opening === true ? [OPENING_FLAGS] : []),
    // https://docs.aws.amazon.com/network-firewall/latest/developerguide/rule-groups-geo-ip-filtering.html
    ...(rule.sourceCountries === undefined ? [] : [`geoip:src,${rule.sourceCountries.join(",")}`]),
    ...(rule.data === true ? ["dsize:>0"] : []),
    ...(rule.notApplication === undefined ? [] : [`app-layer-protocol:!${rule.notApplication}`]),
    ...renderMatches(rule.matches ?? []),
    ...(rule.flowbit === undefined ? [] : [`flowbits:${rule.flowbit.command},${rule.flowbit.name}`]),
    ...(rule.silent === true ? ["noalert"] : []),
    ...(rule.filter === undefined
      ? []
      : [
          `detection_filter:track ${rule.filter.trackBy}, count ${rule.filter.count}, seconds ${rule.filter.seconds}`,
        ]),
    ...(rule.alertLimit === undefined
      ? []
      : [
          `threshold:type limit, track ${rule.alertLimit.trackBy}, count ${rule.alertLimit.count}, seconds ${rule.alertLimit.seconds}`,
        ]),
    ...(rule.cve === undefined ? [] : [`reference:cve,${rule.cve.replace(/^CVE-/, "")}`]),
    `sid:${rule.sid}`,
    `rev:${rule.revision ?? 1}`,
  ];
  const from = `${rule.source} ${rule.sourcePort}`;
  const to = `${rule.destination} ${rule.destinationPort}`;
  return `${rule.action} ${rule.protocol} ${from} -> ${to} (${options.map((option) => `${option};`).join(" ")})`;
}
