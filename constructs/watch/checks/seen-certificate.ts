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
  /** Algorithm of its signature, such as `RSA with SHA-256`; an object identifier where it has no known name. */
  readonly signature: string;
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
const SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";
const EXTENDED_KEY_USAGE = "2.5.29.37";
const SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
const ANY_EXTENDED_KEY_USAGE = "2.5.29.37.0";

/** Of names and of extensions: RFC 5280 § 4.2.1.6, § 4.2.1.12; X.520. */
const COMMON_NAME = "2.5.4.3";
const ORGANIZATION = "2.5.4.10";

/** Algorithms of signatures by their object identifiers: RFC 8017, RFC 5758, RFC 8410. */
const SIGNATURES: Readonly<Record<string, string>> = {
  "1.2.840.113549.1.1.4": "RSA with MD5",
  "1.2.840.113549.1.1.5": "RSA with SHA-1",
  "1.2.840.113549.1.1.10": "RSA-PSS",
  "1.2.840.113549.1.1.11": "RSA with SHA-256",
  "1.2.840.113549.1.1.12": "RSA with SHA-384",
  "1.2.840.113549.1.1.13": "RSA with SHA-512",
  "1.2.840.10045.4.1": "ECDSA with SHA-1",
  "1.2.840.10045.4.3.2": "ECDSA with SHA-256",
  "1.2.840.10045.4.3.3": "ECDSA with SHA-384",
  "1.2.840.10045.4.3.4": "ECDSA with SHA-512",
  "1.3.101.112": "Ed25519",
  "1.3.101.113": "Ed448",
};

/**
 * Reads the certificate that a server showed.
 *
 * @throws Error when it cannot be read
 */
export async function readCertificate(shown: ShownChain, now: Date): Promise<SeenCertificate> {
  // No other command needs them.
  const { AsnConvert } = await import("@peculiar/asn1-schema");
  const { Certificate, ExtendedKeyUsage, SubjectAlternativeName } = await import("@peculiar/asn1-x509");
  const [own] = shown.certificates;
  if (own === undefined) {
    throw new Error("the server shows no certificate");
  }
  const certificate = new X509Certificate(own);
  const { tbsCertificate, signatureAlgorithm } = AsnConvert.parse(own, Certificate);
  const extensions = tbsCertificate.extensions ?? [];
  const usages = extensions
    .filter(({ extnID }) => extnID === EXTENDED_KEY_USAGE)
    .flatMap(({ extnValue }) => [...AsnConvert.parse(extnValue.buffer, ExtendedKeyUsage)]);
  const alternatives = extensions
    .filter(({ extnID }) => extnID === SUBJECT_ALTERNATIVE_NAME)
    .flatMap(({ extnValue }) => [...AsnConvert.parse(extnValue.buffer, SubjectAlternativeName)]);
  const issuedBy = (part: string): string =>
    tbsCertificate.issuer
      .flatMap((set) => [...set])
      .find(({ type }) => type === part)
      ?.value.toString() ?? "";
  const { notBefore, notAfter } = tbsCertificate.validity;
  const [from, to] = [notBefore.getTime(), notAfter.getTime()];
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
  return {
    names: alternatives.flatMap(({ dNSName }) => dNSName?.toLowerCase() ?? []).sort(),
    issuer: { organization: issuedBy(ORGANIZATION), commonName: issuedBy(COMMON_NAME) },
    validFrom: from.toISOString(),
    validTo: to.toISOString(),
    daysLeft: daysBetween(now, to),
    lifetimeDays: daysBetween(from, to),
    key: {
      type: asymmetricKeyType ?? "unknown",
      bits: asymmetricKeyDetails?.modulusLength ?? null,
      curve: asymmetricKeyDetails?.namedCurve ?? null,
    },
    signature: SIGNATURES[signatureAlgorithm.algorithm] ?? signatureAlgorithm.algorithm,
    serverAuth:
      usages.length === 0 || [SERVER_AUTH, ANY_EXTENDED_KEY_USAGE].some((usage) => usages.includes(usage)),
    fingerprint256: certificate.fingerprint256,
    chain: shown.certificates.map((der) => new X509Certificate(der).subject?.replaceAll("\n", ", ") ?? ""),
    distrust: shown.distrust,
    protocol: shown.protocol,
  };
}

function daysBetween(from: Date, to: Date): number {
  return Math.floor((to.getTime() - from.getTime()) / DAY_MILLISECONDS);
}
