import { CidrSet } from "../../core/cidr-set";
import type { Problem } from "../../core/errors";
import type { EgressRule } from "../egress";
import type { ProfileNames } from "./inspection-profiles";
import type { OrderedPolicy } from "./ordered-policies";
import type { NamedAddresses, UnitObjects } from "./unit-objects";

/** Where the ids of ways out begin: four for each port, by protocol and by what the way leads to. */
const FIRST_PLACE = 1_000;

/** After the last port. */
const LAST_EGRESS_PLACE = FIRST_PLACE + 4 * 65_536;

/** What the ways out are made from. */
interface EgressPoliciesProps {
  readonly rules: readonly EgressRule[];
  readonly from: string;
  readonly to: readonly string[];
  readonly servers: NamedAddresses;
  readonly profiles: ProfileNames;
}

/** A policy that reads names cannot narrow them down to networks at the same time. */
export function egressPolicyProblems(rules: readonly EgressRule[]): readonly Problem[] {
  return rules.flatMap(({ hosts, destinations, port }, index) =>
    hosts === undefined || destinations.containsAll(CidrSet.ANY_IPV4)
      ? []
      : [
          {
            code: "EgressHostsInNetwork" as const,
            property: `egress.${index}`,
            message: `hosts on port ${port} are limited to ${destinations}, and a policy of the unit knows a host by its addresses alone; give hosts anywhere, or networks without hosts`,
          },
        ],
  );
}

/**
 * What the server may open, each port and kind of destination once, and then nothing else.
 *
 * Hosts are known by their addresses: those that the unit hears resolvers answer with. So the server and the unit ask
 * the same resolvers, and the server's questions pass the unit or are answered by it
 * (https://docs.fortinet.com/document/fortigate/7.0.2/administration-guide/217973).
 */
export function egressPolicies(
  objects: UnitObjects,
  { rules, from, to, servers, profiles }: EgressPoliciesProps,
): readonly OrderedPolicy[] {
  const groups = new Map<number, readonly EgressRule[]>();
  for (const rule of rules) {
    const place = placeOf(rule);
    groups.set(place, [...(groups.get(place) ?? []), rule]);
  }
  const outwards = { from: [from], to } as const;
  const sources: NamedAddresses = { ipv4: servers.ipv4, ipv6: [] };
  const ways = [...groups.entries()]
    .sort(([a], [b]) => a - b)
    .map(([place, group]): OrderedPolicy => {
      const { protocol, port, hosts: named } = group[0] as EgressRule;
      const label = `out-${port}${protocol === "udp" ? "-udp" : ""}${named === undefined ? "" : "-hosts"}`;
      const networks = group.reduce((all, { destinations }) => all.union(destinations), CidrSet.EMPTY);
      return {
        ...outwards,
        id: label,
        place,
        action: "accept",
        sources,
        destinations: {
          ipv4:
            named === undefined
              ? objects.networks(label, networks.ipv4).ipv4
              : objects.hosts(
                  label,
                  group.flatMap(({ hosts = [] }) => hosts),
                ),
          ipv6: [],
        },
        services: [objects.service(protocol, port)],
        purpose: [...new Set(group.map(({ purpose }) => purpose))].sort().join(", "),
        profiles,
        nat: true,
      };
    });
  return [
    ...ways,
    {
      ...outwards,
      id: "out-else",
      place: LAST_EGRESS_PLACE,
      action: "deny",
      sources: servers,
      destinations: { ipv4: [{ name: "all" }], ipv6: [{ name: "all" }] },
      services: [{ name: "ALL" }],
      purpose: "Nothing else leaves the mail server",
      answers: true,
    },
  ];
}

function placeOf({ protocol, port, hosts }: EgressRule): number {
  return FIRST_PLACE + 4 * port + (protocol === "udp" ? 2 : 0) + (hosts === undefined ? 0 : 1);
}
