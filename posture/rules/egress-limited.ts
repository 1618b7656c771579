import { admitsTcp, isWide, leadsToInternet } from "../ports";
import type { Rule } from "./rule";

/** Ports of the web. */
const WEB_PORTS = [80, 443] as const;

/** The web is what the server needs of it. */
export const EGRESS_LIMITED: Rule = {
  id: "egress-limited",
  what: "Where 80/tcp and 443/tcp lead to the internet, to a network wider than /16, the firewall lets answers in from listed host names only.",
  why: "Whoever takes the server over fetches tools and sends mail away over 443; a list does not stop a skilled intruder, who can write any name, but it stops the ready-made attacks and shows the rest in the log.",
  reference: "docs/adr/0016-egress-by-host-name.md",
  severity: "warning",
  check: ({ egress }) =>
    egress.filter(leadsToInternet).flatMap((way) => {
      const ports = WEB_PORTS.filter((port) => admitsTcp(way, port));
      return ports.length === 0 || way.hosts !== null || !way.destinations.some(isWide)
        ? []
        : [
            {
              address: way.source,
              message: `${ports.join(", ")}/tcp leads to any host of ${way.destinations.join(", ")} through ${way.via.join(" > ")}; list the hosts that the server needs, or say for how long this may stand`,
            },
          ];
    }),
};
