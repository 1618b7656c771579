import ipaddr from "ipaddr.js";
import { ValidationError } from "./errors";
import {
  alignedBlocks,
  difference,
  type Interval,
  type Intervals,
  intersection,
  normalized,
} from "./intervals";
import { remembered } from "./remembered";

/** Width of an address, in bits. */
const IPV4_BITS = 32;
const IPV6_BITS = 128;

const intervalOf = remembered((block): Interval => {
  const [address = "", mask, ...rest] = block.split("/");
  const bits = address.includes(":") ? IPV6_BITS : IPV4_BITS;
  const length = mask === undefined ? bits : /^\d{1,3}$/.test(mask) ? Number(mask) : Number.NaN;
  if (rest.length > 0 || !isAddress(address) || !(length <= bits)) {
    throw badCidr(block);
  }
  const host = BigInt(bits - length);
  const first = (numberOf(address) >> host) << host;
  return [first, first + (1n << host) - 1n];
});

/**
 * A set of IP addresses, IPv4 and IPv6.
 *
 * An immutable value: two sets with the same addresses render the same blocks in the same order, however
 * they were written.
 */
export class CidrSet {
  /** Nothing. */
  static readonly EMPTY = new CidrSet([], []);
  /** Every IPv4 address. */
  static readonly ANY_IPV4 = CidrSet.of("0.0.0.0/0");
  /** Every IPv6 address. */
  static readonly ANY_IPV6 = CidrSet.of("::/0");
  /** Every IPv4 and IPv6 address. */
  static readonly ANY = CidrSet.of("0.0.0.0/0", "::/0");

  /**
   * @param blocks networks in CIDR notation; single addresses are accepted without a mask
   * @throws ValidationError `BadCidr` for what is not a network
   */
  static of(...blocks: readonly string[]): CidrSet {
    const v4: Interval[] = [];
    const v6: Interval[] = [];
    for (const block of blocks) {
      (block.includes(":") ? v6 : v4).push(intervalOf(block));
    }
    return new CidrSet(normalized(v4), normalized(v6));
  }

  /**
   * Every address from the first to the last, both included; none where the last comes before the first.
   *
   * @throws ValidationError `BadCidr` for what is not an address, and for addresses of different versions
   */
  static range(first: string, last: string): CidrSet {
    const [from, to] = [intervalOf(first), intervalOf(last)];
    if (first.includes(":") !== last.includes(":")) {
      throw badCidr(`${first}-${last}`);
    }
    const interval: Intervals = to[1] < from[0] ? [] : [[from[0], to[1]]];
    return first.includes(":") ? new CidrSet([], interval) : new CidrSet(interval, []);
  }

  private rendered: readonly string[] | undefined;

  private constructor(
    private readonly v4: Intervals,
    private readonly v6: Intervals,
  ) {}

  /** The fewest blocks that cover the set, IPv4 before IPv6, in numeric order. */
  get blocks(): readonly string[] {
    this.rendered ??= [...render(this.v4, IPV4_BITS), ...render(this.v6, IPV6_BITS)];
    return this.rendered;
  }

  /** No address at all? */
  get isEmpty(): boolean {
    return this.v4.length === 0 && this.v6.length === 0;
  }

  /** The IPv4 part. */
  get ipv4(): CidrSet {
    return new CidrSet(this.v4, []);
  }

  /** The IPv6 part. */
  get ipv6(): CidrSet {
    return new CidrSet([], this.v6);
  }

  /** Addresses in this set, in the other, or in both. */
  union(other: CidrSet): CidrSet {
    return new CidrSet(normalized([...this.v4, ...other.v4]), normalized([...this.v6, ...other.v6]));
  }

  /** Addresses in this set that are not in the other. */
  minus(other: CidrSet): CidrSet {
    return new CidrSet(difference(this.v4, other.v4), difference(this.v6, other.v6));
  }

  /** Addresses in both sets. */
  intersect(other: CidrSet): CidrSet {
    return new CidrSet(intersection(this.v4, other.v4), intersection(this.v6, other.v6));
  }

  /** Is every address of the other set in this one? */
  containsAll(other: CidrSet): boolean {
    return other.minus(this).isEmpty;
  }

  /** Is there an address in both? */
  overlaps(other: CidrSet): boolean {
    return !this.intersect(other).isEmpty;
  }

  /** The same addresses? */
  equals(other: CidrSet): boolean {
    return this.containsAll(other) && other.containsAll(this);
  }

  /** Blocks separated by commas, for messages. */
  toString(): string {
    return this.blocks.join(", ");
  }
}

/** What is wrong with a text that should be a CIDR block, or undefined when nothing is. */
export const cidrProblem = remembered((text): string | undefined => {
  const [address = "", mask, ...rest] = text.split("/");
  if (rest.length > 0 || !isAddress(address)) {
    return `${JSON.stringify(text)} is not a network in CIDR notation`;
  }
  if (mask === undefined) {
    return `the mask is missing in ${JSON.stringify(text)}; did you mean "${text}/${ipaddr.parse(address).kind() === "ipv6" ? 128 : 32}"`;
  }
  if (!ipaddr.isValidCIDR(text) || !/^\d{1,3}$/.test(mask)) {
    return `the mask of ${JSON.stringify(text)} is out of range`;
  }
  const network = networkOf(text);
  if (network !== ipaddr.parseCIDR(text).join("/")) {
    return `${JSON.stringify(text)} has host bits set; did you mean "${network}"`;
  }
  return undefined;
});

/** The prefix length of a block. */
export function prefixLength(block: string): number {
  return versionOf(block).parseCIDR(block)[1];
}

/** Reachable from the internet: neither private, nor loopback, nor link-local, nor otherwise reserved. */
export function isPublic(block: string): boolean {
  return !CidrSet.of(block).overlaps(RESERVED);
}

/** Private address space (RFC 1918). */
export const PRIVATE_IPV4 = CidrSet.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16");

/**
 * IPv4 networks that are nobody's on the internet: a packet from there is forged, or has gone astray
 * (https://www.iana.org/assignments/iana-ipv4-special-registry, RFC 6890 § 2.2.2 and what was registered since;
 * multicast, which is never a source, by RFC 1122 § 3.2.1.3).
 *
 * Private (RFC 1918) and shared address space (RFC 6598) is left out: over a VPN or a peering it is somebody's
 * on purpose.
 */
export const BOGONS_IPV4 = CidrSet.of(
  "0.0.0.0/8", // this network
  "127.0.0.0/8", // loopback
  "169.254.0.0/16", // link-local
  "192.0.0.0/24", // protocol assignments
  "192.0.2.0/24", // documentation
  "198.18.0.0/15", // benchmarks
  "198.51.100.0/24", // documentation
  "203.0.113.0/24", // documentation
  "224.0.0.0/4", // multicast
  "240.0.0.0/4", // reserved, limited broadcast
);

/** Documentation blocks (RFC 5737): the samples use them as if they were somebody's. */
const DOCUMENTATION_IPV4 = CidrSet.of("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24");

/** Not routable on the internet, documentation blocks left out. */
const RESERVED = PRIVATE_IPV4.union(BOGONS_IPV4.minus(DOCUMENTATION_IPV4)).union(
  CidrSet.of("100.64.0.0/10", "::1/128", "fc00::/7", "fe80::/10", "ff00::/8"),
);

function isAddress(text: string): boolean {
  return text.includes(":") ? ipaddr.IPv6.isValid(text) : ipaddr.IPv4.isValidFourPartDecimal(text);
}

/** The parser without a version tries IPv6 on everything first, which costs more than the rest. */
function versionOf(text: string): typeof ipaddr.IPv4 | typeof ipaddr.IPv6 {
  return text.includes(":") ? ipaddr.IPv6 : ipaddr.IPv4;
}

function networkOf(block: string): string {
  return `${versionOf(block).networkAddressFromCIDR(block).toString()}/${prefixLength(block)}`;
}

function badCidr(text: string): ValidationError {
  return new ValidationError([
    { code: "BadCidr", message: `${JSON.stringify(text)} is not a network in CIDR notation` },
  ]);
}

function numberOf(address: string): bigint {
  return versionOf(address)
    .parse(address)
    .toByteArray()
    .reduce((number, byte) => number * 256n + BigInt(byte), 0n);
}

function render(intervals: Intervals, bits: number): readonly string[] {
  return intervals
    .flatMap((interval) => alignedBlocks(interval, bits))
    .map(([first, length]) => `${addressOf(first, bits)}/${length}`);
}

function addressOf(number: bigint, bits: number): string {
  const bytes = Array.from({ length: bits / 8 }, (_, index) =>
    Number((number >> BigInt(bits - 8 - index * 8)) & 255n),
  );
  return ipaddr.fromByteArray(bytes).toString();
}
