import { CidrSet } from "../../constructs/core/cidr-set";
import type { IpVersion } from "../aws/networks";
import type { Egress, Exposure, InternetPath } from "../facts";
import { type PortRange, PROTOCOLS, type Protocol } from "../packets";
import { merged, onInternet, type Passage } from "../passages";
import type { TerraformJson } from "../terraform-json";
import { addressesNamed, addressObjects, hostNamesOf } from "./addresses";
import { ANY, Interfaces, OTHERS } from "./interfaces";
import { type Admitted, isOn, type Journey, type Policy, PolicyTable } from "./policies";
import { type Server, serverAt } from "./servers";
import { unitsOf } from "./unit";
import type { Forward, Vip } from "./vips";

/** What comes from outside to the hosts behind the FortiGates of a stack, and what can leave from there. */
interface FortigateReach {
  readonly exposures: readonly Exposure[];
  readonly egress: readonly Egress[];
  readonly paths: readonly InternetPath[];
}

/** Packets that reach hosts. */
interface Arrived {
  readonly from: Exposure["from"];
  /** Interface that they come through. */
  readonly through: string;
  readonly server: Server;
  /** By the ports of the host. */
  readonly passage: Passage;
  readonly forward: Forward | undefined;
}

const IP_VERSIONS: readonly IpVersion[] = [4, 6];

/** Follows packets through the policies of every unit. */
export function fortigateReach(stack: TerraformJson): FortigateReach {
  const units = unitsOf(stack).map((unit) => {
    const table = new PolicyTable(new Interfaces(unit));
    const arrived = arrivals(table);
    return { table, arrived };
  });
  return {
    exposures: exposures(units.flatMap(({ arrived }) => arrived)),
    egress: units.flatMap(({ table, arrived }) => egress(table, arrived)),
    paths: units.flatMap(({ table, arrived }) => paths(table, arrived)),
  };
}

function arrivals(table: PolicyTable): readonly Arrived[] {
  const { interfaces } = table;
  return outsideOf(table).flatMap((one) =>
    IP_VERSIONS.flatMap((version) =>
      [...throughVips(table, one, version), ...straight(table, one, version)].flatMap((arrived) => {
        const from = interfaces.isTunnel(one) ? ("connected-network" as const) : ("internet" as const);
        const [passage] =
          from === "internet" ? onInternet([arrived.passage], CidrSet.EMPTY) : [arrived.passage];
        return passage === undefined ? [] : [{ ...arrived, passage, from, through: one }];
      }),
    ),
  );
}

/** Interfaces that packets may come through from outside. */
function outsideOf({ interfaces, policies }: PolicyTable): readonly string[] {
  const open = policies.some(({ route }) => route.from.includes(ANY));
  return [...interfaces.names, ...(open ? [OTHERS] : [])].filter((one) => interfaces.mayBeOutside(one));
}

/** Interfaces that packets may leave through: which it is, routing decides. */
function exitsOf({ interfaces, policies }: PolicyTable): readonly string[] {
  const open = policies.some(({ route }) => route.to.includes(ANY));
  return [...interfaces.names, ...(open ? [OTHERS] : [])];
}

/** Interfaces behind which a host of the company may be, or one of a connected network. */
function inwards(table: PolicyTable): readonly string[] {
  const { interfaces } = table;
  return exitsOf(table).filter((one) => interfaces.mayBeInside(one) || interfaces.isTunnel(one));
}

type Arrival = Omit<Arrived, "from" | "through">;

/** What comes to virtual IPs that policies name. */
function throughVips(table: PolicyTable, from: string, version: IpVersion): readonly Arrival[] {
  const { interfaces, policies } = table;
  const vips = new Map(
    policies
      .filter(({ accepts }) => accepts)
      .flatMap(({ ends }) => ends[version].vips)
      .filter((vip) => vip.admits(from))
      .map((vip) => [vip.resource.address, vip] as const),
  );
  return [...vips.values()].flatMap((vip) =>
    vip.forwards.flatMap((forward) => {
      const server = serverAt(interfaces.unit, version, forward.mapped, vip.resource);
      return inwards(table)
        .flatMap((to) => table.admitted({ from, to, version, destination: { vip, forward } }))
        .flatMap((admitted) => passagesOf(table, from, admitted, vip))
        .map((passage) => ({ server, passage, forward }));
    }),
  );
}

/** What comes to addresses that policies name. */
function straight(table: PolicyTable, from: string, version: IpVersion): readonly Arrival[] {
  const { interfaces, policies } = table;
  const exits = inwards(table);
  return policies
    .filter((policy) => policy.accepts && exits.some((to) => policy.coversRoute({ from, to }).most))
    .flatMap((policy) => {
      const { destinations, named } = policy.ends[version];
      const single = named.map((value) => ({
        value,
        bounds: addressesNamed(interfaces.unit, version, [value]),
      }));
      const covered = single.reduce((all, { bounds }) => all.union(bounds.most), CidrSet.EMPTY);
      const objects = single.map(({ value, bounds }) => {
        const [object] = addressObjects(interfaces.unit, version, value);
        return { by: object ?? policy.resource, addresses: bounds.most.intersect(destinations.most) };
      });
      // Where it says who is not meant, everyone else is.
      const others = { by: policy.resource, addresses: destinations.most.minus(covered) };
      return [...objects, others].flatMap(({ by, addresses }) =>
        table.parts(version, addresses).flatMap((part) => {
          const server = serverAt(interfaces.unit, version, addresses, by);
          return exits
            .flatMap((to) => table.admitted({ from, to, version, destination: part }, [policy]))
            .flatMap((admitted) => passagesOf(table, from, admitted))
            .map((passage) => ({ server, passage, forward: undefined }));
        }),
      );
    });
}

function passagesOf(
  { interfaces }: PolicyTable,
  from: string,
  { policy, packets, doubts }: Admitted,
  vip?: Vip,
) {
  return packets.flatMap(({ protocol, box }): readonly Passage[] => {
    const peers = vip === undefined ? box.peers : box.peers.intersect(vip.sources.most);
    return peers.isEmpty
      ? []
      : [
          {
            protocol,
            box: { peers, ports: shownPorts(protocol, box.ports) },
            via: [
              interfaces.label(from),
              ...(vip === undefined ? [] : [vip.resource.address]),
              policy.resource.address,
              ...doubts.map(({ resource }) => `in no fixed order with ${resource.address}`),
            ],
          },
        ];
  });
}

/** Messages of ICMP are not told apart by their type. */
function shownPorts(protocol: Protocol, ports: PortRange): PortRange {
  return protocol === "icmp" ? { from: 0, to: 0 } : ports;
}

/** What comes from the internet first; each target's own together, by protocol and port. */
function exposures(arrived: readonly Arrived[]): readonly Exposure[] {
  const targets = [...new Set(arrived.map(({ server }) => server.target))];
  const groups = new Map<string, Arrived[]>();
  for (const one of arrived) {
    const { forward } = one;
    const key = JSON.stringify([one.from, one.server.target, forward && { ...forward, mapped: undefined }]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const all = [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined
      ? []
      : merged(group.map(({ passage }) => passage)).map((passage) => exposureOf(first, passage));
  });
  const rank = ({ from, target, protocol, fromPort }: Exposure) => [
    from === "internet" ? 0 : 1,
    targets.indexOf(target),
    PROTOCOLS.indexOf(protocol),
    fromPort,
  ];
  return [...all].sort((a, b) => {
    const other = rank(b);
    return (
      rank(a)
        .map((place, index) => place - (other[index] ?? 0))
        .find((difference) => difference !== 0) ?? (a.via.join() < b.via.join() ? -1 : 1)
    );
  });
}

function exposureOf({ from, server, forward }: Arrived, { protocol, box, via }: Passage): Exposure {
  const others = { sources: box.peers.blocks, target: server.target, via };
  if (protocol === "icmp") {
    return { from, protocol, fromPort: 0, toPort: 0, ...others };
  }
  const inside = box.ports;
  const outside = outsidePorts(forward, inside);
  return {
    from,
    protocol,
    fromPort: outside.from,
    toPort: outside.to,
    ...(outside.from === inside.from && outside.to === inside.to
      ? {}
      : { hostPorts: { fromPort: inside.from, toPort: inside.to } }),
    ...others,
  };
}

function outsidePorts(forward: Forward | undefined, inside: Passage["box"]["ports"]) {
  if (forward === undefined) {
    return inside;
  }
  const shift = forward.outside.from - forward.ports.from;
  return forward.oneForOne ? { from: inside.from + shift, to: inside.to + shift } : forward.outside;
}

/** What the servers that can be reached may open connections to. */
function egress(table: PolicyTable, arrived: readonly Arrived[]): readonly Egress[] {
  const { interfaces } = table;
  const servers = new Map(
    arrived.map(({ server }) => [`${server.target} ${server.version}`, server] as const),
  );
  const exits = exitsOf(table).filter((one) => interfaces.mayBeOutside(one));
  const open = table.policies.some(({ route }) => route.from.includes(ANY));
  const entries = [...interfaces.names, ...(open ? [OTHERS] : [])].filter((one) =>
    interfaces.mayBeInside(one),
  );
  return [...servers.values()].flatMap((server) =>
    merged(
      exits.flatMap((to) => {
        const left = merged(
          entries
            .filter((from) => from !== to)
            .flatMap((from) => leaving(table, server, { from, to, version: server.version })),
        );
        return interfaces.isTunnel(to) ? left : onInternet(left, CidrSet.EMPTY);
      }),
    ).map(({ protocol, box, via, hosts }) => ({
      protocol,
      ...(protocol === "icmp"
        ? { fromPort: 0, toPort: 0 }
        : { fromPort: box.ports.from, toPort: box.ports.to }),
      destinations: box.peers.blocks,
      hosts: hosts ?? null,
      source: server.target,
      via,
    })),
  );
}

function leaving(
  table: PolicyTable,
  { addresses, version }: Server,
  journey: Omit<Journey, "destination">,
): readonly Passage[] {
  const policies = table.policies.filter((policy) => policy.coversRoute(journey).most);
  // Of what no policy on this way names, there is nothing to say.
  const whole = policies.reduce((all, { ends }) => all.union(ends[version].destinations.most), CidrSet.EMPTY);
  return table.parts(version, whole, policies).flatMap((destination) =>
    table.admitted({ ...journey, destination }, policies).flatMap(({ policy, packets, doubts }) =>
      // Hosts of which the addresses are not known may have any.
      packets
        .filter(({ box }) => addresses.isEmpty || box.peers.overlaps(addresses))
        .map(({ protocol, box }) => ({
          protocol,
          ...hostsAt(table, policy, version, destination),
          box: { peers: destination, ports: shownPorts(protocol, box.ports) },
          via: [
            table.interfaces.label(journey.to),
            policy.resource.address,
            ...doubts.map(({ resource }) => `in no fixed order with ${resource.address}`),
          ],
        })),
    ),
  );
}

/** The host names by which alone a policy lets packets through to some addresses. */
function hostsAt(
  { interfaces: { unit } }: PolicyTable,
  { ends, resource: { attributes } }: Policy,
  version: IpVersion,
  destination: CidrSet,
): Pick<Passage, "hosts"> {
  const suffix = version === 6 ? "6" : "";
  if (isOn(attributes[`dstaddr${suffix}_negate`]) || isOn(attributes[`internet_service${suffix}`])) {
    return {};
  }
  const meant = ends[version].named.filter((value) =>
    addressesNamed(unit, version, [value]).most.overlaps(destination),
  );
  const names = meant.map((value) => hostNamesOf(unit, version, value));
  return names.includes(undefined) ? {} : { hosts: [...new Set(names.flatMap((each) => each ?? []))].sort() };
}

/** The unit is the only way: packets cross it in both directions. */
function paths({ interfaces }: PolicyTable, arrived: readonly Arrived[]): readonly InternetPath[] {
  const { name } = interfaces.unit;
  const found = arrived
    .filter(({ from }) => from === "internet")
    .map(({ through, server }) => ({
      target: server.target,
      subnet: null,
      ipVersion: server.version,
      gateway: interfaces.label(through),
      ingress: true,
      inbound: [name],
      outbound: [name],
    }));
  return [...new Map(found.map((path) => [JSON.stringify(path), path] as const)).values()];
}
