import fc from "fast-check";
import { type Json, TerraformJson } from "../../../posture/terraform-json";
import { FAMILIES } from "./families";
import { afterApply, certificate, factsOf, zone } from "./zone-file";

const UNKNOWN = afterApply("x_y.z.w");

/** How records of a kind begin, and what may follow: noise alone would seldom get past a rule's first look. */
const KINDS: readonly (readonly [owner: string, type: string, begin: string, parts: readonly string[]])[] = [
  ["", "A", "", ["192.0.2.1", UNKNOWN]],
  ["", "CNAME", "", ["a.example", "mail.a.example", "b.co.uk", UNKNOWN]],
  ["", "NS", "", ["ns1.b.co.uk"]],
  ["", "MX", "10 ", ["mail.a.example", "a.example", "192.0.2.1", ".", UNKNOWN]],
  ["", "MX", "0 ", [".", "x"]],
  [
    "",
    "CAA",
    "0 ",
    ["issue ", "issuewild ", "iodef ", '"', ";", "amazon.com", "letsencrypt.org", "a=b", UNKNOWN],
  ],
  ["", "DS", "1 ", ["8 ", "13 ", "1 ", "2 ", "aa"]],
  ["", "TXT", '"v=spf1 ', ["-all", "~all", "a ", '"', UNKNOWN]],
  [
    "_dmarc.",
    "TXT",
    "v=DMARC1;",
    [
      "p=none;",
      "p=",
      "sp=reject;",
      "np=x;",
      "t=y;",
      "psd=y;",
      "fo=0:1;",
      "pct=1;",
      "rua=",
      "ruf=",
      "mailto:a@b.co.uk",
      "!1m",
      ",",
      ";",
      "%",
      UNKNOWN,
    ],
  ],
  ["_dmarc.", "TXT", "", ["v=dmarc1", "p=none"]],
  ["a.example._report._dmarc.", "TXT", "v=DMARC1", [";", "x"]],
  [
    "s1._domainkey.",
    "TXT",
    "v=DKIM1;",
    ["p=;", "p=", "AAAA", "k=ed25519;", "k=rsa;", "h=sha1:;", "t=y;", ";", UNKNOWN],
  ],
  ["s1._domainkey.", "CNAME", "", ["s1.b.co.uk"]],
  ["_mta-sts.", "TXT", "v=STSv1;", ["id=1", "id=", ";", "-", UNKNOWN]],
  ["mta-sts.", "A", "", ["192.0.2.1"]],
  ["_smtp._tls.", "TXT", "v=TLSRPTv1;", ["rua=", "mailto:a@a.example", "https://", "!", ",", ";", UNKNOWN]],
  ["_25._tcp.", "TLSA", "3 1 1 ", ["aa", "x", UNKNOWN]],
  ["_25._tcp.", "TLSA", "", ["0 ", "2 ", "9 ", "aa", UNKNOWN]],
  ["_autodiscover._tcp.", "SRV", "0 0 ", ["0 ", "443 ", "70000 ", ".", "mail.a.example", UNKNOWN]],
];

const POLICY_LINES = [
  "version: STSv1",
  "mode: enforce",
  "mode: none",
  "mx: *.a.example",
  "mx: *",
  "max_age: 1",
  ":",
  UNKNOWN,
];

const noise = fc.oneof(
  fc.constantFrom("${", '"', "\\", "\n", "-", "*", "constructor"),
  fc.string({ unit: "binary" }),
);
const domain = fc.constantFrom("a.example", "mail.a.example", "b.co.uk", "*.a.example", "example", "co.uk");
const shaped = fc.tuple(fc.constantFrom(...KINDS), domain).chain(([[owner, type, begin, parts], at]) =>
  fc
    .array(fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...parts) }, { weight: 1, arbitrary: noise }), {
      maxLength: 5,
    })
    .map((some) => ({ name: `${owner}${at}`, type, value: begin + some.join("") })),
);
const record = fc
  .tuple(
    fc.oneof(
      { weight: 8, arbitrary: shaped },
      { weight: 1, arbitrary: fc.record({ name: noise, type: noise, value: noise }) },
    ),
    fc.record({
      ttlSeconds: fc.oneof(fc.integer(), fc.constant(Number.NaN)),
      proxied: fc.boolean(),
      address: fc.constantFrom("cloudflare_dns_record.a", "aws_route53_record.a", ""),
    }),
  )
  .map(([shape, rest]) => ({ ...shape, ...rest }));
const name = fc.oneof(domain, noise);
const facts = fc
  .record({
    records: fc.array(record, { maxLength: 25 }),
    zones: fc.array(
      fc.record({
        name: fc.option(name, { nil: undefined }),
        dnssec: fc.boolean(),
        dsHandedOver: fc.boolean(),
      }),
      { maxLength: 3 },
    ),
    policies: fc.array(
      fc.record({
        domain: name,
        text: fc.array(fc.oneof(fc.constantFrom(...POLICY_LINES), noise)).map((lines) => lines.join("\n")),
        address: fc.constantFrom("cloudflare_workers_script.a", "aws_s3_object.a", ""),
      }),
      { maxLength: 3 },
    ),
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

const rules = FAMILIES.flatMap((family) => family.rules);

test("no rule throws, whatever the records say", () => {
  const broken = new Set<string>();
  fc.assert(
    fc.property(facts, fc.jsonValue(), (some, json) => {
      const stack = new TerraformJson({ resource: { cloudflare_dns_record: json as Json } });
      for (const rule of rules) {
        if (rule.check(some, stack).length > 0) {
          broken.add(rule.id);
        }
      }
    }),
    { numRuns: 500, seed: 7 },
  );
  // Facts that break hardly any rule would prove nothing.
  expect(broken.size).toBeGreaterThan(rules.length / 2);
});
