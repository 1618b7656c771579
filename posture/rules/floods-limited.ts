import { unlimitedInterfaces } from "../fortigate/flood-limits";
import type { Rule } from "./rule";

/** A flood ends at the edge. */
export const FLOODS_LIMITED: Rule = {
  id: "floods-limited",
  what: "At each interface of a FortiGate through which the internet reaches a server, a DoS policy blocks floods, in each version of IP.",
  why: "A flood of half-open connections or a scan costs the unit and the server their memory before any policy has looked inside.",
  reference: "RFC 4987",
  severity: "warning",
  check: ({ exposures }, stack) =>
    unlimitedInterfaces(stack, exposures).map(({ address, version }) => ({
      address,
      message: `no DoS policy blocks floods of IPv${version} there; add one with thresholds for SYN floods and scans, action block`,
    })),
};
