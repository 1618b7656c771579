import type { Declaration, DeclaredRecords } from "../declaration";

/**
 * Sets that the stack does not declare, and that would lead clients or mail elsewhere if somebody did: the other kind
 * of address of a host, and the name that Outlook tries before the service record that is declared.
 */
export function unexpectedRecords({ records }: Declaration): readonly DeclaredRecords[] {
  const has = (name: string, type: string): boolean =>
    records.some((set) => set.name === name && set.type === type);
  const addresses = records
    .filter(({ type, substituted }) => (type === "A" || type === "AAAA") && !substituted)
    .map((set) => ({ ...set, type: set.type === "A" ? "AAAA" : "A", values: [] }));
  const hosts = records
    .filter(({ type, name }) => type === "SRV" && name.startsWith(AUTODISCOVER_SERVICE))
    .map((set) => ({ ...set, name: `autodiscover.${set.name.slice(AUTODISCOVER_SERVICE.length)}` }))
    .filter(({ name }) => !["A", "AAAA", "CNAME"].some((type) => has(name, type)))
    .flatMap((set) =>
      ["A", "AAAA", "CNAME"].map((type) => ({ ...set, type, values: [], substituted: false })),
    );
  return [...addresses, ...hosts].filter(({ name, type }) => !has(name, type));
}

/** https://learn.microsoft.com/en-us/exchange/architecture/client-access/autodiscover */
const AUTODISCOVER_SERVICE = "_autodiscover._tcp.";
