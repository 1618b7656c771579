import { resolverFor } from "../../constructs/core/dns-question";
import type { RelayVendor } from "../../constructs/relay/vendor";
import { RELAY_VENDORS } from "../../constructs/relay/vendors";
import { SPAMEXPERTS } from "../../constructs/relay/vendors/spamexperts";
import { PUBLISHED_SPF } from "../../posture/dns/spf/spf-published-data";
import { catalogueCommand } from "../../tools/catalogue";
import { EXIT } from "../../tools/exit-status";
import { checkVendors } from "../../tools/relay-drift";
import { DnsServer, type Zone } from "./dns-server";

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

const run = (...words: readonly string[]) => catalogueCommand().parseAsync(words, { from: "user" });

const source = { confidence: "documented", sources: ["https://relay.example/docs"] } as const;

/** A vendor with a value of every kind that can be asked for. */
const VENDOR: RelayVendor = {
  ...SPAMEXPERTS,
  id: "example",
  mx: {
    ...source,
    value: [{ host: "mx.relay.example", preference: 10 }, { host: "{tenant}.relay.example" }],
  },
  deliversFrom: { ...source, value: ["192.0.2.0/28"] },
  networkSource: { type: "A", name: "delivery.relay.example" },
  spf: { ...source, value: "include:spf.relay.example" },
  smartHost: { ...source, value: { host: "out.relay.example", ports: [587] } },
  regions: {
    here: {},
    there: {
      deliversFrom: { ...source, value: ["198.51.100.0/28"] },
      networkSource: { type: "TXT-SPF", name: "spf.there.example" },
    },
    elsewhere: { networkSource: { type: "https-json", name: "https://relay.example/networks" } },
  },
};

/** What the DNS says when the vendor is as recorded. */
const AS_RECORDED: Zone = {
  "mx.relay.example": { addresses: ["192.0.2.1"] },
  "out.relay.example": { addresses: ["192.0.2.2"] },
  "delivery.relay.example": { addresses: ["192.0.2.3", "192.0.2.4"] },
  "spf.relay.example": [["v=spf1 ip4:192.0.2.0/24 -all"]],
  "spf.there.example": [["v=spf1 include:inner.there.example -all"]],
  "inner.there.example": [["v=spf1 ip4:198.51.100.0/29 -all"]],
};

const checked = async (zone: Zone) => checkVendors([VENDOR], resolverFor((await serving(zone)).address));

describe("the check of a vendor", () => {
  test("finds no difference when all is as recorded, and leaves out what depends on the client", async () => {
    const { server, address } = await serving(AS_RECORDED);
    const { drift, answers, notAsked } = await checkVendors([VENDOR], resolverFor(address));

    expect(drift).toEqual([]);
    expect(answers.map(({ name, kind }) => `${name} ${kind}`).sort()).toEqual(
      Object.keys(AS_RECORDED)
        .map((name) => `${name} record`)
        .sort(),
    );
    expect(notAsked).toEqual([{ vendor: "example", name: "https://relay.example/networks" }]);
    expect(server.asked.filter((name) => name.includes("{"))).toEqual([]);
  });

  test("asks once for a name that says who sends and from which networks", async () => {
    const { server, address } = await serving(AS_RECORDED);
    const vendor = {
      ...VENDOR,
      deliversFrom: { ...source, value: ["192.0.2.0/24"] },
      networkSource: { type: "TXT-SPF", name: "spf.relay.example" },
    } as const;

    expect((await checkVendors([vendor], resolverFor(address))).drift).toEqual([]);
    expect(server.asked.filter((name) => name === "spf.relay.example")).toHaveLength(1);
  });

  test.each([
    ["mx.relay.example", undefined, "has no address any more"],
    ["out.relay.example", undefined, "has no address any more"],
    ["spf.relay.example", undefined, "publishes no SPF record any more"],
    ["delivery.relay.example", undefined, "names no networks any more"],
    [
      "delivery.relay.example",
      { addresses: ["192.0.2.3", "203.0.113.9"] },
      "names 203.0.113.9/32, which the catalogue does not hold",
    ],
    ["spf.there.example", undefined, "names no networks any more"],
    [
      "spf.there.example",
      [["v=spf1 ip4:198.51.100.0/27 -all"]],
      "names 198.51.100.16/28, which the catalogue does not hold",
    ],
  ] as const)("finds that %s is now %j", async (name, now, message) => {
    const { [name]: _, ...others } = AS_RECORDED;

    expect((await checked(now === undefined ? others : { ...others, [name]: now })).drift).toEqual([
      { vendor: "example", name, message },
    ]);
  });

  test("finds an SPF record that is not the recorded one", async () => {
    const { name, text } = PUBLISHED_SPF.find((record) => record.text !== null) ?? { name: "", text: "" };
    const vendor = { ...VENDOR, spf: { ...source, value: `include:${name}` } };
    const { address } = await serving({ ...AS_RECORDED, [name]: [["v=spf1 -all"]] });

    expect((await checkVendors([vendor], resolverFor(address))).drift).toEqual([
      {
        vendor: "example",
        name,
        message: `publishes "v=spf1 -all", recorded is ${JSON.stringify(text)}; run "protected-exchange spf refresh"`,
      },
    ]);
  });

  test("does not take silence for a difference", async () => {
    const { drift, answers } = await checked({ ...AS_RECORDED, "mx.relay.example": 2 });

    expect(drift).toEqual([]);
    expect(answers).toContainEqual({ name: "mx.relay.example", kind: "unanswered", reason: "ESERVFAIL" });
  });
});

/** Every host of the shipped catalogue, each with an address; nothing else. */
const HOSTS: Zone = Object.fromEntries(
  [...JSON.stringify([...RELAY_VENDORS.values()]).matchAll(/"(?:host":"|value":"a:)([^"{]+)"/g)].map(
    ([, host = ""]) => [host, { addresses: ["192.0.2.1"] }],
  ),
);

describe("catalogue check", () => {
  test("names what differs and ends with 2", async () => {
    const { address } = await serving({
      ...HOSTS,
      "delivery.antispamcloud.com": { addresses: ["203.0.113.9"] },
    });
    await run("check", "--resolver", address);

    expect(process.exitCode).toBe(EXIT.drift);
    expect(printed.join("\n")).toContain(
      "spamexperts: delivery.antispamcloud.com names 203.0.113.9/32, which the catalogue does not hold",
    );
    expect(printed.join("\n")).toMatch(
      /microsoft-eop: https:\/\/endpoints\.office\.com.* is no name of the DNS/,
    );
    expect(printed.join("\n")).not.toContain("has no address any more");
    expect(printed.at(-1)).toMatch(/^\d+ names asked, \d+ differences, 0 without answer$/);
  });

  test("says that it is offline and ends with 1 where no one listens", async () => {
    const { server, address } = await serving({});
    await server.stop();
    servers.splice(0);
    await run("check", "--resolver", address);

    expect(process.exitCode).toBe(EXIT.badInput);
    expect(complained.join()).toMatch(
      /offline: 127\.0\.0\.1:\d+ knew none of \d+ names \(ECONNREFUSED\); nothing was compared/,
    );
  });

  test("fails for what is no address", async () => {
    await run("check", "--resolver", "dns.example");

    expect(process.exitCode).toBe(EXIT.badInput);
    expect(complained.join()).toContain("Invalid IP address: dns.example");
  });
});

test("catalogue list shows every vendor with what a client file has to confirm", async () => {
  await run("list");
  const text = printed.join("\n");

  for (const id of RELAY_VENDORS.keys()) {
    expect(text).toContain(`${id}  `);
  }
  expect(text).toContain("nable-mail-assure  N-able Mail Assure; when down: 14 days; webmail not stated");
  expect(text).toMatch(/\n {2}us-legacy +confirm outbound\n/);
  expect(text).toMatch(/\n {2}eu +confirm mx, deliversFrom\n/);
});
