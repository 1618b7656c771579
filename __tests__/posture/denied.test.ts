import { BOGONS_IPV4, CidrSet } from "../../constructs/core/cidr-set";
import { postureOf } from "../../posture/posture";
import { postureText } from "../../tools/posture-text";
import { clinicJson, only, resources, TODAY, type Tree } from "../clinic";

const RESERVED = {
  protocol: "ip",
  fromPort: 0,
  toPort: 65_535,
  networks: BOGONS_IPV4.blocks,
  countries: [],
  by: expect.stringMatching(/^aws_networkfirewall_rule_group\.\S+ sid 9254001$/),
};

/** The clinic with more rules in a group of its firewall. */
function withRules(group: "deny-list" | "access", change: (rules: string[]) => string[]): Tree {
  const json = clinicJson();
  const found = resources(json, "aws_networkfirewall_rule_group").filter(({ name }) =>
    String(name).startsWith(`clinic-${group}-`),
  );
  expect(found).toHaveLength(1);
  const source = ((found[0] as Tree).rule_group as Tree).rules_source as Tree;
  Object.assign(source, { rules_string: change(String(source.rules_string).split("\n")).join("\n") });
  return json;
}

const denying = (...rules: readonly string[]): Tree =>
  withRules("deny-list", (others) => [...others, ...rules]);
const deniedBy = (json: Tree) => postureOf(json, TODAY).denied.slice(1);
const httpsSources = (json: Tree): CidrSet =>
  CidrSet.of(
    ...postureOf(json, TODAY)
      .exposures.filter(({ fromPort }) => fromPort === 443)
      .flatMap(({ sources }) => sources),
  );

describe("who is turned away", () => {
  test("is told, and is none of the IPS", () => {
    const { denied, ips } = postureOf(clinicJson(), TODAY);

    expect(denied).toEqual([RESERVED]);
    expect(ips[0]?.groups.map(({ name }) => name)).not.toContainEqual(expect.stringContaining("deny-list"));
  });

  test("is told by network, with the ports, and taken off what can reach the server", () => {
    const json = denying('drop tcp 46.10.0.0/16 any -> $HOME_NET [25,443] (msg:"x"; flow:to_server; sid:1;)');

    expect(deniedBy(json)).toMatchObject([
      { protocol: "tcp", fromPort: 25, toPort: 25, networks: ["46.10.0.0/16"], countries: [] },
      { protocol: "tcp", fromPort: 443, toPort: 443, networks: ["46.10.0.0/16"], countries: [] },
    ]);
    expect(httpsSources(json).equals(CidrSet.ANY_IPV4.minus(CidrSet.of("46.10.0.0/16")))).toBe(true);
  });

  test("is told by country, and believed to reach the server all the same", () => {
    const json = denying(
      'drop tcp any any -> $HOME_NET 443 (msg:"x"; flow:to_server; geoip:src,RU,KP; sid:1;)',
    );

    expect(deniedBy(json)).toMatchObject([
      { protocol: "tcp", fromPort: 443, toPort: 443, networks: [], countries: ["KP", "RU"] },
    ]);
    expect(httpsSources(json).equals(CidrSet.ANY_IPV4)).toBe(true);
  });

  test("is told where only so many of the drops are logged", () => {
    const json = denying(
      'drop ip 46.10.0.0/16 any -> $HOME_NET any (msg:"x"; threshold:type limit, track by_src, count 1, seconds 60; sid:1;)',
    );

    expect(deniedBy(json)).toMatchObject([{ networks: ["46.10.0.0/16"] }]);
    expect(httpsSources(json).overlaps(CidrSet.of("46.10.0.0/16"))).toBe(false);
  });

  test.each([
    ["that asks what is sent", 'drop tcp 46.10.0.0/16 any -> any any (content:"x"; sid:1;)'],
    ["that only alerts", "alert ip 46.10.0.0/16 any -> any any (sid:1;)"],
    ["about replies", "drop ip 46.10.0.0/16 any -> any any (flow:to_client; sid:1;)"],
    ["bound to the sender's port", "drop tcp 46.10.0.0/16 53 -> any any (sid:1;)"],
    ["about everyone", "drop tcp any any -> any 3389 (sid:1;)"],
    ["about receivers", "drop ip any any -> any any (geoip:dst,RU; sid:1;)"],
    ["about all countries but some", "drop ip any any -> any any (geoip:src,!FR; sid:1;)"],
  ])("does not follow from a rule %s", (_what, rule) => {
    expect(deniedBy(denying(rule))).toEqual([]);
  });

  test("does not follow from a rule that stands behind a pass", () => {
    const late = withRules("access", (rules) => [...rules, "drop ip 46.10.0.0/16 any -> any any (sid:1;)"]);

    expect(deniedBy(late)).toEqual([]);
    expect(httpsSources(late).equals(CidrSet.ANY_IPV4)).toBe(true);
  });

  test("is nobody where the group's drops are turned into alerts, and the group then detects", () => {
    const json = clinicJson();
    const policy = only(json, "aws_networkfirewall_firewall_policy").firewall_policy as Tree;
    Object.assign((policy.stateful_rule_group_reference as Tree)[0] as Tree, {
      override: { action: "DROP_TO_ALERT" },
    });
    const { denied, ips } = postureOf(json, TODAY);

    expect(denied).toEqual([]);
    expect(ips[0]?.groups[0]).toMatchObject({ name: expect.stringMatching(/deny-list/), action: "detect" });
  });

  test("fails to be read where the countries cannot be", () => {
    expect(() => postureOf(denying("drop ip any any -> any any (geoip:src,Russia; sid:1;)"), TODAY)).toThrow(
      'sid 1: the countries "src,Russia" are not understood',
    );
  });
});

describe("the posture for people", () => {
  const lines = (json: Tree): readonly string[] =>
    postureText("clinic", postureOf(json, TODAY))
      .split("\n")
      .map((line) => line.trim());

  test("says who is refused", () => {
    const shown = lines(
      denying(
        "drop ip 46.10.0.0/16 any -> $HOME_NET any (flow:to_server; sid:1;)",
        "drop tcp any any -> $HOME_NET 443 (flow:to_server; geoip:src,RU,KP; sid:2;)",
      ),
    );

    expect(shown.filter((line) => line.startsWith("refused"))).toEqual([
      "refused   on every port: networks that are nobody's on the internet",
      "refused   on every port: 46.10.0.0/16",
      "refused   on 443/tcp: countries KP, RU",
    ]);
    expect(shown).toContainEqual(expect.stringMatching(/^443\/tcp +anywhere but 46\.10\.0\.0\/16 /));
  });
});
