import { type Comparison, compareZone } from "../../../tools/import-dns/comparison";
import { zoneFileLine } from "../../../tools/import-dns/zone-file";
import { declared, inSet, zoneOf } from "./records";

const MX1 = declared("clinic.example", "MX", "10 mx1.relay.example", "mx1");
const MX2 = declared("clinic.example", "MX", "20 mx2.relay.example", "mx2");
const SPF = declared("clinic.example", "TXT", '"v=spf1 include:spf.relay.example ~all"', "spf");
const DMARC = declared(
  "_dmarc.clinic.example",
  "TXT",
  '"v=DMARC1; p=none; rua=mailto:d@msp.example"',
  "dmarc",
);
const AUTODISCOVER = declared("autodiscover.clinic.example", "CNAME", "mail.clinic.example", "autodiscover");
const MAIL = declared("mail.clinic.example", "A", "192.0.2.10", "mail");
const CERTIFICATE = {
  names: ["autodiscover.clinic.example", "mail.clinic.example"],
  caaDomains: ["amazon.com"],
};

/** What each record becomes: `before > after`, a kind of contradiction, or the name of the category. */
function fates({ keep, replace, contradict, leaveAlone }: Comparison): readonly string[] {
  return [
    ...keep.map(({ existing, declared: { address } }) => `${zoneFileLine(existing)} = ${address}`),
    ...replace.map(
      ({ existing, declared: after }) => `${zoneFileLine(existing)} > ${after?.value ?? "nothing"}`,
    ),
    ...contradict.map(({ existing, kind }) => `${zoneFileLine(existing)} ! ${kind}`),
    ...leaveAlone.map((existing) => `${zoneFileLine(existing)} .`),
  ];
}

describe("kept", () => {
  test("is a record with the same name, type and value, whatever its TTL and the case of its names", () => {
    const zone = zoneOf("@ 60 MX 10 MX1.Relay.Example.");
    expect(fates(compareZone(zone, [MX1]))).toEqual([
      "clinic.example. 60 IN MX 10 mx1.relay.example. = cloudflare_dns_record.mx1",
    ]);
  });

  test("is a text cut into other strings", () => {
    const zone = zoneOf('@ TXT "v=spf1 include:spf." "relay.example ~all"');
    expect(compareZone(zone, [SPF]).keep).toHaveLength(1);
  });

  test("is a text without a role in mail, beside others", () => {
    const zone = zoneOf('@ TXT "MS=ms1"', '@ TXT "MS=ms2"');
    const proof = declared("clinic.example", "TXT", '"MS=ms2"', "proof");
    expect(fates(compareZone(zone, [proof]))).toEqual([
      'clinic.example. 3600 IN TXT "MS=ms2" = cloudflare_dns_record.proof',
      'clinic.example. 3600 IN TXT "MS=ms1" .',
    ]);
  });
});

describe("replaced", () => {
  test("is the MX set: equal ones stay, the others give way in the order senders try them", () => {
    const zone = zoneOf("@ MX 50 backup.host.example.", "@ MX 5 mail", "@ MX 10 mx1.relay.example.");
    const result = compareZone(zone, [
      MX1,
      MX2,
      declared("clinic.example", "MX", "30 mx3.relay.example", "mx3"),
    ]);
    expect(fates(result)).toEqual([
      "clinic.example. 3600 IN MX 10 mx1.relay.example. = cloudflare_dns_record.mx1",
      "clinic.example. 3600 IN MX 50 backup.host.example. > 30 mx3.relay.example",
      "clinic.example. 3600 IN MX 5 mail.clinic.example. > 20 mx2.relay.example",
    ]);
  });

  test("is a null MX", () => {
    expect(fates(compareZone(zoneOf("@ MX 0 ."), [MX1]))).toEqual([
      "clinic.example. 3600 IN MX 0 . > 10 mx1.relay.example",
    ]);
  });

  test("is the SPF record, with a note on who may no longer send", () => {
    const zone = zoneOf('@ TXT "v=spf1 +mx a:crm.example ip4:192.0.2.0/24 include:SPF.relay.example -all"');
    const [replaced] = compareZone(zone, [SPF]).replace;
    expect(replaced?.declared).toEqual(SPF);
    expect(replaced?.losses).toEqual([
      "no longer authorised to send: mx, a:crm.example, ip4:192.0.2.0/24; whoever still sends through them has to be added first",
    ]);
  });

  test("is the DMARC record, with a note where the policy becomes weaker", () => {
    const strict = compareZone(zoneOf('_dmarc TXT "v=DMARC1; p=reject"'), [DMARC]).replace;
    expect(strict[0]?.losses).toEqual([
      "weaker than today: p=reject becomes p=none; state that stage in the client file, inherited: true, to keep it",
    ]);
    const open = compareZone(zoneOf('_dmarc TXT "v=DMARC1; p=none"'), [DMARC]).replace;
    expect(open[0]?.losses).toEqual([]);
  });

  test("is the address of the mail host, known only after the deployment", () => {
    const address = declared("mail.clinic.example", "A", "$" + "{aws_eip.edge.public_ip}", "mail");
    expect(compareZone(zoneOf("mail A 203.0.113.10"), [address]).replace[0]?.declared).toEqual(address);
  });

  test("is the alias for autodiscover", () => {
    expect(
      fates(compareZone(zoneOf("autodiscover CNAME autodiscover.outlook.com."), [AUTODISCOVER])),
    ).toEqual(["autodiscover.clinic.example. 3600 IN CNAME autodiscover.outlook.com. > mail.clinic.example"]);
  });

  test("is a record that was proxied, though its value stays", () => {
    const zone = zoneOf("mail A 192.0.2.10 ; cf_tags=cf-proxied:true");
    expect(compareZone(zone, [MAIL]).replace[0]?.losses[0]).toMatch(/^no longer behind the DNS host's proxy/);
  });
});

describe("new", () => {
  test("is what stands nowhere yet", () => {
    expect(compareZone(zoneOf("@ MX 10 old.example."), [MX1, MX2, SPF]).create).toEqual([MX2, SPF]);
  });

  test("is not a record whose name only Terraform knows; one that may be it is shown", () => {
    const proof = declared("$" + '{one(x if y == "mail.clinic.example")}', "CNAME", "$" + "{y}", "proof");
    const zone = zoneOf(
      "_3639.mail CNAME _98d2.acm-validations.aws.",
      "_3639.www CNAME _1.acm-validations.aws.",
    );
    const { afterApply, create, leaveAlone } = compareZone(zone, [proof]);
    expect(create).toEqual([]);
    expect(afterApply).toEqual([{ declared: proof, alike: [zone.records[0]] }]);
    expect(leaveAlone).toHaveLength(2);
  });
});

describe("left alone", () => {
  test("is everything unrelated", () => {
    const zone = zoneOf(
      "@ SOA ns1 hostmaster 1 2 3 4 5",
      "@ NS ns1",
      "@ A 198.51.100.20",
      "* A 198.51.100.21",
      "www CNAME @",
      '@ TXT "google-site-verification=x"',
      'old._domainkey TXT "v=DKIM1; p=MA=="',
      "_sip._tls SRV 100 1 443 sip.example.",
      "lab NS ns.lab.example.",
      "_443._tcp.www TLSA 3 1 1 00",
      "_autodiscover._tcp SRV 0 0 443 mail",
      'sub TXT "v=spf1 -all"',
      "news MX 10 mx.news.example.",
    );
    const { leaveAlone } = compareZone(zone, [MX1, SPF, DMARC, AUTODISCOVER, MAIL], [CERTIFICATE]);
    expect(leaveAlone).toEqual(zone.records);
  });

  test("is a CAA record that lets the certificate's authority issue, and what stands beside it", () => {
    const zone = zoneOf(
      '@ CAA 0 issue "letsencrypt.org"',
      '@ CAA 0 issue "amazon.com; x=y"',
      '@ CAA 0 iodef "x"',
    );
    expect(compareZone(zone, [MAIL], [CERTIFICATE]).contradict).toEqual([]);
  });
});

const MTA_STS = declared("_mta-sts.clinic.example", "TXT", '"v=STSv1; id=20261120"', "sts");
const DKIM_CNAME = declared("s1._domainkey.clinic.example", "CNAME", "s1.relay.example", "dkim");
const DKIM_TXT = declared("s1._domainkey.clinic.example", "TXT", '"v=DKIM1; p=MA=="', "dkim");
const SRV = declared("_autodiscover._tcp.clinic.example", "SRV", "0 0 443 mail.clinic.example", "srv");

test.each([
  ["a further MX", ["@ MX 1 mail", "@ MX 10 mx1.relay.example."], [MX1], "surplus-mx", 0],
  [
    "a second SPF record",
    ['@ TXT "v=spf1 include:spf.relay.example ~all"', '@ TXT "v=spf1 mx -all"'],
    [SPF],
    "surplus-spf",
    1,
  ],
  [
    "a second DMARC record",
    ['_dmarc TXT "v=DMARC1; p=none"', '_dmarc TXT "v=DMARC1; p=reject"'],
    [DMARC],
    "surplus-dmarc",
    1,
  ],
  [
    "a second address of the mail host",
    ["mail A 192.0.2.10", "mail A 203.0.113.9"],
    [MAIL],
    "surplus-address",
    1,
  ],
  ["an alias where the stack puts records", ["mail CNAME www"], [MAIL], "cname-in-the-way", 0],
  ["a hosted DMARC record", ["_dmarc CNAME clinic.dmarc.example."], [DMARC], "cname-in-the-way", 0],
  [
    "an address where the stack puts an alias",
    ["autodiscover A 203.0.113.10"],
    [AUTODISCOVER],
    "record-beside-cname",
    0,
  ],
  [
    "a DKIM key where the stack puts an alias",
    ['s1._domainkey TXT "v=DKIM1; p=MA=="'],
    [DKIM_CNAME],
    "dkim-txt-and-cname",
    0,
  ],
  [
    "a DKIM alias where the stack puts a key",
    ["s1._domainkey CNAME s1.old.example."],
    [DKIM_TXT],
    "dkim-txt-and-cname",
    0,
  ],
  ["a delegation of a name the stack publishes", ["mail NS ns.host.example."], [MAIL], "delegated-away", 0],
  ["a delegation above it", ["_tcp NS ns.host.example."], [SRV], "delegated-away", 0],
  ["a DNAME above it", ["_tcp DNAME other.example."], [SRV], "delegated-away", 0],
  ["an IPv6 address the edge does not guard", ["mail AAAA 2001:db8::10"], [MAIL], "address-past-the-edge", 0],
  [
    "an autodiscover host beside the stack's SRV",
    ["autodiscover CNAME old.example."],
    [SRV],
    "second-autodiscover",
    0,
  ],
  [
    "an autodiscover address beside the stack's SRV",
    ["autodiscover A 192.0.2.4"],
    [SRV],
    "second-autodiscover",
    0,
  ],
  [
    "an autodiscover SRV to elsewhere",
    ["_autodiscover._tcp SRV 0 0 443 old.example."],
    [AUTODISCOVER],
    "second-autodiscover",
    0,
  ],
  ["mail of another name straight to the server", ["news MX 10 mail"], [MAIL], "mx-to-the-server", 0],
  ["an MTA-STS record with another id", ['_mta-sts TXT "v=STSv1; id=1"'], [MTA_STS], "mta-sts-policy", 0],
  [
    "an MTA-STS record the stack knows nothing of",
    ['_mta-sts TXT "v=STSv1; id=1"'],
    [MX1],
    "mta-sts-policy",
    0,
  ],
  ["a hosted MTA-STS record", ["_mta-sts CNAME sts.example."], [MX1], "mta-sts-policy", 0],
  [
    "a CAA record that refuses the certificate",
    ['@ CAA 0 issue "letsencrypt.org"'],
    [MAIL],
    "caa-refuses",
    0,
  ],
  ["a CAA record that lets nobody issue", ['mail CAA 0 issue ";"'], [MAIL], "caa-refuses", 0],
  ["a TLSA record of the old key", ["_25._tcp.mail TLSA 3 1 1 00"], [MAIL], "tlsa-pins-another-key", 0],
] as const)("%s contradicts the stack", (_, lines, stack, kind, at) => {
  const zone = zoneOf(...lines);
  const { contradict, create, keep, replace } = compareZone(zone, stack, [CERTIFICATE]);
  expect(contradict.map(({ existing, kind: found }) => [existing, found])).toEqual([
    [zone.records[at], kind],
  ]);
  expect(contradict[0]?.message).toMatch(/^[^A-Z].*[^.]$/);
  expect(contradict[0]?.remedy).toMatch(/^[^A-Z].*[^.]$/);
  // Nothing that is in the way may be adopted.
  expect([...keep, ...replace].some(({ existing }) => existing === zone.records[at])).toBe(false);
  expect(keep.length + replace.length + create.length).toBe(
    kind === "mta-sts-policy" && stack[0] === MTA_STS ? 0 : 1,
  );
});

test("a CAA record at a name nearer to the certificate's decides instead of the one above", () => {
  const zone = zoneOf('@ CAA 0 issue "letsencrypt.org"', 'mail CAA 0 issue "amazon.com"');
  const one = { names: ["mail.clinic.example"], caaDomains: ["amazon.com"] };
  expect(compareZone(zone, [MAIL], [one]).contradict).toEqual([]);
});

describe("at Route 53, where a resource holds the whole set", () => {
  const spf = inSet("clinic.example", "TXT", '"v=spf1 include:spf.relay.example ~all"', "txt");

  test("a proof of ownership beside the SPF record would be dropped, and so contradicts", () => {
    const zone = zoneOf('@ TXT "v=spf1 mx -all"', '@ TXT "google-site-verification=x"', 'www TXT "x"');
    expect(fates(compareZone(zone, [spf]))).toEqual([
      'clinic.example. 3600 IN TXT "v=spf1 mx -all" > "v=spf1 include:spf.relay.example ~all"',
      'clinic.example. 3600 IN TXT "google-site-verification=x" ! dropped-with-its-set',
      'www.clinic.example. 3600 IN TXT "x" .',
    ]);
  });

  test("a further MX goes with the old set", () => {
    const zone = zoneOf("@ MX 10 mx1.relay.example.", "@ MX 1 mail");
    expect(fates(compareZone(zone, [inSet("clinic.example", "MX", "10 mx1.relay.example")]))).toEqual([
      "clinic.example. 3600 IN MX 10 mx1.relay.example. = aws_route53_record.set",
      "clinic.example. 3600 IN MX 1 mail.clinic.example. > nothing",
    ]);
  });
});
