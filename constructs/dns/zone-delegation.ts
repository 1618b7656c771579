import type { DnsZone, ManagedZone } from "./dns-zone";

/**
 * Lets a zone be found, and trusted where it is signed, through the zone above it (RFC 1034 § 4.2.1, RFC 4035 § 2.4).
 *
 * A zone that existed before says no name servers, and is delegated already: nothing is declared for it.
 */
export function delegateZone(
  parent: DnsZone,
  { zoneName, nameServers, delegationSigner }: ManagedZone,
): void {
  if (nameServers.length === 0) {
    return;
  }
  for (const [index, nameServer] of nameServers.entries()) {
    parent.addRecord({
      type: "NS",
      name: zoneName,
      key: `${index}`,
      nameServer,
      comment: `server ${index + 1} of the zone below`,
    });
  }
  if (delegationSigner !== undefined) {
    parent.addRecord({
      type: "DS",
      name: zoneName,
      ...delegationSigner,
      comment: "the key of the zone below",
    });
  }
}
