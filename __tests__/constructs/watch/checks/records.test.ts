import { createHash } from "node:crypto";
import type { Observation } from "../../../../constructs/watch/checks/check";
import { RECORDS } from "../../../../constructs/watch/checks/records";
import type { Vantage } from "../../../../constructs/watch/checks/vantage";
import type { Declaration } from "../../../../constructs/watch/declaration";
import { declarationOf } from "../../../../stacks/declaration";
import { afterApply, factsOf, zone } from "../../../posture/dns/zone-file";
import { vantageAt } from "./vantage";
import { ZoneServer } from "./zone-server";

const KEY = "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA".repeat(9);

/** What a DNS has before the records of the domain. */
const DELEGATION = [
  "clinic.example NS ns1.host.example",
  "clinic.example SOA ns1.host.example admin.host.example",
  "ns1.host.example A 127.0.0.1",
];

/** The zone as it is declared, and as a server gives it. */
const LINES = [
  "clinic.example MX 10 mx1.relay.example",
  "clinic.example MX 20 mx2.relay.example",
  'clinic.example TXT "v=spf1 include:spf.relay.example ~all"',
  'clinic.example CAA 0 issue "amazon.com"',
  'clinic.example CAA 0 issuewild ";"',
  'clinic.example CAA 0 iodef "mailto:noc@msp.example"',
  '_dmarc.clinic.example TXT "v=DMARC1; p=reject; rua=mailto:dmarc@msp.example"',
  '_mta-sts.clinic.example TXT "v=STSv1; id=20261124"',
  '_smtp._tls.clinic.example TXT "v=TLSRPTv1; rua=mailto:tls@msp.example"',
  `s1._domainkey.clinic.example TXT "v=DKIM1; k=rsa; p=${KEY.slice(0, 200)}" "${KEY.slice(200)}"`,
  "mail.clinic.example A 203.0.113.7",
  "autodiscover.clinic.example CNAME mail.clinic.example",
  "_imap._tcp.clinic.example SRV 0 0 0 .",
  "_25._tcp.mail.clinic.example TLSA 3 1 1 ABCDEF0123",
] as const;

/** A line of the zone file as the server of the test takes it: a TXT is one text. */
function live(line: string): string {
  return / TXT /.test(line) ? line.replace(/" "/g, "").replace(/"/g, "") : line;
}

const LIVE = [...DELEGATION, ...LINES.map(live)];
const DECLARATION = declarationOf(
  factsOf([...LINES], { zones: [zone("clinic.example")], mailHosts: ["mail.clinic.example"] }),
);

const server = new ZoneServer(LIVE);
let port: number;

beforeAll(async () => {
  port = await server.start();
});

afterAll(() => server.stop());

/** What is found where a server has these lines. */
async function look(
  lines: readonly string[] = LIVE,
  declaration: Declaration = DECLARATION,
  more: Partial<Vantage> = {},
): Promise<readonly Observation[]> {
  server.serve(lines);
  return RECORDS.run(declaration, vantageAt(port, more));
}

const codes = (observations: readonly Observation[]): readonly string[] =>
  observations.flatMap(({ name, findings }) => findings.map(({ code }) => `${name} ${code}`));

/** The live zone with one line in place of another, or without it. */
const changed = (line: string, ...others: readonly string[]): readonly string[] => {
  expect(LIVE).toContain(live(line));
  return LIVE.flatMap((each) => (each === live(line) ? others : [each]));
};

/** Who serves the zone, before what of it. */
const ZONE_AND_ITS_SETS = 1 + 11;

test("a zone as it is declared has nothing against it, and says who serves it", async () => {
  const observations = await look();

  expect(observations[0]).toEqual({
    name: "clinic.example",
    port: null,
    address: null,
    seen: "served by ns1.host.example",
    verdict: "ok",
    findings: [],
    note: null,
    details: {
      zone: "clinic.example",
      servers: [{ name: "ns1.host.example", address: "127.0.0.1" }],
    },
  });
  // One for its being signed, and one for an address of the other family.
  expect(observations).toHaveLength(ZONE_AND_ITS_SETS + 2);
  expect(observations.filter(({ verdict }) => verdict !== "ok")).toEqual([]);
});

test("each set of records is an observation of its own from one look to the next, seen or not", async () => {
  const places = (observations: readonly Observation[]): readonly string[] =>
    observations.map(({ name, part = "" }) => `${name} ${part}`);
  const good = places(await look());
  const silent = await look(LIVE, DECLARATION, {
    dns: { resolvers: ["127.0.0.1:1"], port, timeoutMilliseconds: 100 },
  });

  expect(new Set(good).size).toBe(good.length);
  expect(places(await look(changed(LINES[7])))).toEqual(good);
  expect(places(silent)).toEqual(good);
  expect(silent.slice(1).every(({ verdict, note }) => verdict === "not-seen" && note !== null)).toBe(true);
});

test("case, blanks, the order of records and what others publish at a name mean nothing", async () => {
  const observations = await look([
    ...[...LIVE].reverse().map((line) =>
      line
        .replace(/^clinic.example MX 10 mx1.relay/, "clinic.example MX 10 MX1.Relay")
        .replace("v=DMARC1; p=reject; rua", "v=DMARC1;p=reject ;  rua")
        .replace("include:spf.relay.example ~all", "include:SPF.relay.example  ~all")
        .replace('"amazon.com"', '"Amazon.com"'),
    ),
    "clinic.example TXT google-site-verification=abc",
    "www.clinic.example A 198.51.100.1",
    'clinic.example CAA 0 iodef "https://elsewhere.example/"',
  ]);

  expect(codes(observations)).toEqual([]);
});

describe("a record", () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ["missing", changed(LINES[7]), ["_mta-sts.clinic.example record-missing"]],
    [
      "of another text",
      changed(LINES[6], "_dmarc.clinic.example TXT v=DMARC1; p=none"),
      ["_dmarc.clinic.example record-differs"],
    ],
    [
      "twice, of which one name has one",
      [...LIVE, "_dmarc.clinic.example TXT v=DMARC1; p=none"],
      ["_dmarc.clinic.example dmarc-twice"],
    ],
    ["of SPF twice", [...LIVE, "clinic.example TXT v=spf1 mx -all"], ["clinic.example spf-twice"]],
    [
      "of MTA-STS twice",
      [...LIVE, "_mta-sts.clinic.example TXT v=STSv1; id=2"],
      ["_mta-sts.clinic.example mta-sts-twice"],
    ],
    [
      "of TLS reports twice",
      [...LIVE, "_smtp._tls.clinic.example TXT v=TLSRPTv1; rua=mailto:a@b.example"],
      ["_smtp._tls.clinic.example tls-rpt-twice"],
    ],
    [
      "of a DKIM key twice",
      [...LIVE, "s1._domainkey.clinic.example TXT v=DKIM1; p=AAAA"],
      ["s1._domainkey.clinic.example dkim-twice"],
    ],
    [
      "that is an MX besides",
      [...LIVE, "clinic.example MX 30 mail.clinic.example"],
      ["clinic.example mx-extra"],
    ],
    [
      "that is another MX",
      changed(LINES[0], "clinic.example MX 10 old.clinic.example"),
      ["clinic.example record-differs"],
    ],
    ["that is an MX too few", changed(LINES[1]), ["clinic.example record-missing"]],
    [
      "that lets another authority issue",
      [...LIVE, 'clinic.example CAA 0 issue "letsencrypt.org"'],
      ["clinic.example caa-extra"],
    ],
    ["that no longer limits authorities", changed(LINES[3]), ["clinic.example record-missing"]],
    [
      "that is an address besides",
      [...LIVE, "mail.clinic.example A 198.51.100.1"],
      ["mail.clinic.example record-extra"],
    ],
    [
      "that is an address of the other family",
      [...LIVE, "mail.clinic.example AAAA 2001:db8::1"],
      ["mail.clinic.example record-extra"],
    ],
    [
      "that is another address",
      changed(LINES[10], "mail.clinic.example A 198.51.100.1"),
      ["mail.clinic.example record-differs"],
    ],
    [
      "that is an alias instead",
      changed(LINES[8], "_smtp._tls.clinic.example CNAME tls.host.example"),
      ["_smtp._tls.clinic.example record-alias"],
    ],
    [
      "that is another alias",
      changed(LINES[11], "autodiscover.clinic.example CNAME autodiscover.outlook.com"),
      ["autodiscover.clinic.example record-differs"],
    ],
    [
      "that offers what is not offered",
      changed(LINES[12], "_imap._tcp.clinic.example SRV 0 0 143 mail.clinic.example"),
      ["_imap._tcp.clinic.example record-differs"],
    ],
    [
      "of another key",
      changed(LINES[13], "_25._tcp.mail.clinic.example TLSA 3 1 1 ffff"),
      ["_25._tcp.mail.clinic.example record-differs"],
    ],
  ])("%s is found", async (_what, lines, expected) => {
    expect(codes(await look(lines))).toEqual(expected);
  });

  test("is shown with what is declared and what is live", async () => {
    const observations = await look(changed(LINES[6], "_dmarc.clinic.example TXT v=DMARC1; p=none"));
    const drift = observations.find(({ name }) => name === "_dmarc.clinic.example");

    expect(drift).toMatchObject({ part: "TXT", seen: "v=DMARC1; p=none", verdict: "error" });
    expect(drift?.findings[0]?.message).toBe(
      '_dmarc.clinic.example has TXT "v=DMARC1; p=none", and "v=DMARC1; p=reject; rua=mailto:dmarc@msp.example" is declared; deploy the stack, or find out who changed it',
    );
    expect(drift?.details).toEqual({
      declared: ['"v=DMARC1; p=reject; rua=mailto:dmarc@msp.example"'],
      live: [{ server: "ns1.host.example", values: ["v=DMARC1; p=none"] }],
    });
  });

  test("that is known only after apply may be anything, once", async () => {
    const declaration = declarationOf(
      factsOf([`mail.clinic.example A ${afterApply("aws_eip.mail.public_ip")}`], {
        zones: [zone("clinic.example")],
      }),
    );
    expect(codes(await look(LIVE, declaration))).toEqual([]);
    expect(codes(await look([...LIVE, "mail.clinic.example A 198.51.100.1"], declaration))).toEqual([
      "mail.clinic.example record-extra",
    ]);
    expect(codes(await look(changed(LINES[10]), declaration))).toEqual([
      "mail.clinic.example record-missing",
    ]);
  });

  test.each(["A 192.0.2.1", "CNAME policies.host.example"])(
    "%s behind a proxy need only be there",
    async (value) => {
      const declaration = declarationOf(
        factsOf([[`mta-sts.clinic.example ${value}`, { proxied: true }]], {
          zones: [zone("clinic.example")],
        }),
      );
      expect(codes(await look([...LIVE, "mta-sts.clinic.example A 104.16.0.1"], declaration))).toEqual([]);
      expect(codes(await look(LIVE, declaration))).toEqual(["mta-sts.clinic.example record-missing"]);
    },
  );

  test("of Autodiscover besides the declared service record is found", async () => {
    const declaration = declarationOf(
      factsOf(["_autodiscover._tcp.clinic.example SRV 0 0 443 mail.clinic.example"], {
        zones: [zone("clinic.example")],
      }),
    );
    const lines = [...LIVE, "_autodiscover._tcp.clinic.example SRV 0 0 443 mail.clinic.example"];
    expect(codes(await look(lines, declaration))).toEqual(["autodiscover.clinic.example record-extra"]);
  });
});

test("authorities that the DNS host adds by itself are a warning, others are wrong", async () => {
  const atHost = LIVE.map((line) =>
    line
      .replace("clinic.example NS ns1.host.example", "clinic.example NS ada.ns.cloudflare.com")
      .replace("ns1.host.example A", "ada.ns.cloudflare.com A"),
  );
  const issuer = 'clinic.example CAA 0 issue "pki.goog; cansignhttpexchanges=yes"';
  const observations = await look([...atHost, issuer]);

  expect(observations[0]?.verdict).toBe("ok");
  expect(observations.find(({ part }) => part === "CAA")).toMatchObject({
    verdict: "warning",
    findings: [{ code: "caa-by-host" }],
  });
  expect(codes(await look([...atHost, 'clinic.example CAA 0 issue "wosign.com"']))).toEqual([
    "clinic.example caa-extra",
  ]);
});

describe("the servers of a zone", () => {
  const others: ZoneServer[] = [];

  afterEach(() => Promise.all(others.splice(0).map((each) => each.stop())));

  /** The zone at a second server, on another address of the loopback. */
  const withSecond = async (
    lines: readonly string[],
    manners: ConstructorParameters<typeof ZoneServer>[1] = {},
  ): Promise<readonly Observation[]> => {
    const second = new ZoneServer(lines, manners);
    others.push(second);
    await second.start("127.0.0.2", port);
    return look(
      [...LIVE, "clinic.example NS ns2.host.example", "ns2.host.example A 127.0.0.2"],
      DECLARATION,
      {
        dns: { resolvers: [`127.0.0.1:${port}`], port, timeoutMilliseconds: 100 },
      },
    );
  };

  test("that differ are named", async () => {
    const observations = await withSecond(changed(LINES[7]));

    expect(codes(observations)).toEqual(["_mta-sts.clinic.example record-missing"]);
    expect(observations.flatMap(({ findings }) => findings)[0]?.message).toMatch(
      /^at ns2\.host\.example only: /,
    );
  });

  test.each([
    ["does not serve it", { isLame: true }, "server-lame", "error"],
    ["refuses", { code: 5 }, "server-silent", "warning"],
    ["is silent", { isSilent: true }, "server-silent", "warning"],
  ] as const)("of which one %s are told", async (_what, manners, code, verdict) => {
    const observations = await withSecond(LIVE, manners);

    expect(codes(observations)).toEqual([`clinic.example ${code}`]);
    expect(observations[0]).toMatchObject({
      verdict,
      seen: "served by ns1.host.example",
    });
  });

  test("that send long answers in part are asked over TCP", async () => {
    expect(codes(await withSecond(LIVE, { truncates: true }))).toEqual([]);
  });

  test("are not asked again where none answers", async () => {
    const silent = await look(
      LIVE.map((line) => line.replace("ns1.host.example A 127.0.0.1", "ns1.host.example A 127.0.0.9")),
      DECLARATION,
      { dns: { resolvers: [`127.0.0.1:${port}`], port, timeoutMilliseconds: 100 } },
    );
    expect(codes(silent)).toEqual(["clinic.example zone-unanswered"]);
  });

  test("that the DNS does not know are no reason to look further up for a zone of the stack's own", async () => {
    const above = LIVE.map((line) => line.replace(/^clinic\.example NS/, "example NS"));
    expect(codes(await look(above))).toEqual(["clinic.example not-delegated"]);
  });

  test("are those of the zone above where the stack knows the zone by an id only", async () => {
    const declaration = declarationOf(
      factsOf(['clinic.example._report._dmarc.msp.example TXT "v=DMARC1;"'], {
        zones: [zone("clinic.example._report._dmarc.msp.example", { address: "0a1b2c" })],
      }),
    );
    const lines = [
      "msp.example NS ns1.host.example",
      "msp.example SOA a.example b.example",
      "ns1.host.example A 127.0.0.1",
    ];
    const published = "clinic.example._report._dmarc.msp.example TXT v=DMARC1;";
    expect(codes(await look([...lines, published], declaration))).toEqual([]);
    expect(codes(await look(lines, declaration))).toEqual([
      "clinic.example._report._dmarc.msp.example record-missing",
    ]);
  });

  test("are found by the next resolver where the first does not answer", async () => {
    const resolvers = ["127.0.0.1:1", `127.0.0.1:${port}`];
    const found = await look(LIVE, DECLARATION, { dns: { resolvers, port, timeoutMilliseconds: 100 } });
    expect(codes(found)).toEqual([]);
  });

  test("are not asked where no resolver answers", async () => {
    const [observation] = await look(LIVE, DECLARATION, {
      dns: { resolvers: ["127.0.0.1:1"], port, timeoutMilliseconds: 100 },
    });
    expect(observation).toMatchObject({ verdict: "error", findings: [{ code: "zone-unanswered" }] });
  });
});

describe("a signed zone", () => {
  const SIGNED = declarationOf(factsOf([...LINES], { zones: [zone("clinic.example", { dnssec: true })] }));
  const key = createHash("sha512").update("key").digest();
  const digest = createHash("sha256")
    .update(Buffer.concat([Buffer.from("\x06clinic\x07example\0"), Buffer.from([1, 1, 3, 13]), key]))
    .digest("hex");
  const dnskey = `clinic.example DNSKEY 257 3 13 ${key.toString("base64")}`;
  const ds = `clinic.example DS 12345 13 2 ${digest}`;
  const other = `clinic.example DS 12345 13 2 ${"00".repeat(32)}`;

  test.each<[string, Declaration, readonly string[], readonly string[]]>([
    ["with its DS above is trusted", SIGNED, [dnskey, ds], []],
    ["with a DS of the next key besides is trusted", SIGNED, [dnskey, ds, other], []],
    [
      "under a DS of another algorithm is refused",
      SIGNED,
      [dnskey, ds.replace(" 13 ", " 8 ")],
      ["ds-mismatch"],
    ],
    [
      "under a DS of an unknown digest is refused",
      SIGNED,
      [dnskey, ds.replace(" 2 ", " 9 ")],
      ["ds-mismatch"],
    ],
    ["without DS above is not checked by anybody", SIGNED, [dnskey], ["ds-missing"]],
    ["under the DS of another key is refused", SIGNED, [dnskey, other], ["ds-mismatch"]],
    ["that is not signed is told", SIGNED, [], ["zone-unsigned"]],
    ["that is not signed, under a DS, is told", SIGNED, [ds], ["zone-unsigned"]],
    ["of somebody else's signing is looked at too", DECLARATION, [other], ["ds-mismatch"]],
    ["of somebody else's signing is nobody's fault", DECLARATION, [dnskey, ds], []],
  ])("%s", async (_what, declaration, lines, expected) => {
    expect(codes(await look([...LIVE, ...lines], declaration))).toEqual(
      expected.map((code) => `clinic.example ${code}`),
    );
  });
});
