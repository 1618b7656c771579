import { decode, encode } from "dns-packet";
import fc from "fast-check";
import { quoteTxt } from "../../../../constructs/dns/txt";
import { recordFindings } from "../../../../constructs/watch/checks/record-comparison";
import { declaredValue, liveValue } from "../../../../constructs/watch/checks/record-values";

const printable = fc.string({
  unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
});

test("a text is the same, however it is quoted and cut into strings", () => {
  fc.assert(
    fc.property(
      printable.filter((text) => !text.includes("${")),
      fc.integer({ min: 1, max: 255 }),
      (text, length) => {
        const parts = text.match(new RegExp(`.{1,${length}}`, "gs")) ?? [""];
        const packet = decode(
          encode({ type: "response", answers: [{ type: "TXT", name: "a.example", data: parts }] }),
        );
        const [answer] = packet.answers ?? [];

        expect(answer && liveValue(answer)).toBe(text);
        expect(declaredValue("TXT", quoteTxt(text))).toBe(text);
      },
    ),
  );
});

test.each([
  ["MX", "10 MX.Relay.example.", "10 mx.relay.example"],
  ["MX", "0 .", "0 ."],
  ["SRV", "0 0 443 Mail.étude.example", "0 0 443 mail.xn--tude-9oa.example"],
  [
    "CAA",
    '0 issue "LetsEncrypt.org ; validationmethods=dns-01"',
    '0 issue "letsencrypt.org;validationmethods=dns-01"',
  ],
  ["CAA", '0 iodef "mailto:NOC@msp.example"', '0 iodef "mailto:NOC@msp.example"'],
  ["AAAA", "2001:DB8:0:0::1", "2001:db8::1"],
  ["DS", "1 13 2 ABCD", "1 13 2 abcd"],
  ["MX", "10 ${aws_x.y.host}", "10 ${aws_x.y.host}"],
])("a declared %s %s is compared as %s", (type, value, expected) => {
  expect(declaredValue(type, value)).toBe(expected);
});

test("control characters of somebody else's names and texts are spelt out", () => {
  const name = liveValue({ type: "CNAME", name: "a.example", data: "evil\u001b[31m.example" });
  expect(name).not.toContain("\u001b");
  const [finding] = recordFindings(
    { zone: "example", name: "a.example", type: "TXT", values: ['"v=spf1 -all"'], substituted: false },
    { records: [{ name: "a.example", type: "TXT", value: "v=spf1 \u202e" }], nameServers: [] },
  );
  expect(finding?.message).toContain("\\\\u{202e}");
});

test("whatever is served in place of a declared set is found, and in any order the set itself is not", () => {
  const exchange = fc
    .tuple(fc.integer({ min: 0, max: 99 }), fc.constantFrom("a", "b", "c", "d"))
    .map(([preference, host]) => `${preference} ${host}.relay.example`);
  const sets = fc.uniqueArray(exchange, { minLength: 1, maxLength: 5 });
  const findings = (values: readonly string[], live: readonly string[]): readonly unknown[] =>
    recordFindings(
      { zone: "example", name: "a.example", type: "MX", values, substituted: false },
      { records: live.map((value) => ({ name: "a.example", type: "MX", value })), nameServers: [] },
    );
  fc.assert(
    fc.property(sets, sets, (declared, live) => {
      const isSame = [...declared].sort().join() === [...live].sort().join();
      expect(findings(declared, live)).toHaveLength(isSame ? 0 : 1);
      expect(findings(declared, [...declared].reverse())).toEqual([]);
    }),
  );
});
