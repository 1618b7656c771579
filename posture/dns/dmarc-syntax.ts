import type { Rule } from "../rules/rule";
import { breachesOf, shown, shownAll } from "./breaches";
import { dmarcRecords, isDmarc, strength } from "./dmarc-record";
import { isPublicSuffix } from "./names";
import { duplicates, tagValue } from "./tag-list";
import { repetitions, textRecords } from "./text-records";

const KNOWN_TAGS = ["v", "p", "sp", "np", "t", "psd", "adkim", "aspf", "fo", "rua", "ruf"];
const REMOVED_TAGS = ["pct", "rf", "ri"];
const POLICY_TAGS = ["p", "sp", "np"];
const FLAGS: ReadonlyMap<string, readonly string[]> = new Map([
  ["t", ["y", "n"]],
  ["psd", ["y", "n", "u"]],
  ["adkim", ["r", "s"]],
  ["aspf", ["r", "s"]],
]);

const VERSION_FIRST: Rule = {
  id: "dmarc-version-first",
  what: "A TXT at `_dmarc.` begins with `v=DMARC1`, in capitals.",
  why: "Receivers ignore any other text, so the domain has no DMARC and anyone can send in its name.",
  reference: "RFC 9989 § 4.7",
  severity: "error",
  check: (facts) =>
    breachesOf(textRecords(facts, "_dmarc"), ({ name, text, known }) =>
      known && !isDmarc(text)
        ? `${shown(text)} at ${shown(name)} is ignored: a DMARC record begins with "v=DMARC1;", in capitals; correct or remove it`
        : undefined,
    ),
};

const ONE_RECORD: Rule = {
  id: "dmarc-one-record",
  what: "A domain has at most one DMARC record.",
  why: "With two, receivers discard both and apply none.",
  reference: "RFC 9989 § 4.10",
  severity: "error",
  check: (facts) =>
    breachesOf(
      repetitions(textRecords(facts, "_dmarc").filter(({ text }) => isDmarc(text))),
      ({ name, count }) =>
        `${count} DMARC records at ${shown(name)}; receivers discard them all, keep one and remove the others`,
    ),
};

const TAG_SYNTAX: Rule = {
  id: "dmarc-tag-syntax",
  what: "A DMARC record is a list of `tag=value`, separated by semicolons.",
  why: "Receivers drop what they cannot read, silently and not all in the same way.",
  reference: "RFC 9989 § 4.8",
  severity: "error",
  check: (facts) =>
    breachesOf(dmarcRecords(facts), ({ domain, list: { malformed } }) =>
      malformed.length > 0
        ? `the DMARC record of ${shown(domain)} holds ${shownAll(malformed)}, which is no tag; write "tag=value", separated by ";"`
        : undefined,
    ),
};

const DUPLICATE_TAG: Rule = {
  id: "dmarc-duplicate-tag",
  what: "No tag stands twice in a DMARC record.",
  why: "Receivers differ in which of the two they take, or give up the record.",
  reference: "RFC 9989 § 4.7, RFC 6376 § 3.2",
  severity: "error",
  check: (facts) =>
    breachesOf(dmarcRecords(facts), ({ domain, list }) =>
      duplicates(list).length > 0
        ? `the DMARC record of ${shown(domain)} gives ${shownAll(duplicates(list))} more than once; keep one of each`
        : undefined,
    ),
};

const UNKNOWN_TAG: Rule = {
  id: "dmarc-unknown-tag",
  what: "A DMARC record holds tags of the standard only.",
  why: "Receivers ignore the others; most are misspellings of one that was meant to protect.",
  reference: "RFC 9989 § 4.7",
  severity: "warning",
  check: (facts) =>
    breachesOf(dmarcRecords(facts), ({ domain, list: { tags } }) => {
      const unknown = tags
        .map(({ name }) => name)
        .filter((name) => !KNOWN_TAGS.includes(name) && !REMOVED_TAGS.includes(name));
      return unknown.length > 0
        ? `the DMARC record of ${shown(domain)} holds ${shownAll(unknown)}, which receivers ignore; the tags are ${KNOWN_TAGS.join(", ")}`
        : undefined;
    }),
};

const REMOVED_TAG: Rule = {
  id: "dmarc-removed-tag",
  what: "A DMARC record holds no tag that the standard has dropped: pct, rf, ri.",
  why: "Old and new receivers would treat the same mail differently; `t=y` has replaced `pct`.",
  reference: "RFC 9989 appendix A.6",
  severity: "warning",
  check: (facts) =>
    breachesOf(dmarcRecords(facts), ({ domain, list: { tags } }) => {
      const removed = tags.filter(({ name }) => REMOVED_TAGS.includes(name));
      return removed.length > 0
        ? `the DMARC record of ${shown(domain)} holds ${shownAll(removed.map(({ name, value }) => `${name}=${value}`))}, which RFC 9989 removed; leave it out, and write "t=y" to test a policy`
        : undefined;
    }),
};

const POLICY_VALUE: Rule = {
  id: "dmarc-policy-value",
  what: "p, sp and np are none, quarantine or reject.",
  why: "One bad value turns the whole record into `p=none`, or DMARC off where no report address is given.",
  reference: "RFC 9989 § 4.10.1",
  severity: "error",
  check: (facts) =>
    breachesOf(dmarcRecords(facts), ({ domain, list: { tags } }) => {
      const bad = tags.filter(
        ({ name, value }) => POLICY_TAGS.includes(name) && strength(value) === undefined,
      );
      return bad.length > 0
        ? `the DMARC record of ${shown(domain)} says ${shownAll(bad.map(({ name, value }) => `${name}=${value}`))}; allowed are none, quarantine and reject`
        : undefined;
    }),
};

const POLICY_MISSING: Rule = {
  id: "dmarc-policy-missing",
  what: "A DMARC record states its policy.",
  why: "Without `p` new receivers assume none, and old ones refuse the record.",
  reference: "RFC 9989 § 4.7, RFC 7489 § 6.3",
  severity: "error",
  check: (facts) =>
    breachesOf(dmarcRecords(facts), ({ domain, text, list }) =>
      tagValue(list, "p") === undefined
        ? `the DMARC record of ${shown(domain)} has no policy: ${shown(text)}; write "p=none", "p=quarantine" or "p=reject" after the version`
        : undefined,
    ),
};

const POLICY_POSITION: Rule = {
  id: "dmarc-policy-position",
  what: "`p` follows the version.",
  why: "Receivers that still follow RFC 7489 expect it there and may refuse the record.",
  reference: "RFC 7489 § 6.3",
  severity: "warning",
  check: (facts) =>
    breachesOf(dmarcRecords(facts), ({ domain, list }) =>
      tagValue(list, "p") !== undefined && list.tags[1]?.name !== "p"
        ? `the DMARC record of ${shown(domain)} has ${shown(list.tags[1]?.name)} before "p"; write "p" right after the version`
        : undefined,
    ),
};

const FLAG_VALUE: Rule = {
  id: "dmarc-flag-value",
  what: "t is y or n; psd is y, n or u; adkim and aspf are r or s.",
  why: "Any other value counts as not written, so what was meant to be strict is relaxed.",
  reference: "RFC 9989 § 4.7, § 4.8",
  severity: "error",
  check: (facts) =>
    dmarcRecords(facts).flatMap(({ domain, address, list: { tags } }) =>
      tags.flatMap(({ name, value }) => {
        const allowed = FLAGS.get(name);
        return allowed === undefined || allowed.includes(value.toLowerCase())
          ? []
          : [
              {
                address,
                message: `the DMARC record of ${shown(domain)} says ${shown(`${name}=${value}`)}; allowed are ${allowed.join(", ")}`,
              },
            ];
      }),
    ),
};

const REGISTRY_CLAIM: Rule = {
  id: "dmarc-registry-claim",
  what: "Only a registry, under whose name others register, says `psd=y`.",
  why: "The domain would be taken for a public suffix: its policy no longer covers its own subdomains as an organisation's does.",
  reference: "RFC 9989 § 4.7, § 4.10",
  severity: "error",
  check: (facts) =>
    breachesOf(dmarcRecords(facts), ({ domain, list }) =>
      tagValue(list, "psd")?.toLowerCase() === "y" && !isPublicSuffix(domain)
        ? `${shown(domain)} is not on the public suffix list, and its DMARC record says "psd=y"; remove the tag, or acknowledge this if others register names below it`
        : undefined,
    ),
};

const FAILURE_OPTIONS: Rule = {
  id: "dmarc-failure-options",
  what: "fo holds at most one of 0 and 1, and d and s at most once each, separated by colons.",
  why: "Receivers ignore any other value, and the reports wanted are not sent.",
  reference: "RFC 9989 § 4.8",
  severity: "error",
  check: (facts) =>
    breachesOf(dmarcRecords(facts), ({ domain, list }) => {
      const fo = tagValue(list, "fo");
      return fo !== undefined && !isFailureOptions(fo)
        ? `the DMARC record of ${shown(domain)} says ${shown(`fo=${fo}`)}; allowed are 0, 1, d and s separated by ":", each once, and not 0 with 1`
        : undefined;
    }),
};

function isFailureOptions(value: string): boolean {
  const options = value.split(":").map((option) => option.trim().toLowerCase());
  return (
    options.every((option) => ["0", "1", "d", "s"].includes(option)) &&
    new Set(options).size === options.length &&
    !(options.includes("0") && options.includes("1"))
  );
}

const FAILURE_OPTIONS_UNUSED: Rule = {
  id: "dmarc-failure-options-unused",
  what: "fo stands only where ruf does.",
  why: "It says when to send failure reports; without an address for them it does nothing.",
  reference: "RFC 9989 § 4.7",
  severity: "warning",
  check: (facts) =>
    breachesOf(dmarcRecords(facts), ({ domain, list }) =>
      tagValue(list, "fo") !== undefined && tagValue(list, "ruf") === undefined
        ? `the DMARC record of ${shown(domain)} has "fo" without "ruf", which does nothing; remove "fo", or add the address for failure reports`
        : undefined,
    ),
};

/** How a DMARC record is written. */
export const DMARC_SYNTAX_RULES: readonly Rule[] = [
  VERSION_FIRST,
  ONE_RECORD,
  TAG_SYNTAX,
  DUPLICATE_TAG,
  UNKNOWN_TAG,
  REMOVED_TAG,
  POLICY_VALUE,
  POLICY_MISSING,
  POLICY_POSITION,
  FLAG_VALUE,
  REGISTRY_CLAIM,
  FAILURE_OPTIONS,
  FAILURE_OPTIONS_UNUSED,
];
