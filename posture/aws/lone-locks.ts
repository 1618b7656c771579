import { CidrSet } from "../../constructs/core/cidr-set";
import type { Exposure } from "../facts";
import { ALL_PORTS, byPorts, type PacketBox, type Protocol, subtract } from "../packets";
import { among, type Direction, onInternet, type Passage } from "../passages";
import { isWide } from "../ports";
import { deniedSenders } from "./denied";
import { type AwsReach, placeOf } from "./exposures";
import { addressesOf, type Host } from "./hosts";
import { type Listener, listenersOf, loadBalancersOf } from "./load-balancers";
import { anyAddress, IP_VERSIONS, type IpVersion } from "./networks";
import { type Place, reachOf } from "./reach";
import { type Admission, admissions } from "./security-groups";
import type { Topology } from "./topology";
import type { Step } from "./ways";

/** One of the locks between the internet and a server, and what it lets through that the others hold back. */
export interface LoneLock {
  /** Address of what lets it through. */
  readonly address: string;
  readonly direction: Direction;
  readonly protocol: Protocol;
  readonly box: PacketBox;
  /** Address of the server, or of the load balancer. */
  readonly target: string;
}

/** A lock by itself. */
interface Lock {
  readonly kind: "firewall" | "network-acl" | "security-groups" | "listener";
  readonly passages: readonly Passage[];
}

/**
 * What single locks let through, from the internet or to it, and all locks of the place together do not.
 *
 * A network ACL knows no connections, so replies are no fault of it; and it holds 20 rules, so it need not tell many
 * networks apart. A lock that is not part of the stack is left out, and so is the default ACL of a VPC.
 */
export function loneLocks(topology: Topology, facts: AwsReach): readonly LoneLock[] {
  const { networks, hosts } = topology;
  return [
    ...hosts.flatMap((host) => [
      ...inbound(topology, placeOf(topology, host), facts, "server", []),
      ...outbound(topology, host, facts),
    ]),
    ...loadBalancersOf(networks)
      .filter(({ declared }) => declared)
      .flatMap((balancer) =>
        balancer.nodes.flatMap((node) =>
          inbound(
            topology,
            {
              target: balancer.id,
              ...node,
              onInternet: balancer.onInternet,
              has: balancer.has,
              admitted:
                balancer.groups === undefined ? undefined : admissions(networks, balancer.groups, "inbound"),
            },
            facts,
            "load-balancer",
            listenersOf(networks, balancer),
          ),
        ),
      ),
  ];
}

function inbound(
  topology: Topology,
  place: Place,
  { exposures }: AwsReach,
  kind: "server" | "load-balancer",
  listeners: readonly Listener[],
): readonly LoneLock[] {
  const isPublic = IP_VERSIONS.some((version) => place.onInternet(version));
  // What a load balancer hands on is an exposure of the server; its own locks come before the listener.
  const together =
    kind === "server"
      ? exposures.filter(({ from, target }) => from === "internet" && target === place.target).map(packetsOf)
      : reachOf(topology, place)
          .filter(({ entry }) => entry.from === "internet")
          .flatMap(({ passages }) => passages);
  const connected = exposures
    .filter(({ from, target }) => from === "connected-network" && target === place.target)
    .flatMap((exposure) => exposure.sources.filter((block) => !isWide(block)));
  const denied = deniedSenders(topology.stack).flatMap(({ networks }) => networks);
  const locks: readonly Lock[] = [
    { kind: "security-groups", passages: byAddress(place.admitted ?? []) },
    { kind: "network-acl", passages: topology.border(place.subnet, "inbound") },
    ...(isPublic ? [...firewallsIn(topology, place), ...listenersOn(listeners)] : []),
  ];
  return excess(topology, place, "inbound", locks, together, CidrSet.of(...connected, ...denied), kind);
}

type Packets = Pick<Passage, "protocol" | "box">;

function packetsOf({ protocol, fromPort, toPort, sources }: Exposure): Packets {
  return {
    protocol,
    box: {
      peers: CidrSet.of(...sources),
      ports: protocol === "icmp" ? ALL_PORTS : { from: fromPort, to: toPort },
    },
  };
}

/** Members of a group are inside. */
function byAddress(admitted: readonly Admission[]): readonly Passage[] {
  return admitted
    .filter(({ box }) => !box.peers.isEmpty)
    .map(({ protocol, box, via }) => ({ protocol, box, via: [via] }));
}

/** What the firewalls on the ways from the internet pass to a place. */
function firewallsIn(topology: Topology, place: Place): readonly Lock[] {
  return topology
    .entries(place.subnet)
    .filter(({ from }) => from === "internet")
    .flatMap((entry) =>
      IP_VERSIONS.filter((version) => place.onInternet(version)).flatMap((version) =>
        (place.subnet === undefined ? [] : topology.ways.inside(entry.table, place.subnet, version)).flatMap(
          (steps) =>
            steps.flatMap((step) => firewallOf(topology, step, place.addresses(version), version, "inbound")),
        ),
      ),
    );
}

function listenersOn(listeners: readonly Listener[]): readonly Lock[] {
  return listeners.map(({ address, protocols, ports }) => ({
    kind: "listener",
    passages: protocols.map((protocol) => ({
      protocol,
      box: { peers: CidrSet.ANY_IPV4, ports },
      via: [address],
    })),
  }));
}

function outbound(topology: Topology, host: Host, { egress, paths }: AwsReach): readonly LoneLock[] {
  const { subnet } = host;
  if (subnet === undefined || !paths.some(({ target }) => target === host.address)) {
    return [];
  }
  const together = egress
    .filter(({ source }) => source === host.address)
    .map((way) => packetsOf({ ...way, from: "internet", sources: way.destinations, target: "", via: [] }));
  const locks: readonly Lock[] = [
    {
      kind: "security-groups",
      passages: byAddress(admissions(topology.networks, host.groups, "outbound")),
    },
    { kind: "network-acl", passages: topology.border(subnet, "outbound") },
    ...IP_VERSIONS.flatMap((version) => locksOnWayOut(topology, host, version)),
  ];
  return excess(topology, placeOf(topology, host), "outbound", locks, together, CidrSet.EMPTY, "server");
}

/** Firewalls on the way, and the borders of the subnets in which NAT gateways stand. */
function locksOnWayOut(topology: Topology, host: Host, version: IpVersion): readonly Lock[] {
  const { subnet } = host;
  return (subnet === undefined ? [] : topology.ways.out(subnet, version)).flatMap(({ steps, exit }) => {
    let sources = addressesOf(topology.networks, host, version);
    return (exit === "internet" ? steps : []).flatMap((step) => {
      if (step.kind === "nat") {
        sources = topology.networks.addresses(step.subnet, version);
        return [{ kind: "network-acl" as const, passages: topology.border(step.subnet, "outbound") }];
      }
      return firewallOf(topology, step, sources, version, "outbound");
    });
  });
}

/** A firewall whose policy is part of the stack. */
function firewallOf(
  topology: Topology,
  step: Step,
  addresses: CidrSet,
  version: IpVersion,
  direction: Direction,
): readonly Lock[] {
  const firewall = step.kind === "endpoint" ? step.endpoint.firewall : undefined;
  const policy = topology.stack.at(topology.stack.identity(firewall?.attributes.firewall_policy_arn) ?? "");
  return step.kind !== "endpoint" || policy === undefined
    ? []
    : [
        {
          kind: "firewall",
          passages: among(topology.inspected(step.endpoint, addresses, direction), anyAddress(version)),
        },
      ];
}

/** Ports on which Windows is managed: never among the replies that an ACL has to let in. */
const MANAGEMENT = [3389, 5985, 5986] as const;

/** Replies come back on these (RFC 6335 § 6, and what clients use beside it); those of a time server on 123. */
const FIRST_REPLY_PORT = 1024;

/** Rules that tell networks apart, beside the fixed ones: with more, an ACL is full (https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-nacls). */
const ROOM_IN_ACL = 12;

function excess(
  topology: Topology,
  { target, subnet }: Place,
  direction: Direction,
  locks: readonly Lock[],
  together: readonly Packets[],
  elsewhere: CidrSet,
  holds: "server" | "load-balancer",
): readonly LoneLock[] {
  const own = subnet === undefined ? CidrSet.EMPTY : topology.networks.own(subnet.vpc);
  const networks = together.flatMap(({ box }) => box.peers.blocks).length;
  return locks
    .flatMap(({ kind, passages }) =>
      passages.filter(({ via }) => isDeclared(topology, kind, via)).map((passage) => ({ kind, passage })),
    )
    .flatMap(({ kind, passage }) =>
      onInternet([passage], own).flatMap(({ protocol, box, via }) => {
        const others = together.filter((other) => other.protocol === protocol);
        const lenient = kind === "listener" || (kind === "network-acl" && networks > ROOM_IN_ACL);
        const held = [
          ...others.map((other) => (lenient ? { ...other.box, peers: CidrSet.ANY } : other.box)),
          { peers: elsewhere, ports: ALL_PORTS },
          ...(kind === "network-acl" ? replies(protocol, direction, holds) : []),
        ];
        const left = held.reduce<readonly PacketBox[]>(
          (boxes, known) => boxes.flatMap((one) => subtract(one, known)),
          [box],
        );
        return byPorts(left).map((one) => ({
          address: nameOf(topology, via),
          direction,
          protocol,
          box: one,
          target,
        }));
      }),
    );
}

function replies(
  protocol: Protocol,
  direction: Direction,
  holds: "server" | "load-balancer",
): readonly PacketBox[] {
  if (protocol === "icmp") {
    return [];
  }
  const closed = direction === "inbound" && holds === "server" && protocol === "tcp" ? MANAGEMENT : [];
  const open = closed.reduce<readonly PacketBox[]>(
    (boxes, port) =>
      boxes.flatMap((box) => subtract(box, { peers: CidrSet.ANY, ports: { from: port, to: port } })),
    [{ peers: CidrSet.ANY, ports: { from: FIRST_REPLY_PORT, to: 65_535 } }],
  );
  return protocol === "udp" ? [...open, { peers: CidrSet.ANY, ports: { from: 123, to: 123 } }] : open;
}

/** Is a lock part of the stack, so that somebody decided what it lets through? */
function isDeclared({ stack }: Topology, kind: Lock["kind"], via: readonly string[]): boolean {
  return (
    kind === "firewall" || via.some((step) => stack.at(step.replace(/ (?:in|e)gress$/, "")) !== undefined)
  );
}

/** What lets something through, by its last word: the rule rather than the group. */
function nameOf({ stack }: Topology, via: readonly string[]): string {
  const known = via.filter((step) => stack.at(step.replace(/ .*$/, "")) !== undefined);
  return known.at(-1)?.replace(/ .*$/, "") ?? via.at(-1) ?? "";
}
