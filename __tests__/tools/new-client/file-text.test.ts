import { RELAYS } from "../../../tools/new-client/answers";
import { clientFileText } from "../../../tools/new-client/file-text";
import { openPoints } from "../../../tools/new-client/marks";
import { idOf } from "../../../tools/new-client/questions";
import { combinations, problemsWith } from "./combinations";

describe("a new client's file", () => {
  test.each(RELAYS.map((relay, index) => [relay, index] as const))(
    "passes its checks with the relay %s",
    (relay, index) => {
      const all = combinations([relay]);

      expect(
        problemsWith(all.filter((_answers, place) => place % RELAYS.length === index % all.length)),
      ).toEqual([]);
    },
  );

  test("passes its checks with every edge, DNS host and issuer", () => {
    expect(problemsWith(combinations(["spamexperts"]))).toEqual([]);
  });

  const [answers] = combinations(["altospam"]) as [ReturnType<typeof combinations>[number]];

  test("marks what the relay's vendor does not document, with where it was read", () => {
    expect(
      openPoints(clientFileText(answers, "2026-11-24", "")).map(({ setting, note }) => [setting, note]),
    ).toEqual([
      [
        'account: "00000000000000000000000000000000"',
        "CHANGE: the Cloudflare account that is to own the zone",
      ],
      ["{ host: mx1.filter.example, preference: 10 }", "CHANGE: the MX set, as the relay told you"],
      ["deliversFrom: [192.88.99.0/25]", "CHANGE: the networks that it delivers from"],
      ["spf: include:_spf.oktey.com", "CONFIRM: seen in wild, public customer configuration"],
      ["host: z04z07.altospam.com", "CONFIRM: seen in wild, public customer configuration"],
      ['account: "000000000000"', "CHANGE: the client's own account; a deployment into any other is refused"],
      ["cidr: 10.20.0.0/24", "CHANGE: no network that the client uses elsewhere"],
    ]);
  });

  test("keeps an existing zone and the account that are given, and marks neither", () => {
    const known = {
      ...answers,
      zoneId: "023e105f4ecef8ad9ca31a8372d0c353",
      aws: { account: "123456789012", region: "eu-west-1" },
    };
    const text = clientFileText(known, "2026-11-24", "");

    expect(problemsWith([known])).toEqual([]);
    expect(text).toContain("    zoneId: 023e105f4ecef8ad9ca31a8372d0c353\n");
    expect(text).toContain("availabilityZones: [eu-west-1a]");
    expect(openPoints(text).filter(({ setting }) => setting.startsWith("account"))).toEqual([]);
  });

  test("keeps a zone's id a text where YAML would take it for a number", () => {
    const text = clientFileText({ ...answers, zoneId: "12345678901234567e90123456789012" }, "2026-11-24", "");

    expect(text).toContain('    zoneId: "12345678901234567e90123456789012"\n');
  });
});

test.each([
  ["Boulangerie « L'Épi »", "boulangerie-l-epi"],
  ["3 Rivières Conseil", "rivieres-conseil"],
  ["A company whose name is longer than an id may be", "a-company-whose-name-is-longer-t"],
])("the id of %j is %j", (name, id) => {
  expect(idOf(name)).toBe(id);
});
