import { Resolver } from "node:dns/promises";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PublishedSpf } from "../../posture/dns/spf/published-spf";
import { catalogueText } from "../../posture/dns/spf/spf-catalogue-text";
import { PUBLISHED_SPF } from "../../posture/dns/spf/spf-published-data";
import { EXIT } from "../../tools/exit-status";
import { spfCommand } from "../../tools/spf";
import { askForSpf, driftOf, refreshedRecords } from "../../tools/spf-refresh";
import { DnsServer, type Zone } from "./dns-server";

/** The shipped catalogue, as the DNS would publish it. */
const AS_SHIPPED: Zone = Object.fromEntries(
  PUBLISHED_SPF.flatMap(({ name, text }) => (text === null ? [] : [[name, [chunks(text)]]])),
);

function chunks(text: string): readonly string[] {
  return text.match(/.{1,200}/gs) ?? [];
}

const servers: DnsServer[] = [];
let printed: string[];
let complained: string[];

beforeEach(() => {
  printed = [];
  complained = [];
  jest.spyOn(console, "log").mockImplementation((line: string) => printed.push(line));
  jest.spyOn(console, "error").mockImplementation((line: string) => complained.push(line));
});

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  process.exitCode = undefined;
  jest.restoreAllMocks();
});

async function serving(zone: Zone): Promise<{ readonly server: DnsServer; readonly address: string }> {
  const server = new DnsServer(zone);
  servers.push(server);
  return { server, address: await server.start() };
}

async function asking(zone: Zone): Promise<Resolver> {
  const resolver = new Resolver({ timeout: 200, tries: 1 });
  resolver.setServers([(await serving(zone)).address]);
  return resolver;
}

async function run(...args: readonly string[]): Promise<void> {
  await spfCommand().parseAsync(args, { from: "user" });
}

function record(name: string, text: string | null): PublishedSpf {
  return { name, text, asOf: "2026-01-01", confidence: "seen-in-wild", sources: ["a page"] };
}

describe("askForSpf", () => {
  test("joins strings, leaves other TXT records aside, and follows includes", async () => {
    const resolver = await asking({
      "relay.example": [["MS=ms1"], ["v=spf1 include:east.relay", ".example include:%{d}.x.example -all"]],
      "east.relay.example": [["v=spf1 redirect=west.example"]],
      "west.example": [["v=spf1 -all"]],
    });
    expect(await askForSpf(["relay.example"], resolver)).toEqual([
      { name: "east.relay.example", kind: "record", text: "v=spf1 redirect=west.example" },
      {
        name: "relay.example",
        kind: "record",
        text: "v=spf1 include:east.relay.example include:%{d}.x.example -all",
      },
      { name: "west.example", kind: "record", text: "v=spf1 -all" },
    ]);
  });

  test("tells nothing there from nobody answering", async () => {
    const resolver = await asking({
      "empty.example": [],
      "other.example": [["not spf"]],
      "broken.example": 2,
      "silent.example": "silence",
      "two.example": [["v=spf1 a -all"], ["v=spf1 mx -all"]],
    });
    const names = [
      "gone.example",
      "empty.example",
      "other.example",
      "broken.example",
      "silent.example",
      "two.example",
    ];
    expect(await askForSpf(names, resolver)).toEqual([
      { name: "broken.example", kind: "unanswered", reason: "ESERVFAIL" },
      { name: "empty.example", kind: "nothing" },
      { name: "gone.example", kind: "nothing" },
      { name: "other.example", kind: "nothing" },
      { name: "silent.example", kind: "unanswered", reason: "ETIMEOUT" },
      { name: "two.example", kind: "unanswered", reason: "publishes 2 SPF records" },
    ]);
  });

  test("asks for each name once, also where records include each other", async () => {
    const { server, address } = await serving({
      "a.example": [["v=spf1 include:b.example -all"]],
      "b.example": [["v=spf1 include:a.example -all"]],
    });
    const resolver = new Resolver();
    resolver.setServers([address]);
    await askForSpf(["a.example", "a.example"], resolver);
    expect(server.asked).toEqual(["a.example", "b.example"]);
  });
});

describe("driftOf", () => {
  test.each([
    ["changed", "v=spf1 a -all", "v=spf1 mx -all"],
    ["gone", "v=spf1 a -all", null],
    ["changed", null, "v=spf1 a -all"],
    ["new", undefined, "v=spf1 a -all"],
    ["new", undefined, null],
  ] as const)("finds a %s record: %p, now %p", (kind, was, is) => {
    const answer =
      is === null
        ? { name: "a.example", kind: "nothing" as const }
        : { name: "a.example", kind: "record" as const, text: is };
    expect(driftOf(was === undefined ? [] : [record("a.example", was)], [answer])).toEqual([
      { name: "a.example", kind, was, is },
    ]);
  });

  test("sees no difference in spaces at the end, in nothing that stays nothing, or where no one answered", () => {
    const records = [
      record("a.example", "v=spf1 -all"),
      record("b.example", null),
      record("c.example", "v=spf1 a"),
    ];
    expect(
      driftOf(records, [
        { name: "a.example", kind: "record", text: "v=spf1 -all " },
        { name: "b.example", kind: "nothing" },
        { name: "c.example", kind: "unanswered", reason: "ETIMEOUT" },
      ]),
    ).toEqual([]);
  });
});

describe("refreshedRecords", () => {
  test("dates what was answered, keeps what was not, and sorts", () => {
    const kept = record("b.example", "v=spf1 a -all");
    expect(
      refreshedRecords(
        [kept, record("a.example", "v=spf1 a -all")],
        [
          { name: "a.example", kind: "nothing" },
          { name: "b.example", kind: "unanswered", reason: "ETIMEOUT" },
          { name: "0.example", kind: "record", text: "v=spf1 -all" },
        ],
        "2026-11-24",
        "192.0.2.53",
      ),
    ).toEqual([
      {
        name: "0.example",
        text: "v=spf1 -all",
        asOf: "2026-11-24",
        confidence: "resolved",
        sources: ["DNS answer of 192.0.2.53"],
      },
      {
        name: "a.example",
        text: null,
        asOf: "2026-11-24",
        confidence: "resolved",
        sources: ["DNS answer of 192.0.2.53"],
      },
      kept,
    ]);
  });
});

describe("spf refresh", () => {
  test("names what differs and exits 2", async () => {
    const { address } = await serving({ ...AS_SHIPPED, "amazonses.com": [["v=spf1 ip4:192.0.2.0/24 -all"]] });
    await run("refresh", "--resolver", address);
    expect(process.exitCode).toBe(EXIT.drift);
    const changed = printed.find((line) => line.includes("amazonses.com")) ?? "";
    expect(changed).toContain('changed amazonses.com\n    was "v=spf1 ip4:199.255.192.0/22 ');
    expect(changed).toContain('\n    is  "v=spf1 ip4:192.0.2.0/24 -all"');
    expect(printed.some((line) => line.includes("_spf.google.com"))).toBe(false);
    expect(printed.at(-1)).toMatch(/^\d+ names asked, \d+ differ from the catalogue, 0 without answer$/);
  });

  test("says that it is offline and exits 1 where no one listens", async () => {
    const { server, address } = await serving({});
    await server.stop();
    servers.splice(0);
    await run("refresh", "--resolver", address);
    expect(process.exitCode).toBe(EXIT.badInput);
    expect(complained.join()).toMatch(
      /offline: 127\.0\.0\.1:\d+ gave no SPF record for any of \d+ names \(ECONNREFUSED\); nothing was compared/,
    );
  });

  test("takes a resolver that knows nothing for offline, and writes nothing", async () => {
    const { address } = await serving({});
    const output = join(mkdtempSync(join(tmpdir(), "spf-")), "data.ts");
    writeFileSync(output, "before");
    await run("refresh", "--resolver", address, "--write", "--output", output);
    expect(process.exitCode).toBe(EXIT.badInput);
    expect(complained.join()).toContain("(no such record); nothing was compared");
    expect(readFileSync(output, "utf8")).toBe("before");
  });

  test("fails for what is no address", async () => {
    await run("refresh", "--resolver", "dns.example");
    expect(process.exitCode).toBe(EXIT.badInput);
    expect(complained.join()).toContain("Invalid IP address: dns.example");
  });

  test("writes the same file for the same answers, and it is the catalogue's own form", async () => {
    const { address } = await serving(AS_SHIPPED);
    const folder = mkdtempSync(join(tmpdir(), "spf-"));
    for (const file of ["first.ts", "second.ts"]) {
      await run("refresh", "--resolver", address, "--write", "--output", join(folder, file));
      expect(process.exitCode).toBeUndefined();
    }
    const written = readFileSync(join(folder, "first.ts"), "utf8");
    expect(readFileSync(join(folder, "second.ts"), "utf8")).toBe(written);
    const { text } = PUBLISHED_SPF.find(({ name }) => name === "_spf.google.com") ?? {};
    expect(written).toContain(`    name: "_spf.google.com",\n    text: ${JSON.stringify(text)},\n`);
    expect(written.split("export const")[0]).toBe(catalogueText([]).split("export const")[0]);
  });
});

describe("spf tree", () => {
  function stackFile(...records: readonly Readonly<Record<string, unknown>>[]): string {
    const file = join(mkdtempSync(join(tmpdir(), "spf-")), "cdk.tf.json");
    const named = Object.fromEntries(records.map((attributes, index) => [`r${index}`, attributes]));
    writeFileSync(file, JSON.stringify({ resource: { cloudflare_dns_record: named } }));
    return file;
  }

  test("shows each record's tree and warns of old catalogue records", async () => {
    jest.spyOn(Date.prototype, "toISOString").mockReturnValue("2040-01-01T00:00:00.000Z");
    const records = ["clinic.fr", "_spf.clinic.fr"].map((name) => ({ name, type: "TXT", ttl: 300 }));
    const texts = ["v=spf1 include:_spf.clinic.fr a ~all", "v=spf1 include:_spf.google.com -all"];
    await run(
      "tree",
      stackFile(...records.map((record, index) => ({ ...record, content: `"${texts[index]}"` }))),
    );
    expect(process.exitCode).toBeUndefined();
    const [text = ""] = printed;
    expect(text).toContain(
      "  clinic.fr  v=spf1 include:_spf.clinic.fr a ~all\n  ├─ include:_spf.clinic.fr  2\n",
    );
    expect(text).toContain(
      "  3 of 10 look-ups, headroom 7; 36 octets\n  45 octets with the name and all its TXT records",
    );
    expect(text).toMatch(/warning .*"clinic\.fr": .*more than 180 days old: _spf\.google\.com \d+; run/);
  });

  test("says so where there is no SPF record", async () => {
    await run("tree", stackFile({ name: "clinic.fr", type: "A", ttl: 300, content: "192.0.2.1" }));
    expect(printed.join()).toContain("no SPF record");
  });

  test("fails for a folder without Terraform JSON", async () => {
    await run("tree", mkdtempSync(join(tmpdir(), "spf-")));
    expect(process.exitCode).toBe(EXIT.badInput);
    expect(complained.join()).toContain("holds no Terraform JSON file (*.tf.json)");
  });
});
