import type { Rule } from "../../../rules/rule";
import { type StackSpf, writtenSpf } from "../stack-spf";
import { breach } from "./breach";

/** Longest string of a TXT record (RFC 1035 § 3.3.14), in octets. */
const MAX_STRING_OCTETS = 255;
/** Name and TXT records that still fit one UDP answer with room for the rest (RFC 7208 § 3.4), in octets. */
const SAFE_OCTETS = 450;
/** An answer over UDP without extensions (RFC 1035 § 4.2.1), in octets. */
const MAX_UDP_OCTETS = 512;

/** How much room a record takes in a DNS answer. */
export const SPF_SIZE_RULES: readonly Rule[] = [
  {
    id: "spf-string-octets",
    what: "A record longer than 255 octets is split into strings.",
    why: "DNS cannot carry a longer string; the DNS host refuses it or cuts it off.",
    reference: "RFC 7208 § 3.3, RFC 1035 § 3.3.14",
    severity: "error",
    check: (facts) =>
      writtenSpf(facts).flatMap((record) =>
        record.stringOctets
          .filter((octets) => octets > MAX_STRING_OCTETS)
          .map((octets) =>
            breach(
              record,
              `a string of ${octets} octets, allowed are ${MAX_STRING_OCTETS}; write it as "..." "..."`,
            ),
          ),
      ),
  },
  {
    id: "spf-answer-octets",
    what: "The TXT records of a name with SPF fit one UDP answer: name and texts of at most 450 octets.",
    why: "Longer answers are cut off and asked for again over TCP, which some networks block.",
    reference: "RFC 7208 § 3.4",
    severity: "warning",
    check: (facts) =>
      onePerName(writtenSpf(facts))
        .filter(({ octetsAtName: octets }) => octets > SAFE_OCTETS && octets <= MAX_UDP_OCTETS)
        .map((record) => tooLong(record, SAFE_OCTETS)),
  },
  {
    id: "spf-answer-too-large",
    what: "The TXT records of a name with SPF never exceed 512 octets.",
    why: "Receivers that cannot ask over TCP see no SPF record at all.",
    reference: "RFC 7208 § 3.4",
    severity: "error",
    check: (facts) =>
      onePerName(writtenSpf(facts))
        .filter(({ octetsAtName: octets }) => octets > MAX_UDP_OCTETS)
        .map((record) => tooLong(record, MAX_UDP_OCTETS)),
  },
];

function onePerName(records: readonly StackSpf[]): readonly StackSpf[] {
  return records.filter((record) => records.find(({ name }) => name === record.name) === record);
}

function tooLong(
  { name, octetsAtName, address }: StackSpf,
  allowed: number,
): ReturnType<Rule["check"]>[number] {
  return {
    address,
    message: `${JSON.stringify(name)} and its TXT records have ${octetsAtName} octets, allowed are ${allowed}; remove old ownership proofs, or move senders to a subdomain`,
  };
}
