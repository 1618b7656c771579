import { not, pattern, percentEncodable, text } from "../../../../constructs/edge/aws/suricata/match";
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
      matches: [text("http.uri", "/ecp/", "start"), pattern("http.uri", "^/a$"), text("http.cookie", "b")],
      filter: { trackBy: "by_src", count: 3, seconds: 60 },
      alertLimit: { trackBy: "by_dst", count: 1, seconds: 600 },
      cve: "CVE-2021-26855",
      revision: 2,
    };

    expect(renderSuricataRule(rule)).toBe(
      'drop http any any -> $SERVER 443 (msg:"x"; flow:to_server,established; flags:S,CE; geoip:src,KP,RU; http.uri; content:"/ecp/"; nocase; startswith; pcre:"/^\\/a$/i"; http.cookie; content:"b"; nocase; detection_filter:track by_src, count 3, seconds 60; threshold:type limit, track by_dst, count 1, seconds 600; reference:cve,2021-26855; sid:7; rev:2;)',
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

test("a word may be percent-encoded letter by letter", () => {
  const expression = new RegExp(`^${percentEncodable("po.")}$`, "i");

  expect(["po.", "%70o.", "P%6F%2E", "%50%4f."].every((form) => expression.test(form))).toBe(true);
  expect(["pox", "%71o.", "po%2f"].some((form) => expression.test(form))).toBe(false);
});
