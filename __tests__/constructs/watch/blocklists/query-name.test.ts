import fc from "fast-check";
import { queryName } from "../../../../constructs/watch/blocklists/query-name";
import { subjectOf } from "../../../../constructs/watch/blocklists/subject";

describe("the name that is asked for", () => {
  test.each([
    ["192.0.2.99", "99.2.0.192.bad.example"],
    // RFC 5782 § 2.4
    [
      "2001:db8:1:2:3:4:567:89ab",
      "b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.8.b.d.0.1.0.0.2.bad.example",
    ],
    ["::FFFF:7F00:2", "2.0.0.0.0.0.f.7.f.f.f.f.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.bad.example"],
    ["Clinic.FR.", "clinic.fr.bad.example"],
  ])("of %s is that of RFC 5782", (subject, name) => {
    expect(queryName(subject, "bad.example")).toBe(name);
  });

  test("of an IPv4 address reversed again is the address", () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        const labels = queryName(address, "z").split(".");
        expect(labels.pop()).toBe("z");
        expect(labels.reverse().join(".")).toBe(address);
      }),
    );
  });

  test("of an IPv6 address has 32 nibbles, the same for every spelling", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 }), (groups) => {
        const short = queryName(groups.map((group) => group.toString(16)).join(":"), "z");
        const long = groups.map((group) => group.toString(16).padStart(4, "0").toUpperCase());

        expect(queryName(long.join(":"), "z")).toBe(short);
        expect(short.split(".").slice(0, -1).reverse().join("")).toBe(long.join("").toLowerCase());
      }),
    );
  });
});

describe("a subject", () => {
  test.each([
    ["8.8.4.4", { kind: "ipv4", value: "8.8.4.4" }],
    ["2600:0:0::1", { kind: "ipv6", value: "2600::1" }],
    ["Clinique-Béziers.FR.", { kind: "domain", value: "xn--clinique-bziers-knb.fr" }],
  ])("%s is looked up", (text, subject) => {
    expect(subjectOf(text)).toEqual(subject);
  });

  test.each([
    ["10.0.0.1", "BlocklistAddressNotPublic", "private"],
    ["203.0.113.7", "BlocklistAddressNotPublic", "reserved"],
    ["100.64.0.1", "BlocklistAddressNotPublic", "carrierGradeNat"],
    ["127.0.0.1", "BlocklistAddressNotPublic", "loopback"],
    ["1.2", "BlocklistAddressNotPublic", "four decimal numbers"],
    ["2001:db8::1", "BlocklistAddressNotPublic", "reserved"],
    ["fd00::1", "BlocklistAddressNotPublic", "uniqueLocal"],
    ["::ffff:8.8.8.8", "BlocklistAddressNotPublic", "ipv4Mapped"],
    ["clinic.example", "BlocklistDomainReserved", "no domain of the public DNS"],
    ["server.local", "BlocklistDomainReserved", "no domain of the public DNS"],
    ["localhost", "BadDomain", "neither"],
    ["", "BadDomain", "neither"],
    ["a b.fr", "BadDomain", "neither"],
  ])("%s is refused as %s", (text, code, because) => {
    expect(subjectOf(text)).toEqual({ code, message: expect.stringContaining(because) });
  });
});
