import type { Rule } from "../rules/rule";
import { breachesOf, shown } from "./breaches";
import { dmarcRecords, strength } from "./dmarc-record";
import { zoneOf } from "./look-up";
import { isNoMailName, publishesDkim } from "./mail-names";
import { organisationalDomain } from "./names";
import { tagValue } from "./tag-list";

const SUBDOMAIN_POLICY_WEAKER: Rule = {
  id: "dmarc-subdomain-policy-weaker",
  what: "sp asks for no less than p.",
  why: "Forgers move to a subdomain, which the reader of a mail hardly tells apart.",
  reference: "RFC 9989 § 4.7",
  severity: "warning",
  check: (facts) =>
    breachesOf(dmarcRecords(facts), ({ domain, list }) => {
      const [p, sp] = [tagValue(list, "p"), tagValue(list, "sp")];
      return (strength(sp) ?? Number.POSITIVE_INFINITY) < (strength(p) ?? 0)
        ? `the DMARC record of ${shown(domain)} says ${shown(`p=${p}`)} and ${shown(`sp=${sp}`)}: subdomains are protected less than the domain; raise "sp", or leave it out`
        : undefined;
    }),
};

const SUBDOMAIN_POLICY_IGNORED: Rule = {
  id: "dmarc-subdomain-policy-ignored",
  what: "sp and np stand in the record of an organisational domain only.",
  why: "Receivers look for the policy at the name itself and at the organisational domain, never in between, so it protects nothing.",
  reference: "RFC 9989 § 4.7",
  severity: "warning",
  check: (facts) =>
    breachesOf(dmarcRecords(facts), ({ domain, list }) => {
      const found = ["sp", "np"].find((name) => tagValue(list, name) !== undefined);
      const organisation = organisationalDomain(domain);
      // A domain that says psd=n declares itself an organisation's, whatever the public suffix list says (§ 4.10).
      return found !== undefined && organisation !== domain && tagValue(list, "psd")?.toLowerCase() !== "n"
        ? `the DMARC record of ${shown(domain)} has ${shown(found)}, which is read at ${shown(organisation)} only; move it there`
        : undefined;
    }),
};

const REJECT_WITHOUT_DKIM: Rule = {
  id: "dmarc-reject-without-dkim",
  what: "A domain that sends says p=reject only once a DKIM key is published.",
  why: "SPF breaks when mail is forwarded; without DKIM that mail is then refused.",
  reference: "RFC 9989 § 7.4, § 8",
  severity: "warning",
  check: (facts) =>
    breachesOf(dmarcRecords(facts), ({ domain, list }) =>
      strength(tagValue(list, "p")) === strength("reject") &&
      !isNoMailName(facts, domain) &&
      !publishesDkim(facts, organisationalDomain(domain))
        ? `${shown(domain)} says "p=reject", and the stack publishes no DKIM key below ${shown(organisationalDomain(domain))}; publish the relay's keys first, or lower the policy to "quarantine"`
        : undefined,
    ),
};

const NONEXISTENT_ONLY: Rule = {
  id: "dmarc-nonexistent-only",
  what: "On a signed Cloudflare zone, np is not the only protection of subdomains.",
  why: "np is about names that do not exist, and a signed Cloudflare zone answers as if every name existed (NODATA, not NXDOMAIN), so np never applies there.",
  reference: "RFC 9989 § 3.2.13, appendix A.4; internetstandards/Internet.nl#1808",
  severity: "warning",
  check: (facts) =>
    breachesOf(dmarcRecords(facts), ({ domain, list }) => {
      const zone = zoneOf(facts, domain);
      const np = tagValue(list, "np");
      const others = tagValue(list, "sp") ?? tagValue(list, "p");
      return zone?.host === "cloudflare" && zone.dnssec && (strength(np) ?? 0) > (strength(others) ?? 0)
        ? `the DMARC record of ${shown(domain)} says ${shown(`np=${np}`)} while subdomains fall under ${shown(others)}: the signed Cloudflare zone ${shown(zone.name)} never says that a name does not exist; set "sp=${np}" too`
        : undefined;
    }),
};

/** What a DMARC record asks receivers to do. */
export const DMARC_POLICY_RULES: readonly Rule[] = [
  SUBDOMAIN_POLICY_WEAKER,
  SUBDOMAIN_POLICY_IGNORED,
  REJECT_WITHOUT_DKIM,
  NONEXISTENT_ONLY,
];
