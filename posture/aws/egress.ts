import { CidrSet } from "../../constructs/core/cidr-set";
import type { InternetPath } from "../facts";
import { among, onInternet, type Passage, through } from "../passages";
import { addressesOf, type Host } from "./hosts";
import { IP_VERSIONS, type IpVersion, type Subnet } from "./networks";
import { distinctPaths, waysBack } from "./paths";
import { admissions } from "./security-groups";
import type { Topology } from "./topology";
import { crossed, type Step, type WayOut } from "./ways";

/** Packets with which a host opens connections to the outside. */
interface Leaving {
  readonly passages: readonly Passage[];
  /** Where they and their replies travel. */
  readonly paths: readonly InternetPath[];
}

/** What leaves a host: past its groups and its subnet's border, through NAT gateways and firewalls. */
export function leaving(topology: Topology, host: Host): Leaving {
  const { subnet } = host;
  if (subnet === undefined) {
    return { passages: [], paths: [] };
  }
  const admitted = admissions(topology.networks, host.groups, "outbound").flatMap(
    // Members of a group are inside.
    ({ protocol, box, via }) => (box.peers.isEmpty ? [] : [{ protocol, box, via: [via] }]),
  );
  const locks = through(topology.border(subnet, "outbound"), admitted);
  const ways = IP_VERSIONS.flatMap((version) =>
    topology.ways
      .out(subnet, version)
      .filter((way) => canLeave(topology, host, way, version))
      .map((way) => ({ version, way, passages: passedOut(topology, host, subnet, version, way, locks) })),
  ).filter(({ passages }) => passages.length > 0);
  return {
    passages: ways.flatMap(({ passages }) => passages),
    paths: distinctPaths(
      ways.flatMap(({ version, way }) => egressPaths(topology, host, subnet, version, way)),
    ),
  };
}

/** To the internet a host needs an address of its own, or somebody who lends it one. */
function canLeave({ stack }: Topology, host: Host, { steps, exit }: WayOut, version: IpVersion): boolean {
  const lenders = steps.filter(({ kind }) => kind === "nat" || kind === "appliance");
  const lent = lenders.some(
    (step) =>
      step.kind === "appliance" ||
      (step.kind === "nat" && stack.thing(step.via)?.attributes.connectivity_type !== "private"),
  );
  if (version === 6) {
    return host.ipv6;
  }
  return exit === "connection" || lent || (lenders.length === 0 && host.publicIpv4);
}

function passedOut(
  topology: Topology,
  host: Host,
  subnet: Subnet,
  version: IpVersion,
  { steps, destinations, exit }: WayOut,
  locks: readonly Passage[],
): readonly Passage[] {
  let passages = among(locks, destinations);
  let sources = addressesOf(topology.networks, host, version);
  let place: Subnet | undefined = subnet;
  for (const step of steps) {
    if (step.kind === "endpoint") {
      passages = through(topology.inspected(step.endpoint, sources, "outbound"), passages);
      continue;
    }
    if (step.kind !== "named" && step.subnet?.id !== place?.id) {
      passages = crossingInto(topology, step.subnet, sources, passages);
    }
    if (step.kind !== "named") {
      place = step.subnet;
      sources = lentAddresses(topology, step, version, sources);
      passages = through(topology.border(place, "outbound"), passages);
    }
    passages = passages.map((passage) => ({ ...passage, via: [step.via, ...passage.via] }));
  }
  return exit === "connection" ? passages : onInternet(passages, topology.networks.own(subnet.vpc));
}

/** A border inside the VPC: its ACL looks at the host's own address, and at the port that is its peer's. */
function crossingInto(
  topology: Topology,
  subnet: Subnet | undefined,
  sources: CidrSet,
  passages: readonly Passage[],
): readonly Passage[] {
  const admitted = topology
    .border(subnet, "inbound")
    .filter(({ box }) => box.peers.overlaps(sources))
    .map((passage) => ({ ...passage, box: { ...passage.box, peers: CidrSet.ANY } }));
  return through(admitted, passages);
}

/** What packets bear behind a NAT gateway; an appliance may leave them as they are. */
function lentAddresses(
  { networks }: Topology,
  step: Step & { readonly kind: "nat" | "appliance" },
  version: IpVersion,
  own: CidrSet,
): CidrSet {
  const lent = networks.addresses(step.subnet, version);
  return step.kind === "nat" ? lent : lent.union(own);
}

/** Where the packets of a connection travel that a host opens, and where the replies come back. */
function egressPaths(
  topology: Topology,
  host: Host,
  subnet: Subnet,
  version: IpVersion,
  way: WayOut,
): readonly InternetPath[] {
  const gateway = topology.gateway(subnet.vpc);
  if ((way.exit !== "internet" && way.exit !== "unknown") || gateway === undefined) {
    return [];
  }
  const stops = way.steps.flatMap((step) =>
    step.kind === "nat" || step.kind === "appliance" ? [step.subnet] : [],
  );
  let inbound: readonly (readonly string[])[] = [[]];
  let table = gateway.table;
  for (const stop of [...stops.toReversed(), subnet]) {
    const onwards =
      stop === undefined
        ? [["a route table that is not part of the stack"]]
        : topology.ways.inside(table, stop, version).map(crossed);
    inbound = inbound.flatMap((before) => onwards.map((after) => [...before, ...after]));
    table = topology.tables.ofSubnet(stop);
  }
  return inbound.flatMap((endpoints) =>
    waysBack([way]).map((outbound) => ({
      target: host.address,
      subnet: subnet.id,
      ipVersion: version,
      gateway: gateway.id,
      ingress: false,
      inbound: endpoints,
      outbound,
    })),
  );
}
