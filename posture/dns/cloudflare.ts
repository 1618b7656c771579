import type { DnsRecordFact, Facts } from "../facts";
import type { Rule } from "../rules/rule";
import { isExpression, objectOf, type Resource } from "../terraform-json";
import { breachesOf, shown } from "./breaches";

const RECORD_TYPE = "cloudflare_dns_record";
/** https://developers.cloudflare.com/dns/manage-dns-records/reference/ttl/ */
const AUTOMATIC_TTL = 1;
const MIN_TTL_SECONDS = 60;
const MAX_TTL_SECONDS = 86_400;
/** RFC 1035 § 3.3.14 */
const MAX_STRING_OCTETS = 255;

const TXT_UNQUOTED: Rule = {
  id: "cloudflare-txt-unquoted",
  what: "The content of a TXT at Cloudflare is written in quotes.",
  why: "Cloudflare stores it quoted; unquoted, it shows as a change in every later plan, and real changes drown.",
  reference: "cloudflare/terraform-provider-cloudflare#6238, #5351",
  severity: "error",
  check: (facts) =>
    breachesOf(texts(facts), ({ name, value }) =>
      QUOTED.test(value)
        ? undefined
        : `TXT at ${shown(name)} is ${shown(value)}; write it in quotes, and "\\"" for a quote inside`,
    ),
};

const TXT_STRING_LONG: Rule = {
  id: "cloudflare-txt-string-long",
  what: `A string of a TXT has at most ${MAX_STRING_OCTETS} octets.`,
  why: "Cloudflare cuts a longer one by itself, and every later plan shows a change.",
  reference: "RFC 1035 § 3.3.14; cloudflare/terraform-provider-cloudflare#6354",
  severity: "error",
  check: (facts) =>
    breachesOf(texts(facts), ({ name, value }) => {
      const longest = Math.max(0, ...[...value.matchAll(STRING)].map(([, text = ""]) => octets(text)));
      return longest > MAX_STRING_OCTETS
        ? `TXT at ${shown(name)} has a string of ${longest} octets; split it: "..." "...", at most ${MAX_STRING_OCTETS} each`
        : undefined;
    }),
};

const STRING = /"((?:\\.|[^"\\])*)"/gs;
const QUOTED = /^(?:"(?:\\.|[^"\\])*"(?:\s+|$))+$/s;

function octets(text: string): number {
  return Buffer.byteLength(text.replace(/\\(?:\d{3}|.)/gs, "x"));
}

const TTL: Rule = {
  id: "cloudflare-ttl",
  what: `A TTL at Cloudflare is ${AUTOMATIC_TTL} (automatic) or ${MIN_TTL_SECONDS} to ${MAX_TTL_SECONDS} seconds.`,
  why: "The API refuses any other, in the middle of an apply.",
  reference: "https://developers.cloudflare.com/dns/manage-dns-records/reference/ttl/",
  severity: "error",
  check: (facts) =>
    breachesOf(cloudflareRecords(facts), ({ name, type, ttlSeconds }) =>
      ttlSeconds === AUTOMATIC_TTL ||
      Number.isNaN(ttlSeconds) ||
      (ttlSeconds >= MIN_TTL_SECONDS && ttlSeconds <= MAX_TTL_SECONDS)
        ? undefined
        : `${type} at ${shown(name)} has a TTL of ${ttlSeconds} s; allowed are ${AUTOMATIC_TTL} and ${MIN_TTL_SECONDS} to ${MAX_TTL_SECONDS}`,
    ),
};

const PRIORITY: Rule = {
  id: "cloudflare-priority",
  what: "MX and SRV at Cloudflare have a priority.",
  why: "The provider takes a record without one, and the API refuses it in the middle of an apply.",
  reference: "https://registry.terraform.io/providers/cloudflare/cloudflare/latest/docs/resources/dns_record",
  severity: "error",
  check: (_facts, stack) =>
    breachesOf(stack.all(RECORD_TYPE), ({ attributes }) =>
      (attributes.type === "MX" || attributes.type === "SRV") &&
      (attributes.priority ?? objectOf(attributes.data).priority ?? null) === null
        ? `${attributes.type} at ${shown(attributes.name)} has no priority; give one, 0 to 65535`
        : undefined,
    ),
};

const DATA: Rule = {
  id: "cloudflare-record-data",
  what: "CAA, TLSA and SRV at Cloudflare are written as `data`.",
  why: "The API takes these types apart; given as `content` they fail or show as a change in every later plan.",
  reference: "https://registry.terraform.io/providers/cloudflare/cloudflare/latest/docs/resources/dns_record",
  severity: "error",
  check: (_facts, stack) =>
    breachesOf(stack.all(RECORD_TYPE), (record) =>
      isStructured(record) && (record.attributes.content ?? null) !== null
        ? `${record.attributes.type} at ${shown(record.attributes.name)} is given as content ${shown(record.attributes.content)}; write its fields as data`
        : undefined,
    ),
};

function isStructured({ attributes: { type } }: Resource): boolean {
  return type === "CAA" || type === "TLSA" || type === "SRV";
}

function cloudflareRecords({ records }: Facts): readonly DnsRecordFact[] {
  return records.filter(({ address }) => address.startsWith(`${RECORD_TYPE}.`));
}

function texts(facts: Facts): readonly DnsRecordFact[] {
  return cloudflareRecords(facts).filter(({ type, value }) => type === "TXT" && !isExpression(value));
}

/** What version 5 of Cloudflare's provider accepts and its API does not, or not for long. */
export const CLOUDFLARE_RULES: readonly Rule[] = [TXT_UNQUOTED, TXT_STRING_LONG, TTL, PRIORITY, DATA];
