import type { Breach, Rule } from "../../../rules/rule";
import type { SpfProblemKind } from "../spf-term";
import { publishedSpf, type StackSpf, writtenSpf } from "../stack-spf";
import { breach } from "./breach";

/** How a record is written: one per name, and readable by every receiver. */
export const SPF_RECORD_RULES: readonly Rule[] = [
  {
    id: "spf-one-record",
    what: "A name has one SPF record.",
    why: "With two, receivers give a permanent error and treat the domain as unprotected.",
    reference: "RFC 7208 § 3.2 and § 4.5",
    severity: "error",
    check: (facts) => {
      const records = publishedSpf(facts);
      return records
        .filter((record) => records.find(({ name }) => name === record.name) !== record)
        .map((record) => ({
          address: record.address,
          message: `${JSON.stringify(record.name)} has another SPF record beside ${JSON.stringify(record.text)}; a name has one, merge their mechanisms`,
        }));
    },
  },
  {
    id: "spf-rr-type",
    what: "SPF is published as TXT.",
    why: "The record type SPF was withdrawn; no receiver asks for it.",
    reference: "RFC 7208 § 3.1",
    severity: "error",
    check: ({ records }) =>
      records
        .filter(({ type }) => type === "SPF")
        .map(({ name, value, address }) => ({
          address,
          message: `${JSON.stringify(name)} publishes ${JSON.stringify(value)} with the record type "SPF"; publish it as "TXT"`,
        })),
  },
  {
    id: "spf-terms-after-all",
    what: "Nothing stands after all.",
    why: "Evaluation stops at all: senders named after it are refused.",
    reference: "RFC 7208 § 5.1",
    severity: "error",
    check: (facts) =>
      writtenSpf(facts).flatMap((record) => {
        const all = record.terms.findIndex(({ name }) => name === "all");
        const unread = record.terms.slice(all + 1).filter(({ name }) => !MODIFIERS.has(name));
        return all < 0
          ? []
          : breaches(
              record,
              unread.map(
                ({ text }) =>
                  `${JSON.stringify(text)} stands after all and is never read; move it before all`,
              ),
            );
      }),
  },
  {
    id: "spf-redirect-with-all",
    what: "A record has redirect or all, not both.",
    why: "With all present, redirect is ignored.",
    reference: "RFC 7208 § 6.1",
    severity: "error",
    check: (facts) =>
      writtenSpf(facts).flatMap((record) => {
        const all = record.terms.find(({ name }) => name === "all");
        const redirects = record.terms.filter(({ name }) => name === "redirect");
        return all === undefined
          ? []
          : breaches(
              record,
              redirects.map(
                ({ text, domain }) =>
                  `${JSON.stringify(text)} is ignored because of ${JSON.stringify(all.text)}; remove one, or write include:${domain}`,
              ),
            );
      }),
  },
  {
    id: "spf-no-ptr",
    what: "No record uses ptr.",
    why: "It is slow, unreliable, loads the reverse zones, and large receivers skip it.",
    reference: "RFC 7208 § 5.5",
    severity: "error",
    check: (facts) =>
      writtenSpf(facts).flatMap((record) =>
        breaches(
          record,
          record.terms
            .filter(({ name }) => name === "ptr")
            .map(
              ({ text }) => `${JSON.stringify(text)} must not be used; name the networks with ip4 and ip6`,
            ),
        ),
      ),
  },
  syntaxRule({
    id: "spf-version",
    what: "An SPF record starts exactly with v=spf1 and a space.",
    why: "Any other start makes receivers ignore the record.",
    reference: "RFC 7208 § 4.5",
    kinds: ["version"],
  }),
  syntaxRule({
    id: "spf-ascii",
    what: "An SPF record is ASCII.",
    why: "A letter outside ASCII, such as a dash pasted from a document, makes the record a permanent error.",
    reference: "RFC 7208 § 3.1",
    kinds: ["not-ascii"],
  }),
  syntaxRule({
    id: "spf-syntax",
    what: "Every term follows the grammar.",
    why: "One mistake makes the whole record a permanent error, which protects no one.",
    reference: "RFC 7208 § 4.6 and § 12",
    kinds: ["whitespace", "unknown-mechanism", "malformed-term"],
  }),
  syntaxRule({
    id: "spf-address-family",
    what: "ip4 holds IPv4 and ip6 holds IPv6.",
    why: "An address of the other family makes the record a permanent error.",
    reference: "RFC 7208 § 5.6",
    kinds: ["address-family"],
  }),
  syntaxRule({
    id: "spf-cidr-length",
    what: "CIDR lengths are 0 to 32 for IPv4 and 0 to 128 for IPv6.",
    why: "A length outside makes the record a permanent error.",
    reference: "RFC 7208 § 5.6 and § 12",
    kinds: ["cidr-length"],
  }),
  syntaxRule({
    id: "spf-duplicate-modifier",
    what: "redirect and exp stand once at most.",
    why: "A second one makes the record a permanent error.",
    reference: "RFC 7208 § 6",
    kinds: ["duplicate-modifier"],
  }),
];

const MODIFIERS: ReadonlySet<string> = new Set(["redirect", "exp", "unknown-modifier"]);

/** A rule about mistakes that the parser finds. */
function syntaxRule({
  kinds,
  ...rule
}: Omit<Rule, "severity" | "check"> & { readonly kinds: readonly SpfProblemKind[] }): Rule {
  return {
    ...rule,
    severity: "error",
    check: (facts) =>
      writtenSpf(facts).flatMap((record) =>
        breaches(
          record,
          record.problems.filter(({ kind }) => kinds.includes(kind)).map(({ message }) => message),
        ),
      ),
  };
}

function breaches(record: StackSpf, messages: readonly string[]): readonly Breach[] {
  return messages.map((message) => breach(record, message));
}
