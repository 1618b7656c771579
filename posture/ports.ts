import { CidrSet, PRIVATE_IPV4, prefixLength } from "../constructs/core/cidr-set";
import type { Egress, Exposure } from "./facts";

/** Wider networks belong to no single mail service. */
const WIDEST_IPV4 = 16;
const WIDEST_IPV6 = 32;

interface TransportPorts {
  readonly protocol: string;
  readonly fromPort: number;
  readonly toPort: number;
}

/** Does a way carry TCP to a port? */
export function admitsTcp({ protocol, fromPort, toPort }: TransportPorts, port: number): boolean {
  return protocol === "tcp" && fromPort <= port && toPort >= port;
}

/** Is a network wider than one mail service's: than /16, in IPv6 than /32? */
export function isWide(block: string): boolean {
  return prefixLength(block) < (block.includes(":") ? WIDEST_IPV6 : WIDEST_IPV4);
}

/** Addresses that no packet on the internet bears (RFC 6890). */
export const NEVER_ON_INTERNET = PRIVATE_IPV4.union(
  CidrSet.of("100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "fc00::/7", "fe80::/10"),
);

/**
 * Who of an exposure's sources is not a network of the company: everyone on the internet, and of what comes through a
 * connected network the blocks that are too wide to be named on purpose.
 */
export function strangers({ from, sources }: Pick<Exposure, "from" | "sources">): readonly string[] {
  return from === "internet"
    ? sources
    : sources.filter((block) => isWide(block) && !NEVER_ON_INTERNET.containsAll(CidrSet.of(block)));
}

/** Does a way lead to more than the client's own networks? */
export function leadsToInternet({ destinations }: Pick<Egress, "destinations">): boolean {
  return !NEVER_ON_INTERNET.containsAll(CidrSet.of(...destinations));
}
