import type { Rule } from "./rule";

/** What is encrypted is not looked into. */
export const HTTPS_INSPECTED: Rule = {
  id: "https-inspected",
  what: "A firewall that lets 443 in decrypts it.",
  why: "No rule about requests, and so no virtual patch for Exchange, matches what is encrypted.",
  reference:
    "https://docs.aws.amazon.com/network-firewall/latest/developerguide/tls-inspection-configurations.html",
  severity: "warning",
  check: ({ exposures, ips }) =>
    ips
      .filter(
        ({ address, blindSpots }) =>
          blindSpots.some(({ port }) => port === 443) &&
          exposures.some(
            ({ fromPort, toPort, via }) => fromPort <= 443 && toPort >= 443 && via.includes(address),
          ),
      )
      .map(({ address, mode }) => ({
        address,
        message: `${mode === "unknown" ? "443 is let in by a firewall whose policy is not part of this stack, so nothing here shows that it is decrypted" : "443 is let in without being decrypted"}; what protects it are the sources admitted, reputation lists and the server's own updates; inspect TLS with the server's own certificate, or acknowledge this`,
      })),
};
