import { dmarcRecords } from "../../posture/dns/dmarc-record";
import { answer, zoneOf } from "../../posture/dns/look-up";
import { exchangesOf, hasOwnAddress, mailDomains } from "../../posture/dns/mail-names";
import { publishedSpf } from "../../posture/dns/spf/stack-spf";
import type { Posture } from "../../posture/facts";
import { dmarcInForce } from "./dmarc-in-force";
import { publishesKey } from "./domains";

/** A category of internet.nl's mail test. */
export type Category = "ipv6" | "dnssec" | "authenticity" | "encryption" | "routing";

/** What a stack says about one test: points, undefined where only a look from outside can tell. */
type Points = number | undefined;

/** A test that counts for the score. */
interface MailTest {
  /** As internet.nl calls it. */
  readonly id: string;
  readonly category: Category;
  readonly judge: (posture: Posture, domain: string) => Points;
}

/** Every test that counts weighs the same; a result in between is worth less. */
const FULL = 10;
const PART = 2;

const unknown = (): Points => undefined;

/**
 * The tests that count for the score of internet.nl's mail test, with its own names and weights: those whose
 * worst result is a failure. Tests that can only warn or inform count nothing there, among them all of the
 * category route authorisation (RPKI).
 *
 * Read on 2026-11-24:
 * https://github.com/internetstandards/Internet.nl/blob/main/documentation/scoring.md (how points add up),
 * https://github.com/internetstandards/Internet.nl/blob/main/checks/scoring.py (points and worst results),
 * https://github.com/internetstandards/Internet.nl/blob/main/checks/categories.py (tests by category).
 */
const MAIL_TESTS: readonly MailTest[] = [
  { id: "ns_reach", category: "ipv6", judge: unknown },
  { id: "mx_reach", category: "ipv6", judge: ipv6OfExchanges },
  { id: "dnssec_valid", category: "dnssec", judge: (posture, domain) => signature(posture, [domain]) },
  {
    id: "dnssec_mx_valid",
    category: "dnssec",
    judge: (posture, domain) => signature(posture, hosts(posture, domain)),
  },
  { id: "dmarc", category: "authenticity", judge: dmarcExists },
  { id: "dmarc_policy", category: "authenticity", judge: dmarcPolicy },
  {
    id: "dkim",
    category: "authenticity",
    judge: (posture, domain) => (publishesKey(posture, domain) ? FULL : 0),
  },
  {
    id: "spf",
    category: "authenticity",
    judge: (posture, domain) => (spfOf(posture, domain).length === 1 ? FULL : 0),
  },
  { id: "spf_policy", category: "authenticity", judge: spfPolicy },
  { id: "starttls_exists", category: "encryption", judge: unknown },
  { id: "tls_version", category: "encryption", judge: unknown },
  { id: "tls_ciphers", category: "encryption", judge: unknown },
  { id: "tls_cipher_order", category: "encryption", judge: unknown },
  { id: "fs_params", category: "encryption", judge: unknown },
  { id: "tls_compression", category: "encryption", judge: unknown },
  { id: "renegotiation_secure", category: "encryption", judge: unknown },
  { id: "cert_pubkey", category: "encryption", judge: unknown },
  { id: "cert_signature", category: "encryption", judge: unknown },
  { id: "zero_rtt", category: "encryption", judge: unknown },
  { id: "dane_valid", category: "encryption", judge: daneOfExchanges },
];

/** Every category in internet.nl's order, those without a test that counts as well. */
export const CATEGORIES: readonly Category[] = ["ipv6", "dnssec", "authenticity", "encryption", "routing"];

/** Points of a category: reached, those that can be known from the stack, and all there are. */
export interface CategoryScore {
  readonly category: Category;
  readonly points: number;
  readonly knowable: number;
  readonly total: number;
}

/** Points of one mail domain, which is what internet.nl tests. */
export interface DomainScore extends Omit<CategoryScore, "category"> {
  readonly domain: string;
  readonly categories: readonly CategoryScore[];
}

/** Points of all mail domains. */
export interface Score extends Omit<CategoryScore, "category"> {
  readonly domains: readonly DomainScore[];
}

/** The score of internet.nl's mail test, as far as a stack can tell it. */
export function mailScore(posture: Posture): Score {
  const domains = mailDomains(posture)
    .map(({ domain }) => domain)
    .sort()
    .map((domain) => {
      const categories = CATEGORIES.map((category) => ({
        category,
        ...categoryScore(posture, domain, category),
      }));
      return { domain, ...sum(categories), categories };
    });
  return { ...sum(domains), domains };
}

function categoryScore(posture: Posture, domain: string, category: Category) {
  const tests = MAIL_TESTS.filter((test) => test.category === category);
  const known = tests.flatMap(({ judge }) => judge(posture, domain) ?? []);
  return {
    points: known.reduce((all, points) => all + points, 0),
    knowable: known.length * FULL,
    total: tests.length * FULL,
  };
}

function sum(parts: readonly Omit<CategoryScore, "category">[]): Omit<CategoryScore, "category"> {
  const add = (of: (part: Omit<CategoryScore, "category">) => number): number =>
    parts.reduce((all, part) => all + of(part), 0);
  return {
    points: add(({ points }) => points),
    knowable: add(({ knowable }) => knowable),
    total: add(({ total }) => total),
  };
}

function hosts(posture: Posture, domain: string): readonly string[] {
  return exchangesOf(posture, domain).map(({ host }) => host);
}

/** A host of the stack without IPv6 address fails; whether one with it answers, only a look from outside can tell. */
function ipv6OfExchanges(posture: Posture, domain: string): Points {
  const own = hosts(posture, domain).filter((host) => hasOwnAddress(posture, host));
  return own.some((host) => answer(posture, host, "AAAA").length === 0) ? 0 : undefined;
}

/** An unsigned zone of the stack fails; whether a signature is valid hangs on the registrar. */
function signature(posture: Posture, names: readonly string[]): Points {
  return names.some((name) => zoneOf(posture, name)?.dnssec === false) ? PART : undefined;
}

function dmarcExists(posture: Posture, domain: string): Points {
  return dmarcInForce(posture, domain) === undefined ? 0 : FULL;
}

function dmarcPolicy(posture: Posture, domain: string): Points {
  const rule = dmarcInForce(posture, domain);
  const record = dmarcRecords(posture).find((each) => each.domain === rule?.saidBy);
  if (rule === undefined || hasError(posture, "dmarc-", record?.address)) {
    return 0;
  }
  return rule.policy === "none" ? PART : FULL;
}

function spfOf(posture: Posture, domain: string) {
  return publishedSpf(posture).filter(({ name }) => name === domain);
}

/** Weak ends count in part, mistakes not at all. */
function spfPolicy(posture: Posture, domain: string): Points {
  const [record, ...others] = spfOf(posture, domain);
  if (record === undefined || others.length > 0) {
    return 0;
  }
  const weak = ["spf-neutral-all", "spf-pass-all", "spf-look-ups"];
  if (weak.some((rule) => hasError(posture, rule, record.address))) {
    return PART;
  }
  return hasError(posture, "spf-", record.address) ? 0 : FULL;
}

/** A host of the stack without TLSA record fails; those of others publish theirs elsewhere. */
function daneOfExchanges(posture: Posture, domain: string): Points {
  const own = hosts(posture, domain).filter((host) => hasOwnAddress(posture, host));
  return own.some((host) => answer(posture, `_25._tcp.${host}`, "TLSA").length === 0) ? 0 : undefined;
}

function hasError({ findings, acknowledged }: Posture, family: string, address: string | undefined): boolean {
  return [...findings, ...acknowledged].some(
    (finding) =>
      finding.severity === "error" && finding.rule.startsWith(family) && finding.address === address,
  );
}
