import type { ErrorCode } from "../constructs/core/error-codes";
import { backupProblems } from "./backup-rules";
import { certificateProblems } from "./certificate-rules";
import type { AddProblem } from "./cidr-lists";
import { type Client, DMARC_STAGES, MTA_STS_STAGES } from "./client-schema";
import { denyProblems } from "./deny-choice";
import { edgeProblems } from "./edge-rules";
import type { FileProblem } from "./file-problem";
import { relayProblems } from "./relay-rules";
import { stageProblems } from "./stages";
import { watchProblems } from "./watch-rules";
import type { YamlPath, YamlSource } from "./yaml-source";
import { isUnder, zoneOfName } from "./zone-of-name";

/** The sections of a client file that are right in themselves. */
export type CheckedSections = { readonly [Section in keyof Client]?: Client[Section] | undefined };

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
  const { id, domains, server, relay, certificate, edge, backup } = sections;
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
    relayProblems(relay, sections, add);
  }
  if (edge !== undefined) {
    edgeProblems(sections, add);
    if ("deny" in edge) {
      denyProblems(edge, relay, add);
    }
  }
  if (certificate !== undefined) {
    certificateProblems(certificate, sections, add);
  }
  watchProblems(sections, add);
  if (backup !== undefined) {
    backupProblems(backup, edge, add);
  }
  return problems;
}

function domainProblems(domains: Client["domains"], { dns, server }: CheckedSections, add: AddProblem): void {
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

function zoneProblems(domains: Client["domains"], dns: Client["dns"], add: AddProblem): void {
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

function tlsaProblems(
  { hostName, tlsa }: Client["server"],
  domains: Client["domains"],
  add: AddProblem,
): void {
  const holder = zoneOfName(hostName, domains, ({ name }) => name);
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
