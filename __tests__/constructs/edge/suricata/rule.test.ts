import {
  hostAmong,
  not,
  pattern,
  percentEncodable,
  text,
} from "../../../../constructs/edge/aws/suricata/match";
import { renderSuricataRule, type SuricataRule } from "../../../../constructs/edge/aws/suricata/rule";

const RULE: SuricataRule = {
  action: "drop",
  protocol: "http",
  source: "any",
  sourcePort: "any",
  destination: "$SERVER",
  destinationPort: "443",
  message: "x",
  sid: 7,
};

describe("a rule as text", () => {
  test("says no more than it is given", () => {
    expect(renderSuricataRule(RULE)).toBe('drop http any any -> $SERVER 443 (msg:"x"; sid:7; rev:1;)');
  });

  test("says everything it is given, in the order the engine reads", () => {
    const rule: SuricataRule = {
      ...RULE,
      flow: "to_server",
      established: true,
      opening: true,
      sourceCountries: ["KP", "RU"],
      data: true,
      notApplication: "tls",
      flowbit: { name: "a.b", command: "isnotset" },
      silent: true,
      matches: [text("http.uri", "/ecp/", "start"), pattern("http.uri", "^/a$"), text("http.cookie", "b")],
      filter: { trackBy: "by_src", count: 3, seconds: 60 },
      alertLimit: { trackBy: "by_dst", count: 1, seconds: 600 },
      cve: "CVE-2021-26855",
      revision: 2,
    };

    expect(renderSuricataRule(rule)).toBe(
      'drop http any any -> $SERVER 443 (msg:"x"; flow:to_server,established; flags:S,CE; geoip:src,KP,RU; dsize:>0; app-layer-protocol:!tls; http.uri; content:"/ecp/"; nocase; startswith; pcre:"/^\\/a$/i"; http.cookie; content:"b"; nocase; flowbits:isnotset,a.b; noalert; detection_filter:track by_src, count 3, seconds 60; threshold:type limit, track by_dst, count 1, seconds 600; reference:cve,2021-26855; sid:7; rev:2;)',
    );
  });

  test("begins with what the packet holds where no buffer is named", () => {
    expect(renderSuricataRule({ ...RULE, matches: [text(undefined, "VRFY ", "start")] })).toContain(
      '(msg:"x"; content:"VRFY "; nocase; startswith; sid:7;',
    );
  });

  test.each([
    [text(undefined, 'a"b;c:d|e\\f'), 'content:"a|22|b|3b|c|3a|d|7c|e|5c|f"'],
    [text(undefined, "a\r\n.é"), 'content:"a|0d 0a|.|c3 a9|"'],
    [not(text(undefined, "a")), 'content:!"a"'],
    [pattern(undefined, 'a[^;]"/b\\/c'), 'pcre:"/a[^\\x3b]\\x22\\/b\\/c/i"'],
    [not(pattern(undefined, "a")), 'pcre:!"/a/i"'],
  ])("escapes what would end something: %j", (match, rendered) => {
    expect(renderSuricataRule({ ...RULE, matches: [match] })).toContain(`; ${rendered};`);
  });
});

describe("host names", () => {
  test("are one pattern from beginning to end, every dot a dot", () => {
    expect(
      renderSuricataRule({
        ...RULE,
        matches: [hostAmong("tls.sni", ["a.example.com", "*.b-c.example.net"])],
      }),
    ).toContain('; tls.sni; pcre:"/^(?:a\\.example\\.com|(?:[\\w-]+\\.)+b-c\\.example\\.net)$/i"; sid:7;');
  });

  test.each([
    ["a.example.com", true],
    ["A.EXAMPLE.com", true],
    ["x.a.example.com", false],
    ["a.example.com.x", false],
    ["aXexample.com", false],
    ["x.b.example.net", true],
    ["x_1.y.b.example.net", true],
    ["b.example.net", false],
    ["xb.example.net", false],
    [".b.example.net", false],
    ["", false],
  ])("%s is among them: %s", (name, among) => {
    const { value } = hostAmong("http.host", ["a.example.com", "*.b.example.net"]);

    expect(new RegExp(value, "i").test(name)).toBe(among);
  });
});

test("a word may be percent-encoded letter by letter", () => {
  const expression = new RegExp(`^${percentEncodable("po.")}$`, "i");

  expect(["po.", "%70o.", "P%6F%2E", "%50%4f."].every((form) => expression.test(form))).toBe(true);
  expect(["pox", "%71o.", "po%2f"].some((form) => expression.test(form))).toBe(false);
});
