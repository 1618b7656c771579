import type { Blocklist } from "../../../../constructs/watch/blocklists/blocklist";
import { chosenLists, listProblems } from "../../../../constructs/watch/blocklists/choice";
import { BLOCKLISTS } from "../../../../constructs/watch/blocklists/registry";

const NOTHING_CHOSEN = { zones: [], keys: {}, commercial: true };

function zones(lists: readonly Blocklist[]): readonly string[] {
  return lists.map(({ zone }) => zone);
}

describe("the registry", () => {
  test("holds at least 108 lists, each in use and each once", () => {
    expect(BLOCKLISTS.length).toBeGreaterThanOrEqual(108);
    expect(listProblems(BLOCKLISTS)).toEqual([]);
    expect(new Set(zones(BLOCKLISTS)).size).toBe(BLOCKLISTS.length);
  });

  test.each(["ipv4", "ipv6", "domain"] as const)("decides about %s", (kind) => {
    expect(BLOCKLISTS.some(({ of, weight }) => of.includes(kind) && weight === "decisive")).toBe(true);
  });

  test("lets no list decide that only catalogues name, or that has no entry for tests", () => {
    const unproved = BLOCKLISTS.filter(
      ({ status, probes }) =>
        status === "likely" || Object.values(probes).some((probe) => probe?.listed === null),
    );

    expect(unproved.filter(({ weight }) => weight === "decisive")).toEqual([]);
    expect(unproved.length).toBeGreaterThan(0);
  });

  test("reads a list in the answers of another only where that one holds all of its kinds", () => {
    const wrong = BLOCKLISTS.filter(({ answeredBy, of }) => {
      const other = BLOCKLISTS.find(({ zone }) => zone === answeredBy);
      return answeredBy !== undefined && !of.every((kind) => other?.of.includes(kind));
    });

    expect(zones(wrong)).toEqual([]);
  });
});

describe("a choice of lists", () => {
  test("leaves out what needs a key, and what is free for others only", () => {
    const { asked, withheld, problems } = chosenLists(NOTHING_CHOSEN);

    expect(problems).toEqual([]);
    expect(asked.length + withheld.length).toBe(BLOCKLISTS.length);
    expect(zones(asked)).toContain("bl.spamcop.net");
    expect(withheld.find(({ list }) => list.zone === "zen.spamhaus.org")?.because).toContain(
      "--key spamhaus-dqs=env:<variable>, or --non-commercial",
    );
    expect(withheld.find(({ list }) => list.zone === "combined.mail.abusix.zone")?.because).toContain(
      "--key abusix=env:",
    );
  });

  test("asks with the key instead of the public mirrors", () => {
    const asked = zones(
      chosenLists({ ...NOTHING_CHOSEN, keys: { "spamhaus-dqs": "abc" }, commercial: false }).asked,
    );

    expect(asked).toContain("zen.dq.spamhaus.net");
    expect(asked).not.toContain("zen.spamhaus.org");
  });

  test("asks the public mirrors where nobody earns money by it", () => {
    expect(zones(chosenLists({ ...NOTHING_CHOSEN, commercial: false }).asked)).toContain("zen.spamhaus.org");
  });

  test.each([
    ["bl.unheard.example", "BlocklistUnknown", "docs/watch.md"],
    ["dnsbl.sorbs.net", "BlocklistExpired", "2024-06-05"],
    ["zen.dq.spamhaus.net", "BlocklistKeyMissing", "--key spamhaus-dqs=env:<variable>"],
  ])("of %s is refused as %s", (zone, code, text) => {
    const { problems } = chosenLists({ ...NOTHING_CHOSEN, zones: [zone] });

    expect(problems).toEqual([{ code, message: expect.stringContaining(text) }]);
  });

  test.each([
    [{ unheard: "abc" }, '"unheard"; known are abusix, spamhaus-dqs'],
    [{ abusix: "a.b" }, '"abusix" cannot stand in a name'],
  ])("with keys %j is refused, and shows none", (keys, text) => {
    const { problems } = chosenLists({ ...NOTHING_CHOSEN, keys });

    expect(problems).toEqual([{ code: "BlocklistKeyMalformed", message: expect.stringContaining(text) }]);
    expect(JSON.stringify(problems)).not.toContain("a.b");
  });

  test("of a list whose status is expired is refused", () => {
    const [first] = BLOCKLISTS;
    const ended = { ...(first as Blocklist), status: "expired" as const };

    expect(chosenLists(NOTHING_CHOSEN, [ended]).problems).toMatchObject([{ code: "BlocklistExpired" }]);
  });
});
