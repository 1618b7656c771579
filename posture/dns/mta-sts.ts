import type { Rule } from "../rules/rule";
import { isExpression } from "../terraform-json";
import { appliedAfter } from "./apply-order";
import { breachesOf, shown, shownAll } from "./breaches";
import { recordsAt, zoneOf } from "./look-up";
import { exchangesOf, hasOwnAddress } from "./mail-names";
import { type MtaStsPolicy, servedPolicies } from "./mta-sts-policy";
import { isHostName, matchesPattern } from "./names";
import { duplicates, parseTagList, tagValue } from "./tag-list";
import { repetitions, textRecords } from "./text-records";

/** A year, the longest a sender may keep a policy (RFC 8461 § 3.2). */
const MAX_AGE_SECONDS = 31_557_600;
const DAY_SECONDS = 86_400;
const WEEK_SECONDS = 604_800;

const RECORD_SYNTAX: Rule = {
  id: "mta-sts-record-syntax",
  what: "A TXT at `_mta-sts.` is `v=STSv1; id=` with 1 to 32 letters and digits.",
  why: "Senders act as if there were no policy when they cannot read the record.",
  reference: "RFC 8461 § 3.1",
  severity: "error",
  check: (facts) =>
    breachesOf(textRecords(facts, "_mta-sts"), ({ name, text, known }) =>
      known && !isMtaStsRecord(text)
        ? `${shown(text)} at ${shown(name)} is no MTA-STS record; write "v=STSv1; id=" and 1 to 32 letters and digits that change with the policy`
        : undefined,
    ),
};

function isMtaStsRecord(text: string): boolean {
  const list = parseTagList(text);
  return (
    /^v=STSv1\s*;/.test(text) &&
    list.malformed.length === 0 &&
    duplicates(list).length === 0 &&
    /^[A-Za-z0-9]{1,32}$/.test(tagValue(list, "id") ?? "")
  );
}

const ONE_RECORD: Rule = {
  id: "mta-sts-one-record",
  what: "A domain has at most one MTA-STS record.",
  why: "With two, senders act as if there were none.",
  reference: "RFC 8461 § 3.1",
  severity: "error",
  check: (facts) =>
    breachesOf(
      repetitions(textRecords(facts, "_mta-sts").filter(({ text }) => text.startsWith("v=STSv1"))),
      ({ name, count }) =>
        `${count} MTA-STS records at ${shown(name)}; senders ignore them all, keep one and remove the others`,
    ),
};

const POLICY_FIELDS: Rule = {
  id: "mta-sts-policy-fields",
  what: `A policy has version STSv1, a mode, a max_age of 0 to ${MAX_AGE_SECONDS}, and an mx unless the mode is none; each but mx once.`,
  why: "Senders discard a policy they cannot read and deliver without TLS.",
  reference: "RFC 8461 § 3.2",
  severity: "error",
  check: (facts) =>
    breachesOf(servedPolicies(facts), (policy) => {
      const problems = fieldProblems(policy);
      return problems.length > 0
        ? `the MTA-STS policy of ${shown(policy.domain)} ${problems.join(", ")}; write "version: STSv1", "mode: enforce", "max_age: ${WEEK_SECONDS}" and an "mx: " per host, one to a line`
        : undefined;
    }),
};

function fieldProblems({
  fields,
  malformed,
  mode,
  maxAgeSeconds,
  mxPatterns,
}: MtaStsPolicy): readonly string[] {
  const value = (name: string) => fields.find((field) => field.name === name)?.value;
  const repeated = duplicates({ tags: fields.filter(({ name }) => name !== "mx"), malformed: [] });
  return [
    ...(malformed.length > 0 ? [`holds ${shownAll(malformed)}, which is no field`] : []),
    ...(repeated.length > 0 ? [`gives ${shownAll(repeated)} more than once`] : []),
    ...(value("version") === "STSv1" ? [] : [`says version ${shown(value("version") ?? "")}, not "STSv1"`]),
    ...(mode === undefined ? [`says mode ${shown(value("mode") ?? "")}, not enforce, testing or none`] : []),
    ...(maxAgeSeconds === undefined || maxAgeSeconds > MAX_AGE_SECONDS
      ? [`says max_age ${shown(value("max_age") ?? "")}, not 0 to ${MAX_AGE_SECONDS}`]
      : []),
    ...(mxPatterns.length === 0 && mode !== "none" ? ["names no mx"] : []),
  ];
}

const MX_PATTERN: Rule = {
  id: "mta-sts-mx-pattern",
  what: "An mx of a policy is a host name; a wildcard is its whole first label.",
  why: "A pattern of any other form matches nothing, and under enforce mail is not delivered.",
  reference: "RFC 8461 § 3.2, § 4.1",
  severity: "error",
  check: (facts) =>
    breachesOf(servedPolicies(facts), ({ domain, mxPatterns }) => {
      const bad = mxPatterns.filter((pattern) => !isHostName(pattern.replace(/^\*\./, "")));
      return bad.length > 0
        ? `the MTA-STS policy of ${shown(domain)} names ${shownAll(bad)}; allowed are a host such as "mx1.relay.example" and "*." in front of a name`
        : undefined;
    }),
};

const MX_UNMATCHED: Rule = {
  id: "mta-sts-mx-unmatched",
  what: "Every MX of a domain matches a pattern of its policy.",
  why: "Under enforce senders do not deliver to a host that the policy does not name.",
  reference: "RFC 8461 § 4.1, § 5",
  severity: "error",
  check: (facts) =>
    servedPolicies(facts).flatMap(({ domain, mode, mxPatterns, address }) => {
      const own = exchangesOf(facts, domain);
      const unmatched = own
        .filter(({ host, known }) => known && !mxPatterns.some((pattern) => matchesPattern(pattern, host)))
        .map(({ host }) => host);
      return mode === "none" || unmatched.length === 0
        ? []
        : [
            {
              address,
              message: `no mx of the MTA-STS policy of ${shown(domain)} (${shownAll(mxPatterns)}) matches the MX ${shownAll(unmatched)}; add what is missing to the policy`,
            },
          ];
    }),
};

const PATTERN_UNUSED: Rule = {
  id: "mta-sts-pattern-unused",
  what: "Every pattern of a policy matches an MX of the domain.",
  why: "Somebody who gets hold of a host named only in the policy may take the domain's mail.",
  reference: "RFC 8461 § 4.1",
  severity: "warning",
  check: (facts) =>
    breachesOf(servedPolicies(facts), ({ domain, mxPatterns }) => {
      const own = exchangesOf(facts, domain);
      // Without every MX at hand, one that is known only after apply could be the match.
      const unused = own.every(({ known }) => known)
        ? mxPatterns.filter((pattern) => !own.some(({ host }) => matchesPattern(pattern, host)))
        : [];
      return own.length > 0 && unused.length > 0
        ? `the MTA-STS policy of ${shown(domain)} names ${shownAll(unused)}, which no MX matches; remove what is no longer in use`
        : undefined;
    }),
};

const MX_CERTIFICATE: Rule = {
  id: "mta-sts-mx-certificate",
  what: "An MX host whose address the stack publishes has a certificate of the stack that names it.",
  why: "Under a policy senders verify the certificate of the host they deliver to, by its DNS names.",
  reference: "RFC 8461 § 4.2",
  severity: "error",
  check: (facts) =>
    servedPolicies(facts).flatMap(({ domain, mode, address }) => {
      const own = exchangesOf(facts, domain);
      const bare = own
        .filter(({ host, known }) => known && hasOwnAddress(facts, host))
        .map(({ host }) => host)
        .filter((host) => !facts.certificates.some(({ names }) => covers(names, host)));
      return mode === "none" || bare.length === 0
        ? []
        : [
            {
              address,
              message: `no certificate of the stack names ${shownAll(bare)}, to which mail for ${shown(domain)} goes under MTA-STS; declare one with that name`,
            },
          ];
    }),
};

const POLICY_HOST_CERTIFICATE: Rule = {
  id: "mta-sts-policy-host-certificate",
  what: "The host of a policy has a certificate that names it.",
  why: "Senders fetch the policy over HTTPS and ignore it when the name does not match. Behind Cloudflare's proxy the certificate that comes with every zone covers one label below the apex only.",
  reference:
    "RFC 8461 § 3.3; https://developers.cloudflare.com/ssl/edge-certificates/universal-ssl/limitations/",
  severity: "error",
  check: (facts) =>
    breachesOf(servedPolicies(facts), ({ domain }) => {
      const host = `mta-sts.${domain}`;
      const records = ["A", "AAAA", "CNAME"].flatMap((type) => recordsAt(facts, host, type));
      if (records.length === 0 || facts.certificates.some(({ names }) => covers(names, host))) {
        return undefined;
      }
      const proxied = records.some((record) => record.proxied);
      const zone = zoneOf(facts, host);
      const included = zone === undefined || matchesPattern(`*.${zone.name}`, host);
      const elsewhere = records.some(({ type }) => type === "CNAME");
      if (proxied ? included : elsewhere) {
        return undefined;
      }
      return proxied
        ? `${shown(host)} is more than one label below the zone ${shown(zone?.name)}, and Cloudflare's own certificate covers one; order a certificate for it`
        : `no certificate of the stack names ${shown(host)}, which serves the MTA-STS policy; declare one with that name`;
    }),
};

function covers(names: readonly string[], host: string): boolean {
  return names.some((name) => isExpression(name) || matchesPattern(name, host));
}

const MAX_AGE: Rule = {
  id: "mta-sts-max-age",
  what: "max_age is at least a day, and at least a week under enforce.",
  why: "An attacker who suppresses the policy for that long gets mail without TLS again.",
  reference: "RFC 8461 § 3.2, § 10.2",
  severity: "warning",
  check: (facts) =>
    breachesOf(servedPolicies(facts), ({ domain, mode, maxAgeSeconds }) => {
      const least = mode === "enforce" ? WEEK_SECONDS : DAY_SECONDS;
      // With mode none the policy is on its way out, and a short life is what § 8.3 asks for.
      return mode !== undefined && mode !== "none" && maxAgeSeconds !== undefined && maxAgeSeconds < least
        ? `the MTA-STS policy of ${shown(domain)} has max_age ${maxAgeSeconds} under ${shown(mode)}; give it at least ${least}`
        : undefined;
    }),
};

const ENFORCE_WITHOUT_REPORTS: Rule = {
  id: "mta-sts-enforce-without-reports",
  what: "A domain that enforces a policy asks for TLS reports.",
  why: "When a certificate fails, mail stops, and only the senders' reports say so.",
  reference: "RFC 8461 § 3, RFC 8460 § 1",
  severity: "error",
  check: (facts) =>
    breachesOf(servedPolicies(facts), ({ domain, mode }) => {
      const reports = `_smtp._tls.${domain}`;
      return mode === "enforce" &&
        recordsAt(facts, reports, "TXT").length === 0 &&
        recordsAt(facts, reports, "CNAME").length === 0
        ? `${shown(domain)} enforces MTA-STS without TLS reports; publish TXT "v=TLSRPTv1; rua=mailto:" and a mailbox at ${shown(reports)}`
        : undefined;
    }),
};

const POLICY_BEFORE_RECORD: Rule = {
  id: "mta-sts-policy-before-record",
  what: "The policy is served before its TXT is published or changed.",
  why: "A sender that sees the new id fetches the policy at once; if the old one is still served, it keeps that until max_age ends.",
  reference: "RFC 8461 § 8.1",
  severity: "error",
  check: (facts, stack) =>
    servedPolicies(facts).flatMap((policy) =>
      breachesOf(
        textRecords(facts, "_mta-sts").filter(({ domain }) => domain === policy.domain),
        ({ name, address }) =>
          appliedAfter(stack, address, policy.address) === false
            ? `the TXT at ${shown(name)} may be published before the policy that ${policy.address} serves; let the record depend on it`
            : undefined,
      ),
    ),
};

const HOST_PROXIED: Rule = {
  id: "mta-sts-host-proxied",
  what: "A policy that a Cloudflare Worker serves is at a proxied name.",
  why: "The Worker runs in the proxy; a name that is not proxied never reaches it.",
  reference: "https://developers.cloudflare.com/workers/configuration/routing/routes/",
  severity: "error",
  check: (facts) =>
    servedPolicies(facts)
      .filter(({ address }) => address.startsWith("cloudflare_worker"))
      .flatMap(({ domain }) =>
        breachesOf(
          ["A", "AAAA", "CNAME"].flatMap((type) => recordsAt(facts, `mta-sts.${domain}`, type)),
          ({ name, proxied }) =>
            proxied
              ? undefined
              : `${shown(name)} is not proxied, and a Worker serves the MTA-STS policy there; set proxied = true`,
        ),
      ),
};

/** MTA-STS (RFC 8461): mail to a domain comes over TLS or not at all. */
export const MTA_STS_RULES: readonly Rule[] = [
  RECORD_SYNTAX,
  ONE_RECORD,
  POLICY_FIELDS,
  MX_PATTERN,
  MX_UNMATCHED,
  PATTERN_UNUSED,
  MX_CERTIFICATE,
  POLICY_HOST_CERTIFICATE,
  MAX_AGE,
  ENFORCE_WITHOUT_REPORTS,
  POLICY_BEFORE_RECORD,
  HOST_PROXIED,
];
