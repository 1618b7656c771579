import fc from "fast-check";
import { all } from "iso-3166-1";
import { BOGONS_IPV4, CidrSet } from "../../../constructs/core/cidr-set";
import type { DenyList } from "../../../constructs/edge/deny-list";
import { exchangeEgress } from "../../../constructs/edge/egress";
import { Ingress, type IngressProps } from "../../../constructs/edge/ingress";
import { IPS_MODES, type IpsMode } from "../../../constructs/edge/ips-mode";
import type { InspectedPacket } from "../../../posture/aws/inspection";
import type { Attributes, SynthesizedStack } from "../../synthesized-stack";
import { exchangePolicy, inspection, RELAY, referencesOf, rulesOf, SERVER, USER } from "./exchange-policy";

const COUNTRIES = all().map(({ alpha2 }) => alpha2);
const RELAY_HOST = "185.201.17.9";
const DENY = { networks: CidrSet.of("46.10.0.0/16"), countries: ["RU", "KP"] };

/** A policy that denies; its ingress is changed where that is said. */
function denying(
  deny: DenyList,
  ingress: Partial<IngressProps> = {},
  mode: IpsMode = "detect",
): SynthesizedStack {
  return exchangePolicy({
    ips: { mode },
    access: {
      ingress: Ingress.of({ smtpFrom: CidrSet.of(RELAY), ...ingress }),
      egress: exchangeEgress(587),
      deny,
    },
  });
}

/** The packet that opens a connection to the server. */
function opening(source: string, destinationPort: number, sourceCountry?: string): InspectedPacket {
  return {
    protocol: "tcp",
    source,
    sourcePort: 50_000,
    destination: SERVER,
    destinationPort,
    side: "to_server",
    state: "opening",
    ...(sourceCountry === undefined ? {} : { sourceCountry }),
  };
}

/** The variables of the group, by name. */
function addressSets(stack: SynthesizedStack): Readonly<Record<string, readonly string[]>> {
  const { rule_group: body } = stack.only("aws_networkfirewall_rule_group", {
    name: expect.stringMatching(/^clinic-deny-list-/),
  });
  const { ip_sets: sets = [] } = (body as Attributes).rule_variables as { ip_sets?: readonly Attributes[] };
  return Object.fromEntries(
    sets.map(({ key, ip_set: set }) => [key, (set as { definition: readonly string[] }).definition]),
  );
}

describe("the deny list", () => {
  test("is read before every other group", () => {
    const [first, ...others] = [...referencesOf(denying(DENY))].sort(
      (a, b) => Number(a.priority) - Number(b.priority),
    );

    expect(first).toEqual({
      priority: 10,
      resource_arn: expect.stringMatching(/policy_deny-list_\w+\.arn}$/),
    });
    expect(others.every(({ priority }) => Number(priority) > 10)).toBe(true);
  });

  test("is written out as a line that alerts and lines that drop", () => {
    const stack = denying(DENY);

    expect(rulesOf(stack, "deny-list")).toEqual([
      'alert ip !$HOME_NET any -> !$HOME_NET any (msg:"neither from nor to HOME_NET, which is set wrong"; flow:to_server; threshold:type limit, track by_src, count 1, seconds 3600; sid:9254000; rev:1;)',
      'drop ip $RESERVED any -> $HOME_NET any (msg:"reserved network"; flow:to_server; sid:9254001; rev:1;)',
      'drop ip $DENIED_1 any -> $HOME_NET any (msg:"denied network"; flow:to_server; sid:9254100; rev:1;)',
      'drop tcp any any -> $HOME_NET 443 (msg:"denied country"; flow:to_server; geoip:src,KP,RU; sid:9254200; rev:1;)',
    ]);
    expect(addressSets(stack)).toEqual({ RESERVED: BOGONS_IPV4.blocks, DENIED_1: ["46.10.0.0/16"] });
  });

  test("holds nothing but the alert and reserved networks where nobody is named", () => {
    expect(rulesOf(exchangePolicy(), "deny-list").map((rule) => /sid:(\d+)/.exec(rule)?.[1])).toEqual([
      "9254000",
      "9254001",
    ]);
  });

  test("shows its reason at the rule group", () => {
    const description = (deny: DenyList) =>
      denying(deny).only("aws_networkfirewall_rule_group", {
        name: expect.stringMatching(/^clinic-deny-list-/),
      }).description;

    expect(description({ ...DENY, reason: "password guessing in March" })).toBe("password guessing in March");
    expect(description(DENY)).toBe("sources that cannot be real, and those that are turned away by name");
  });

  test("is the same however it was written down", () => {
    const { json } = denying({ ...DENY, networks: CidrSet.of("46.10.0.0/16", "46.11.0.0/16") });

    expect(
      denying({ networks: CidrSet.of("46.11.0.0/16", "46.10.0.0/16"), countries: ["KP", "RU", "KP"] }).json,
    ).toEqual(json);
  });
});

describe.each(IPS_MODES)("in the mode %s", (mode) => {
  const policy = inspection(denying(DENY, {}, mode));
  const arrives = (source: string, port: number, country?: string) =>
    policy.connection()(opening(source, port, country));

  test.each([
    ["0.1.2.3"],
    ["127.0.0.1"],
    ["169.254.169.254"],
    ["192.0.0.8"],
    ["192.0.2.1"],
    ["198.19.0.1"],
    ["198.51.100.7"],
    ["203.0.113.7"],
    ["224.0.0.1"],
    ["255.255.255.255"],
  ])("a packet from %s, which is nobody's, is dropped first", (source) => {
    expect(arrives(source, 443)).toEqual({ passes: false, by: "9254001", alerts: [] });
  });

  test.each([["10.99.0.1"], ["172.20.0.1"], ["192.168.1.10"], ["100.64.0.1"]])(
    "%s, which somebody may have behind a VPN, is let in",
    (source) => {
      expect(arrives(source, 443).passes).toBe(true);
    },
  );

  test("a denied network reaches neither port", () => {
    expect(arrives("46.10.3.4", 443)).toMatchObject({ passes: false, by: "9254100" });
    expect(arrives("46.10.3.4", 25)).toMatchObject({ passes: false, by: "9254100" });
    expect(arrives("46.11.0.1", 443).passes).toBe(true);
  });

  test("a denied country does not reach 443, others and addresses of no country do", () => {
    expect(arrives(USER, 443, "KP")).toEqual({ passes: false, by: "9254200", alerts: [] });
    expect(arrives(USER, 443, "FR").passes).toBe(true);
    expect(arrives(USER, 443).passes).toBe(true);
  });

  test("the server's own connections end in any country", () => {
    const send = policy.connection();
    const out = { protocol: "tcp", source: SERVER, sourcePort: 50_000, destinationPort: 443 } as const;
    const update = { ...out, destination: "46.10.3.4", destinationCountry: "RU" };
    const reply = {
      ...opening("46.10.3.4", 50_000, "RU"),
      sourcePort: 443,
      side: "to_client" as const,
      state: "established" as const,
    };

    expect(send({ ...update, side: "to_server", state: "opening" }).passes).toBe(true);
    expect(send(reply).passes).toBe(true);
  });
});

test("mail from the relay is never cut, wherever it is and whatever is denied by country", () => {
  fc.assert(
    fc.property(
      fc.subarray(COUNTRIES, { minLength: 1 }),
      fc.array(
        fc.tuple(fc.integer({ min: 16, max: 19 }), fc.nat(255), fc.option(fc.constantFrom(...COUNTRIES))),
        { minLength: 20, maxLength: 20 },
      ),
      (countries, senders) => {
        const policy = inspection(denying({ countries }, {}, "prevent"));
        for (const [third, last, country] of senders) {
          const source = `185.201.${third}.${last}`;

          expect(policy.connection()(opening(source, 25, country ?? undefined)).passes).toBe(true);
          expect(policy.connection()(opening(source, 443, country ?? undefined)).passes).toBe(
            country === null || !countries.includes(country),
          );
        }
      },
    ),
    { numRuns: 20 },
  );
});

test("while anyone may deliver mail, no country is kept from it", () => {
  const policy = inspection(denying(DENY, { smtpFrom: CidrSet.ANY }));

  expect(policy.connection()(opening(USER, 25, "RU")).passes).toBe(true);
  expect(policy.connection()(opening("46.10.3.4", 25)).passes).toBe(false);
});

test("a reserved network that the ingress names is let in as named", () => {
  const named = denying({}, { smtpFrom: CidrSet.of("192.0.2.0/24"), httpsFrom: CidrSet.of("198.18.0.0/16") });
  const policy = inspection(named);

  expect(policy.connection()(opening("192.0.2.9", 25)).passes).toBe(true);
  expect(policy.connection()(opening("198.18.0.1", 443)).passes).toBe(true);
  expect(policy.connection()(opening("198.19.0.1", 443)).by).toBe("9254001");
});

describe("HOME_NET, set wrong,", () => {
  const strays = (policy: ReturnType<typeof inspection>, source: string, atSecond: number) =>
    policy.connection()({ ...opening(source, 443), destination: "10.30.0.10", atSecond }).alerts;

  test("is reported once an hour by each source", () => {
    const policy = inspection(exchangePolicy());

    expect([0, 1, 3599].map((second) => strays(policy, USER, second))).toEqual([["9254000"], [], []]);
    expect(strays(policy, "93.184.215.15", 3599)).toEqual(["9254000"]);
    expect([3600, 3601].map((second) => strays(policy, USER, second))).toEqual([["9254000"], []]);
  });

  test("is not suspected for traffic of the network, in or out", () => {
    const send = inspection(exchangePolicy()).connection();

    expect(send(opening(RELAY_HOST, 25)).alerts).toEqual([]);
    expect(send({ ...opening(SERVER, 443), destination: USER }).alerts).toEqual([]);
  });
});

describe("a long deny list", () => {
  const blocks = Array.from({ length: 900 }, (_none, index) => `46.${index >> 7}.${(index & 127) * 2}.0/24`);
  const stack = denying({ networks: CidrSet.of(...blocks), countries: COUNTRIES });
  const rules = rulesOf(stack, "deny-list");
  const sids = rules.map((rule) => Number(/sid:(\d+)/.exec(rule)?.[1]));

  test("is cut into rules that AWS and the engine take", () => {
    const sets = addressSets(stack);
    const lengths = rules.map(
      (rule) => rule.replace(/\$(\w+)/g, (_all, name: string) => (sets[name] ?? []).join(",")).length,
    );

    expect(sids.slice(2)).toEqual([9254100, 9254101, 9254102, 9254200, 9254201, 9254202, 9254203]);
    expect(Math.max(...lengths)).toBeLessThan(8_192);
  });

  test("denies everyone on it", () => {
    const policy = inspection(stack);

    for (const block of blocks) {
      expect(policy.connection()(opening(block.replace("0/24", "9"), 25)).passes).toBe(false);
    }
    for (const country of COUNTRIES) {
      expect(policy.connection()(opening(USER, 443, country)).passes).toBe(false);
    }
  });

  test("leaves the other rules their ids", () => {
    const short = rulesOf(denying(DENY), "deny-list").map((rule) => Number(/sid:(\d+)/.exec(rule)?.[1]));

    expect(sids).toEqual(expect.arrayContaining(short));
  });
});

describe("a deny list is refused", () => {
  test.each<[string, DenyList, Partial<IngressProps>, string]>([
    [
      "when it holds the relay",
      { networks: CidrSet.of("185.201.0.0/16") },
      {},
      "DenyListCutsRelay: the relay delivers from 185.201.16.0/22, and its mail would not get through; take these networks out of the list",
    ],
    [
      "when it holds a part of the relay",
      { networks: CidrSet.of("185.201.16.0/24") },
      {},
      "DenyListCutsRelay: the relay delivers from 185.201.16.0/24, and",
    ],
    [
      "when it covers every user",
      { networks: CidrSet.of("46.0.0.0/8", "47.0.0.0/8") },
      { httpsFrom: CidrSet.of("46.1.0.0/16", "47.1.0.0/16") },
      "DenyListCutsUsers: every network whose users may reach Exchange would be turned away",
    ],
    [
      "with a code that is no country's",
      { countries: ["FR", "UK"] },
      {},
      'CountryUnknown: "UK" is not a country\'s code of ISO 3166-1, two capitals such as "FR"',
    ],
    ["with a code in small letters", { countries: ["kp"] }, {}, 'such as "FR"; did you mean "KP"'],
  ])("%s", (_when, deny, ingress, message) => {
    expect(() => denying(deny, ingress)).toThrow(message);
  });

  test("with all its mistakes at once", () => {
    expect(() => denying({ networks: CidrSet.ANY, countries: ["XX", "ZZ"] })).toThrow(
      /DenyListCutsRelay[\s\S]*DenyListCutsUsers[\s\S]*"XX"[\s\S]*"ZZ"/,
    );
  });

  test("not when it names some of the users' networks", () => {
    expect(() =>
      denying(
        { networks: CidrSet.of("46.1.0.0/16") },
        { httpsFrom: CidrSet.of("46.1.0.0/16", "47.1.0.0/16") },
      ),
    ).not.toThrow();
  });
});
