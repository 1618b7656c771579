import { X509Certificate } from "node:crypto";

/** A certificate as a server shows it, in the shape that programs read. */
export interface SeenCertificate {
  /** DNS names, sorted, in lower case; the common name is none (RFC 9525 § 2). */
  readonly names: readonly string[];
  /** Who issued it; empty where the name has no such part. */
  readonly issuer: { readonly organization: string; readonly commonName: string };
  readonly validFrom: string;
  readonly validTo: string;
  /** Whole days until its end; negative once it has ended. */
  readonly daysLeft: number;
  /** Whole days from its beginning to its end. */
  readonly lifetimeDays: number;
  readonly key: { readonly type: string; readonly bits: number | null; readonly curve: string | null };
  /** Of its signature, such as `RSASSA-PKCS1-v1_5` and `SHA-256`; an object identifier where it has no known name. */
  readonly signature: { readonly algorithm: string; readonly hash: string | null };
  /** May a server show it: is that among its extended key usages, or are there none? */
  readonly serverAuth: boolean;
  /** SHA-256 of the whole certificate, as Windows and OpenSSL show it. */
  readonly fingerprint256: string;
  /** Subjects of the certificates that came along or that the trust store has, the server's own first. */
  readonly chain: readonly string[];
  /** Why the chain is not trusted: a code of OpenSSL, such as `UNABLE_TO_VERIFY_LEAF_SIGNATURE`; null where it is. */
  readonly distrust: string | null;
  /** Such as `TLSv1.3`. */
  readonly protocol: string;
}

/** What came out of a handshake. */
export interface ShownChain {
  /** DER, the server's own first. */
  readonly certificates: readonly Buffer[];
  readonly distrust: string | null;
  readonly protocol: string;
}

const DAY_MILLISECONDS = 86_400_000;
const SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
const ANY_EXTENDED_KEY_USAGE = "2.5.29.37.0";

/**
 * Reads the certificate that a server showed.
 *
 * @throws Error when it cannot be read
 */
export async function readCertificate(shown: ShownChain, now: Date): Promise<SeenCertificate> {
  // Its parts look up one another through metadata of their classes, which somebody must have loaded.
  await import("reflect-metadata");
  const {
    ExtendedKeyUsageExtension,
    SubjectAlternativeNameExtension,
    X509Certificate: Asn1Certificate,
  } = await import("@peculiar/x509");
  const [own] = shown.certificates;
  if (own === undefined) {
    throw new Error("the server shows no certificate");
  }
  const certificate = new X509Certificate(own);
  const parsed = new Asn1Certificate(own);
  const usages = parsed.getExtension(ExtendedKeyUsageExtension)?.usages.map(String);
  const algorithm = parsed.signatureAlgorithm as {
    readonly name: string;
    readonly hash?: { readonly name: string };
  };
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
  return {
    names: (parsed.getExtension(SubjectAlternativeNameExtension)?.names.items ?? [])
      .filter(({ type }) => type === "dns")
      .map(({ value }) => value.toLowerCase())
      .sort(),
    issuer: {
      organization: parsed.issuerName.getField("O")[0] ?? "",
      commonName: parsed.issuerName.getField("CN")[0] ?? "",
    },
    validFrom: parsed.notBefore.toISOString(),
    validTo: parsed.notAfter.toISOString(),
    daysLeft: daysBetween(now, parsed.notAfter),
    lifetimeDays: daysBetween(parsed.notBefore, parsed.notAfter),
    key: {
      type: asymmetricKeyType ?? "unknown",
      bits: asymmetricKeyDetails?.modulusLength ?? null,
      curve: asymmetricKeyDetails?.namedCurve ?? null,
    },
    signature: { algorithm: algorithm.name, hash: algorithm.hash?.name ?? null },
    serverAuth:
      usages === undefined || [SERVER_AUTH, ANY_EXTENDED_KEY_USAGE].some((usage) => usages.includes(usage)),
    fingerprint256: certificate.fingerprint256,
    chain: shown.certificates.map((der) => new X509Certificate(der).subject?.replaceAll("\n", ", ") ?? ""),
    distrust: shown.distrust,
    protocol: shown.protocol,
  };
}

function daysBetween(from: Date, to: Date): number {
  return Math.floor((to.getTime() - from.getTime()) / DAY_MILLISECONDS);
}
