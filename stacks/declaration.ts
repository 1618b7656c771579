import { isIP } from "node:net";
import { CidrSet } from "../constructs/core/cidr-set";
import { aLabels, covers, isWithin } from "../constructs/core/domain-names";
import {
  type Declaration,
  type DeclaredCertificate,
  type DeclaredName,
  type DeclaredRecords,
  type DeclaredServer,
  type DeclaredWay,
  isKnown,
} from "../constructs/watch/declaration";
import { mailDomains } from "../posture/dns/mail-names";
import type { CertificateFact, DnsRecordFact, Exposure, LiveFacts, StatedWayFact } from "../posture/facts";
import { admitsTcp, isWide } from "../posture/ports";

/** What a stack says about its live installation, from what would be true once it is deployed. */
export function declarationOf(facts: LiveFacts): Declaration {
  const { mailFlow, exposures, externalEdge } = facts;
  const ways = externalEdge === null ? waysIn(exposures) : statedWays(externalEdge.ingress);
  return {
    client: facts.client,
    egressAddresses: facts.egressAddresses,
    domains: mailDomains(facts)
      .map(({ domain }) => domain)
      .filter(isKnown)
      .map(aLabels)
      .sort(),
    zones: declaredZones(facts),
    records: declaredRecords(facts),
    names: declaredNames(facts),
    servers: declaredServers(facts),
    relay: mailFlow.relay,
    smartHost: mailFlow.smartHost?.host ?? null,
    stage: mailFlow.stage,
    ways,
    limitsHttps: externalEdge === null ? limitsHttps(exposures) : isLimited(ways, 443),
    isOneServer: leadsToOneServer(exposures),
    mtaStsPolicies: facts.mtaStsPolicies.map(({ domain, text }) => ({ domain: aLabels(domain), text })),
  };
}

function declaredZones({ zones }: LiveFacts): Declaration["zones"] {
  const named = new Map<string, Declaration["zones"][number]>();
  for (const { name, dnssec, address } of zones.filter(({ name = "${" }) => isKnown(name))) {
    const apex = aLabels(name ?? "");
    const known = named.get(apex);
    named.set(apex, {
      name: apex,
      isApex: known?.isApex === true || /^(?:cloudflare|aws_route53)_zone\./.test(address),
      signed: known?.signed === true || dnssec,
    });
  }
  return [...named.entries()].sort(byKey).map(([, zone]) => zone);
}

/** The records of each name and type, of names that are known. */
function declaredRecords(facts: LiveFacts): readonly DeclaredRecords[] {
  const zones = declaredZones(facts).map(({ name }) => name);
  const sets = new Map<string, readonly DnsRecordFact[]>();
  for (const record of facts.records.filter(({ name }) => isKnown(name))) {
    const key = `${aLabels(record.name)} ${record.type}`;
    sets.set(key, [...(sets.get(key) ?? []), record]);
  }
  return [...sets.entries()].sort(byKey).map(([key, records]) => {
    const [name = "", type = ""] = key.split(" ");
    return {
      zone: zoneOf(name, type, zones),
      name,
      type,
      values: [...new Set(records.map(({ value }) => value))].sort(),
      substituted: records.some(isSubstituted),
    };
  });
}

/** Does the DNS host answer with addresses of its own, those of a proxy or of what an alias record of its leads to? */
function isSubstituted({ proxied, type, value }: DnsRecordFact): boolean {
  const isAddress = type === "A" || type === "AAAA";
  return proxied || (isAddress && (isKnown(value) ? isIP(value) === 0 : LEADS_TO_NAME.test(value)));
}

/** What resources of AWS call the name by which they are reached. */
const LEADS_TO_NAME = /\.(?:dns_name|domain_name|website_endpoint|website_domain)\}$/;

function byKey([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}

/** The closest of some zones; a DS stands in the zone above its name (RFC 4035 § 2.4). */
function zoneOf(name: string, type: string, zones: readonly string[]): string | null {
  const above = zones.filter((zone) => isWithin(name, zone) && (type !== "DS" || zone !== name));
  return above.sort((one, other) => other.length - one.length)[0] ?? null;
}

/**
 * The names of a stack at which a certificate is shown, sorted.
 *
 * They are those of its certificates, of its servers and of its MTA-STS policies. A wildcard and a name known only
 * after apply cannot be connected to.
 */
function declaredNames(facts: LiveFacts): readonly DeclaredName[] {
  const mailHosts = facts.mailHosts.filter(isName).map(aLabels);
  const servers = leadingTo(facts, mailHosts);
  const names = [
    ...facts.certificates.flatMap((certificate) => certificate.names),
    ...facts.mtaStsPolicies.map(({ domain }) => `mta-sts.${domain}`),
  ].filter(isName);
  return [...new Set([...names.map(aLabels), ...servers])].sort().map((name) => ({
    name,
    ofServer: servers.includes(name),
    mail: mailHosts.includes(name),
    certificates: facts.certificates
      .filter((certificate) => certificate.names.some((pattern) => covers(pattern, name)))
      .map(declaredCertificate),
  }));
}

function declaredCertificate(fact: CertificateFact): DeclaredCertificate {
  const { names, issuer, caaDomains, installable, key, renewal, address } = fact;
  return { names, issuer, caaDomains, installable, key, renewal, address };
}

function isName(name: string): boolean {
  return isKnown(name) && !name.startsWith("*.");
}

/** Hosts, and the names that are aliases of them. */
function leadingTo(facts: LiveFacts, hosts: readonly string[]): readonly string[] {
  const found = new Set(hosts);
  const aliases = facts.records.filter(({ type, name }) => type === "CNAME" && isName(name));
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    for (const { name, value } of aliases) {
      if (found.has(aLabels(value))) {
        found.add(aLabels(name));
      }
    }
  }
  return [...found];
}

function declaredServers({ mailHosts, records }: LiveFacts): readonly DeclaredServer[] {
  return [...new Set(mailHosts.filter(isName).map(aLabels))].sort().map((host) => ({
    name: host,
    addresses: records
      .filter(
        ({ type, name }) => (type === "A" || type === "AAAA") && isKnown(name) && aLabels(name) === host,
      )
      .map(({ value }) => value),
  }));
}

function waysIn(exposures: readonly Exposure[]): readonly DeclaredWay[] {
  return waysBy(
    exposures
      .filter((way) => way.from === "internet" && way.protocol === "tcp" && !isWebElsewhere(way))
      .map(({ fromPort, toPort, sources }) => ({ fromPort, toPort, sources })),
  );
}

function statedWays(ways: readonly StatedWayFact[]): readonly DeclaredWay[] {
  return waysBy(
    ways
      .filter(({ protocol }) => protocol === "tcp")
      .map(({ port, networks }) => ({ fromPort: port, toPort: port, sources: networks })),
  );
}

/** Ways to the same ports as one, in the order of the ports. */
function waysBy(ways: readonly Omit<DeclaredWay, "isForAnyone">[]): readonly DeclaredWay[] {
  const ranges = new Map<string, Omit<DeclaredWay, "isForAnyone">>();
  for (const way of ways) {
    const key = `${way.fromPort}-${way.toPort}`;
    ranges.set(key, { ...way, sources: [...(ranges.get(key)?.sources ?? []), ...way.sources] });
  }
  return [...ranges.values()]
    .sort((one, other) => one.fromPort - other.fromPort || one.toPort - other.toPort)
    .map((way) => {
      const sources = CidrSet.of(...way.sources).blocks;
      return { ...way, sources, isForAnyone: sources.some(isWide) };
    });
}

/** A proxied name of another server leads to no address of this one. */
function isWebElsewhere({ via }: Exposure): boolean {
  return via.length === 1 && /^cloudflare_dns_record\./.test(via[0] ?? "");
}

/** Does the stack let only named networks reach the servers on 443? */
function limitsHttps(exposures: readonly Exposure[]): boolean {
  const sources = exposures
    .filter((exposure) => exposure.from === "internet" && admitsTcp(exposure, 443))
    .flatMap((exposure) => exposure.sources);
  return sources.length > 0 && !sources.some(isWide);
}

/** Is a port open, and to named networks only? */
function isLimited(ways: readonly DeclaredWay[], port: number): boolean {
  const own = ways.filter(({ fromPort, toPort }) => fromPort <= port && port <= toPort);
  return own.length > 0 && !own.some(({ isForAnyone }) => isForAnyone);
}

/** Servers of the stack itself; what stands for servers elsewhere may stand for several. */
function leadsToOneServer(exposures: readonly Exposure[]): boolean {
  const targets = new Set(
    exposures.filter((exposure) => admitsTcp(exposure, 443)).map(({ target }) => target),
  );
  return (
    targets.size === 1 && [...targets].every((target) => /^aws_(?:network_interface|instance)\./.test(target))
  );
}
