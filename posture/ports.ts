import { prefixLength } from "../constructs/core/cidr-set";

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
