import type { Rule } from "./rule";

/** The internet meets the firewall first. */
export const FIREWALL_IN_PATH: Rule = {
  id: "firewall-in-path",
  what: "What the internet sends to a host, or to the load balancer in front of it, crosses a firewall first; no tunnel leads past it.",
  why: "A gateway delivers straight to the host unless a route of its own leads to the firewall; the policy then sees the replies only, and holds back nothing.",
  reference: "https://docs.aws.amazon.com/network-firewall/latest/developerguide/arch-single-zone-igw.html",
  severity: "error",
  check: ({ paths, exposures }, stack) => [
    ...paths
      .filter(({ ingress, inbound }) => ingress && inbound.length === 0)
      .map(({ target, subnet, ipVersion, gateway }) => ({
        address: target,
        message: `IPv${ipVersion} packets from the internet come through ${gateway} to ${subnet ?? "the host"} without crossing a firewall; route what the gateway sends there to the firewall's endpoint`,
      })),
    ...exposures
      .filter(({ via }) => via.some((step) => isTunnel(stack.at(step)?.type)))
      .map(({ fromPort, toPort, target, via }) => ({
        address: via[0] ?? target,
        message: `a tunnel carries ${fromPort === toPort ? fromPort : `${fromPort}-${toPort}`}/tcp to ${target} past every firewall; remove it, or publish the port through the firewall`,
      })),
  ],
};

function isTunnel(type: string | undefined): boolean {
  return type?.startsWith("cloudflare_zero_trust_tunnel_") ?? false;
}
