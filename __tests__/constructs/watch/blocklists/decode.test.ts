import fc from "fast-check";
import type { Blocklist } from "../../../../constructs/watch/blocklists/blocklist";
import { decode } from "../../../../constructs/watch/blocklists/decode";
import { BLOCKLISTS } from "../../../../constructs/watch/blocklists/registry";

function list(zone: string): Blocklist {
  return BLOCKLISTS.find((one) => one.zone === zone) as Blocklist;
}

describe("an answer", () => {
  test.each([
    ["zen.spamhaus.org", ["127.0.0.2"], ["SBL: source of spam"]],
    [
      "zen.spamhaus.org",
      ["127.0.0.10", "127.0.0.4"],
      ["PBL: an address that should not send mail itself", "XBL: taken over by somebody else"],
    ],
    ["dbl.spamhaus.org", ["127.0.1.4"], ["phishing"]],
    ["multi.surbl.org", ["127.0.0.24"], ["phishing, malware"]],
    ["multi.uribl.com", ["127.0.0.14"], ["black: spam, grey: bulk mail, red: found by a machine"]],
    ["bl.suomispam.net", ["127.0.0.99"], [null]],
    ["hostkarma.junkemailfilter.com", ["127.0.0.2"], ["source of spam"]],
    ["red.uribl.com", ["127.0.0.14"], ["red: found by a machine"]],
  ])("of %s, %j, is a listing in words", (zone, addresses, words) => {
    expect(decode(list(zone), { addresses })).toEqual({
      answer: "listed",
      reasons: words.map((word) => expect.objectContaining({ words: word })),
    });
  });

  test.each([
    ["zen.spamhaus.org", []],
    ["hostkarma.junkemailfilter.com", ["127.0.0.1"]],
    ["hostkarma.junkemailfilter.com", ["127.0.0.3"]],
    ["pbl.spamhaus.org", ["127.0.0.2"]],
    ["grey.uribl.com", ["127.0.0.2"]],
  ])("of %s, %j, is no listing", (zone, addresses) => {
    expect(decode(list(zone), { addresses })).toEqual({ answer: "clean" });
  });

  test.each([
    ["zen.spamhaus.org", "127.255.255.252", "name of its zone"],
    ["zen.spamhaus.org", "127.255.255.254", "public resolver"],
    ["bl.score.senderscore.com", "127.255.255.255", "not registered"],
    ["dbl.spamhaus.org", "127.0.1.255", "an address was asked for"],
    ["multi.surbl.org", "127.0.0.1", "blocks this resolver"],
    ["multi.uribl.com", "127.0.0.1", "blocks this resolver"],
    ["black.uribl.com", "127.0.0.3", "blocks this resolver"],
    ["b.barracudacentral.org", "127.0.0.1", "blocks this resolver"],
  ])("of %s, %s, is a refusal, and never a listing", (zone, address, because) => {
    expect(decode(list(zone), { addresses: [address, "127.0.0.2"] })).toEqual({
      answer: "error",
      because: expect.stringContaining(because),
    });
  });

  test("is never a listing where it is one of those that all operators refuse with", () => {
    fc.assert(
      fc.property(fc.constantFrom(...BLOCKLISTS), fc.integer({ min: 0, max: 255 }), (one, octet) => {
        expect(decode(one, { addresses: [`127.255.255.${octet}`] }).answer).toBe("error");
      }),
    );
  });

  test("outside 127.0.0.0/8 is unusable, whatever stands beside it", () => {
    const outside = fc.ipV4().filter((address) => !address.startsWith("127."));
    fc.assert(
      fc.property(fc.constantFrom(...BLOCKLISTS), outside, (one, address) => {
        expect(decode(one, { addresses: ["127.0.0.2", address] }).answer).toBe("unusable");
      }),
    );
  });

  test("that does not come is an error, never clean", () => {
    expect(decode(list("bl.spamcop.net"), { failure: "nobody answers in time" })).toEqual({
      answer: "error",
      because: "nobody answers in time",
    });
  });

  test("does not depend on the order of its addresses", () => {
    const answers = fc.uniqueArray(fc.integer({ min: 1, max: 255 }).map((octet) => `127.0.0.${octet}`));
    fc.assert(
      fc.property(fc.constantFrom(...BLOCKLISTS), answers, (one, addresses) => {
        expect(decode(one, { addresses: [...addresses].reverse() })).toEqual(decode(one, { addresses }));
      }),
    );
  });
});
