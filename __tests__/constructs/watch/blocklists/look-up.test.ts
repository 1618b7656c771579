import type { Blocklist, SubjectKind } from "../../../../constructs/watch/blocklists/blocklist";
import type { DnsReply } from "../../../../constructs/watch/blocklists/decode";
import { lookUp } from "../../../../constructs/watch/blocklists/look-up";
import { Pace } from "../../../../constructs/watch/blocklists/pace";
import { BLOCKLISTS } from "../../../../constructs/watch/blocklists/registry";

const ADDRESS = { kind: "ipv4", value: "52.0.0.1" } as const;
const DOMAIN = { kind: "domain", value: "clinic.fr" } as const;

const LISTED = { addresses: ["127.0.0.2"] };
const TESTS = { "2.0.0.127": LISTED, test: LISTED };

/** A list of an operator of its own. */
function list(zone: string, more: Partial<Blocklist> = {}): Blocklist {
  return {
    zone,
    operator: { name: zone, use: "open", terms: null, delisting: null },
    of: ["ipv4", "domain"],
    weight: "decisive",
    status: "alive",
    asOf: null,
    codes: {},
    probes: {},
    ...more,
  };
}

const asked: string[] = [];

beforeEach(() => {
  asked.length = 0;
});

/** Answers with what a zone holds, and nothing else. */
function holding(zones: Readonly<Record<string, Readonly<Record<string, DnsReply>>>>) {
  return async (name: string): Promise<DnsReply> => {
    asked.push(name);
    const zone = Object.keys(zones).find((one) => name.endsWith(`.${one}`)) ?? "";
    return zones[zone]?.[name.slice(0, -zone.length - 1)] ?? { addresses: [] };
  };
}

async function answers(lists: readonly Blocklist[], zones: Parameters<typeof holding>[0]) {
  const results = await lookUp(lists, [ADDRESS, DOMAIN], { ask: holding(zones), keys: { abusix: "k3y" } });
  return results.map(({ list: { zone }, subject, answer }) => `${zone} ${subject.value} ${answer.answer}`);
}

describe("a list that holds its entries for tests", () => {
  test("is believed, listed or clean", async () => {
    expect(await answers([list("a.z")], { "a.z": { ...TESTS, "1.0.0.52": LISTED } })).toEqual([
      "a.z 52.0.0.1 listed",
      "a.z clinic.fr clean",
    ]);
  });

  test("is asked below its key", async () => {
    const keyed = list("a.z", {
      operator: { name: "A", use: "key", key: "abusix", terms: null, delisting: null },
    });

    expect(await answers([keyed], { "k3y.a.z": TESTS })).toEqual([
      "a.z 52.0.0.1 clean",
      "a.z clinic.fr clean",
    ]);
    await expect(lookUp([keyed], [ADDRESS], { ask: holding({}), keys: {} })).rejects.toThrow(
      /^BlocklistKeyMissing: a\.z /,
    );
  });

  test("is asked for its own kinds only", async () => {
    await answers([list("a.z", { of: ["ipv4"] })], { "a.z": TESTS });

    expect(asked).toEqual(["2.0.0.127.a.z", "1.0.0.127.a.z", "1.0.0.52.a.z"]);
  });

  test("answers for those that it holds, without another question", async () => {
    const whole = list("a.z", { of: ["ipv4"] });
    const part = list("b.z", {
      of: ["ipv4"],
      answeredBy: "a.z",
      codes: { words: { "127.0.0.4": "x" }, others: false },
    });

    expect(
      await answers([part, whole], { "a.z": { ...TESTS, "1.0.0.52": { addresses: ["127.0.0.4"] } } }),
    ).toEqual(["b.z 52.0.0.1 listed", "a.z 52.0.0.1 listed"]);
    expect(asked).toHaveLength(3);
  });
});

describe("a list that cannot be believed", () => {
  test.each<[string, Readonly<Record<string, DnsReply>>, string, string]>([
    ["is empty", { "1.0.0.52": LISTED }, "unusable", "2.0.0.127"],
    ["lists everything", { ...TESTS, "1.0.0.127": LISTED, "1.0.0.52": LISTED }, "unusable", "1.0.0.127"],
    [
      "answers with an address elsewhere",
      { "2.0.0.127": { addresses: ["198.51.100.1"] }, "1.0.0.52": LISTED },
      "unusable",
      "2.0.0.127",
    ],
    ["fails", { "2.0.0.127": { failure: "its servers fail" }, "1.0.0.52": LISTED }, "error", "2.0.0.127"],
    [
      "refuses",
      { "2.0.0.127": { addresses: ["127.255.255.254"] }, "1.0.0.52": LISTED },
      "error",
      "2.0.0.127",
    ],
  ])("because it %s is asked no further", async (_, zone, answer, last) => {
    expect(await answers([list("a.z", { of: ["ipv4"] })], { "a.z": zone })).toEqual([
      `a.z 52.0.0.1 ${answer}`,
    ]);
    expect(asked.at(-1)).toBe(`${last}.a.z`);
  });

  test("because it has ended is not asked at all", async () => {
    const ended = [list("a.z", { status: "expired" }), list("dnsbl.sorbs.net")];

    await expect(lookUp(ended, [ADDRESS], { ask: holding({}), keys: {} })).rejects.toThrow(
      /^BlocklistExpired: a\.z .*\nBlocklistExpired: dnsbl\.sorbs\.net has ended \(2024-06-05\)/,
    );
    expect(asked).toEqual([]);
  });
});

test("no list of the registry is asked twice for the same, or for a kind that it does not hold", async () => {
  const subjects = [ADDRESS, DOMAIN, { kind: "ipv6" as SubjectKind, value: "2600::1" }];
  const listed: string[] = [];
  await lookUp(
    BLOCKLISTS.filter(({ operator: { name } }) => ["Spamhaus", "SURBL", "SpamRATS"].includes(name)),
    subjects,
    {
      ask: async (name) => {
        listed.push(name);
        return { addresses: [] };
      },
      keys: {},
    },
  );

  // Empty zones: the first entry for tests is all that is asked for.
  expect(listed.sort()).toEqual([
    "2.0.0.0.0.0.f.7.f.f.f.f.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.zen.spamhaus.org",
    "2.0.0.127.all.spamrats.com",
    "2.0.0.127.zen.spamhaus.org",
    "dbltest.com.dbl.spamhaus.org",
    "test.surbl.org.multi.surbl.org",
  ]);
});

test("an operator that answers nothing is asked no more after four questions, others are", async () => {
  const of = ["ipv4"] as const;
  const away = { name: "Away", use: "open", terms: null, delisting: null } as const;
  const six = ["a", "b", "c", "d", "e", "f"].map((name) => list(`${name}.z`, { of, operator: away }));
  const lost = { "2.0.0.127": { failure: "nobody answers in time" } };
  const zones = Object.fromEntries(six.map(({ zone }) => [zone, lost]));
  const results = await answers([...six, list("other.z", { of })], { ...zones, "other.z": TESTS });

  expect(results.slice(0, 6).every((result) => result.endsWith(" error"))).toBe(true);
  expect(results[6]).toBe("other.z 52.0.0.1 clean");
  expect(asked.filter((name) => /^2.*\.[a-f]\.z$/.test(name))).toHaveLength(4);
});

test("whoever waits is told how far it is", async () => {
  const told: string[] = [];
  await lookUp([list("a.z", { of: ["ipv4"] }), list("b.z", { of: ["ipv4"] })], [ADDRESS], {
    ask: holding({}),
    keys: {},
    onProgress: (done, all) => told.push(`${done}/${all}`),
  });

  expect(told).toEqual(["1/2", "2/2"]);
});

test("a pace lets no more tasks run than it may, and runs them all", async () => {
  const pace = new Pace(3, 0);
  let running = 0;
  let most = 0;
  await Promise.all(
    Array.from({ length: 20 }, () =>
      pace.run(async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise(setImmediate);
        running -= 1;
      }),
    ),
  );

  expect(most).toBe(3);
  expect(running).toBe(0);
});
