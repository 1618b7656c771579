import { CidrSet, isPublic, prefixLength } from "../constructs/core/cidr-set";
import type { ErrorCode } from "../constructs/core/error-codes";
import { type Problem, ValidationError } from "../constructs/core/errors";
import { IPS_MODES } from "../constructs/edge/aws/ips/ips-mode";
import { ipsProblems } from "../constructs/edge/aws/ips/ips-section";
import { networkLayout } from "../constructs/edge/aws/network-layout";
import { RELAY_VENDORS } from "../constructs/relay/vendors";
import { type Client, DMARC_STAGES, MTA_STS_STAGES } from "./client-schema";
import type { FileProblem } from "./file-problem";
import { ipsOf } from "./ips-choice";
import { relayOf } from "./relay-choice";
import { didYouMean } from "./schema-problems";
import { stageProblems } from "./stages";
import type { YamlPath, YamlSource } from "./yaml-source";

/** The sections of a client file that are right in themselves. */
export type CheckedSections = { readonly [Section in keyof Client]?: Client[Section] | undefined };

/** Widest network a relay may deliver from; a wider one is a mistake, or not a relay's. */
const WIDEST_RELAY_IPV4 = 16;
const WIDEST_RELAY_IPV6 = 32;

/**
 * What is wrong between the values of one client file, each of which is right in itself.
 *
 * @param sections those that the schema accepts; rules about others wait for them
 */
export function clientProblems(source: YamlSource, sections: CheckedSections): readonly FileProblem[] {
  const problems: FileProblem[] = [];
  const add = (path: YamlPath, code: ErrorCode, message: string): void => {
    problems.push(source.problemAt(path, code, message));
  };
  const { id, domains, server, relay, edge } = sections;
  const fileName = source.file.replace(/^.*[\\/]/, "").replace(/\.ya?ml$/, "");
  if (id !== undefined && id !== fileName) {
    add(
      ["id"],
      "ClientIdMismatch",
      `the id is ${JSON.stringify(id)} but the file is ${JSON.stringify(fileName)}.yaml; they must be the same`,
    );
  }
  for (const [index, domain] of (domains ?? []).entries()) {
    if (domains?.findIndex((other) => other.name === domain.name) !== index) {
      add(
        ["domains", index, "name"],
        "DuplicateDomain",
        `${JSON.stringify(domain.name)} is already in this list`,
      );
    }
  }
  if (domains !== undefined) {
    domainProblems(domains, sections, add);
  }
  if (
    server !== undefined &&
    domains !== undefined &&
    !domains.some(({ name }) => isUnder(server.hostName, name))
  ) {
    add(
      ["server", "hostName"],
      "HostOutsideDomains",
      `${JSON.stringify(server.hostName)} is in none of the client's domains (${domains.map(({ name }) => name).join(", ")}); no zone could hold its address`,
    );
  }
  if (relay !== undefined) {
    relayProblems(relay, server, add);
  }
  if (edge !== undefined) {
    edgeProblems(edge, add);
  }
  return problems;
}

type Add = (path: YamlPath, code: ErrorCode, message: string) => void;

function domainProblems(domains: Client["domains"], { dns, server }: CheckedSections, add: Add): void {
  if (domains.every(({ mail }) => mail === "none")) {
    add(["domains"], "NoMailDomain", "no domain of this list receives mail; at least one must");
  }
  for (const [index, domain] of domains.entries()) {
    const path = ["domains", index];
    if (domain.mail === "none") {
      for (const key of ["dmarc", "mtaSts", "bimi"] as const) {
        if (domain[key] !== undefined) {
          add(
            [...path, key],
            "NoMailKeys",
            `"${key}" is for domains with mail, and this one has "mail: none"; remove one of the two`,
          );
        }
      }
      continue;
    }
    const dmarc = domain.dmarc ?? [];
    for (const problem of stageProblems(dmarc, DMARC_STAGES)) {
      add([...path, "dmarc", problem.index], problem.code, problem.message);
    }
    for (const problem of stageProblems(domain.mtaSts ?? [], MTA_STS_STAGES)) {
      add([...path, "mtaSts", problem.index], problem.code, problem.message);
    }
    if (domain.bimi !== undefined && (dmarc.at(-1)?.stage ?? "none") === "none") {
      add(
        [...path, "bimi"],
        "BimiWithoutPolicy",
        "no receiver shows a logo while DMARC asks for nothing; reach quarantine first",
      );
    }
  }
  if (dns !== undefined) {
    zoneProblems(domains, dns, add);
  }
  if (server?.tlsa !== undefined) {
    tlsaProblems(server, domains, add);
  }
}

/** Form of a zone's id, by DNS host. */
const ZONE_ID = {
  cloudflare: { pattern: /^[0-9a-f]{32}$/, form: "a Cloudflare zone id: 32 hexadecimal characters" },
  route53: { pattern: /^Z[0-9A-Z]{5,31}$/, form: 'a Route 53 zone id, such as "Z0123456789ABCDEFGHIJ"' },
} as const;

function zoneProblems(domains: Client["domains"], dns: Client["dns"], add: Add): void {
  const { pattern, form } = ZONE_ID[dns.host];
  for (const [index, { zoneId, mtaSts }] of domains.entries()) {
    if (zoneId !== undefined && !pattern.test(zoneId)) {
      add(["domains", index, "zoneId"], "BadZoneId", `${JSON.stringify(zoneId)} is not ${form}`);
    }
    if (
      dns.host === "cloudflare" &&
      dns.account === undefined &&
      (zoneId === undefined || mtaSts !== undefined)
    ) {
      add(
        ["domains", index, ...(zoneId === undefined ? [] : ["mtaSts"])],
        "MissingAccount",
        `${zoneId === undefined ? "the zone is to be made" : "the MTA-STS policy is served"} in a Cloudflare account; add dns.account`,
      );
    }
  }
}

function tlsaProblems({ hostName, tlsa }: Client["server"], domains: Client["domains"], add: Add): void {
  const holder = domains
    .filter(({ name }) => isUnder(hostName, name))
    .sort((a, b) => b.name.length - a.name.length)[0];
  if (holder?.dnssec === false) {
    add(
      ["server", "tlsa"],
      "TlsaWithoutDnssec",
      `the zone ${JSON.stringify(holder.name)} is not signed, so no sender would believe the records; sign it or remove them`,
    );
  }
  if (tlsa?.next === undefined) {
    add(
      ["server", "tlsa"],
      "TlsaWithoutNextKey",
      '"next" is missing; publish the key that will follow before it is needed, or a change of key makes the server unreachable',
    );
  }
}

function relayProblems(relay: Client["relay"], server: Client["server"] | undefined, add: Add): void {
  for (const { property, code, message } of problemsOf(() => relayOf(relay))) {
    const suggestion =
      code === "RelayVendorUnknown" ? didYouMean(relay.vendor, [...RELAY_VENDORS.keys()]) : "";
    add(["relay", ...(property === undefined ? [] : [property])], code, `${message}${suggestion}`);
  }
  overlaps(relay.deliversFrom ?? [], ["relay", "deliversFrom"], add);
  for (const [index, block] of (relay.deliversFrom ?? []).entries()) {
    const path = ["relay", "deliversFrom", index];
    if (!isPublic(block)) {
      add(
        path,
        "CidrNotPublic",
        `${JSON.stringify(block)} is not a public network; a relay delivers from the internet`,
      );
    } else if (prefixLength(block) < (block.includes(":") ? WIDEST_RELAY_IPV6 : WIDEST_RELAY_IPV4)) {
      add(
        path,
        "CidrTooWide",
        `${JSON.stringify(block)} is wider than a relay's network (/${WIDEST_RELAY_IPV4}, IPv6 /${WIDEST_RELAY_IPV6}); name the networks it delivers from`,
      );
    }
  }
  if (server !== undefined && relay.smartHost.host === server.hostName) {
    add(
      ["relay", "smartHost", "host"],
      "SmartHostIsOwnServer",
      `${JSON.stringify(server.hostName)} is the client's own server; outgoing mail would loop; give the relay's outgoing host`,
    );
  }
}

function edgeProblems(edge: Client["edge"], add: Add): void {
  if (
    edge.availabilityZone !== `${edge.region}${edge.availabilityZone.at(-1)}` ||
    !/[a-z]$/.test(edge.availabilityZone)
  ) {
    add(
      ["edge", "availabilityZone"],
      "AvailabilityZoneOutsideRegion",
      `${JSON.stringify(edge.availabilityZone)} is not a zone of ${edge.region}; give one such as "${edge.region}a"`,
    );
  }
  overlaps(edge.httpsFrom ?? [], ["edge", "httpsFrom"], add);
  for (const problem of stageProblems(edge.ips.stages ?? [], IPS_MODES)) {
    add(["edge", "ips", "stages", problem.index], problem.code, problem.message);
  }
  for (const { code, message, property = "" } of ipsProblems(ipsOf(edge))) {
    const path = property.split(".").map((key) => (/^\d+$/.test(key) ? Number(key) : key));
    add(["edge", "ips", ...path], code, message);
  }
  if (edge.tlsInspection) {
    add(
      ["edge", "tlsInspection"],
      "CertificateNotInstallable",
      "the certificate of this stack cannot be installed on the server, so Extended Protection would refuse Outlook; leave TLS inspection off",
    );
  }
  const { cidr, mailSubnet, firewallSubnet, serverAddress } = edge.network;
  const layout = networkLayout({
    vpcCidr: cidr,
    ...(mailSubnet === undefined ? {} : { mailSubnetCidr: mailSubnet }),
    ...(firewallSubnet === undefined ? {} : { firewallSubnetCidr: firewallSubnet }),
    ...(serverAddress === undefined ? {} : { serverAddress }),
  });
  for (const { code, message, property } of "problems" in layout ? layout.problems : []) {
    add(["edge", "network", NETWORK_KEYS[property ?? ""] ?? "cidr"], code, message);
  }
}

/** Keys of the client file by the property of the network layout. */
const NETWORK_KEYS: Readonly<Record<string, string>> = {
  vpcCidr: "cidr",
  mailSubnetCidr: "mailSubnet",
  firewallSubnetCidr: "firewallSubnet",
  serverAddress: "serverAddress",
};

/** Every entry of a list that names addresses an earlier one already names. */
function overlaps(blocks: readonly string[], path: YamlPath, add: Add): void {
  for (const [index, block] of blocks.entries()) {
    const earlier = blocks.slice(0, index).find((other) => CidrSet.of(other).overlaps(CidrSet.of(block)));
    if (earlier !== undefined) {
      add(
        [...path, index],
        "OverlappingCidrs",
        `${JSON.stringify(block)} overlaps ${JSON.stringify(earlier)} of the same list; keep the wider one`,
      );
    }
  }
}

function problemsOf(attempt: () => unknown): readonly Problem[] {
  try {
    attempt();
    return [];
  } catch (error) {
    if (error instanceof ValidationError) {
      return error.problems;
    }
    throw error;
  }
}

/** Is a host the domain itself, or below it? */
export function isUnder(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}
