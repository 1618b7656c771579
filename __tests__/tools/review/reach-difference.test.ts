import fc from "fast-check";
import { CidrSet } from "../../../constructs/core/cidr-set";
import type { Egress, Exposure } from "../../../posture/facts";
import {
  egressDifference,
  exposureDifference,
  type ReachDifference,
  type Reached,
} from "../../../tools/review/reach-difference";
import { networksText, reachText } from "../../../tools/review/reach-text";

/** Networks of a toy internet of 16 addresses, and ports from 0 to 7. */
const network = fc
  .tuple(fc.integer({ min: 28, max: 32 }), fc.nat(15))
  .map(([length, host]) => CidrSet.of(`10.0.0.${host}/${length}`).blocks[0] as string);
const port = fc.nat(7);

const exposure: fc.Arbitrary<Exposure> = fc
  .record({
    protocol: fc.constantFrom("tcp" as const, "udp" as const),
    ports: fc.tuple(port, port).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const),
    sources: fc.array(network, { minLength: 1, maxLength: 3 }),
    target: fc.constantFrom("aws_instance.a", "aws_instance.b"),
    via: fc.constantFrom(["aws_route.x", "aws_security_group.y"], ["aws_lb.z"]),
  })
  .map(({ ports: [fromPort, toPort], sources, ...rest }) => ({
    ...rest,
    from: "internet" as const,
    fromPort,
    toPort,
    sources: CidrSet.of(...sources).blocks,
  }));

const HOSTS = Array.from({ length: 16 }, (_, host) => CidrSet.of(`10.0.0.${host}`));

/** Every packet there can be, one by one. */
function packets(ways: readonly (Exposure | Reached)[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const way of ways) {
    const [networks, server] = "sources" in way ? [way.sources, way.target] : [way.networks, way.server];
    const set = CidrSet.of(...networks);
    for (const [host, address] of HOSTS.entries()) {
      for (let at = way.fromPort; at <= way.toPort && set.containsAll(address); at += 1) {
        found.add(`${way.protocol} ${host} ${at} ${server}`);
      }
    }
  }
  return found;
}

/** Packets of the first set that are not in the second, as one text: comparing large sets is slow. */
const without = (some: ReadonlySet<string>, others: ReadonlySet<string> = new Set()): string =>
  [...some]
    .filter((packet) => !others.has(packet))
    .sort()
    .join("\n");

function egress(hosts: readonly string[] | null, destinations = ["0.0.0.0/0"]): Egress {
  const way = {
    protocol: "tcp" as const,
    fromPort: 443,
    toPort: 443,
    destinations,
    source: "aws_instance.a",
    via: ["aws_security_group.y"],
    hosts,
  };
  return way;
}

const OPEN: Exposure = {
  from: "internet",
  protocol: "tcp",
  fromPort: 443,
  toPort: 443,
  sources: ["0.0.0.0/0"],
  target: "aws_instance.a",
  via: ["aws_internet_gateway.g", "aws_networkfirewall_firewall.f", "aws_security_group.s"],
};

const nothing: ReachDifference = { opens: [], closes: [], reroutes: [] };

describe("what becomes reachable and what closes", () => {
  test("is, packet for packet, what a walk over all packets finds", () => {
    const some = fc.array(exposure, { maxLength: 5 });
    fc.assert(
      fc.property(some, some, (before, after) => {
        const { opens, closes } = exposureDifference(before, after);

        expect(without(packets(opens))).toBe(without(packets(after), packets(before)));
        expect(without(packets(closes))).toBe(without(packets(before), packets(after)));
      }),
      { numRuns: 200 },
    );
  });

  test("is said once, though two ways lead to the same server", () => {
    const other = { ...OPEN, via: ["aws_lb.z"] };
    const { opens } = exposureDifference([], [OPEN, other]);

    expect(opens).toHaveLength(1);
  });

  test("is nothing when another order or another rule of the same kind lets the same packets in", () => {
    const halves = ["0.0.0.0/1", "128.0.0.0/1"].map((half) => ({
      ...OPEN,
      sources: [half],
      via: OPEN.via.map((step) => step.replace(".s", ".t")),
    }));

    expect(exposureDifference([OPEN], halves)).toEqual(nothing);
    expect(exposureDifference(halves.toReversed(), [OPEN])).toEqual(nothing);
  });

  test("is another way when a kind of lock is gone from it", () => {
    const bare = { ...OPEN, via: ["aws_internet_gateway.g", "aws_security_group.s"] };

    expect(exposureDifference([OPEN], [bare])).toMatchObject({
      opens: [],
      closes: [],
      reroutes: [{ fromPort: 443, networks: ["0.0.0.0/0"], before: OPEN.via, after: bare.via }],
    });
  });

  test("knows IPv6 from IPv4", () => {
    const six = { ...OPEN, sources: ["0.0.0.0/0", "::/0"] };

    expect(exposureDifference([OPEN], [six]).opens.map(({ networks }) => networks)).toEqual([["::/0"]]);
  });

  test("is another port of the host, where a forward leads from the same port to it", () => {
    const forwarded = { ...OPEN, hostPorts: { fromPort: 3389, toPort: 3389 } };

    expect(exposureDifference([OPEN], [forwarded])).toMatchObject({
      opens: [{ fromPort: 443, server: `${OPEN.target} on 3389` }],
      closes: [{ fromPort: 443, server: OPEN.target }],
    });
    expect(
      exposureDifference([forwarded], [{ ...forwarded, hostPorts: { ...forwarded.hostPorts } }]),
    ).toEqual(nothing);
  });

  test("holds apart what comes from elsewhere, whatever that field is called", () => {
    const from = (where: string): Exposure => Object.assign({}, OPEN, { from: where });

    expect(
      exposureDifference([from("internet")], [from("internet"), from("connected-network")]),
    ).toMatchObject({
      opens: [{ only: { from: "connected-network" } }],
      closes: [],
    });
  });
});

describe("what a server may reach", () => {
  test("grows by the host names that are added to a list, and by those alone", () => {
    expect(egressDifference([egress(["a.example"])], [egress(["a.example", "b.example"])])).toMatchObject({
      opens: [{ only: { hosts: "b.example" } }],
      closes: [],
    });
  });

  test("shrinks when any name becomes a list of names", () => {
    const { opens, closes } = egressDifference([egress(null)], [egress(["a.example", "b.example"])]);

    expect(opens).toEqual([]);
    expect(closes.map((reached) => reachText(reached, "to"))).toEqual([
      "443/tcp to anywhere, except for hosts: a.example, b.example",
    ]);
  });

  test("grows when a list of names becomes any name", () => {
    const { opens, closes } = egressDifference([egress(["a.example"])], [egress(null)]);

    expect(opens.map((reached) => reachText(reached, "to"))).toEqual([
      "443/tcp to anywhere, except for hosts: a.example",
    ]);
    expect(closes).toEqual([]);
  });

  test("names several new hosts in one line", () => {
    const { opens } = egressDifference([], [egress(["b.example", "a.example"], ["192.0.2.0/24"])]);

    expect(opens.map((reached) => reachText(reached, "to"))).toEqual([
      "443/tcp to 192.0.2.0/24, hosts: a.example, b.example",
    ]);
  });
});

describe("networks in words", () => {
  test.each([
    [["0.0.0.0/0"], "anywhere"],
    [["::/0"], "anywhere (IPv6)"],
    [["0.0.0.0/0", "::/0"], "anywhere (IPv4 and IPv6)"],
    [["192.0.2.0/24", "198.51.100.0/24"], "192.0.2.0/24, 198.51.100.0/24"],
    [CidrSet.ANY_IPV4.minus(CidrSet.of("192.0.2.0/24")).blocks, "anywhere but 192.0.2.0/24"],
    [
      [0, 2, 4, 6, 8, 10, 12, 14].map((third) => `10.0.${third}.0/24`),
      "10.0.0.0/24, 10.0.2.0/24, 10.0.4.0/24, 10.0.6.0/24, 10.0.8.0/24, 10.0.10.0/24 and 2 more",
    ],
  ])("%j is %s", (blocks, words) => {
    expect(networksText(blocks)).toBe(words);
  });
});
