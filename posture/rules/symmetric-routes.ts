import type { Rule } from "./rule";

/** Requests and replies meet at the same endpoint. */
export const SYMMETRIC_ROUTES: Rule = {
  id: "symmetric-routes",
  what: "The packets of a connection cross the same firewall endpoints in both directions: the same firewall in the same availability zone; and what the internet reaches has a way back.",
  why: "A firewall that sees one direction only drops the connection, or passes what it cannot judge; Network Firewall does not support it.",
  reference: "https://docs.aws.amazon.com/network-firewall/latest/developerguide/asymmetric-routing.html",
  severity: "error",
  check: ({ paths }) => [
    ...paths
      .filter(({ inbound, outbound }) => outbound !== null && inbound.join() !== outbound.join())
      .map(({ target, subnet, ipVersion, inbound, outbound }) => ({
        address: target,
        message: `IPv${ipVersion} packets of ${subnet ?? "the host"} come in ${crossing(inbound)} and leave ${crossing(outbound ?? [])}; the firewall cannot follow such connections, lead both directions through one endpoint`,
      })),
    ...paths
      .filter(({ ingress, outbound, subnet }) => ingress && outbound === null && subnet !== null)
      .map(({ target, subnet, ipVersion, inbound }) => ({
        address: target,
        message: `IPv${ipVersion} packets come in to ${subnet} ${crossing(inbound)}, and no route leads the replies out; lead them back through the same endpoint`,
      })),
  ],
};

function crossing(endpoints: readonly string[]): string {
  return endpoints.length === 0 ? "without a firewall" : `through ${endpoints.join(" and ")}`;
}
