import { CidrSet } from "../../constructs/core/cidr-set";
import { addressesOf, parseRules, portsOf } from "../../posture/suricata";

const variables = new Map([
  ["RELAY", CidrSet.of("185.201.16.0/22")],
  ["HOME_NET", CidrSet.of("10.0.0.0/8")],
]);

describe("a Suricata rule", () => {
  test("is read with everything that decides about whole packets", () => {
    const [rule] = parseRules(
      'pass tcp $RELAY any -> 10.0.0.1 [25,443] (msg:"a; b: \\"c\\""; flow:to_server, established; sid:7; rev:1;)',
    );

    expect(rule).toEqual({
      action: "pass",
      protocol: "tcp",
      source: "$RELAY",
      sourcePort: "any",
      direction: "->",
      destination: "10.0.0.1",
      destinationPort: "[25,443]",
      sid: "7",
      flow: ["to_server", "established"],
      conditional: true,
      conditions: ["established"],
      options: [
        ["msg", '"a; b: \\"c\\""'],
        ["flow", "to_server, established"],
        ["sid", "7"],
        ["rev", "1"],
      ],
    });
  });

  test.each([
    ["drop tcp any any -> any any (sid:1;)", false],
    [
      'drop tcp any any -> any any (msg:"x"; flow:to_server; classtype:misc; metadata:a b; sid:1; rev:2;)',
      false,
    ],
    ['drop tcp any any -> any any (content:"x"; sid:1;)', true],
    ["drop tcp any any -> any any (flow:established; sid:1;)", true],
    ["drop tcp any any -> any any (geoip:src,RU; sid:1;)", true],
    ["drop tcp any any -> any any (threshold:type limit, track by_src, count 1, seconds 1; sid:1;)", false],
    ["drop tcp any any -> any any (threshold:type both, track by_src, count 1, seconds 1; sid:1;)", true],
    ["pass tcp any any -> any any (threshold:type limit, track by_src, count 1, seconds 1; sid:1;)", true],
    ["drop http any any -> any any (sid:1;)", true],
    ["drop tcp any any -> any any (http.uri; sid:1;)", true],
  ])("%s looks further than addresses and ports: %s", (text, conditional) => {
    expect(parseRules(text)[0]?.conditional).toBe(conditional);
  });

  test("leaves comments and empty lines out", () => {
    expect(parseRules("# drop tcp any any -> any any (sid:1;)\n\n")).toEqual([]);
  });

  test("fails for a line that is no rule", () => {
    expect(() => parseRules("allow everything")).toThrow('not a Suricata rule: "allow everything"');
  });

  test.each([
    ["any", CidrSet.ANY],
    ["$RELAY", CidrSet.of("185.201.16.0/22")],
    ["!$HOME_NET", CidrSet.ANY.minus(CidrSet.of("10.0.0.0/8"))],
    ["[10.0.0.0/24, 192.0.2.1]", CidrSet.of("10.0.0.0/24", "192.0.2.1")],
    ["[10.0.0.0/8,!10.0.0.0/9]", CidrSet.of("10.128.0.0/9")],
    ["[!10.0.0.0/8,[192.0.2.0/24,198.51.100.0/24]]", CidrSet.of("192.0.2.0/24", "198.51.100.0/24")],
  ])("names the addresses of %s", (expression, expected) => {
    expect(addressesOf(expression, variables).blocks).toEqual(expected.blocks);
  });

  test("fails for a variable that nobody declares", () => {
    expect(() => addressesOf("$NOWHERE", variables)).toThrow("the variable $NOWHERE is not declared");
  });

  test.each([
    ["any", [{ from: 0, to: 65535 }]],
    ["25", [{ from: 25, to: 25 }]],
    ["1024:", [{ from: 1024, to: 65535 }]],
    [":1023", [{ from: 0, to: 1023 }]],
    [
      "[25,443]",
      [
        { from: 25, to: 25 },
        { from: 443, to: 443 },
      ],
    ],
    [
      "![25,443]",
      [
        { from: 0, to: 24 },
        { from: 26, to: 442 },
        { from: 444, to: 65535 },
      ],
    ],
    [
      "[20:30,!25]",
      [
        { from: 20, to: 24 },
        { from: 26, to: 30 },
      ],
    ],
  ])("names the ports of %s", (expression, expected) => {
    expect(portsOf(expression)).toEqual(expected);
  });
});
