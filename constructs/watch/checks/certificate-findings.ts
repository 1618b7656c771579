import { windowDays } from "../../core/certificate-lifetime";
import { aLabels, covers } from "../../core/domain-names";
import { shown, shownAll, visible } from "../../core/visible-text";
import type { DeclaredCertificate, DeclaredName } from "../declaration";
import { organizationsOf } from "./authorities";
import { type CheckFinding, error, warning } from "./check";
import type { SeenCertificate } from "./seen-certificate";

/** Short of this many days somebody has to act by hand. */
const SHORTEST_DAYS = 7;
/** Of a certificate that lives for days, that would be always: a tenth of its life, then. */
const SHORTEST_PART_OF_LIFETIME = 10;
/** When renewal is due where nobody says: Let's Encrypt's advice, https://letsencrypt.org/docs/integration-guide/. */
const RENEWAL_PART_OF_LIFETIME = 3;

const SHORTEST_RSA_BITS = 2048;
/** Signatures that clients accept; how strong the hash of RSA-PSS is, OpenSSL judges with the chain. */
const STRONG_SIGNATURE = /SHA-(?:256|384|512)$|^RSA-PSS$|^Ed(?:25519|448)$/;

/** What a certificate that was seen at a name has against it. */
export function certificateFindings(
  seen: SeenCertificate,
  declared: DeclaredName,
  now: Date,
): readonly CheckFinding[] {
  // The server's certificate is the stack's only where its key can get there.
  const own = declared.certificates.filter(({ installable }) => !declared.ofServer || installable);
  return [
    ...nameFindings(seen, declared, own),
    ...chainFindings(seen, declared, now),
    ...authorityFindings(seen, own),
    ...timeFindings(seen, own, now),
    ...keyFindings(seen, declared),
    ...otherKeyFindings(seen, own),
    ...signatureFindings(seen),
    ...usageFindings(seen),
  ];
}

function nameFindings(
  { names }: SeenCertificate,
  { name }: DeclaredName,
  own: readonly DeclaredCertificate[],
): readonly CheckFinding[] {
  if (!names.some((pattern) => covers(pattern, name))) {
    return [
      error(
        "wrong-name",
        `the certificate is for ${names.length === 0 ? "no DNS name" : foreign(names)}, not for ${shown(name)}; install the one that names it`,
      ),
    ];
  }
  const [declared] = own;
  const missing = (declared?.names ?? [])
    .map(aLabels)
    .filter((other) => !names.some((pattern) => pattern === other || covers(pattern, other)));
  return missing.length === 0 || own.length > 1
    ? []
    : [
        warning(
          "names-missing",
          `${declared?.address} also names ${shownAll(missing)}, which this certificate does not; it is an older one, or another`,
        ),
      ];
}

/** OpenSSL's codes, https://docs.openssl.org/master/man3/X509_STORE_CTX_get_error/. */
const DISTRUST: Readonly<Record<string, readonly [code: CheckFinding["code"], message: string]>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: [
    "self-signed",
    "the certificate is signed by itself, as Exchange's own is after the installation; install the declared one",
  ],
  SELF_SIGNED_CERT_IN_CHAIN: [
    "untrusted-authority",
    "the chain ends in a root that is not trusted; if it is the client's own, give it with --ca",
  ],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: [
    "chain-incomplete",
    "nothing that the server sends leads from its certificate to a root that is trusted: the intermediate is missing, and phones do not fetch it. Install it on the server, or give the client's own root with --ca",
  ],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: [
    "chain-incomplete",
    "the chain that the server sends has a gap before a root that is trusted: an intermediate is missing. Install it on the server, or give the client's own root with --ca",
  ],
  UNABLE_TO_GET_ISSUER_CERT: [
    "chain-incomplete",
    "the chain that the server sends has a gap before a root that is trusted: an intermediate is missing. Install it on the server",
  ],
  CERT_REVOKED: ["revoked", "the certificate is revoked; order a new one"],
};

function chainFindings(seen: SeenCertificate, { name }: DeclaredName, now: Date): readonly CheckFinding[] {
  const { distrust, chain } = seen;
  // OpenSSL tells one thing only, and of a certificate that has ended that is the end.
  if (distrust === null || (distrust === "CERT_HAS_EXPIRED" && hasEnded(seen, now)) || !hasBegun(seen, now)) {
    return [];
  }
  if (distrust === "CERT_HAS_EXPIRED") {
    return [
      error(
        "chain-expired",
        `a certificate further up the chain has expired (${foreign(chain.slice(1))}); install the intermediate that the authority gives now`,
      ),
    ];
  }
  const [code, message]: (typeof DISTRUST)[string] = DISTRUST[distrust] ?? [
    "untrusted",
    `the chain of ${shown(name)} does not verify (${visible(distrust)}); install the one that the authority gives`,
  ];
  return [error(code, message)];
}

function authorityFindings(
  { issuer }: SeenCertificate,
  own: readonly DeclaredCertificate[],
): readonly CheckFinding[] {
  const expected = own.map(({ caaDomains }) => organizationsOf(caaDomains));
  const known = expected.flatMap((organizations) => organizations ?? []);
  return known.length === 0 || expected.includes(undefined) || known.includes(issuer.organization)
    ? []
    : [
        error(
          "other-authority",
          `it is issued by ${issuerName(issuer)}, and ${own[0]?.address} comes from ${own[0]?.issuer}: the declared certificate is not installed, or somebody ordered another`,
        ),
      ];
}

function timeFindings(
  seen: SeenCertificate,
  own: readonly DeclaredCertificate[],
  now: Date,
): readonly CheckFinding[] {
  const { validFrom, validTo, daysLeft, lifetimeDays } = seen;
  const [from, to] = [validFrom.slice(0, 10), validTo.slice(0, 10)];
  if (hasEnded(seen, now)) {
    return [error("expired", `it ended on ${to}; renew it now`)];
  }
  if (!hasBegun(seen, now)) {
    return [
      error("not-yet-valid", `it begins on ${from} only; look at the clocks, or install the one in force`),
    ];
  }
  const shortest = Math.min(SHORTEST_DAYS, Math.ceil(lifetimeDays / SHORTEST_PART_OF_LIFETIME));
  const days = daysLeft === 1 ? "1 day" : `${daysLeft} days`;
  if (daysLeft < shortest) {
    return [error("ends-soon", `it ends in ${days}, on ${to}, and is not renewed; renew it by hand today`)];
  }
  const due = Math.min(...renewalDays(own, lifetimeDays));
  return daysLeft < due
    ? [
        warning(
          "renewal-due",
          `it ends in ${days}, on ${to}, and should have been renewed ${due} days before; look why it was not, or why the renewed one is not shown`,
        ),
      ]
    : [];
}

/** Days before its end by which it should have been renewed: the window has opened, and an apply has come by. */
function renewalDays(own: readonly DeclaredCertificate[], lifetimeDays: number): readonly number[] {
  const stated = own.flatMap(({ renewal }) =>
    renewal === null ? [] : [windowDays(renewal.window, lifetimeDays) - (renewal.everyDays ?? 0)],
  );
  return stated.length === 0 ? [Math.floor(lifetimeDays / RENEWAL_PART_OF_LIFETIME)] : stated;
}

function hasEnded({ validTo }: SeenCertificate, now: Date): boolean {
  return now > new Date(validTo);
}

function hasBegun({ validFrom }: SeenCertificate, now: Date): boolean {
  return now >= new Date(validFrom);
}

function keyFindings(
  { key: { type, bits, curve } }: SeenCertificate,
  { ofServer }: DeclaredName,
): readonly CheckFinding[] {
  if (type.startsWith("rsa")) {
    return bits !== null && bits < SHORTEST_RSA_BITS
      ? [error("short-key", `its RSA key has ${bits} bits; order one with ${SHORTEST_RSA_BITS}`)]
      : [];
  }
  return ofServer
    ? [
        warning(
          "key-not-rsa",
          `its key is ${type}${curve === null ? "" : ` (${curve})`}; Exchange needs RSA where elliptic keys were not switched on in it; order RSA with ${SHORTEST_RSA_BITS} bits`,
        ),
      ]
    : [];
}

function otherKeyFindings(
  { key: { type, bits } }: SeenCertificate,
  own: readonly DeclaredCertificate[],
): readonly CheckFinding[] {
  const [declared] = own;
  const { key } = declared ?? {};
  return own.length !== 1 ||
    key == null ||
    (type.toUpperCase() === key.algorithm.toUpperCase() && bits === key.bits)
    ? []
    : [
        warning(
          "other-key",
          `its key is ${type.toUpperCase()}${bits === null ? "" : ` ${bits}`}, and ${declared?.address} has ${key.algorithm} ${key.bits}; it is an older one, or another`,
        ),
      ];
}

function signatureFindings({ signature }: SeenCertificate): readonly CheckFinding[] {
  return STRONG_SIGNATURE.test(signature)
    ? []
    : [error("weak-signature", `it is signed by ${signature}, which clients do not trust; order a new one`)];
}

function usageFindings({ serverAuth }: SeenCertificate): readonly CheckFinding[] {
  return serverAuth
    ? []
    : [
        error(
          "not-for-servers",
          "its extended key usages hold no serverAuth, so clients refuse it; install a certificate for servers",
        ),
      ];
}

/** An issuer for people. */
export function issuerName({ organization, commonName }: SeenCertificate["issuer"]): string {
  return visible(organization || commonName || "nobody it names");
}

function foreign(texts: readonly string[]): string {
  return texts.map((text) => `"${visible(text)}"`).join(", ");
}
