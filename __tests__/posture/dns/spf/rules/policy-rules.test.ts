import { broken, messages, txt, type Written } from "../facts-of";

const MX: Written = ["clinic.fr", "MX", "10 mx.relay.example"];
const NULL_MX: Written = ["parked.fr", "MX", "0 ."];

describe("spf-pass-all", () => {
  test.each(["v=spf1 +all", "v=spf1 a all"])("fails for %s", (text) => {
    expect(messages("spf-pass-all", txt("clinic.fr", text))).toEqual([
      `SPF of "clinic.fr": ${JSON.stringify(text.split(" ").at(-1))} lets everyone send; end the record with "~all"`,
    ]);
  });

  test("passes for ~all", () => {
    expect(broken("spf-pass-all", txt("clinic.fr", "v=spf1 a ~all"))).toEqual([]);
  });
});

describe("spf-neutral-all", () => {
  test.each([
    ["v=spf1 a ?all", '"?all" says nothing about forged mail; end it with "~all"'],
    ["v=spf1 a", 'it has neither all nor redirect, which reads as "?all"; end it with "~all"'],
  ])("fails for %s", (text, message) => {
    expect(messages("spf-neutral-all", txt("clinic.fr", text))).toEqual([`SPF of "clinic.fr": ${message}`]);
  });

  test.each(["v=spf1 ~all", "v=spf1 -all", "v=spf1 redirect=spf.example.net"])("passes for %s", (text) => {
    expect(broken("spf-neutral-all", txt("clinic.fr", text))).toEqual([]);
  });

  test("passes for a part that another record includes: an include reads only its matches", () => {
    expect(
      broken(
        "spf-neutral-all",
        txt("clinic.fr", "v=spf1 include:_spf1.clinic.fr ~all"),
        txt("_spf1.clinic.fr", "v=spf1 a"),
      ),
    ).toEqual([]);
  });
});

describe("spf-hard-fail", () => {
  test("warns of -all on a domain with an MX", () => {
    expect(messages("spf-hard-fail", MX, txt("clinic.fr", "v=spf1 include:spf.relay.example -all"))).toEqual([
      'SPF of "clinic.fr": "-all" on a domain that sends mail; end it with "~all" and let DMARC reject',
    ]);
  });

  test.each<readonly [string, readonly Written[]]>([
    ["~all", [MX, txt("clinic.fr", "v=spf1 include:spf.relay.example ~all")]],
    ["a domain without MX", [txt("clinic.fr", "v=spf1 a:mail.clinic.fr -all")]],
    ["a domain with a null MX", [NULL_MX, txt("parked.fr", "v=spf1 -all")]],
    [
      "a host that greets with its own name",
      [["mail.clinic.fr", "MX", "10 x.example"], txt("mail.clinic.fr", "v=spf1 a -all")],
    ],
  ])("passes for %s", (_, records) => {
    expect(broken("spf-hard-fail", ...records)).toEqual([]);
  });
});

describe("spf-no-mail", () => {
  test.each(["v=spf1 ~all", "v=spf1 a -all", "v=spf1 include:spf.example.net -all", "V=spf1 -all"])(
    "fails for %s on a domain with a null MX",
    (text) => {
      expect(messages("spf-no-mail", NULL_MX, txt("parked.fr", text))).toEqual([
        `SPF of "parked.fr": ${JSON.stringify(text)} on a domain with a null MX; allowed is "v=spf1 -all"`,
      ]);
    },
  );

  test("fails for a null MX without SPF, at the MX", () => {
    expect(broken("spf-no-mail", NULL_MX)).toEqual([
      {
        address: "cloudflare_dns_record.r0",
        message: '"parked.fr" has a null MX and no SPF record; publish "v=spf1 -all"',
      },
    ]);
  });

  test.each<readonly [string, readonly Written[]]>([
    ["v=spf1 -all", [NULL_MX, txt("parked.fr", "v=spf1 -all")]],
    ["a domain with an MX", [MX, txt("clinic.fr", "v=spf1 a ~all")]],
    [
      "a server that takes no mail to its own name but greets with it",
      [["mail.fr", "MX", "0 ."], ["mail.fr", "A", "192.0.2.1"], txt("mail.fr", "v=spf1 a -all")],
    ],
  ])("passes for %s", (_, records) => {
    expect(broken("spf-no-mail", ...records)).toEqual([]);
  });
});

describe("spf-mail-host", () => {
  const address: Written = ["mail.clinic.fr", "A", "192.0.2.1"];

  test.each<readonly [string, Written]>([
    ["an MX target", ["clinic.fr", "MX", "10 mail.clinic.fr"]],
    ["the target of autodiscover", ["autodiscover.clinic.fr", "CNAME", "Mail.clinic.fr"]],
    ["the target of the autodiscover SRV", ["_autodiscover._tcp.clinic.fr", "SRV", "0 0 443 mail.clinic.fr"]],
  ])("warns of %s without SPF, once, at its address record", (_, record) => {
    expect(broken("spf-mail-host", record, address, ["mail.clinic.fr", "AAAA", "2001:db8::1"])).toEqual([
      {
        address: "cloudflare_dns_record.r1",
        message: 'the mail host "mail.clinic.fr" has no SPF record; publish "v=spf1 a -all" there',
      },
    ]);
  });

  test.each<readonly [string, readonly Written[]]>([
    [
      "a host with SPF",
      [["clinic.fr", "MX", "10 mail.clinic.fr"], address, txt("mail.clinic.fr", "v=spf1 a -all")],
    ],
    ["a host whose address the stack does not publish", [MX]],
    ["a web host", [["www.clinic.fr", "A", "192.0.2.2"]]],
  ])("passes for %s", (_, records) => {
    expect(broken("spf-mail-host", ...records)).toEqual([]);
  });
});
