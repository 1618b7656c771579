import type { Json } from "../../../../posture/terraform-json";
import { afterApply } from "../zone-file";
import type { Examples } from "./example";

function record(attributes: { readonly [key: string]: Json }): Json {
  return { resource: { cloudflare_dns_record: { r1: { name: "clinic.example", ...attributes } } } };
}

export const CLOUDFLARE_EXAMPLES: Examples = {
  "cloudflare-txt-unquoted": {
    broken: [
      {
        stack: "a text without quotes",
        records: ["clinic.example TXT v=spf1 -all"],
        says: ['TXT at "clinic.example" is "v=spf1 -all"; write it in quotes, and "\\"" for a quote inside'],
      },
      {
        stack: "a quote that is not closed",
        records: ['clinic.example TXT "v=spf1 -all'],
        says: [
          'TXT at "clinic.example" is "\\"v=spf1 -all"; write it in quotes, and "\\"" for a quote inside',
        ],
      },
      {
        stack: "a quote inside",
        records: ['clinic.example TXT "a"b"'],
        says: ['TXT at "clinic.example" is "\\"a\\"b\\""; write it in quotes, and "\\"" for a quote inside'],
      },
    ],
    holds: [
      { stack: "a text in quotes", records: ['clinic.example TXT "v=spf1 -all"'] },
      { stack: "two strings, one with a quote inside", records: ['clinic.example TXT "a\\"b" "c"'] },
      { stack: "a text known only after apply", records: [`clinic.example TXT ${afterApply("x.y.z")}`] },
      { stack: "another host", records: [["clinic.example TXT a", { address: "aws_route53_record.txt" }]] },
    ],
  },
  "cloudflare-txt-string-long": {
    broken: [
      {
        stack: "256 octets in a string",
        records: [`clinic.example TXT "a" "${"é".repeat(128)}"`],
        says: ['TXT at "clinic.example" has a string of 256 octets; split it: "..." "...", at most 255 each'],
      },
    ],
    holds: [
      {
        stack: "255 octets in each string",
        records: [`clinic.example TXT "${"a".repeat(255)}" "${"b".repeat(255)}"`],
      },
      {
        stack: "255 octets, some of them escaped",
        records: [`clinic.example TXT "${'\\"'.repeat(200)}${"\\200".repeat(55)}"`],
      },
    ],
  },
  "cloudflare-ttl": {
    broken: [
      {
        stack: "half a minute",
        records: [["clinic.example A 192.0.2.1", { ttlSeconds: 30 }]],
        says: ['A at "clinic.example" has a TTL of 30 s; allowed are 1 and 60 to 86400'],
      },
      {
        stack: "two days",
        records: [["clinic.example A 192.0.2.1", { ttlSeconds: 172_800 }]],
        says: ['A at "clinic.example" has a TTL of 172800 s; allowed are 1 and 60 to 86400'],
      },
    ],
    holds: [
      {
        stack: "the bounds, and automatic",
        records: [
          ["clinic.example A 192.0.2.1", { ttlSeconds: 1 }],
          ["clinic.example A 192.0.2.2", { ttlSeconds: 60 }],
          ["clinic.example A 192.0.2.3", { ttlSeconds: 86_400 }],
        ],
      },
      {
        stack: "a TTL known only after apply",
        records: [["clinic.example A 192.0.2.1", { ttlSeconds: Number.NaN }]],
      },
    ],
  },
  "cloudflare-priority": {
    broken: [
      {
        stack: "an MX without priority",
        json: record({ type: "MX", content: "mx1.relay.example" }),
        says: ['MX at "clinic.example" has no priority; give one, 0 to 65535'],
        at: ["cloudflare_dns_record.r1"],
      },
      {
        stack: "an SRV without priority",
        json: record({ type: "SRV", data: { weight: 0, port: 443 } }),
        says: ['SRV at "clinic.example" has no priority; give one, 0 to 65535'],
      },
    ],
    holds: [
      {
        stack: "an MX with priority 0",
        json: record({ type: "MX", content: "mx1.relay.example", priority: 0 }),
      },
      { stack: "an SRV with it among its data", json: record({ type: "SRV", data: { priority: 0 } }) },
      { stack: "a type that has none", json: record({ type: "A", content: "192.0.2.1" }) },
    ],
  },
  "cloudflare-record-data": {
    broken: [
      {
        stack: "a CAA as content",
        json: record({ type: "CAA", content: '0 issue "amazon.com"' }),
        says: [
          'CAA at "clinic.example" is given as content "0 issue \\"amazon.com\\""; write its fields as data',
        ],
      },
      {
        stack: "a TLSA as content",
        json: record({ type: "TLSA", content: "3 1 1 aa" }),
        says: ['TLSA at "clinic.example" is given as content "3 1 1 aa"; write its fields as data'],
      },
      {
        stack: "an SRV as content",
        json: record({ type: "SRV", content: "0 443 a.example" }),
        says: ['SRV at "clinic.example" is given as content "0 443 a.example"; write its fields as data'],
      },
    ],
    holds: [
      {
        stack: "a CAA as data",
        json: record({ type: "CAA", data: { flags: 0, tag: "issue", value: "amazon.com" } }),
      },
      { stack: "an SRV as data", json: record({ type: "SRV", data: { priority: 0 } }) },
      { stack: "a TXT as content", json: record({ type: "TXT", content: '"a"' }) },
    ],
  },
};
