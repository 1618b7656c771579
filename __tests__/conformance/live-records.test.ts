import { Resolver } from "node:dns/promises";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import type { Observation } from "../../constructs/watch/checks/check";
import { RECORDS } from "../../constructs/watch/checks/records";
import type { Declaration } from "../../constructs/watch/declaration";
import { liveFactsOf } from "../../posture/posture";
import { declarationOf } from "../../stacks/declaration";
import { synthesizeClient } from "../../stacks/synthesize";
import { CLIENTS, TODAY } from "../clinic";
import { rsaKey, selfSigned } from "../constructs/watch/checks/authority";
import { vantageAt } from "../constructs/watch/checks/vantage";
import { type LiveZones, liveZones } from "./live-zones";
import { startNameServer } from "./name-server";

const declared = (id: string): Declaration =>
  declarationOf(liveFactsOf(synthesizeClient(CLIENTS, id), TODAY));

const CLINIC = declared("clinic");

/** What the web server of the policies answers, by the host that is asked for; the type is that of a text. */
const policies = new Map<string, string>();
let contentType = "text/plain";
let web: Server;
let httpsPort: number;

beforeAll(async () => {
  web = createServer(await selfSigned({ key: await rsaKey() }), ({ headers }, response) => {
    const text = policies.get(headers.host ?? "");
    response.writeHead(text === undefined ? 404 : 200, { "content-type": contentType }).end(text);
  });
  await new Promise<void>((resolve) => web.listen(0, "127.0.0.1", resolve));
  httpsPort = (web.address() as AddressInfo).port;
});

beforeEach(() => {
  contentType = "text/plain";
});

afterAll(() => new Promise((resolve) => web.close(resolve)));

/** What is found where a real name server has these zones. */
async function look(declaration: Declaration, zones: LiveZones): Promise<readonly Observation[]> {
  for (const { domain, text } of declaration.mtaStsPolicies) {
    policies.set(`mta-sts.${domain}`, policies.get(`mta-sts.${domain}`) ?? text);
  }
  const server = await startNameServer(zones);
  try {
    const port = Number(server.address.split(":")[1]);
    const resolver = new Resolver({ timeout: 1000, tries: 2 });
    resolver.setServers([server.address]);
    return await RECORDS.run(declaration, {
      ...vantageAt(port, { httpsPort }),
      resolver,
      dns: { resolvers: [server.address], port, timeoutMilliseconds: 1000 },
    });
  } finally {
    await server.stop();
  }
}

const codes = (observations: readonly Observation[]): readonly string[] =>
  observations.flatMap(({ name, findings }) => findings.map(({ code }) => `${name} ${code}`));

test.each(["clinic", "law-firm", "notary"])(
  "the records of the sample client %s, at a real name server, are those that are declared",
  async (id) => {
    const declaration = id === "clinic" ? CLINIC : declared(id);
    const observations = await look(declaration, liveZones(declaration));

    expect(
      observations.flatMap(({ name, findings }) => findings.map(({ message }) => `${name}: ${message}`)),
    ).toEqual([]);
    expect(observations.every(({ verdict }) => verdict === "ok")).toBe(true);
    const places = observations.map(({ name, part = "", port }) => `${name} ${part} ${port ?? ""}`);
    expect(places).toEqual([...new Set(places)]);
    expect(
      observations.filter(({ name, part }) => name.endsWith(`${id}.example`) && part !== undefined).length,
    ).toBeGreaterThan(10);
  },
);

const DOMAIN = "clinic.example";

/** The zone without what matches, which stands there. */
function without(zones: LiveZones, pattern: RegExp, zone = DOMAIN): void {
  const lines = zones[zone] ?? [];
  expect(lines.filter((line) => pattern.test(line)).length).toBeGreaterThan(0);
  zones[zone] = lines.filter((line) => !pattern.test(line));
}

function replaced(zones: LiveZones, pattern: RegExp, ...lines: readonly string[]): void {
  without(zones, pattern);
  zones[DOMAIN]?.push(...lines);
}

const added =
  (...lines: readonly string[]) =>
  (zones: LiveZones): void => {
    zones[DOMAIN]?.push(...lines);
  };

test.each<[string, (zones: LiveZones) => void, readonly string[]]>([
  ["an MX is gone", (zones) => without(zones, / MX 40 /), ["clinic.example record-missing"]],
  ["an MX leads past the relay", added("@ MX 50 mail"), ["clinic.example mx-extra"]],
  [
    "the domain takes no mail",
    (zones) => replaced(zones, / MX /, "@ MX 0 ."),
    ["clinic.example record-differs"],
  ],
  ["a second SPF record stands there", added('@ TXT "v=spf1 mx -all"'), ["clinic.example spf-twice"]],
  [
    "SPF lets anyone send",
    (zones) => replaced(zones, /^clinic\.example\. TXT "v=spf1/, '@ TXT "v=spf1 +all"'),
    ["clinic.example record-differs"],
  ],
  [
    "a second DMARC record stands there",
    added('_dmarc TXT "v=DMARC1; p=none"'),
    ["_dmarc.clinic.example dmarc-twice"],
  ],
  ["DMARC is gone", (zones) => without(zones, /^_dmarc/), ["_dmarc.clinic.example record-missing"]],
  [
    "a DKIM key is another",
    (zones) => replaced(zones, /^s1\._domainkey/, 's1._domainkey TXT "v=DKIM1; k=rsa; p=AAAA"'),
    ["s1._domainkey.clinic.example record-differs"],
  ],
  [
    "a DKIM alias leads elsewhere",
    (zones) => replaced(zones, /^s2\._domainkey/, "s2._domainkey CNAME s2.elsewhere.example."),
    ["s2._domainkey.clinic.example record-differs"],
  ],
  [
    "the MTA-STS record is an old one",
    (zones) => replaced(zones, /^_mta-sts/, '_mta-sts TXT "v=STSv1; id=1"'),
    ["_mta-sts.clinic.example record-differs"],
  ],
  [
    "TLS reports go to two places by two records",
    added('_smtp._tls TXT "v=TLSRPTv1; rua=mailto:a@b.example"'),
    ["_smtp._tls.clinic.example tls-rpt-twice"],
  ],
  ["another authority may issue", added('@ CAA 0 issue "letsencrypt.org"'), ["clinic.example caa-extra"]],
  [
    "the mail host no longer says who may issue",
    (zones) => without(zones, /^mail\.clinic\.example\. CAA/),
    ["mail.clinic.example record-missing"],
  ],
  [
    "the mail host has an address besides",
    added("mail AAAA 2001:db8::1"),
    ["mail.clinic.example record-extra"],
  ],
  [
    "Autodiscover is no alias any more",
    (zones) => replaced(zones, /^autodiscover/, "autodiscover A 198.51.100.1"),
    ["autodiscover.clinic.example record-missing"],
  ],
  [
    "a service is offered that is not",
    (zones) => replaced(zones, /^_imap\._tcp/, "_imap._tcp SRV 0 0 143 mail"),
    ["_imap._tcp.clinic.example record-differs"],
  ],
  [
    "reports to the operator are not authorised",
    (zones) => without(zones, /_report/, "msp.example"),
    ["clinic.example._report._dmarc.msp.example record-missing"],
  ],
  [
    "the DS is gone",
    (zones) => without(zones, /^clinic\.example\. DS/, "example"),
    ["clinic.example ds-missing"],
  ],
  [
    "the DS is that of another key",
    (zones) => {
      without(zones, /^clinic\.example\. DS/, "example");
      zones.example?.push(`clinic.example. DS 1 13 2 ${"00".repeat(32)}`);
    },
    ["clinic.example ds-mismatch"],
  ],
  ["the zone is signed no more", (zones) => without(zones, / DNSKEY /), ["clinic.example zone-unsigned"]],
])("that %s is found, and nothing else", async (_what, edit, expected) => {
  const zones = liveZones(CLINIC);
  edit(zones);

  expect(codes(await look(CLINIC, zones))).toEqual(expected);
});

test("a policy of another text, or of another type, is found", async () => {
  policies.set("mta-sts.clinic.example", "version: STSv1\nmode: none\nmax_age: 86400\n");
  contentType = "text/html";

  expect(codes(await look(CLINIC, liveZones(CLINIC)))).toEqual([
    "mta-sts.clinic.example policy-differs",
    "mta-sts.clinic.example policy-type",
  ]);
  policies.clear();
});
