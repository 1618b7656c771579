import { execFile } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Blocklist } from "../../constructs/watch/blocklists/blocklist";
import { askThrough } from "../../constructs/watch/blocklists/dns-client";
import { lookUp } from "../../constructs/watch/blocklists/look-up";
import { probeOf, queryName } from "../../constructs/watch/blocklists/query-name";
import { BLOCKLISTS } from "../../constructs/watch/blocklists/registry";
import { type Subject, subjectOf } from "../../constructs/watch/blocklists/subject";
import { LossyForwarder, type NameServer, startNameServer, type Zones } from "./name-server";

const PROGRAM = resolve(__dirname, "..", "..", "dist", "tools", "protected-exchange.js");

const ADDRESS = "52.0.0.1";
const ADDRESS_6 = "2600:1f00::1";
const DOMAIN = "clinic.fr";

/** Keys, as somebody has them who subscribes to everything. */
const KEYS = { "spamhaus-dqs": "dqskey", abusix: "abusixkey" };

function zoneOf({ zone, operator: { key } }: Pick<Blocklist, "zone" | "operator">): string {
  return key === undefined ? zone : `${KEYS[key as keyof typeof KEYS]}.${zone}`;
}

/** Entries for tests of a list, with an answer that all of its parts read. */
function testEntries(list: Blocklist): readonly string[] {
  const answers =
    list.codes.bits === undefined
      ? [...new Set(["127.0.0.2", ...Object.keys(list.codes.words ?? {})])].slice(0, 12)
      : ["127.0.0.254"];
  return list.of.flatMap((kind) => {
    const { listed } = probeOf(list, kind);
    const own = kind === "domain" && list.codes.words !== undefined ? Object.keys(list.codes.words) : answers;
    return listed === null
      ? []
      : own.map(
          (answer) => `${queryName(listed, zoneOf(list)).slice(0, -zoneOf(list).length - 1)} A ${answer}`,
        );
  });
}

const ENTRY = "1.0.0.52";

/** What is not as it should be, by zone; every other list works and holds nothing but its entries for tests. */
const SPECIAL: Zones = {
  "psbl.surriel.com": ["2.0.0.127 A 127.0.0.2", `${ENTRY} A 127.0.0.2`],
  "dqskey.zen.dq.spamhaus.net": [
    "2.0.0.127 A 127.0.0.2",
    `${queryName("::ffff:7f00:2", "x").slice(0, -2)} A 127.0.0.2`,
    `${ENTRY} A 127.0.0.10`,
    `${ENTRY} A 127.0.0.4`,
    `${queryName(ADDRESS_6, "x").slice(0, -2)} A 127.0.0.3`,
  ],
  "dnsbl-3.uceprotect.net": ["2.0.0.127 A 127.0.0.2", `${ENTRY} A 127.0.0.2`],
  "multi.surbl.org": ["test.surbl.org A 127.0.0.254", `${DOMAIN} A 127.0.0.8`],
  // Refusals.
  "multi.uribl.com": ["* A 127.0.0.1"],
  "b.barracudacentral.org": ["* A 127.255.255.254"],
  "bl.score.senderscore.com": ["* A 127.255.255.255"],
  // Dead: nothing in it, everything in it, and the page of whoever bought the domain.
  "dnsbl.kempt.net": [],
  "truncate.gbudb.net": ["* A 127.0.0.2"],
  "dnsbl.dronebl.org": ["* A 198.51.100.1"],
  // The server has the zone in its configuration, and not on its disk: SERVFAIL.
  "bl.blocklist.de": null,
};

/** Configured nowhere: the server refuses. */
const REFUSED = "rbl.interserver.net";

/** Asked, and never answered. */
const SILENT = ["bl.mailspike.net", "block.ascams.com"];

let server: NameServer;
let forwarder: LossyForwarder;
let resolver: string;

beforeAll(async () => {
  const working = BLOCKLISTS.filter(({ zone }) => zone !== REFUSED).map(
    (list) => [zoneOf(list), testEntries(list)] as const,
  );
  server = await startNameServer({ ...Object.fromEntries(working), ...SPECIAL });
  forwarder = new LossyForwarder(server.address, (name) => SILENT.some((zone) => name.endsWith(`.${zone}`)));
  resolver = await forwarder.start();
});

afterAll(() => Promise.all([server?.stop(), forwarder?.stop()]));

async function answersFor(text: string, lists: readonly Blocklist[] = BLOCKLISTS) {
  const results = await lookUp(lists, [subjectOf(text) as Subject], {
    ask: askThrough([resolver], 300),
    keys: KEYS,
  });
  return new Map(results.map(({ list, answer }) => [list.zone, answer]));
}

test("every list of the registry that works is believed, by a name server of somebody else", async () => {
  for (const [text, listed] of [
    [ADDRESS, ["dnsbl-3.uceprotect.net", "psbl.surriel.com", "zen.dq.spamhaus.net"]],
    [ADDRESS_6, ["zen.dq.spamhaus.net"]],
    [DOMAIN, ["multi.surbl.org"]],
  ] as const) {
    const answers = await answersFor(text);
    const without = [...answers].filter(([, { answer }]) => answer === "error" || answer === "unusable");

    expect([...answers].flatMap(([zone, { answer }]) => (answer === "listed" ? [zone] : [])).sort()).toEqual(
      listed,
    );
    expect(without.map(([zone]) => zone).sort()).toEqual(
      text === ADDRESS
        ? [
            "b.barracudacentral.org",
            "bb.barracudacentral.org",
            "bl.blocklist.de",
            "bl.mailspike.net",
            "bl.score.senderscore.com",
            "block.ascams.com",
            "dnsbl.dronebl.org",
            "dnsbl.kempt.net",
            "rbl.interserver.net",
            "truncate.gbudb.net",
          ].sort()
        : text === DOMAIN
          ? ["black.uribl.com", "grey.uribl.com", "multi.uribl.com", "red.uribl.com"]
          : [],
    );
  }
});

test.each([
  ["psbl.surriel.com", { answer: "listed", reasons: [{ code: "127.0.0.2", words: null }] }],
  ["bl.spamcop.net", { answer: "clean" }],
  ["b.barracudacentral.org", { answer: "error", because: expect.stringContaining("127.255.255.254") }],
  ["bl.score.senderscore.com", { answer: "error", because: expect.stringContaining("127.255.255.255") }],
  ["dnsbl.kempt.net", { answer: "unusable", because: expect.stringContaining("is not listed") }],
  ["truncate.gbudb.net", { answer: "unusable", because: expect.stringContaining("lists everything") }],
  ["dnsbl.dronebl.org", { answer: "unusable", because: expect.stringContaining("198.51.100.1") }],
  ["bl.blocklist.de", { answer: "error", because: expect.stringContaining("SERVFAIL") }],
  ["rbl.interserver.net", { answer: "error", because: expect.stringContaining("REFUSED") }],
  ["bl.mailspike.net", { answer: "error", because: "nobody answers in time" }],
])("%s answers as it is", async (zone, answer) => {
  const answers = await answersFor(
    ADDRESS,
    BLOCKLISTS.filter((list) => list.zone === zone),
  );

  expect(answers.get(zone)).toEqual(answer);
});

test("the answers of a list with several say why in words", async () => {
  const answers = await answersFor(ADDRESS);

  expect(answers.get("zen.dq.spamhaus.net")).toMatchObject({
    reasons: [
      { code: "127.0.0.10", words: expect.stringContaining("PBL") },
      { code: "127.0.0.4", words: expect.stringContaining("XBL") },
    ],
  });
});

/** Runs the check of a client with all lists, as a user would. */
function check(server: string, words: readonly string[]): Promise<{ status: number; stdout: string }> {
  const file = join(mkdtempSync(join(tmpdir(), "stack-")), "cdk.tf.json");
  const record = { name: DOMAIN, type: "MX", content: "mx.relay.net", priority: 10, ttl: 300, zone_id: "z" };
  writeFileSync(
    file,
    JSON.stringify({
      output: { egress_addresses: { value: [ADDRESS, ADDRESS_6] } },
      resource: { cloudflare_dns_record: { mx: record } },
    }),
  );
  const env = { ...process.env, NO_COLOR: "1", DQS: KEYS["spamhaus-dqs"], ABUSIX: KEYS.abusix };
  const all = [PROGRAM, "check", file, "--only", "blocklists", "--resolver", server, ...words];
  return new Promise((ended) => {
    execFile(process.execPath, all, { env }, (error, stdout) => {
      ended({ status: error === null ? 0 : Number(error.code), stdout });
    });
  });
}

test("the check of a client over all lists ends with 3, and says how long it took", async () => {
  const keys = ["--key", "spamhaus-dqs=env:DQS", "--key", "abusix=env:ABUSIX"];
  const begin = performance.now();
  const { status, stdout } = await check(resolver, [...keys, "--format", "json"]);
  const seconds = (performance.now() - begin) / 1000;

  const { checks } = JSON.parse(stdout);
  expect(checks[0].observations.map(({ name, verdict }: Record<string, unknown>) => [name, verdict])).toEqual(
    [
      [ADDRESS_6, "error"],
      [ADDRESS, "error"],
      [DOMAIN, "error"],
    ],
  );
  expect(stdout).not.toMatch(/dqskey|abusixkey/);
  expect(status).toBe(3);
  process.stdout.write(`all lists for two addresses and a domain: ${seconds.toFixed(1)} s\n`);
});

test("where nobody answers at all, nothing is seen, and it ends all the same", async () => {
  const nobody = new LossyForwarder(server.address, () => true);
  const begin = performance.now();
  const { status } = await check(await nobody.start(), []);
  await nobody.stop();

  expect(status).toBe(2);
  process.stdout.write(`all lists, nobody answers: ${((performance.now() - begin) / 1000).toFixed(1)} s\n`);
});
