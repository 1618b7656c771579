import ipaddr from "ipaddr.js";

/** A protocol that a packet speaks over IP. */
export type PacketProtocol = "tcp" | "udp" | "icmp";

/** A connection that somebody on the internet opens to the mail host's address. */
export interface Incoming {
  readonly protocol: PacketProtocol;
  readonly source: string;
  /** Destination port; nothing of it counts where the protocol has none. */
  readonly port: number;
  /** Where the edge's database places the sender. */
  readonly country?: string;
}

/** What the server says first. */
export type FirstWords =
  | { readonly speaks: "tls" | "http"; readonly name?: string }
  | { readonly speaks: "something else" };

/** A connection that the server opens. */
export interface Outgoing {
  readonly protocol: PacketProtocol;
  readonly destination: string;
  readonly port: number;
  /** The name to which a resolver gave this address, in an answer that the edge has seen. */
  readonly resolved?: string;
  readonly says: FirstWords;
}

/** Reads what an edge was rendered to, and says of one connection whether it comes about. */
export interface EdgeEvaluator {
  admits(incoming: Incoming): boolean;
  letsOut(outgoing: Outgoing): boolean;
}

/** Is an address in a network? Never across versions of IP. */
export function within(address: string, block: string): boolean {
  const parsed = ipaddr.parse(address);
  const [network, bits] = ipaddr.parseCIDR(block);
  return parsed.kind() === network.kind() && parsed.match([network, bits] as never);
}

/** Is an address one of IPv6? */
export function isIpv6(address: string): boolean {
  return address.includes(":");
}
