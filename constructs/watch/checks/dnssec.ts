import { createHash } from "node:crypto";
import type { DeclaredZone } from "../declaration";
import { type CheckFinding, error, type Observation, verdictOf } from "./check";
import { askServer, type DnsReply } from "./dns-query";
import { askResolver, type NameServer } from "./name-servers";
import type { Vantage } from "./vantage";

/**
 * Is a zone that the stack signs trusted through the zone above it, and is one that has a DS record there signed by the
 * key that it stands for (RFC 4035 § 5)?
 *
 * @param server one that answers for the zone
 */
export async function signingObservation(
  zone: Pick<DeclaredZone, "name" | "signed">,
  server: NameServer,
  vantage: Vantage,
): Promise<Observation> {
  const { name } = zone;
  const at = { name, part: "DNSSEC", port: null, address: null };
  const [delegation, key] = await Promise.all([
    askResolver(name, "DS", vantage),
    askServer(server, { name, type: "DNSKEY" }, false),
  ]);
  const silent = [delegation, key].find((reply) => reply.kind === "unanswered");
  if (silent?.kind === "unanswered") {
    const note = `whether ${name} is trusted is not known: ${silent.reason}`;
    return { ...at, seen: "nothing", verdict: "not-seen", findings: [], note, details: null };
  }
  const signers = valuesOf(delegation, name, "DS");
  const keys = valuesOf(key, name, "DNSKEY");
  const findings = signingFindings(zone, signers, keys, server);
  return {
    ...at,
    seen: `${keys.length > 0 ? "signed" : "not signed"}, ${signers.length > 0 ? "with" : "without"} DS above`,
    verdict: verdictOf(findings),
    findings,
    note: null,
    details: { signers, keys },
  };
}

function signingFindings(
  { name, signed }: Pick<DeclaredZone, "name" | "signed">,
  signers: readonly string[],
  keys: readonly string[],
  server: NameServer,
): readonly CheckFinding[] {
  if (signed && keys.length === 0) {
    return [
      error(
        "zone-unsigned",
        `the stack signs ${name}, and ${server.name} serves no key for it${signers.length === 0 ? "" : "; the DS record above makes every answer void for whoever checks"}; deploy the stack`,
      ),
    ];
  }
  if (signers.length === 0) {
    return signed
      ? [
          error(
            "ds-missing",
            `${name} is signed, and the zone above has no DS record for it, so nobody checks; give the registrar the output ds_records`,
          ),
        ]
      : [];
  }
  return signers.some((signer) => keys.some((each) => standsFor(signer, each, name)))
    ? []
    : [
        error(
          "ds-mismatch",
          `the zone above has DS ${signers.join(", ")} for ${name}, and no key of the zone matches: whoever checks gets no answer at all; give the registrar the output ds_records, or have the DS removed`,
        ),
      ];
}

function valuesOf(reply: DnsReply, name: string, type: string): readonly string[] {
  return reply.kind === "answered"
    ? reply.records.filter((record) => record.name === name && record.type === type).map(({ value }) => value)
    : [];
}

/** Digests of DS records by their number (https://www.iana.org/assignments/ds-rr-types/). */
const DIGESTS: Readonly<Record<string, string>> = { "1": "sha1", "2": "sha256", "4": "sha384" };

/** Is a DS record the digest of a key (RFC 4034 § 5.1.4)? */
function standsFor(signer: string, key: string, zone: string): boolean {
  const [, algorithm = "", digestType = "", digest = ""] = signer.split(" ");
  const [flags = "", protocol = "", keyAlgorithm = "", text = ""] = key.split(" ");
  const hash = DIGESTS[digestType];
  if (hash === undefined || algorithm !== keyAlgorithm) {
    return false;
  }
  const head = Buffer.from([
    Number(flags) >> 8,
    Number(flags) & 0xff,
    Number(protocol),
    Number(keyAlgorithm),
  ]);
  const data = Buffer.concat([wireName(zone), head, Buffer.from(text, "base64")]);
  return createHash(hash).update(data).digest("hex") === digest.toLowerCase();
}

function wireName(name: string): Buffer {
  const labels = name.split(".").map((label) => Buffer.from(label, "latin1"));
  return Buffer.concat([
    ...labels.flatMap((label) => [Buffer.from([label.length]), label]),
    Buffer.from([0]),
  ]);
}
