import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { BOGONS_IPV4, CidrSet, PRIVATE_IPV4 } from "../../../constructs/core/cidr-set";
import { ValidationError } from "../../../constructs/core/errors";
import { type EgressAddition, type EgressRule, exchangeEgress } from "../../../constructs/edge/egress";
import { type EdgeEvaluator, type Incoming, isIpv6, type Outgoing, within } from "./edge-evaluator";
import { awsEdge, type EdgeIntent, fortiGateEdge, merakiEdge, OWN_NETWORK } from "./same-intent";

/** Addresses around which networks are laid, so that lists overlap. */
const ANCHORS = [
  "185.201.16.77",
  "185.201.24.5",
  "93.184.215.14",
  "46.17.200.130",
  "8.8.4.4",
  "192.168.77.9",
];
const RESERVED_ANCHORS = ["203.0.113.80", "198.51.100.25"];
const COUNTRIES = ["BY", "FR", "KP"];
const PROTOCOLS = ["tcp", "tcp", "tcp", "tcp", "tcp", "udp", "icmp"] as const;

const anchor = fc.constantFrom(...ANCHORS, ...ANCHORS, ...RESERVED_ANCHORS);
const network = (lengths: readonly number[]) =>
  fc
    .tuple(anchor, fc.constantFrom(...lengths))
    .map(([address, length]) => `${ipaddr.IPv4.networkAddressFromCIDR(`${address}/${length}`)}/${length}`);
const networks = (lengths: readonly number[], maxLength = 3) =>
  fc.array(network(lengths), { minLength: 1, maxLength }).map((blocks) => CidrSet.of(...blocks));
const ipv6Networks = fc
  .subarray(["2001:db8:9::/48", "2a00:1450::/32", "2606:4700::1111/128", "::/0"])
  .map((blocks) => CidrSet.of(...blocks));
const withIpv6 = (four: fc.Arbitrary<CidrSet>): fc.Arbitrary<CidrSet> =>
  fc.tuple(four, fc.oneof(fc.constant(CidrSet.EMPTY), ipv6Networks)).map(([a, b]) => a.union(b));

const addition = fc.oneof(
  fc.record({
    host: fc.constantFrom("a.example.com", "*.wild.example.org"),
    port: fc.constantFrom(80, 443, 8443),
    reason: fc.constant("a test"),
  }),
  fc.record({
    cidr: network([16, 24, 32]),
    port: fc.constantFrom(53, 443, 8443),
    protocol: fc.constantFrom("tcp", "udp"),
    reason: fc.constant("a test"),
  }),
) as fc.Arbitrary<EgressAddition>;

const egress: fc.Arbitrary<readonly EgressRule[]> = fc
  .record({
    port: fc.constantFrom(25, 465, 587, 2525),
    smartHost: fc.oneof(networks([24, 31, 32], 2), fc.constant(CidrSet.ANY_IPV4)),
    web: fc.constantFrom("listed" as const, "listed" as const, "any" as const),
    hybrid: fc.boolean(),
    dns: fc.oneof(fc.constant([]), fc.tuple(network([24, 32]))),
    ntp: fc.oneof(fc.constant([]), fc.tuple(network([24, 32]))),
    allow: fc.array(addition, { maxLength: 3 }),
  })
  .filter(({ port, smartHost }) => port !== 25 || !smartHost.containsAll(CidrSet.ANY_IPV4))
  .map(({ port, smartHost, ...needs }) => exchangeEgress(port, smartHost, needs));

const intent: fc.Arbitrary<EdgeIntent> = fc
  .record({
    smtpFrom: withIpv6(
      fc.oneof(
        { weight: 5, arbitrary: networks([22, 24, 25, 32]) },
        {
          weight: 1,
          arbitrary: fc.constant(CidrSet.ANY_IPV4),
        },
      ),
    ),
    httpsFrom: fc.option(withIpv6(networks([9, 16, 24, 31])), { nil: undefined }),
    denied: withIpv6(fc.oneof(fc.constant(CidrSet.EMPTY), networks([8, 16, 23, 25, 32]))),
    countries: fc.subarray(COUNTRIES),
    egress,
    links: fc.constantFrom(1 as const, 2 as const),
    tlsInspected: fc.boolean(),
    mode: fc.constantFrom("detect" as const, "prevent-reputation" as const, "prevent" as const),
  })
  .map(({ denied, countries, ...rest }) => {
    const isForAll = rest.smtpFrom.containsAll(CidrSet.ANY_IPV4);
    const left = isForAll ? denied : denied.minus(rest.smtpFrom.ipv4);
    const users = rest.httpsFrom?.ipv4 ?? CidrSet.ANY_IPV4;
    return { ...rest, deny: { networks: left.containsAll(users) ? left.ipv6 : left, countries } };
  });

/** First and last address of each network, and their neighbours outside. */
function edgesOf(sets: readonly CidrSet[]): readonly string[] {
  const all = sets
    .flatMap(({ blocks }) => blocks)
    .flatMap((block) => {
      const [address, length] = ipaddr.parseCIDR(block);
      const bits = address.kind() === "ipv6" ? 128n : 32n;
      const first = BigInt(`0x${Buffer.from(address.toByteArray()).toString("hex")}`);
      const last = first + (1n << (bits - BigInt(length))) - 1n;
      return [first - 1n, first, last, last + 1n]
        .filter((number) => number >= 0n && number < 1n << bits)
        .map((number) => addressOf(number, bits));
    });
  return [...new Set(all)].filter((address) => isIpv6(address) || !within(address, OWN_NETWORK));
}

function addressOf(number: bigint, bits: bigint): string {
  const octets = Buffer.from(number.toString(16).padStart(Number(bits) / 4, "0"), "hex");
  return ipaddr.fromByteArray([...octets]).toString();
}

const RESERVED_EDGES = edgesOf([BOGONS_IPV4]);

/** One packet of either direction, before it is known among which networks it is to be aimed. */
interface Shot {
  readonly outwards: boolean;
  readonly group: number;
  readonly aim: number;
  readonly elsewhere: number;
  readonly protocol: (typeof PROTOCOLS)[number];
  readonly port: number;
  readonly country: string | undefined;
  readonly host: number;
}

const shot: fc.Arbitrary<Shot> = fc.record({
  outwards: fc.boolean(),
  group: fc.nat(),
  aim: fc.nat(),
  elsewhere: fc.nat({ max: 0xff_ff_ff_ff }),
  protocol: fc.constantFrom(...PROTOCOLS),
  port: fc.nat(),
  country: fc.constantFrom(...COUNTRIES, "NL", undefined),
  host: fc.nat(),
});

const PORTS_IN = [
  24,
  26,
  80,
  135,
  442,
  444,
  445,
  587,
  3389,
  5986,
  ...Array(10).fill(25),
  ...Array(10).fill(443),
];
const PORTS_OUT = [25, 53, 80, 123, 443, 445, 465, 587, 2525, 3389, 8443];
const UNLISTED_HOSTS = [
  "files.attacker.example",
  "notofficeclient.microsoft.com",
  "officeclient.microsoft.com.attacker.example",
  "windowsupdate.com",
  "wild.example.org",
  "outlook.office365.com",
];

const pick = <T>(items: readonly T[], index: number): T => items[index % items.length] as T;

function aimed(world: EdgeIntent): {
  incoming(one: Shot): Incoming;
  outgoing(one: Shot): Outgoing;
} {
  const admitted = edgesOf([world.smtpFrom, world.httpsFrom ?? CidrSet.EMPTY]);
  const sources = [
    ANCHORS,
    admitted,
    admitted,
    edgesOf([world.deny.networks ?? CidrSet.EMPTY]),
    RESERVED_EDGES,
  ];
  const named = edgesOf(world.egress.map(({ destinations: own }) => own));
  const destinations = [ANCHORS, named, named, admitted];
  const ports = [...PORTS_OUT, ...world.egress.flatMap(({ port }) => [port - 1, port, port, port, port + 1])];
  const listed = world.egress.flatMap(({ hosts = [] }) => hosts);
  const hosts = [
    ...listed.map((host) => host.replace("*", "x1")),
    ...listed.filter((host) => host.startsWith("*")).map((host) => host.replace("*", "a.b-2")),
    ...listed.map((host) => host.replace("*.", "")),
    ...listed.map((host) => host.replace("*.", "").toUpperCase()),
    ...UNLISTED_HOSTS,
  ];
  const near = (groups: readonly (readonly string[])[], { group, aim, elsewhere }: Shot): string => {
    const anywhere = addressOf(BigInt(elsewhere), 32n);
    const among = pick([...groups, []], group);
    return among.length > 0 || within(anywhere, OWN_NETWORK) ? pick([...among, ...ANCHORS], aim) : anywhere;
  };
  return {
    incoming: (one) => ({
      protocol: one.protocol,
      source: near(sources, one),
      port: pick(PORTS_IN, one.port),
      ...(one.country === undefined ? {} : { country: one.country }),
    }),
    outgoing: (one) => {
      const port = pick(ports, one.port);
      const name = pick(hosts, one.host);
      return {
        protocol: one.protocol,
        destination: near(destinations, one),
        port,
        // An honest server asks a resolver for a name, and the host it was sent to for the same one.
        resolved: name,
        says: { speaks: port === 80 ? "http" : "tls", name },
      };
    },
  };
}

/** The packets on which edges differ, and the seed with which they do again; not the hundreds of others. */
function reporter<T>({ failed, seed, errorInstance }: fc.RunDetails<T>): void {
  if (failed) {
    throw new Error(`with the seed ${seed}: ${errorInstance instanceof Error ? errorInstance.message : ""}`);
  }
}
const SHOTS = { minLength: 250, maxLength: 250 };
const RUNS = { numRuns: 5, reporter };

type Packet = Incoming | Outgoing;

/** A packet and what edges do with it. */
interface Compared {
  readonly packet: Packet;
  readonly aws: boolean;
  readonly fortiGate: boolean;
  readonly meraki: boolean;
}

function verdictOf(edge: EdgeEvaluator, packet: Packet): boolean {
  return "source" in packet ? edge.admits(packet) : edge.letsOut(packet);
}

/** What MX appliances cannot do; they let in, or out, what the others refuse. */
const MERAKI_DIFFERENCES: readonly {
  readonly because: string;
  concerns(world: EdgeIntent, packet: Packet): boolean;
  readonly example: Packet;
}[] = [
  {
    because: "a forward names who may come, and nobody who may not",
    concerns: ({ deny }, packet) =>
      "source" in packet &&
      (BOGONS_IPV4.union(deny.networks ?? CidrSet.EMPTY).containsAll(CidrSet.of(packet.source)) ||
        (packet.port === 443 && (deny.countries ?? []).includes(packet.country ?? ""))),
    example: { protocol: "tcp", source: "46.17.200.130", port: 443 },
  },
  {
    because: "names are not looked at: a port leads wherever its networks are",
    concerns: ({ egress: rules }, packet) =>
      !("source" in packet) &&
      rules.some(
        ({ hosts, protocol, port }) => hosts && protocol === packet.protocol && port === packet.port,
      ),
    example: {
      protocol: "tcp",
      destination: "8.8.4.4",
      port: 443,
      says: { speaks: "tls", name: "files.attacker.example" },
    },
  },
  {
    because: "the list decides between the office's own networks, too, and they stay open to each other",
    concerns: (_world, packet) =>
      !("source" in packet) && PRIVATE_IPV4.containsAll(CidrSet.of(packet.destination)),
    example: {
      protocol: "udp",
      destination: "192.168.77.9",
      port: 3389,
      says: { speaks: "something else" },
    },
  },
];

/** Packets on which two edges differ without a reason that is named. */
function unexplained(world: EdgeIntent, both: readonly Compared[]): readonly Compared[] {
  return both.filter(
    ({ packet, aws, fortiGate, meraki }) =>
      aws !== fortiGate ||
      (aws !== meraki && !(meraki && MERAKI_DIFFERENCES.some(({ concerns }) => concerns(world, packet)))),
  );
}

test("same packet, same verdict: in any stage, decrypted or not, over one link or two", () => {
  const passed = { in: 0, out: 0 };

  fc.assert(
    fc.property(fc.noShrink(intent), fc.noShrink(fc.array(shot, SHOTS)), (world, shots) => {
      const [aws, fortiGate, meraki] = [awsEdge(world), fortiGateEdge(world), merakiEdge(world)];
      const { incoming, outgoing } = aimed(world);
      const both = shots.map((each): Compared => {
        const packet = each.outwards ? outgoing(each) : incoming(each);
        const verdict = verdictOf(aws, packet);
        passed[each.outwards ? "out" : "in"] += verdict ? 1 : 0;
        return {
          packet,
          aws: verdict,
          fortiGate: verdictOf(fortiGate, packet),
          // Its rules are about IPv4.
          meraki: isIpv6("source" in packet ? packet.source : packet.destination)
            ? verdict
            : verdictOf(meraki, packet),
        };
      });

      expect(unexplained(world, both)).toEqual([]);
    }),
    RUNS,
  );
  // Edges that refuse everything would agree, too.
  expect(Math.min(passed.in, passed.out)).toBeGreaterThan(10);
});

/** What is told in the examples. */
const USUAL: EdgeIntent = {
  smtpFrom: CidrSet.of("185.201.16.0/22"),
  deny: { networks: CidrSet.of("46.17.0.0/16"), countries: ["KP"] },
  egress: exchangeEgress(587, CidrSet.of("185.201.16.0/22")),
};

const LISTED = "officeclient.microsoft.com";
const toListed = { protocol: "tcp", destination: "13.107.6.158", port: 443, resolved: LISTED } as const;

/** Packets on which the firewall on AWS and a FortiGate differ, each with its reason. No others are known. */
const FORTIGATE_DIFFERENCES: readonly {
  readonly what: string;
  readonly because: string;
  readonly packet: Packet;
  readonly verdicts: { readonly aws: boolean; readonly fortiGate: boolean };
  /** What is told besides. */
  readonly told?: Partial<EdgeIntent>;
}[] = [
  {
    what: "a name that is not listed, at the address of one that is",
    because: "the unit knows a host by the addresses that resolvers gave, the firewall by the name asked for",
    packet: { ...toListed, says: { speaks: "tls", name: "files.attacker.example" } },
    verdicts: { aws: false, fortiGate: true },
  },
  {
    what: "TLS without a name, to the address of a listed host",
    because: "the unit does not wait for a name",
    packet: { ...toListed, says: { speaks: "tls" } },
    verdicts: { aws: false, fortiGate: true },
  },
  {
    what: "a protocol that shows no name, to the address of a listed host",
    because: "the unit does not wait for a name",
    packet: { ...toListed, says: { speaks: "something else" } },
    verdicts: { aws: false, fortiGate: true },
  },
  {
    what: "a listed name, at an address that no resolver gave for it",
    because: "who holds the server can write any name into a connection, and the firewall believes it",
    packet: { ...toListed, resolved: "files.attacker.example", says: { speaks: "tls", name: LISTED } },
    verdicts: { aws: true, fortiGate: false },
  },
  {
    what: "a user over IPv6, where the office gives the server an address of it",
    because: "the edge on AWS has no IPv6",
    packet: { protocol: "tcp", source: "2a00:1450::1", port: 443 },
    verdicts: { aws: false, fortiGate: true },
    told: { ipv6: true },
  },
];

const edgesAround = (world: EdgeIntent) => ({ aws: awsEdge(world), fortiGate: fortiGateEdge(world) });
const usual = edgesAround(USUAL);

describe("a FortiGate and the firewall on AWS differ about", () => {
  test.each(FORTIGATE_DIFFERENCES.map((one) => [one.what, one.because, one] as const))(
    "%s: %s",
    (_what, _because, { packet, told, verdicts }) => {
      const { aws, fortiGate } = told === undefined ? usual : edgesAround({ ...USUAL, ...told });

      expect({ aws: verdictOf(aws, packet), fortiGate: verdictOf(fortiGate, packet) }).toEqual(verdicts);
    },
  );

  test("where a country's addresses are: each asks a database of its own, and both ask it for 443 alone", () => {
    const { aws, fortiGate } = usual;
    const seenIn = (country: string): Incoming => ({
      protocol: "tcp",
      source: "93.184.215.14",
      port: 443,
      country,
    });

    expect([aws.admits(seenIn("KP")), fortiGate.admits(seenIn("FR"))]).toEqual([false, true]);
    expect([aws.admits(seenIn("FR")), fortiGate.admits(seenIn("KP"))]).toEqual([true, false]);
  });
});

describe("a Meraki MX and the firewall on AWS differ about", () => {
  const { aws } = usual;
  const meraki = merakiEdge(USUAL);

  test.each(MERAKI_DIFFERENCES.map((one) => [one.because, one] as const))(
    "%s",
    (_because, { concerns, example }) => {
      expect(concerns(USUAL, example)).toBe(true);
      expect([verdictOf(aws, example), verdictOf(meraki, example)]).toEqual([false, true]);
    },
  );
});

test("over IPv6, where it is open, a FortiGate admits whom the same ingress names, and refuses the denied", () => {
  const denied = CidrSet.of("2a00:1450::/32");
  const users = CidrSet.of("2a00:1450::/31", "2606:4700::/32", "93.184.215.0/24");
  const relay = CidrSet.of("185.201.16.0/22", "2001:db8:9::/48");
  const unit = fortiGateEdge({
    ...USUAL,
    ipv6: true,
    smtpFrom: relay,
    httpsFrom: users,
    deny: { networks: denied, countries: ["KP"] },
  });
  const source = fc.constantFrom(...edgesOf([denied, users.ipv6, relay.ipv6]).filter(isIpv6));

  fc.assert(
    fc.property(
      source,
      fc.constantFrom(...PROTOCOLS),
      fc.constantFrom(24, 25, 443, 444),
      fc.constantFrom("KP", "FR"),
      (from, protocol, port, country) => {
        const named = port === 25 ? relay : port === 443 ? users : CidrSet.EMPTY;

        expect(unit.admits({ protocol, source: from, port, country })).toBe(
          protocol === "tcp" &&
            named.minus(denied).containsAll(CidrSet.of(from)) &&
            (port === 25 || country !== "KP"),
        );
      },
    ),
  );
});

describe("what no edge could do is refused by all of them, for the same reason:", () => {
  const all = [awsEdge, fortiGateEdge, merakiEdge];
  const withDenyList = [awsEdge, fortiGateEdge];

  test.each([
    ["a relay that has IPv6 alone", { smtpFrom: CidrSet.of("2001:db8:9::/48") }, all],
    ["users who have IPv6 alone", { httpsFrom: CidrSet.of("2001:db8:9::/48") }, all],
    ["a smart host that has IPv6 alone", { egress: exchangeEgress(587, CidrSet.of("2001:db8:9::/48")) }, all],
    ["a deny list that holds the relay", { deny: { networks: CidrSet.of("185.201.0.0/16") } }, withDenyList],
    [
      "a deny list that holds every user",
      { httpsFrom: CidrSet.of("8.8.8.0/24"), deny: { networks: CidrSet.of("8.8.0.0/16") } },
      withDenyList,
    ],
    ["a country that is none", { deny: { countries: ["UK"] } }, withDenyList],
    [
      "a vulnerability that is none",
      { disabledCves: [{ cve: "CVE-1999-0001", reason: "a test" }] },
      withDenyList,
    ],
  ] as const)("%s", (_what, told, edges) => {
    const [codes, ...others] = edges.map((edge) => codesOf(() => edge({ ...USUAL, ...told })));

    expect(codes).toHaveLength(1);
    expect(others).toEqual(others.map(() => codes));
  });
});

function codesOf(render: () => unknown): readonly string[] {
  try {
    render();
  } catch (error) {
    if (error instanceof ValidationError) {
      return error.problems.map(({ code }) => code);
    }
    throw error;
  }
  return [];
}
