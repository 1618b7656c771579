import {
  isAddressLiteral,
  isHostName,
  isPublicSuffix,
  isWithin,
  matchesPattern,
  organisationalDomain,
} from "../../../posture/dns/names";

test.each([
  ["mail.clinic.example", "clinic.example"],
  ["_dmarc.mail.clinic.co.uk", "clinic.co.uk"],
  ["CLINIC.example.", "clinic.example"],
  ["co.uk", "co.uk"],
  ["", ""],
])("the organisational domain of %j is %j", (name, expected) => {
  expect(organisationalDomain(name)).toBe(expected);
});

test("a public suffix is one under which others register", () => {
  expect([isPublicSuffix("co.uk"), isPublicSuffix("clinic.co.uk")]).toEqual([true, false]);
});

test.each([
  ["mail.clinic.example", "mail.CLINIC.example", true],
  ["*.clinic.example", "mail.clinic.example", true],
  ["*.clinic.example", "a.mail.clinic.example", false],
  ["*.clinic.example", "clinic.example", false],
  ["m*.clinic.example", "mail.clinic.example", false],
])("%s matches %s: %s", (pattern, host, expected) => {
  expect(matchesPattern(pattern, host)).toBe(expected);
});

test("a name is within itself and its ancestors, not within a name it merely ends like", () => {
  expect([isWithin("a.b", "b"), isWithin("b", "B."), isWithin("ab", "b")]).toEqual([true, true, false]);
});

test.each([
  ["192.0.2.1", true],
  ["2001:db8::1", true],
  ["[IPv6:2001:db8::1]", true],
  ["[192.0.2.1]", true],
  ["mail.clinic.example", false],
])("%s is an address: %s", (text, expected) => {
  expect(isAddressLiteral(text)).toBe(expected);
});

test.each([
  ["mail.clinic.example", true],
  ["localhost", false],
  ["-a.example", false],
  ["a..example", false],
  ["a b.example", false],
  [`${"a".repeat(64)}.example`, false],
])("%s is a host name: %s", (text, expected) => {
  expect(isHostName(text)).toBe(expected);
});
