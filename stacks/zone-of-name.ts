/** Is a host the domain itself, or below it? */
export function isUnder(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}

/** The zone that holds a name: of those above it, the one with the longest apex. */
export function zoneOfName<Z>(name: string, zones: readonly Z[], apexOf: (zone: Z) => string): Z | undefined {
  return zones
    .filter((zone) => isUnder(name, apexOf(zone)))
    .sort((a, b) => apexOf(b).length - apexOf(a).length)[0];
}
