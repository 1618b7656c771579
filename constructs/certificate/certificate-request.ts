import { createPublicKey, createVerify, type KeyObject } from "node:crypto";
import type * as Csr from "@peculiar/asn1-csr";
import type * as Schema from "@peculiar/asn1-schema";
import type * as X509 from "@peculiar/asn1-x509";

/** A certificate request (RFC 2986), as far as it decides what is issued. */
interface CertificateRequest {
  /** The request as authorities take it: one block, 64 characters a line. */
  readonly pem: string;
  /** Host names that it asks for, the common name among them; lower case, sorted. */
  readonly names: readonly string[];
  /** `rsa`, `ec` and so on, as Node calls it. */
  readonly keyType: string;
  /** Length of an RSA key; undefined for others. */
  readonly keyBits: number | undefined;
  /** Is it signed with the key that it asks a certificate for? */
  readonly isSigned: boolean;
}

/** Microsoft's tools write `NEW CERTIFICATE REQUEST` (RFC 7468 § 7). */
const BLOCK =
  /-----BEGIN (NEW )?CERTIFICATE REQUEST-----([A-Za-z0-9+/=\s]+)-----END (NEW )?CERTIFICATE REQUEST-----/;

const COMMON_NAME = "2.5.4.3";
const EXTENSION_REQUEST = "1.2.840.113549.1.9.14";
/** Extensions as older tools of Microsoft ask for them. */
const MICROSOFT_EXTENSION_REQUEST = "1.3.6.1.4.1.311.2.1.14";
const SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";

/** Digest by the object identifier of a signature algorithm. */
const DIGESTS: Readonly<Record<string, string>> = {
  "1.2.840.113549.1.1.5": "sha1",
  "1.2.840.113549.1.1.11": "sha256",
  "1.2.840.113549.1.1.12": "sha384",
  "1.2.840.113549.1.1.13": "sha512",
  "1.2.840.10045.4.3.2": "sha256",
  "1.2.840.10045.4.3.3": "sha384",
};

/**
 * Reads a certificate request in PEM.
 *
 * @returns undefined when the text is none
 */
export function readCertificateRequest(text: string): CertificateRequest | undefined {
  const body = BLOCK.exec(text)?.[2]?.replace(/\s/g, "");
  if (body === undefined) {
    return undefined;
  }
  const der = Buffer.from(body, "base64");
  try {
    return parsed(der);
  } catch {
    return undefined;
  }
}

function parsed(der: Buffer): CertificateRequest {
  // Loaded only for clients that have a request: it takes longer than a whole synthesis may.
  const { AsnConvert } = require("@peculiar/asn1-schema") as typeof Schema;
  const { CertificationRequest } = require("@peculiar/asn1-csr") as typeof Csr;
  const { Extensions, SubjectAlternativeName } = require("@peculiar/asn1-x509") as typeof X509;
  const request = AsnConvert.parse(der, CertificationRequest);
  const info = request.certificationRequestInfo;
  const key = createPublicKey({
    key: Buffer.from(AsnConvert.serialize(info.subjectPKInfo)),
    format: "der",
    type: "spki",
  });
  const commonNames = info.subject
    .flatMap((part) => [...part])
    .filter(({ type }) => type === COMMON_NAME)
    .map(({ value }) => value.toString());
  const alternatives = [...info.attributes]
    .filter(({ type }) => type === EXTENSION_REQUEST || type === MICROSOFT_EXTENSION_REQUEST)
    .flatMap(({ values }) => values.flatMap((value) => [...AsnConvert.parse(value, Extensions)]))
    .filter(({ extnID }) => extnID === SUBJECT_ALTERNATIVE_NAME)
    .flatMap(({ extnValue }) => [...AsnConvert.parse(extnValue.buffer, SubjectAlternativeName)])
    // An address or a mailbox cannot be certified here, and is shown as one name too many.
    .map((name) => name.dNSName ?? JSON.stringify(name));
  return {
    pem: pemOf(der),
    names: [...new Set([...commonNames, ...alternatives].map((name) => name.toLowerCase()))].sort(),
    keyType: key.asymmetricKeyType ?? "unknown",
    keyBits: key.asymmetricKeyDetails?.modulusLength,
    isSigned: isSigned(request, der, key),
  };
}

function isSigned(request: Csr.CertificationRequest, der: Buffer, key: KeyObject): boolean {
  const digest = DIGESTS[request.signatureAlgorithm.algorithm];
  if (digest === undefined) {
    return false;
  }
  const signed = firstElement(der);
  return createVerify(digest).update(signed).verify(key, Buffer.from(request.signature));
}

/** The bytes that are signed, as they came: written again they could differ. */
function firstElement(der: Buffer): Buffer {
  const start = contentStart(der, 0);
  return der.subarray(start, contentStart(der, start) + contentLength(der, start));
}

/** Where the content of the element at `offset` begins (X.690 § 8.1.3). */
function contentStart(der: Buffer, offset: number): number {
  const length = der[offset + 1] ?? 0;
  return offset + 2 + (length < 0x80 ? 0 : length & 0x7f);
}

function contentLength(der: Buffer, offset: number): number {
  const length = der[offset + 1] ?? 0;
  return length < 0x80 ? length : der.readUIntBE(offset + 2, length & 0x7f);
}

function pemOf(der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE REQUEST-----", ...lines, "-----END CERTIFICATE REQUEST-----", ""].join(
    "\n",
  );
}

/**
 * Command of the Exchange Management Shell that makes a key on the server and prints the request for some names; the
 * key cannot leave the server.
 *
 * https://learn.microsoft.com/powershell/module/exchangepowershell/new-exchangecertificate
 */
export function requestCommand(names: readonly string[]): string {
  const [first = ""] = names;
  return `New-ExchangeCertificate -GenerateRequest -FriendlyName '${first}' -SubjectName 'CN=${first}' -DomainName ${names
    .map((name) => `'${name}'`)
    .join(", ")} -KeySize 2048 -PrivateKeyExportable $false`;
}
