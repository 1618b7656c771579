import { admitsTcp, isWide, leadsToInternet } from "../ports";
import type { Rule } from "./rule";

/** Ports on which mail leaves: to other servers, and to a smart host (RFC 5321, RFC 8314, RFC 6409). */
const MAIL_PORTS = [25, 465, 587] as const;

/** Mail leaves through the smart host. */
export const NO_DIRECT_DELIVERY: Rule = {
  id: "no-direct-delivery",
  what: "From a host to the internet, 25/tcp leads to no network wider than /16 (IPv6 /32), and of 25, 465 and 587 only the smart host's port is open.",
  why: "On port 25 every mail server of the world answers: mail would leave past the relay, unfiltered and from an address without reputation, and so would the spam of whoever takes the server over.",
  reference: "advice sheet, row 6; RFC 5068",
  severity: "error",
  check: ({ egress, mailFlow }) =>
    egress.filter(leadsToInternet).flatMap((way) => {
      const ports = MAIL_PORTS.filter((port) => admitsTcp(way, port));
      const direct = ports.includes(25) && way.destinations.some(isWide);
      const others =
        mailFlow.smartHost === null ? [] : ports.filter((port) => port !== mailFlow.smartHost?.port);
      return direct || others.length > 0
        ? [
            {
              address: way.source,
              message: `mail can leave past the smart host: ${(direct ? [25] : others).join(", ")}/tcp is open to ${way.destinations.join(", ")} through ${way.via.join(" > ")}; close it`,
            },
          ]
        : [];
    }),
};

/** The smart host's port leads to the smart host. */
export const SMART_HOST_ANYWHERE: Rule = {
  id: "smart-host-anywhere",
  what: "The smart host's port leads to its networks only: none wider than /16 (IPv6 /32).",
  why: "With stolen credentials of any provider, whoever takes the server over could send through that provider's submission port.",
  reference: "advice sheet, row 6",
  severity: "warning",
  check: ({ egress }) =>
    egress.flatMap((way) => {
      const ports = MAIL_PORTS.filter((port) => port !== 25 && admitsTcp(way, port));
      const wide = way.destinations.filter(isWide);
      return ports.length === 0 || wide.length === 0
        ? []
        : [
            {
              address: way.source,
              message: `${ports.join(", ")}/tcp is open to ${wide.join(", ")}, because only the smart host's name is known; ask its vendor for the networks, or say for how long this may stand`,
            },
          ];
    }),
};
