import { requestProblems } from "../constructs/certificate/certificate-request-problems";
import { scheduleProblems } from "../constructs/certificate/lets-encrypt-certificate";
import { LETS_ENCRYPT_PROFILES } from "../constructs/core/lets-encrypt-profiles";
import { challengeZoneOf, isInspectable } from "./certificate-choice";
import { autodiscoverNames, certificateNames } from "./certificate-names";
import type { CertificateSection } from "./certificate-schema";
import type { AddProblem } from "./cidr-lists";
import type { CheckedSections } from "./client-rules";
import type { Client } from "./client-schema";
import type { FileProblem } from "./file-problem";
import type { Fleet } from "./fleet-schema";
import type { YamlSource } from "./yaml-source";
import { isUnder, zoneOfName } from "./zone-of-name";

/** What is wrong between the certificate of a client file and its other sections. */
export function certificateProblems(
  certificate: CertificateSection,
  { server, domains, edge }: CheckedSections,
  add: AddProblem,
): void {
  if (server !== undefined && domains !== undefined) {
    aliasProblems(certificate, { server, domains }, add);
  }
  if (certificate.issuer === "lets-encrypt") {
    letsEncryptProblems(certificate, { server, domains }, add);
  }
  if (certificate.issuer === "acm-exportable" && edge?.kind === "aws" && edge.onPremises !== undefined) {
    add(
      ["certificate", "issuer"],
      "ValueNotAllowed",
      'such a certificate is installed on servers on EC2, and this edge has them in the office ("onPremises"); use acm or lets-encrypt-on-server',
    );
  }
  if (certificate.issuer === "lets-encrypt-on-server" && domains !== undefined && server !== undefined) {
    challengeZoneProblems(
      certificate.challengeZone,
      domains,
      server.hostName,
      certificateNames({ server, domains, certificate }),
      add,
    );
  }
  if (edge?.kind === "aws" && edge.tlsInspection && !isInspectable(certificate)) {
    add(
      ["edge", "tlsInspection"],
      "CertificateNotInstallable",
      `${certificate.issuer === "acm" ? "the key of a certificate of acm cannot leave AWS, so the server cannot show the same one" : `AWS does not hold the certificate of ${certificate.issuer}, so the firewall cannot show the server's`} and Extended Protection would refuse Outlook; set certificate.issuer to acm-exportable, or leave TLS inspection off`,
    );
  }
}

/** A private key in a state that lies about as a file is a private key that lies about. */
export function keyInStateProblems(
  source: YamlSource,
  { certificate }: CheckedSections,
  backend: Fleet["backend"],
): readonly FileProblem[] {
  return certificate?.issuer === "lets-encrypt" && certificate.key === "in-state" && backend.kind === "local"
    ? [
        source.problemAt(
          ["certificate", "key"],
          "CertificateKeyInState",
          'the private key would lie in a state that is a plain file ("backend: { kind: local }" of the fleet); keep the states in S3, encrypted with a key of KMS (kind: s3), or at HCP Terraform (kind: hcp), or the key on the server (key: on-server)',
        ),
      ]
    : [];
}

function aliasProblems(
  { aliases }: CertificateSection,
  { server, domains }: Required<Pick<CheckedSections, "server" | "domains">>,
  add: AddProblem,
): void {
  const taken = [server?.hostName, ...autodiscoverNames(domains ?? [])];
  for (const [index, alias] of aliases.entries()) {
    const path = ["certificate", "aliases", index];
    if (taken.includes(alias) || aliases.indexOf(alias) !== index) {
      add(
        path,
        "ValueNotAllowed",
        `${JSON.stringify(alias)} is a name of the certificate already; remove it here`,
      );
    } else if (!domains?.some(({ name }) => isUnder(alias, name))) {
      add(
        path,
        "HostOutsideDomains",
        `${JSON.stringify(alias)} is in none of the client's domains (${domains?.map(({ name }) => name).join(", ")}); no zone could hold it`,
      );
    }
  }
}

function letsEncryptProblems(
  section: Extract<CertificateSection, { issuer: "lets-encrypt" }>,
  { server, domains }: CheckedSections,
  add: AddProblem,
): void {
  for (const { code, message } of scheduleProblems(
    LETS_ENCRYPT_PROFILES[section.profile].lifetimes,
    section.appliesEveryDays,
  )) {
    add(["certificate", "appliesEveryDays"], code, message);
  }
  if (section.key === "in-state") {
    if (section.request !== undefined) {
      add(
        ["certificate", "request"],
        "ValueNotAllowed",
        'a request is for a key that is made on the server, and this one is to lie in the state ("key: in-state"); remove one of the two',
      );
    }
    return;
  }
  if (server !== undefined && domains !== undefined) {
    const names = certificateNames({ server, domains, certificate: section });
    for (const { code, message } of requestProblems(section.request, names)) {
      add(["certificate", ...(section.request === undefined ? [] : ["request"])], code, message);
    }
  }
}

/** The zone of the answers must be found from the internet, and hold nothing else. */
function challengeZoneProblems(
  given: string | undefined,
  domains: Client["domains"],
  hostName: string,
  certified: readonly string[],
  add: AddProblem,
): void {
  const holder = zoneOfName(hostName, domains, ({ name }) => name);
  if (given === undefined && holder === undefined) {
    return;
  }
  const zone = given ?? challengeZoneOf(holder?.name ?? "");
  const path = ["certificate", given === undefined ? "issuer" : "challengeZone"];
  if (!domains.some(({ name }) => isUnder(zone, name))) {
    add(
      path,
      "ChallengeZoneOutsideDomains",
      `${JSON.stringify(zone)} is in none of the client's domains (${domains.map(({ name }) => name).join(", ")}); no zone could delegate it`,
    );
  }
  const inside = [...certified, ...domains.map(({ name }) => name)].find((name) => isUnder(name, zone));
  if (inside !== undefined) {
    add(
      path,
      "ChallengeZoneShared",
      `${JSON.stringify(inside)} is in ${JSON.stringify(zone)}, where whoever renews the certificate may write; give the challenges a zone of their own`,
    );
  }
}
