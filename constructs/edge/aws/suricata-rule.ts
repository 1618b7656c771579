/** What the engine does with a packet that a rule matches. */
export type SuricataAction = "pass" | "drop";

/** A Suricata rule, rendered in one place. */
export interface SuricataRule {
  readonly action: SuricataAction;
  readonly protocol: "tcp" | "ip";
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
  /** Unique over all groups of a policy: AWS checks it inside one group only. */
  readonly sid: number;
}

/** The rule as text. */
export function renderSuricataRule(rule: SuricataRule): string {
  const options = [
    `msg:"${rule.message}"`,
    ...(rule.flow === undefined ? [] : [`flow:${rule.flow}`]),
    `sid:${rule.sid}`,
    "rev:1",
  ];
  const from = `${rule.source} ${rule.sourcePort}`;
  const to = `${rule.destination} ${rule.destinationPort}`;
  return `${rule.action} ${rule.protocol} ${from} -> ${to} (${options.map((option) => `${option};`).join(" ")})`;
}
