import "reflect-metadata";
import { generateKeyPairSync, type KeyObject, webcrypto } from "node:crypto";
import {
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  type Extension,
  SubjectAlternativeNameExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";

const DAY_MILLISECONDS = 86_400_000;
const SERVER_AUTH = "1.3.6.1.5.5.7.3.1";

/** Both halves of a key, for TLS and for signing. */
export interface Key {
  readonly pem: string;
  readonly pair: webcrypto.CryptoKeyPair;
  readonly signing: object;
}

type Hash = "SHA-256" | "SHA-1";

const pemOf = (key: KeyObject): string => key.export({ type: "pkcs8", format: "pem" }).toString();

async function imported(
  { publicKey, privateKey }: { readonly publicKey: KeyObject; readonly privateKey: KeyObject },
  algorithm: webcrypto.RsaHashedImportParams | webcrypto.EcKeyImportParams,
  signing: object,
): Promise<Key> {
  const half = (key: KeyObject, format: "spki" | "pkcs8", use: "sign" | "verify") =>
    webcrypto.subtle.importKey(format, key.export({ type: format, format: "der" }), algorithm, true, [use]);
  return {
    pem: pemOf(privateKey),
    pair: {
      publicKey: await half(publicKey, "spki", "verify"),
      privateKey: await half(privateKey, "pkcs8", "sign"),
    },
    signing,
  };
}

export function rsaKey(bits = 2048, hash: Hash = "SHA-256"): Promise<Key> {
  const algorithm = { name: "RSASSA-PKCS1-v1_5", hash };
  return imported(generateKeyPairSync("rsa", { modulusLength: bits }), algorithm, algorithm);
}

export function ecKey(hash: Hash = "SHA-256"): Promise<Key> {
  return imported(
    generateKeyPairSync("ec", { namedCurve: "P-256" }),
    { name: "ECDSA", namedCurve: "P-256" },
    { name: "ECDSA", hash },
  );
}

/** What a certificate of the authority says; everything is right unless it is given. */
export interface Order {
  readonly names?: readonly string[];
  readonly key: Key;
  /** Days from now. */
  readonly from?: number;
  /** Days from now. */
  readonly to?: number;
  /** Object identifiers; none for no such extension. */
  readonly usages?: readonly string[];
  readonly hash?: Hash;
  readonly commonName?: string;
}

/** A certificate and its key, as a server takes them. */
export interface Issued {
  readonly key: string;
  /** PEM, the server's own first. */
  readonly cert: string;
}

/** An authority with a root and an intermediate. */
export class Authority {
  private serial = 10;

  private constructor(
    private readonly root: X509Certificate,
    private readonly intermediate: X509Certificate,
    private readonly key: Key,
    private readonly weakKey: Key,
  ) {}

  /** @param organization stands in the names of its certificates */
  static async named(organization: string): Promise<Authority> {
    const [rootKey, key] = [await ecKey(), await ecKey()];
    const notBefore = new Date(Date.now() - 400 * DAY_MILLISECONDS);
    const notAfter = new Date(Date.now() + 400 * DAY_MILLISECONDS);
    const root = await X509CertificateGenerator.create({
      serialNumber: "01",
      subject: `O=${organization}, CN=Root`,
      issuer: `O=${organization}, CN=Root`,
      notBefore,
      notAfter,
      publicKey: rootKey.pair.publicKey,
      signingKey: rootKey.pair.privateKey,
      signingAlgorithm: rootKey.signing as webcrypto.EcdsaParams,
      extensions: [new BasicConstraintsExtension(true, undefined, true)],
    });
    const intermediate = await X509CertificateGenerator.create({
      serialNumber: "02",
      subject: `O=${organization}, CN=Intermediate`,
      issuer: root.subject,
      notBefore,
      notAfter,
      publicKey: key.pair.publicKey,
      signingKey: rootKey.pair.privateKey,
      signingAlgorithm: rootKey.signing as webcrypto.EcdsaParams,
      extensions: [new BasicConstraintsExtension(true, 0, true)],
    });
    return new Authority(root, intermediate, key, { ...key, signing: { name: "ECDSA", hash: "SHA-1" } });
  }

  get rootPem(): string {
    return this.root.toString("pem");
  }

  /** A certificate with its intermediate. */
  async issue(order: Order): Promise<Issued> {
    const { key, cert } = await this.issueAlone(order);
    return { key, cert: `${cert}\n${this.intermediate.toString("pem")}` };
  }

  /** A certificate without its intermediate. */
  async issueAlone(order: Order): Promise<Issued> {
    const by = order.hash === "SHA-1" ? this.weakKey : this.key;
    return issued(order, this.intermediate.subject, by, String(this.serial++));
  }
}

/** A certificate that its own key signed. */
export function selfSigned(order: Order): Promise<Issued> {
  return issued(order, undefined, order.key, "07");
}

async function issued(
  order: Order,
  issuer: string | undefined,
  by: Key,
  serialNumber: string,
): Promise<Issued> {
  const { names = ["mail.clinic.example"], key, from = -10, to = 100, usages = [SERVER_AUTH] } = order;
  const subject = `CN=${order.commonName ?? "server"}`;
  const extensions: Extension[] = [
    ...(names.length === 0
      ? []
      : [new SubjectAlternativeNameExtension(names.map((value) => ({ type: "dns" as const, value })))]),
    ...(usages.length === 0 ? [] : [new ExtendedKeyUsageExtension([...usages])]),
  ];
  const certificate = await X509CertificateGenerator.create({
    serialNumber,
    subject,
    issuer: issuer ?? subject,
    notBefore: new Date(Date.now() + from * DAY_MILLISECONDS),
    notAfter: new Date(Date.now() + to * DAY_MILLISECONDS),
    publicKey: key.pair.publicKey,
    signingKey: by.pair.privateKey,
    signingAlgorithm: by.signing as webcrypto.EcdsaParams,
    extensions,
  });
  return { key: key.pem, cert: certificate.toString("pem") };
}
