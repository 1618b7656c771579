import type { Match } from "./match";
import { renderMatches } from "./match";

/** What the engine does with a packet that a rule matches. */
export type SuricataAction = "pass" | "drop" | "alert";

/** Counts matches and lets the rule act only on those beyond the count; per firewall host, so roughly. */
export interface DetectionFilter {
  readonly trackBy: "by_src" | "by_dst";
  /** Matches that stay without consequence. */
  readonly count: number;
  /** Length of the window. */
  readonly seconds: number;
}

/** A Suricata rule, rendered in one place. */
export interface SuricataRule {
  readonly action: SuricataAction;
  /** `http` means requests and replies as the engine reads them, HTTP/2 too; it sees them only after TLS inspection. */
  readonly protocol: "tcp" | "ip" | "http";
  /** Variable, such as `$RELAY`, or `any`. */
  readonly source: string;
  readonly sourcePort: string;
  /** Variable, such as `$SERVER`, or `any`. */
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
   * What the packet or the request must hold; all of it.
   *
   * @default - nothing
   */
  readonly matches?: readonly Match[];
  /**
   * How often before the rule acts.
   *
   * @default - at the first match
   */
  readonly filter?: DetectionFilter;
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
    ...renderMatches(rule.matches ?? []),
    ...(rule.filter === undefined
      ? []
      : [
          `detection_filter:track ${rule.filter.trackBy}, count ${rule.filter.count}, seconds ${rule.filter.seconds}`,
        ]),
    ...(rule.cve === undefined ? [] : [`reference:cve,${rule.cve.replace(/^CVE-/, "")}`]),
    `sid:${rule.sid}`,
    `rev:${rule.revision ?? 1}`,
  ];
  const from = `${rule.source} ${rule.sourcePort}`;
  const to = `${rule.destination} ${rule.destinationPort}`;
  return `${rule.action} ${rule.protocol} ${from} -> ${to} (${options.map((option) => `${option};`).join(" ")})`;
}
