import fc from "fast-check";
import type { Egress, Exposure } from "../../posture/facts";
import { postureOf } from "../../posture/posture";
import { TODAY } from "../clinic";
import { named, unit } from "./fortigate-unit";
import {
  comesByVip,
  comesStraight,
  HOSTS,
  type Knock,
  leaves,
  OBJECTS,
  type ObjectName,
  type SmallPolicy,
  type SmallService,
  type SmallUnit,
  type SmallVip,
} from "./fortigate-walk";
import type { Arguments, HandWritten } from "./hand-written";
import { within } from "./packet-walk";

const PORTS = [24, 25, 443, 444] as const;
const OUTSIDERS = ["151.101.1.7", "93.184.215.7", "93.184.215.200", "2600:1::1", "2600:2::1"] as const;

const vip: fc.Arbitrary<SmallVip> = fc.record({
  host: fc.constantFrom("server" as const, "other" as const),
  behind: fc.constantFrom("wan1" as const, "wan2" as const, "any" as const),
  senders: fc.constantFrom("all" as const, "all" as const, "near" as const),
  ports: fc.option(
    fc.record({
      protocol: fc.constantFrom("tcp" as const, "udp" as const),
      outside: fc.constantFrom(...PORTS),
      inside: fc.constantFrom(...PORTS),
    }),
    { nil: undefined },
  ),
});

const service: fc.Arbitrary<SmallService> = fc
  .tuple(
    fc.constantFrom("tcp" as const, "udp" as const, "all" as const),
    fc.constantFrom(...PORTS),
    fc.constantFrom(...PORTS),
  )
  .map(([protocol, a, b]) => ({ protocol, from: Math.min(a, b), to: Math.max(a, b) }));

const rarely = fc.integer({ min: 0, max: 7 }).map((roll) => roll === 0);

const some = <T>(...values: readonly T[]) => fc.subarray([...values], { maxLength: 2 });

const policy = (index: number, vips: number): fc.Arbitrary<SmallPolicy> =>
  fc.record({
    accepts: fc.boolean(),
    from: fc.constantFrom("any", "wan1", "wan1", "wan2", "lan"),
    to: fc.constantFrom("any", "lan", "lan", "dmz", "wan1"),
    sources: fc.oneof(fc.constant<ObjectName[]>(["all"]), some<ObjectName>("near", "far", "net", "server")),
    othersThanSources: rarely,
    destinations: fc.oneof(
      some<ObjectName>("server", "other", "net", "near"),
      fc.constant<ObjectName[]>(["all"]),
    ),
    vips: fc.subarray(Array.from({ length: vips }, (_, one) => one)),
    sources6: fc.oneof(fc.constant<ObjectName[]>(["all"]), some<ObjectName>("near6", "net6")),
    destinations6: some<ObjectName>("server6", "net6", "near6"),
    service,
    matchesVips: fc.boolean(),
    atSomeHours: rarely,
    off: rarely,
    after: fc.subarray(Array.from({ length: index }, (_, one) => one)),
  });

/** In a version of IP a policy says who sends and who receives, or nothing. */
function whole(one: SmallPolicy): SmallPolicy {
  const isFour = one.sources.length > 0 && one.destinations.length + one.vips.length > 0;
  const isSix = one.sources6.length > 0 && one.destinations6.length > 0;
  return {
    ...one,
    ...(isFour ? {} : { sources: [], destinations: [], vips: [] }),
    ...(isSix ? {} : { sources6: [], destinations6: [] }),
  };
}

const smallUnit: fc.Arbitrary<SmallUnit> = fc
  .record({
    vips: fc.array(vip, { maxLength: 2 }),
    sorted: fc.boolean(),
    count: fc.integer({ min: 1, max: 4 }),
  })
  .chain(({ vips, sorted, count }) =>
    fc
      .tuple(...Array.from({ length: count }, (_, index) => policy(index, vips.length)))
      .map((policies) => ({ vips, sorted, policies: policies.map(whole) })),
  );

const addressName = (index: number) => `fortios_firewall_policy.p${index}`;

/** The same unit as a stack. */
function written({ vips, policies, sorted }: SmallUnit): HandWritten {
  const addresses = Object.entries(OBJECTS).filter(([, block]) => !block.includes(":"));
  const addresses6 = Object.entries(OBJECTS).filter(([, block]) => block.includes(":"));
  const numbered = <T>(prefix: string, list: readonly T[], of: (one: T, index: number) => Arguments) =>
    Object.fromEntries(list.map((one, index) => [`${prefix}${index}`, of(one, index)]));
  return unit(
    {
      fortios_system_interface: Object.fromEntries(
        [
          ["wan1", "wan"],
          ["wan2", "wan"],
          ["lan", "lan"],
          ["dmz", "dmz"],
        ].map(([name = "", role]) => [
          name,
          { name, role, vdom: "root", allowaccess: "", ipv6: { ip6_allowaccess: "" } },
        ]),
      ),
      fortios_firewall_address: Object.fromEntries(
        addresses.map(([name, subnet]) => [name, { name, subnet }]),
      ),
      fortios_firewall_address6: Object.fromEntries(addresses6.map(([name, ip6]) => [name, { name, ip6 }])),
      fortios_firewall_vip: numbered("v", vips, ({ host, behind, senders, ports }, index) => ({
        name: `v${index}`,
        extip: `203.0.113.${index + 1}`,
        extintf: behind,
        mappedip: [{ range: OBJECTS[host].replace("/32", "") }],
        ...(senders === "all" ? {} : { src_filter: [{ range: OBJECTS[senders] }] }),
        ...(ports === undefined
          ? {}
          : {
              portforward: "enable",
              protocol: ports.protocol,
              extport: `${ports.outside}`,
              mappedport: `${ports.inside}`,
            }),
      })),
      fortios_firewallservice_custom: numbered(
        "s",
        policies,
        ({ service: { protocol, from, to } }, index) => ({
          name: `s${index}`,
          ...(protocol === "all" ? { protocol: "IP" } : { [`${protocol}_portrange`]: `${from}-${to}` }),
        }),
      ),
      fortios_firewall_policy: numbered("p", policies, (one, index) => ({
        policyid: index + 1,
        srcintf: named(one.from),
        dstintf: named(one.to),
        srcaddr: named(...one.sources),
        srcaddr_negate: one.othersThanSources ? "enable" : "disable",
        dstaddr: named(...one.destinations, ...one.vips.map((index_) => `v${index_}`)),
        srcaddr6: named(...one.sources6),
        dstaddr6: named(...one.destinations6),
        service: named(`s${index}`),
        action: one.accepts ? "accept" : "deny",
        schedule: one.atSomeHours ? "office-hours" : "always",
        status: one.off ? "disable" : "enable",
        match_vip: one.matchesVips ? "enable" : "disable",
        depends_on: one.after.map(addressName),
      })),
      ...(sorted
        ? {
            fortios_firewall_policy_sort: {
              all: {
                sortby: "policyid",
                sortdirection: "ascending",
                depends_on: policies.map((_, index) => addressName(index)),
              },
            },
          }
        : {}),
    },
    {},
  );
}

const KNOCKS: readonly Knock[] = OUTSIDERS.flatMap((source) =>
  PORTS.flatMap((port) => (["tcp", "udp"] as const).map((protocol) => ({ source, protocol, port }))),
);

const shown = ({ source, port, protocol }: Knock): string => `${source} ${port}/${protocol}`;

function covers(
  { protocol, fromPort, toPort }: Pick<Exposure, "protocol" | "fromPort" | "toPort">,
  blocks: readonly string[],
  knock: Knock,
): boolean {
  return (
    protocol === knock.protocol &&
    fromPort <= knock.port &&
    knock.port <= toPort &&
    blocks.some((block) => within(knock.source, block))
  );
}

const arrived = (exposures: readonly Exposure[], target: string) =>
  KNOCKS.filter((knock) =>
    exposures.some((one) => one.target === target && covers(one, one.sources, knock)),
  ).map(shown);

const left = (egress: readonly Egress[], source: string) =>
  KNOCKS.filter((knock) =>
    egress.some((one) => one.source === source && covers(one, one.destinations, knock)),
  ).map(shown);

const walked = (comes: (knock: Knock) => boolean) => KNOCKS.filter(comes).map(shown);

const TARGETS = {
  server: "fortios_firewall_address.server",
  other: "fortios_firewall_address.other",
  net: "fortios_firewall_address.net",
  server6: "fortios_firewall_address6.server6",
  net6: "fortios_firewall_address6.net6",
} as const;

describe("a walk of every packet through a small FortiGate", () => {
  test("comes to the same end as the sets, in every order that the stack leaves open", () => {
    fc.assert(
      fc.property(smallUnit, (unit) => {
        const { exposures, egress } = postureOf(written(unit), TODAY);
        const isTarget = (target: string) => exposures.some((one) => one.target === target);

        expect({
          server: arrived(exposures, TARGETS.server),
          other: arrived(exposures, TARGETS.other),
          net: arrived(exposures, TARGETS.net),
          server6: arrived(exposures, TARGETS.server6),
          net6: arrived(exposures, TARGETS.net6),
          serverLeaves: left(egress, TARGETS.server),
          server6Leaves: left(egress, TARGETS.server6),
        }).toEqual({
          server: walked(
            (knock) => comesByVip(unit, "server", knock) || comesStraight(unit, "server", knock),
          ),
          other: walked((knock) => comesByVip(unit, "other", knock) || comesStraight(unit, "other", knock)),
          net: walked((knock) => comesStraight(unit, "net", knock)),
          server6: walked((knock) => comesStraight(unit, "server6", knock)),
          net6: walked((knock) => comesStraight(unit, "net6", knock)),
          serverLeaves: isTarget(TARGETS.server)
            ? walked((knock) => leaves(unit, HOSTS[4][0], knock)).filter((line) => !line.includes("2600:"))
            : [],
          server6Leaves: isTarget(TARGETS.server6)
            ? walked((knock) => leaves(unit, HOSTS[6][0], knock)).filter((line) => line.includes("2600:"))
            : [],
        });
      }),
      { numRuns: 80 },
    );
  });
});
