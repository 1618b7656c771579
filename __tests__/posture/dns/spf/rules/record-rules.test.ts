import { broken, messages, txt } from "../facts-of";

describe("spf-one-record", () => {
  test("fails for a name with two records, at the second", () => {
    expect(
      broken("spf-one-record", txt("clinic.fr", "v=spf1 a -all"), txt("Clinic.fr", "v=spf1 mx -all")),
    ).toEqual([
      {
        address: "cloudflare_dns_record.r1",
        message:
          '"clinic.fr" has another SPF record beside "v=spf1 mx -all"; a name has one, merge their mechanisms',
      },
    ]);
  });

  test("passes for one record per name beside other TXT", () => {
    expect(
      broken(
        "spf-one-record",
        txt("clinic.fr", "v=spf1 a -all"),
        txt("clinic.fr", "MS=ms1"),
        txt("mail.clinic.fr", "v=spf1 a -all"),
      ),
    ).toEqual([]);
  });
});

describe("spf-rr-type", () => {
  test("fails for the withdrawn record type", () => {
    expect(messages("spf-rr-type", ["clinic.fr", "SPF", '"v=spf1 -all"'])).toEqual([
      '"clinic.fr" publishes "\\"v=spf1 -all\\"" with the record type "SPF"; publish it as "TXT"',
    ]);
  });

  test("passes for TXT", () => {
    expect(broken("spf-rr-type", txt("clinic.fr", "v=spf1 -all"))).toEqual([]);
  });
});

/** Rule, a record that breaks it, what is said, a record that keeps it. */
const SINGLE_RECORD: readonly (readonly [string, string, string, string])[] = [
  [
    "spf-version",
    "V=SPF1 a -all",
    'the record starts with "V=SPF1 a"; it is ignored unless it starts with "v=spf1" and a space',
    "v=spf1 a -all",
  ],
  [
    "spf-ascii",
    "v=spf1 a –all",
    'the record holds "–"; only ASCII is allowed, write internationalised names as A-labels',
    "v=spf1 a -all",
  ],
  [
    "spf-syntax",
    "v=spf1 nclude:example.net -all",
    '"nclude:example.net" is no mechanism of RFC 7208 § 5; there are all, include, a, mx, ptr, ip4, ip6 and exists',
    "v=spf1 include:example.net -all",
  ],
  [
    "spf-address-family",
    "v=spf1 ip4:2001:db8::/32 -all",
    '"ip4:2001:db8::/32" holds an address of the other family; write ip6:2001:db8::/32',
    "v=spf1 ip6:2001:db8::/32 -all",
  ],
  [
    "spf-cidr-length",
    "v=spf1 ip4:192.0.2.0/33 -all",
    '"ip4:192.0.2.0/33" has the length "33"; allowed are 0 to 32, without leading zero',
    "v=spf1 ip4:192.0.2.0/32 -all",
  ],
  [
    "spf-duplicate-modifier",
    "v=spf1 exp=a.example exp=b.example -all",
    'exp stands 2 times ("exp=a.example", "exp=b.example"); keep one',
    "v=spf1 exp=a.example -all",
  ],
  [
    "spf-terms-after-all",
    "v=spf1 a -all include:example.net",
    '"include:example.net" stands after all and is never read; move it before all',
    "v=spf1 a include:example.net -all exp=why.example.net",
  ],
  [
    "spf-redirect-with-all",
    "v=spf1 redirect=spf.example.net ~all",
    '"redirect=spf.example.net" is ignored because of "~all"; remove one, or write include:spf.example.net',
    "v=spf1 redirect=spf.example.net",
  ],
  [
    "spf-no-ptr",
    "v=spf1 ptr:example.net -all",
    '"ptr:example.net" must not be used; name the networks with ip4 and ip6',
    "v=spf1 ip4:192.0.2.1 -all",
  ],
];

describe.each(SINGLE_RECORD)("%s", (rule, bad, message, good) => {
  test(`fails for ${bad}`, () => {
    expect(messages(rule, txt("clinic.fr", bad))).toEqual([`SPF of "clinic.fr": ${message}`]);
  });

  test(`passes for ${good}`, () => {
    expect(broken(rule, txt("clinic.fr", good))).toEqual([]);
  });

  test("has nothing against other TXT records", () => {
    expect(broken(rule, txt("_dmarc.clinic.fr", "v=DMARC1; p=none"), txt("clinic.fr", "ptr"))).toEqual([]);
  });
});

test("a macro that Terraform JSON escapes is read as it will be published", () => {
  expect(broken("spf-syntax", txt("clinic.fr", "v=spf1 exists:%%{i}.spf.example.net ~all"))).toEqual([]);
});
