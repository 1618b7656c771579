import { parseCaa, parseIssuer } from "../../../posture/dns/caa-property";
import { parseDkimKey, rsaBits } from "../../../posture/dns/dkim-key";
import { exchanges } from "../../../posture/dns/mail-names";
import { parseMtaStsPolicy } from "../../../posture/dns/mta-sts-policy";
import { parseReportUris } from "../../../posture/dns/report-uri";
import { parseSrv } from "../../../posture/dns/srv-target";
import { duplicates, parseTagList, tagValue } from "../../../posture/dns/tag-list";
import { parseTlsa } from "../../../posture/dns/tlsa-association";
import { afterApply, factsOf } from "./zone-file";

describe("a tag list", () => {
  test("keeps order and case, and drops blanks and the last semicolon", () => {
    expect(parseTagList(" v = DMARC1 ;P=none;p = a=b ; ")).toEqual({
      tags: [
        { name: "v", value: "DMARC1" },
        { name: "P", value: "none" },
        { name: "p", value: "a=b" },
      ],
      malformed: [],
    });
  });

  test("sets aside what is no tag", () => {
    expect(parseTagList("v=1;;x;=y;a=").malformed).toEqual(["", "x", "=y"]);
  });

  test("gives the first of two tags, and says that there are two", () => {
    const list = parseTagList("a=1; b=2; a=3; a=4");
    expect([tagValue(list, "a"), tagValue(list, "c"), duplicates(list)]).toEqual(["1", undefined, ["a"]]);
  });
});

test("report addresses are read with scheme, host and size limit", () => {
  expect(
    parseReportUris("mailto:A%2Cb@Msp.Example?subject=x!10m , https://u@r.msp.example:8443/v1,x"),
  ).toEqual([
    {
      text: "mailto:A%2Cb@Msp.Example?subject=x",
      scheme: "mailto",
      host: "msp.example",
      sizeLimit: "!10m",
      problem: undefined,
    },
    {
      text: "https://u@r.msp.example:8443/v1",
      scheme: "https",
      host: "r.msp.example",
      sizeLimit: undefined,
      problem: undefined,
    },
    {
      text: "x",
      scheme: undefined,
      host: undefined,
      sizeLimit: undefined,
      problem: 'it has no scheme; write "mailto:" in front of an address, and "%2C" for a comma inside one',
    },
  ]);
});

describe("an MX", () => {
  test.each([
    ["10 MX1.Relay.Example.", { preference: 10, host: "mx1.relay.example", known: true }],
    ["0 .", { preference: 0, host: "", known: true }],
    ["0", { preference: 0, host: "", known: true }],
    [`5 ${afterApply('f(a, "B")')}`, { preference: 5, host: afterApply('f(a, "B")'), known: false }],
  ])("of %s is read", (value, expected) => {
    expect(exchanges(factsOf([`Clinic.example MX ${value}`]))).toEqual([
      { domain: "clinic.example", value, address: "cloudflare_dns_record.r1", ...expected },
    ]);
  });

  test.each(["mx1.relay.example", "ten mx1.relay.example", ""])("of %j is left out", (value) => {
    expect(exchanges(factsOf([`clinic.example MX ${value}`]))).toEqual([]);
  });
});

test.each([
  ['0 issue "amazon.com"', { flags: 0, tag: "issue", value: "amazon.com" }],
  ["128 IssueWild amazon.com", { flags: 128, tag: "issuewild", value: "amazon.com" }],
  ['0 issue ""', { flags: 0, tag: "issue", value: "" }],
  ["issue amazon.com", undefined],
])("the CAA %s is read as %j", (value, expected) => {
  expect(parseCaa(value)).toEqual(expected);
});

test.each([
  ["LetsEncrypt.org; accounturi=https://a/b?c=d; validationmethods=dns-01", "letsencrypt.org", 2],
  [";", "", 0],
  ["", "", 0],
  ["amazon.com;", "amazon.com", 0],
])("the issuer %j is read", (value, domain, parameters) => {
  const issuer = parseIssuer(value);
  expect([issuer?.domain, issuer?.parameters.size]).toEqual([domain, parameters]);
});

test.each(['"a.com', "-a.com", "a.com; b", "a.com;;b=c", "a.com; b=c d", "a b"])(
  "the issuer %j is refused",
  (value) => {
    expect(parseIssuer(value)).toBeUndefined();
  },
);

test.each([
  ["3 1 1 AB cd", { usage: 3, selector: 1, matching: 1, data: "abcd" }],
  ["3 1 1", undefined],
  ["x 1 1 ab", undefined],
])("the TLSA %s is read as %j", (value, expected) => {
  expect(parseTlsa(value)).toEqual(expected);
});

test.each([
  ["0 5 443 Mail.clinic.example.", { priority: 0, weight: 5, port: 443, target: "mail.clinic.example" }],
  ["0 0 0 .", { priority: 0, weight: 0, port: 0, target: "" }],
  ["0 0 0", { priority: 0, weight: 0, port: 0, target: "" }],
  ["0 0 70000 a", undefined],
  ["0 443 a", undefined],
])("the SRV %s is read as %j", (value, expected) => {
  expect(parseSrv(value)).toEqual(expected);
});

test("a DKIM key is read with its defaults and without white space", () => {
  expect(parseDkimKey("v=DKIM1; p=AA\tBB CC; h=sha1 : sha256; t=y")).toMatchObject({
    type: "rsa",
    hashes: ["sha1", "sha256"],
    flags: ["y"],
    publicKey: "AABBCC",
  });
  expect(rsaBits("AAAA")).toBeUndefined();
});

test("an MTA-STS policy is read line by line; of two fields the first counts", () => {
  const text =
    "version: STSv1\r\nmode: testing\nmode: enforce\nmx: a.example\nmx:*.b.example \nmax_age: 60\n\nx";
  expect(parseMtaStsPolicy(text)).toMatchObject({
    mode: "testing",
    maxAgeSeconds: 60,
    mxPatterns: ["a.example", "*.b.example"],
    malformed: ["x"],
  });
  expect(parseMtaStsPolicy("max_age: -1\nmode: report")).toMatchObject({
    mode: undefined,
    maxAgeSeconds: undefined,
  });
});
