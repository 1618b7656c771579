import { txtText } from "../dns-records";
import type { Rule } from "../rules/rule";
import { breachesOf, shown } from "./breaches";
import { answer, type Published, recordSets, recordsAt, zoneOf } from "./look-up";
import { type Exchange, exchanges, isNullMx, mailDomains, sendingPolicy } from "./mail-names";
import { isAddressLiteral, organisationalDomain } from "./names";

/**
 * Services that give out one MX and keep it up behind that name: those that octoDNS exempts
 * (octodns/octodns#1430), and Microsoft's and Google's.
 */
const SINGLE_MX_HOSTS: readonly RegExp[] = [
  /^mx\.sendgrid\.net$/,
  /^inbound-smtp\.[a-z0-9-]+\.amazonaws\.com$/,
  /^inbound\.postmarkapp\.com$/,
  /\.mail-manager-smtp\.[a-z0-9-]+\.amazonaws\.com$/,
  /\.mail-manager-smtp\.amazonaws\.com$/,
  /\.mail\.protection\.outlook\.com$/,
  /\.mx\.microsoft$/,
  /^smtp\.google\.com$/,
];

const TARGET_ALIAS: Rule = {
  id: "mx-target-alias",
  what: "An MX names a host, never an alias.",
  why: "Senders need not follow the alias, and some refuse the domain.",
  reference: "RFC 2181 § 10.3, RFC 5321 § 5.1",
  severity: "error",
  check: (facts) =>
    breachesOf(hosts(facts), ({ domain, host }) => {
      const [alias] = answer(facts, host, "CNAME");
      return alias === undefined
        ? undefined
        : `the MX of ${shown(domain)} names ${shown(host)}, an alias of ${shown(alias.value)}; name the host itself, or give it A and AAAA records`;
    }),
};

const TARGET_ADDRESS: Rule = {
  id: "mx-target-address",
  what: "An MX names a host, never an IP address.",
  why: "Senders look the address up as if it were a name, and find nothing.",
  reference: "RFC 1035 § 3.3.9, RFC 5321 § 5.1",
  severity: "error",
  check: (facts) =>
    breachesOf(hosts(facts), ({ domain, host }) =>
      isAddressLiteral(host)
        ? `the MX of ${shown(domain)} is the address ${shown(host)}; name the host that has it`
        : undefined,
    ),
};

const TARGET_PROXIED: Rule = {
  id: "mx-target-proxied",
  what: "An MX names no proxied host.",
  why: "The proxy answers with its own addresses and carries HTTP only, so nothing listens on port 25.",
  reference: "https://developers.cloudflare.com/dns/proxy-status/limitations/",
  severity: "error",
  check: (facts) =>
    breachesOf(hosts(facts), ({ domain, host }) => {
      const proxied = ["A", "AAAA", "CNAME"]
        .flatMap((type) => answer(facts, host, type))
        .find((record) => record.proxied);
      return proxied === undefined
        ? undefined
        : `the MX of ${shown(domain)} names ${shown(host)}, whose ${proxied.type} is proxied; set proxied = false there`;
    }),
};

const TARGET_UNKNOWN: Rule = {
  id: "mx-target-without-address",
  what: "An MX in a zone of the stack names a host with an A or AAAA record.",
  why: "Mail to a host without address waits at the senders and comes back after days.",
  reference: "RFC 5321 § 5.1",
  severity: "error",
  check: (facts) =>
    breachesOf(hosts(facts), ({ domain, host }) => {
      const zone = isAddressLiteral(host) ? undefined : zoneOf(facts, host);
      return zone !== undefined && !resolves(facts, host)
        ? `the MX of ${shown(domain)} names ${shown(host)}, which has no A or AAAA in the zone ${shown(zone.name)}; publish its address, or name the host that takes the mail`
        : undefined;
    }),
};

const NULL_BESIDE_OTHER: Rule = {
  id: "mx-null-beside-other",
  what: "A null MX stands alone.",
  why: "It says that the domain takes no mail; beside another MX senders differ in which they believe.",
  reference: "RFC 7505 § 3",
  severity: "error",
  check: (facts) =>
    breachesOf(exchanges(facts).filter(isNullMx), ({ domain }) => {
      const other = exchanges(facts).find((mx) => mx.domain === domain && !isNullMx(mx));
      return other === undefined
        ? undefined
        : `${shown(domain)} has a null MX beside ${shown(other.value)}; remove the null MX if the domain takes mail, the others if not`;
    }),
};

const NULL_PREFERENCE: Rule = {
  id: "mx-null-preference",
  what: "A null MX has preference 0.",
  why: "The standard knows no other form, and senders may take it for a broken MX.",
  reference: "RFC 7505 § 3",
  severity: "error",
  check: (facts) =>
    breachesOf(exchanges(facts).filter(isNullMx), ({ domain, preference, value }) =>
      preference === 0
        ? undefined
        : `the null MX of ${shown(domain)} is ${shown(value)}; its preference must be 0: "0 ."`,
    ),
};

const NULL_WITHOUT_ADDRESS: Rule = {
  id: "mx-null-without-address",
  what: "A null MX stands at a name that has an address.",
  why: "Without MX senders try the name's address; where there is none either, no mail comes and the null MX says nothing new.",
  reference: "RFC 7505 § 1; internet.nl, mail test",
  severity: "warning",
  check: (facts) =>
    breachesOf(exchanges(facts).filter(isNullMx), ({ domain }) =>
      resolves(facts, domain)
        ? undefined
        : `${shown(domain)} has a null MX and, in this stack, no A or AAAA; remove the MX unless an address is published elsewhere`,
    ),
};

const NULL_SENDING: Rule = {
  id: "mx-null-sending",
  what: "A domain with a null MX sends no mail.",
  why: "Nobody can answer or return such mail, and receivers refuse it for that.",
  reference: "RFC 7505 § 4.2",
  severity: "error",
  check: (facts) =>
    breachesOf(exchanges(facts).filter(isNullMx), ({ domain }) => {
      const spf = sendingPolicy(facts, domain);
      return spf === undefined
        ? undefined
        : `${shown(domain)} takes no mail (null MX), and its SPF ${shown(txtText(spf.value))} lets somebody send for it; publish "v=spf1 -all", or an MX`;
    }),
};

const SINGLE: Rule = {
  id: "mx-single",
  what: "A mail domain has at least two MX, unless its provider is known to give out one.",
  why: "While the only host is down, all mail waits at the senders.",
  reference: "RFC 5321 § 5.1; octodns/octodns#1430",
  severity: "warning",
  check: (facts) =>
    breachesOf(mailDomains(facts), ({ domain, exchanges: [first, second] }) =>
      first !== undefined &&
      second === undefined &&
      first.known &&
      !SINGLE_MX_HOSTS.some((host) => host.test(first.host))
        ? `${shown(domain)} has the single MX ${shown(first.host)}; add the provider's others, or acknowledge this if it has one only`
        : undefined,
    ),
};

const CNAME_BESIDE_OTHER: Rule = {
  id: "mx-cname-beside-other",
  what: "A name with an MX or TXT is no alias, except the apex of a zone whose host flattens it.",
  why: "A resolver that follows the alias sees neither MX nor SPF of the name.",
  reference: "RFC 1034 § 3.6.2, RFC 2181 § 10.1",
  severity: "error",
  check: (facts) =>
    breachesOf(recordSets(facts, "CNAME"), ({ name, address, records }) => {
      const others = ["MX", "TXT"].filter((type) => recordsAt(facts, name, type).length > 0);
      // A selector with both has a rule of its own, with advice that fits.
      return others.length === 0 || isFlattened(facts, name, address) || name.includes("._domainkey.")
        ? undefined
        : `${shown(name)} is an alias of ${shown(records[0]?.value)} and has ${others.join(" and ")}; replace the CNAME with A and AAAA records`;
    }),
};

/** Does the DNS host answer with the target's addresses instead of the alias (https://developers.cloudflare.com/dns/cname-flattening/)? */
function isFlattened(facts: Published, name: string, address: string): boolean {
  const zone = zoneOf(facts, name);
  return zone === undefined
    ? address.startsWith("cloudflare_") && organisationalDomain(name) === name
    : zone.host === "cloudflare" && zone.name === name;
}

/** Every MX whose host is known before apply. */
function hosts(facts: Published): readonly Exchange[] {
  return exchanges(facts).filter((mx) => mx.known && !isNullMx(mx));
}

/** Does a name have an address, or an alias that may lead to one? */
function resolves(facts: Published, name: string): boolean {
  return ["A", "AAAA", "CNAME"].some((type) => answer(facts, name, type).length > 0);
}

/** MX and the hosts they name (RFC 5321 § 5.1, RFC 2181 § 10.3, RFC 7505). */
export const MX_RULES: readonly Rule[] = [
  TARGET_ALIAS,
  TARGET_ADDRESS,
  TARGET_PROXIED,
  TARGET_UNKNOWN,
  NULL_BESIDE_OTHER,
  NULL_PREFERENCE,
  NULL_WITHOUT_ADDRESS,
  NULL_SENDING,
  SINGLE,
  CNAME_BESIDE_OTHER,
];
