import ipaddr from "ipaddr.js";
import type { Blocklist, Probe, SubjectKind } from "./blocklist";

/**
 * The name under which a list holds an address or a domain (RFC 5782 § 2.1, § 2.4, § 3).
 *
 * @param subject an IPv4 or IPv6 address in any spelling, or a domain as A-labels
 * @param zone of the list, below its key where it has one
 */
export function queryName(subject: string, zone: string): string {
  return `${ipaddr.isValid(subject) ? reversed(subject) : subject.toLowerCase().replace(/\.$/, "")}.${zone}`;
}

/** Octets of an IPv4 address, or nibbles of an IPv6 address, last one first. */
function reversed(address: string): string {
  const parsed = ipaddr.parse(address);
  const bytes = parsed.toByteArray();
  return (parsed.kind() === "ipv4" ? bytes.map(String) : bytes.flatMap((byte) => [...hexadecimal(byte)]))
    .reverse()
    .join(".");
}

function hexadecimal(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}

/** Entries that every list has (RFC 5782 § 5). */
const STANDARD: Readonly<Record<SubjectKind, Probe>> = {
  ipv4: { listed: "127.0.0.2", clean: "127.0.0.1" },
  ipv6: { listed: "::ffff:7f00:2", clean: "::ffff:7f00:1" },
  domain: { listed: "test", clean: "invalid" },
};

/** What a list answers for in a known way. */
export function probeOf({ probes }: Blocklist, kind: SubjectKind): Probe {
  return probes[kind] ?? STANDARD[kind];
}
