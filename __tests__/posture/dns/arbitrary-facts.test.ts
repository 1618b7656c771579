import fc from "fast-check";
import { type Json, TerraformJson } from "../../../posture/terraform-json";
import { FAMILIES } from "./families";
import { afterApply, certificate, factsOf, zone } from "./zone-file";

const TYPES = ["A", "AAAA", "CAA", "CNAME", "DS", "MX", "NS", "SRV", "TLSA", "TXT"];
const LABELS = [
  "*",
  "_25._tcp",
  "_autodiscover._tcp",
  "_dmarc",
  "_mta-sts",
  "_smtp._tls",
  "mta-sts",
  "s1._domainkey",
];

/** Fragments that records are made of, so that arbitrary values get past the first check. */
const FRAGMENTS = [
  "0 ",
  "10 ",
  "3 1 1 ",
  "aa",
  ".",
  '"',
  "\\",
  ";",
  "=",
  ",",
  "!",
  ":",
  "v=DMARC1;",
  "v=STSv1;",
  "v=TLSRPTv1;",
  "v=spf1 ",
  "-all",
  "p=",
  "rua=mailto:a@",
  "sp=none",
  "t=y",
  "h=sha1",
  "k=ed25519",
  "issue ",
  "issuewild ",
  "iodef ",
  "a.example",
  "mail.a.example",
  "192.0.2.1",
  afterApply("x_y.z.w"),
  "${",
  "version: STSv1\n",
  "mode: enforce\n",
  "mx: *.a.example\n",
  "max_age: 1\n",
];

const text = fc.oneof(
  fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 6 }).map((parts) => parts.join("")),
  fc.string({ unit: "binary" }),
);
const domain = fc.constantFrom("a.example", "mail.a.example", "b.co.uk", "example");
const name = fc.oneof(
  domain,
  fc.tuple(fc.constantFrom(...LABELS), domain).map((parts) => parts.join(".")),
  text,
);
const record = fc.record({
  name,
  type: fc.oneof(fc.constantFrom(...TYPES), text),
  value: fc.oneof(text, name),
  ttlSeconds: fc.oneof(fc.integer(), fc.constant(Number.NaN)),
  proxied: fc.boolean(),
  address: fc.oneof(fc.constantFrom("cloudflare_dns_record.a", "aws_route53_record.a"), text),
});
const facts = fc
  .record({
    records: fc.array(record, { maxLength: 12 }),
    zones: fc.array(
      fc.record({
        name: fc.option(name, { nil: undefined }),
        dnssec: fc.boolean(),
        dsHandedOver: fc.boolean(),
      }),
      { maxLength: 3 },
    ),
    policies: fc.array(fc.record({ domain: name, text, address: text }), { maxLength: 3 }),
    certificates: fc.array(fc.array(name, { maxLength: 3 }), { maxLength: 3 }),
  })
  .map(({ records, zones, policies, certificates }) =>
    factsOf([], {
      records,
      zones: zones.map((some) => ({ ...zone("a.example"), ...some })),
      mtaStsPolicies: policies,
      certificates: certificates.map((names) => certificate(names)),
    }),
  );

test("no rule throws, whatever the records say", () => {
  fc.assert(
    fc.property(facts, fc.jsonValue(), (some, json) => {
      const stack = new TerraformJson({ resource: { cloudflare_dns_record: json as Json } });
      for (const rule of FAMILIES.flatMap(({ rules }) => rules)) {
        for (const { message } of rule.check(some, stack)) {
          expect(message).not.toBe("");
        }
      }
    }),
    { numRuns: 500 },
  );
});
