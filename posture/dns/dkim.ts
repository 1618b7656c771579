import { txtText } from "../dns-records";
import type { Rule } from "../rules/rule";
import { breachesOf, shown, shownAll } from "./breaches";
import {
  decodedBase64,
  dkimKeys,
  dkimSelectors,
  type PublishedDkimKey,
  parseDkimKey,
  pendingSelectors,
  rsaBits,
} from "./dkim-key";
import { type Published, recordSets } from "./look-up";
import { mailDomains } from "./mail-names";
import { duplicates } from "./tag-list";

/** Shorter keys verify nowhere, and 1024 bits are within reach of an attacker (RFC 8301 § 3.2). */
const MIN_RSA_BITS = 1024;
const GOOD_RSA_BITS = 2048;
/** RFC 8463 § 4: the key itself, without the wrapping of RFC 8410. */
const ED25519_OCTETS = 32;

const ONE_KEY: Rule = {
  id: "dkim-one-key",
  what: "A DKIM selector has one TXT.",
  why: "Which of several a verifier takes is undefined, so signatures fail now and then.",
  reference: "RFC 6376 § 3.6.2.2",
  severity: "error",
  check: (facts) =>
    breachesOf(dkimSelectors(facts), ({ name, records }) => {
      const count = records.filter(({ type }) => type === "TXT").length;
      return count > 1
        ? `${count} TXT at the DKIM selector ${shown(name)}; keep one, and give another key a selector of its own`
        : undefined;
    }),
};

const CNAME_AND_TXT: Rule = {
  id: "dkim-cname-and-txt",
  what: "A DKIM selector is either a key or an alias of the relay's, not both.",
  why: "A name with a CNAME may have nothing else; resolvers answer one or the other.",
  reference: "RFC 1034 § 3.6.2",
  severity: "error",
  check: (facts) =>
    breachesOf(dkimSelectors(facts), ({ name, records }) =>
      new Set(records.map(({ type }) => type)).size > 1
        ? `CNAME and TXT at the DKIM selector ${shown(name)}; keep the CNAME where the relay holds the key, the TXT where you do`
        : undefined,
    ),
};

const RECORD_SYNTAX: Rule = {
  id: "dkim-record-syntax",
  what: "A DKIM key record is a list of tags, each once, with `v=DKIM1` in front if given and `p` always.",
  why: "Verifiers ignore a record they cannot read, and the signatures fail.",
  reference: "RFC 6376 § 3.2, § 3.6.1",
  severity: "error",
  check: (facts) =>
    breachesOf(dkimKeys(facts), (key) => {
      const problem = syntaxProblem(key);
      return problem === undefined
        ? undefined
        : `the DKIM key at ${shown(key.name)} ${problem}; write "v=DKIM1; k=rsa; p=" and the key in base64`;
    }),
};

function syntaxProblem({ list, publicKey }: PublishedDkimKey): string | undefined {
  const version = list.tags.findIndex(({ name }) => name === "v");
  if (list.malformed.length > 0) {
    return `holds ${shownAll(list.malformed)}, which is no tag`;
  }
  if (duplicates(list).length > 0) {
    return `gives ${shownAll(duplicates(list))} more than once`;
  }
  if (version > 0) {
    return 'has "v" after other tags';
  }
  if (version === 0 && list.tags[0]?.value !== "DKIM1") {
    return `says ${shown(`v=${list.tags[0]?.value}`)}`;
  }
  return publicKey === undefined ? 'has no "p"' : undefined;
}

const KEY_UNREADABLE: Rule = {
  id: "dkim-key-unreadable",
  what: "p of an RSA key is a SubjectPublicKeyInfo in base64.",
  why: "A key cut off or mangled on its way into DNS makes every signature fail.",
  reference: "RFC 6376 § 3.6.1",
  severity: "error",
  check: (facts) =>
    breachesOf(rsaKeys(facts), ({ name, publicKey }) =>
      rsaBits(publicKey) === undefined
        ? `p at ${shown(name)} is no RSA public key: ${shown(excerpt(publicKey))}; copy it again from whoever signs, whole`
        : undefined,
    ),
};

const KEY_TOO_SHORT: Rule = {
  id: "dkim-key-too-short",
  what: `An RSA key has at least ${MIN_RSA_BITS} bits.`,
  why: "Verifiers must not accept shorter ones, because they can be factored in hours.",
  reference: "RFC 8301 § 3.2",
  severity: "error",
  check: (facts) =>
    breachesOf(rsaKeys(facts), ({ name, publicKey }) => {
      const bits = rsaBits(publicKey) ?? GOOD_RSA_BITS;
      return bits < MIN_RSA_BITS
        ? `the RSA key at ${shown(name)} has ${bits} bits, and verifiers refuse less than ${MIN_RSA_BITS}; publish one of ${GOOD_RSA_BITS} under a new selector`
        : undefined;
    }),
};

const KEY_WEAK: Rule = {
  id: "dkim-key-weak",
  what: `An RSA key has at least ${GOOD_RSA_BITS} bits.`,
  why: "Signers should use 2048; a 1024-bit key is within reach of a well-funded forger.",
  reference: "RFC 8301 § 3.2",
  severity: "warning",
  check: (facts) =>
    breachesOf(rsaKeys(facts), ({ name, publicKey }) => {
      const bits = rsaBits(publicKey) ?? GOOD_RSA_BITS;
      return bits >= MIN_RSA_BITS && bits < GOOD_RSA_BITS
        ? `the RSA key at ${shown(name)} has ${bits} bits; publish one of ${GOOD_RSA_BITS} under a new selector, then revoke this one`
        : undefined;
    }),
};

const SHA1: Rule = {
  id: "dkim-sha1",
  what: "A key does not allow signatures over SHA-1.",
  why: "Verifiers must not accept them any more.",
  reference: "RFC 8301 § 3.1",
  severity: "error",
  check: (facts) =>
    breachesOf(dkimKeys(facts), ({ name, hashes }) =>
      hashes.some((hash) => hash.toLowerCase() === "sha1")
        ? `the DKIM key at ${shown(name)} allows ${shown(`h=${hashes.join(":")}`)}; write "h=sha256", or leave "h" out`
        : undefined,
    ),
};

const ED25519_LENGTH: Rule = {
  id: "dkim-ed25519-length",
  what: `p of an Ed25519 key is ${ED25519_OCTETS} octets in base64.`,
  why: "It is the bare key; wrapped like an RSA one it verifies nothing.",
  reference: "RFC 8463 § 4",
  severity: "error",
  check: (facts) =>
    breachesOf(dkimKeys(facts), ({ name, type, publicKey }) => {
      if (type !== "ed25519" || publicKey === undefined || publicKey === "") {
        return undefined;
      }
      const octets = decodedBase64(publicKey)?.length;
      return octets === ED25519_OCTETS
        ? undefined
        : `p at ${shown(name)} is ${octets === undefined ? "not base64" : `${octets} octets`}; an Ed25519 key is ${ED25519_OCTETS} octets, without the SubjectPublicKeyInfo wrapping`;
    }),
};

const TEST_MODE: Rule = {
  id: "dkim-test-mode",
  what: "A key is not in test mode.",
  why: "With t=y verifiers treat a failed signature as if the mail had none, so a forged one costs nothing.",
  reference: "RFC 6376 § 3.6.1",
  severity: "warning",
  check: (facts) =>
    breachesOf(dkimKeys(facts), ({ name, flags }) =>
      flags.includes("y")
        ? `the DKIM key at ${shown(name)} is in test mode ("t=y"); remove the flag once signatures verify`
        : undefined,
    ),
};

const ALL_REVOKED: Rule = {
  id: "dkim-all-revoked",
  what: "p is empty only for a key that is revoked while another is in use.",
  why: "An empty p revokes the key; where every key of a domain is empty, nothing it signs verifies.",
  reference: "RFC 6376 § 3.6.1",
  severity: "error",
  check: (facts) =>
    mailDomains(facts).flatMap(({ domain }) => {
      const selectors = dkimSelectors(facts).filter((selector) => selector.domain === domain);
      return breachesOf(selectors.slice(0, 1), ({ name }) =>
        active(facts, domain).length === 0
          ? `every DKIM key of ${shown(domain)} is revoked, the first is ${shown(name)}; publish the key that the relay signs with`
          : undefined,
      );
    }),
};

const ROTATION: Rule = {
  id: "dkim-rotation",
  what: "A mail domain publishes at least two selectors.",
  why: "A key is replaced by publishing the next one beside it; with a single selector, rotation breaks the signatures of mail under way, so nobody rotates.",
  reference: "RFC 6376 § 3.1; M3AAWG DKIM key rotation best practices",
  severity: "warning",
  check: (facts) =>
    breachesOf(mailDomains(facts), ({ domain }) => {
      const names = [...active(facts, domain), ...pendingSelectors(facts, domain)];
      const delegated = recordSets(facts, "NS").some(({ name }) => name === `_domainkey.${domain}`);
      return names.length >= 2 || delegated
        ? undefined
        : `${shown(domain)} publishes ${names.length === 0 ? "no DKIM selector" : `the DKIM selector ${shownAll(names)} only`}; publish two, so that keys can be rotated`;
    }),
};

/** Names of the selectors of a domain whose key is not revoked. */
function active(facts: Published, domain: string): readonly string[] {
  return dkimSelectors(facts)
    .filter((selector) => selector.domain === domain)
    .filter(({ records }) =>
      records.some(({ type, value }) => type === "CNAME" || parseDkimKey(txtText(value)).publicKey !== ""),
    )
    .map(({ name }) => name);
}

function rsaKeys(facts: Published): readonly (PublishedDkimKey & { readonly publicKey: string })[] {
  return dkimKeys(facts).flatMap((key) =>
    key.type === "rsa" && key.publicKey !== undefined && key.publicKey !== ""
      ? [{ ...key, publicKey: key.publicKey }]
      : [],
  );
}

/** Enough of a key to recognise it. */
function excerpt(publicKey: string): string {
  return publicKey.length > 40 ? `${publicKey.slice(0, 37)}...` : publicKey;
}

/** DKIM (RFC 6376, 8301, 8463): the keys with which receivers verify a domain's mail. */
export const DKIM_RULES: readonly Rule[] = [
  ONE_KEY,
  CNAME_AND_TXT,
  RECORD_SYNTAX,
  KEY_UNREADABLE,
  KEY_TOO_SHORT,
  KEY_WEAK,
  SHA1,
  ED25519_LENGTH,
  TEST_MODE,
  ALL_REVOKED,
  ROTATION,
];
