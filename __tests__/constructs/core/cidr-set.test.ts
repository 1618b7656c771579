import fc from "fast-check";
import { CidrSet, cidrProblem, isPublic } from "../../../constructs/core/cidr-set";

/** Networks inside 10.0.0.0/29, small enough to walk every address. */
const smallNetworks = fc.array(
  fc
    .tuple(fc.integer({ min: 29, max: 32 }), fc.nat(7))
    .map(([length, host]) => `10.0.0.${host - (host % 2 ** (32 - length))}/${length}`),
  { maxLength: 5 },
);

/** The same networks in IPv6: the last three bits. */
const smallIpv6Networks = smallNetworks.map((blocks) =>
  blocks.map((block) => {
    const [, host, length] = /\.(\d+)\/(\d+)$/.exec(block) ?? [];
    return `2001:db8::${Number(host).toString(16)}/${Number(length) + 96}`;
  }),
);

const addresses = Array.from({ length: 8 }, (_, host) => [
  `10.0.0.${host}`,
  `2001:db8::${host.toString(16)}`,
]).flat();

/** Which addresses a set holds, found by asking one by one. */
function members(set: CidrSet): readonly string[] {
  return addresses.filter((address) => set.containsAll(CidrSet.of(address)));
}

const sets = fc.tuple(smallNetworks, smallIpv6Networks).map(([v4, v6]) => CidrSet.of(...v4, ...v6));

describe("a set of networks", () => {
  test("holds what either of two sets holds, when united", () => {
    fc.assert(
      fc.property(sets, sets, (a, b) => {
        expect(members(a.union(b))).toEqual(
          addresses.filter((each) => members(a).includes(each) || members(b).includes(each)),
        );
      }),
    );
  });

  test("holds what both hold, when intersected", () => {
    fc.assert(
      fc.property(sets, sets, (a, b) => {
        expect(members(a.intersect(b))).toEqual(members(a).filter((each) => members(b).includes(each)));
      }),
    );
  });

  test("holds what only the first holds, when subtracted", () => {
    fc.assert(
      fc.property(sets, sets, (a, b) => {
        expect(members(a.minus(b))).toEqual(members(a).filter((each) => !members(b).includes(each)));
      }),
    );
  });

  test("contains another exactly when nothing of the other is outside", () => {
    fc.assert(
      fc.property(sets, sets, (a, b) => {
        expect(a.containsAll(b)).toBe(members(b).every((each) => members(a).includes(each)));
        expect(a.overlaps(b)).toBe(members(b).some((each) => members(a).includes(each)));
      }),
    );
  });

  test("renders the same blocks however it was built", () => {
    fc.assert(
      fc.property(sets, (set) => {
        const oneByOne = CidrSet.of(...members(set));
        expect(oneByOne.blocks).toEqual(set.blocks);
        expect(CidrSet.of(...set.blocks).equals(set)).toBe(true);
      }),
    );
  });

  test("renders the fewest blocks, IPv4 first, in numeric order", () => {
    expect(
      CidrSet.of("2001:db8::/33", "10.0.0.128/25", "9.0.0.0/8", "10.0.0.0/25", "2001:db8:8000::/33").blocks,
    ).toEqual(["9.0.0.0/8", "10.0.0.0/24", "2001:db8::/32"]);
  });

  test("keeps every address of the internet but the one taken out", () => {
    const rest = CidrSet.ANY.minus(CidrSet.of("10.20.0.10"));

    expect(rest.ipv4.blocks).toHaveLength(32);
    expect(rest.ipv6.blocks).toEqual(["::/0"]);
    expect(rest.union(CidrSet.of("10.20.0.10")).equals(CidrSet.ANY)).toBe(true);
  });

  test.each(["10.0.0.0/33", "10.0.0/24", "10.0.0.256", "::/129", "ten", "10.0.0.0/24/2", "", "10.0.0.0/-1"])(
    "refuses %j",
    (text) => {
      expect(() => CidrSet.of(text)).toThrow(
        `BadCidr: ${JSON.stringify(text)} is not a network in CIDR notation`,
      );
    },
  );
});

describe("a range of addresses", () => {
  test("is every address from the first to the last", () => {
    fc.assert(
      fc.property(fc.nat(7), fc.nat(7), (first, last) => {
        for (const prefix of ["10.0.0.", "2001:db8::"]) {
          const range = CidrSet.range(`${prefix}${first}`, `${prefix}${last}`);

          expect(members(range)).toEqual(
            addresses.filter(
              (each, index) => each.startsWith(prefix) && first <= index >> 1 && index >> 1 <= last,
            ),
          );
        }
      }),
    );
  });

  test.each([
    ["10.0.0.1", "2001:db8::1"],
    ["10.0.0.1", "10.0.0"],
    ["host", "10.0.0.1"],
  ])("fails from %s to %s", (first, last) => {
    expect(() => CidrSet.range(first, last)).toThrow("is not a network in CIDR notation");
  });
});

describe("a network in a client file", () => {
  test.each([
    ["10.0.0.0/24", undefined],
    ["2001:db8::/32", undefined],
    ["10.0.0.0", 'the mask is missing in "10.0.0.0"; did you mean "10.0.0.0/32"'],
    ["2001:db8::1", 'the mask is missing in "2001:db8::1"; did you mean "2001:db8::1/128"'],
    ["10.0.0.1/24", '"10.0.0.1/24" has host bits set; did you mean "10.0.0.0/24"'],
    ["10.0.0.0/33", 'the mask of "10.0.0.0/33" is out of range'],
    ["10.0.0/24", '"10.0.0/24" is not a network in CIDR notation'],
    ["10.0.0.0/24/8", '"10.0.0.0/24/8" is not a network in CIDR notation'],
  ])("written %s is judged", (text, problem) => {
    expect(cidrProblem(text)).toBe(problem);
  });

  test.each([
    ["185.201.16.0/22", true],
    ["203.0.113.0/24", true],
    ["2001:978::/32", true],
    ["10.0.0.0/8", false],
    ["172.20.0.0/16", false],
    ["100.64.0.0/10", false],
    ["0.0.0.0/0", false],
    ["fd00::/8", false],
    ["169.254.169.254/32", false],
  ])("%s is public: %s", (block, expected) => {
    expect(isPublic(block)).toBe(expected);
  });
});
