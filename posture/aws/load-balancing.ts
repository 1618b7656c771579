import { CidrSet } from "../../constructs/core/cidr-set";
import type { Exposure } from "../facts";
import { ALL_PORTS, type PortRange } from "../packets";
import { type Passage, through } from "../passages";
import { addressesOf } from "./hosts";
import { type Inside, innerLocks } from "./inner-locks";
import {
  type Listener,
  type LoadBalancer,
  type LoadBalancerNode,
  listenersOf,
  loadBalancersOf,
  outside,
} from "./load-balancers";
import type { IpVersion } from "./networks";
import { type Place, type Reach, reachOf } from "./reach";
import { admissions } from "./security-groups";
import { adoptedTargetGroups, type Target, type TargetGroup, targetGroup } from "./target-groups";
import type { Topology } from "./topology";

/** Packets that reach something. */
export interface Arrived {
  readonly from: Exposure["from"];
  /** Address of the host; of the target group where its targets are not part of the stack. */
  readonly target: string;
  /** Its ports are those that are known outside. */
  readonly passage: Passage;
}

/** One node of a load balancer, and what it takes and hands on. */
interface Balanced {
  readonly place: Place;
  /** What comes in to a port on which it listens. */
  readonly reach: readonly Reach[];
  readonly arrived: readonly Arrived[];
}

/** What reaches the targets of a stack's load balancers. */
export function balanced(topology: Topology): readonly Balanced[] {
  const { networks } = topology;
  const own = loadBalancersOf(networks).flatMap((balancer) =>
    balancer.nodes.map((node) => nodeReach(topology, balancer, node, listenersOf(networks, balancer))),
  );
  const others = adoptedTargetGroups(networks).flatMap((group) => {
    const balancer = outside("a load balancer that is not part of the stack");
    const listener: Listener = {
      address: `the listeners of ${group}`,
      protocols: ["tcp", "udp"],
      ports: ALL_PORTS,
      targetGroups: [group],
    };
    return balancer.nodes.map((node) => nodeReach(topology, balancer, node, [listener]));
  });
  return [...own, ...others];
}

function nodeReach(
  topology: Topology,
  balancer: LoadBalancer,
  node: LoadBalancerNode,
  listeners: readonly Listener[],
): Balanced {
  const place: Place = {
    target: balancer.id,
    ...node,
    onInternet: balancer.onInternet,
    has: balancer.has,
    admitted:
      balancer.groups === undefined ? undefined : admissions(topology.networks, balancer.groups, "inbound"),
  };
  const open = (listeners.length === 0 ? [] : reachOf(topology, place)).flatMap((reach) =>
    listeners.flatMap((listener) => {
      const passages = listened(balancer, listener, reach.passages);
      return passages.length === 0 ? [] : [{ reach, listener, passages }];
    }),
  );
  const sender = new Sender(topology, balancer, node);
  return {
    place,
    reach: [...new Set(open.map(({ reach }) => reach))],
    arrived: open.flatMap(({ reach: { entry, version }, listener, passages }) =>
      sender.handOn(listener, passages, version).map((sent) => ({ ...sent, from: entry.from })),
    ),
  };
}

/** What comes to the port of a listener. */
function listened(
  { id }: LoadBalancer,
  { address, protocols, ports }: Listener,
  passages: readonly Passage[],
): readonly Passage[] {
  return through(
    passages,
    protocols.map((protocol) => ({ protocol, box: { peers: CidrSet.ANY, ports }, via: [id, address] })),
  );
}

type Sent = Pick<Arrived, "target" | "passage">;

/** A node, with what it sends on inside the network. */
class Sender {
  constructor(
    private readonly topology: Topology,
    private readonly balancer: LoadBalancer,
    private readonly node: LoadBalancerNode,
  ) {}

  /** Where packets to a listener end; what it answers itself ends there. */
  handOn({ targetGroups }: Listener, passages: readonly Passage[], version: IpVersion): readonly Sent[] {
    if (targetGroups.length === 0) {
      return passages.map((passage) => ({ target: this.balancer.id, passage }));
    }
    return targetGroups.flatMap((id) => {
      const group = targetGroup(this.topology.networks, this.topology.hosts, id);
      return group.targets.flatMap((target) => this.toTarget(group, target, passages, version));
    });
  }

  private toTarget(
    group: TargetGroup,
    target: Target,
    passages: readonly Passage[],
    version: IpVersion,
  ): readonly Sent[] {
    const { networks } = this.topology;
    const { host } = target;
    if (host !== undefined) {
      const inside = { ...host, addresses: addressesOf(networks, host, group.ipVersion) };
      return this.received(group, target, inside, passages, version).map((passage) => ({
        target: host.address,
        passage,
      }));
    }
    const next = loadBalancersOf(networks).find(({ id }) => id === target.loadBalancer);
    return next === undefined
      ? passages.map((passage) => ({
          target: group.id,
          passage: { ...passage, via: [...passage.via, target.named] },
        }))
      : this.toBalancer(group, target, next, passages, version);
  }

  private toBalancer(
    group: TargetGroup,
    target: Target,
    next: LoadBalancer,
    passages: readonly Passage[],
    version: IpVersion,
  ): readonly Sent[] {
    const listeners = listenersOf(this.topology.networks, next).filter(({ ports }) =>
      touches(ports, target.port),
    );
    return next.nodes.flatMap((node) => {
      const inside = { ...node, groups: next.groups, addresses: node.addresses(group.ipVersion) };
      const received = this.received(group, target, inside, passages, version);
      const sender = new Sender(this.topology, next, node);
      return listeners.flatMap(({ address, ...listener }) => {
        const arrived = received.map((passage) => ({ ...passage, via: [...passage.via, next.id, address] }));
        return sender.handOn({ address, ...listener }, arrived, group.ipVersion);
      });
    });
  }

  /** The packets that the target's locks let in, seen from outside: the client as peer, at the listener's port. */
  private received(
    group: TargetGroup,
    target: Target,
    inside: Inside,
    passages: readonly Passage[],
    version: IpVersion,
  ): readonly Passage[] {
    if (this.isOutOfZone(group, target, inside)) {
      return [];
    }
    const own = this.node.addresses(group.ipVersion);
    const admitted = innerLocks(this.topology, this.balancer, this.node, inside, group.ipVersion).filter(
      ({ box }) => touches(box.ports, target.port),
    );
    return passages.flatMap(({ protocol, box, via }) =>
      admitted
        .filter((passage) => (group.protocols ?? [protocol]).includes(passage.protocol))
        .flatMap((passage) =>
          group.sources(passage.protocol, version).flatMap((source) => {
            const seen = source === "client" ? box.peers : own;
            const common = passage.box.peers.intersect(seen);
            const peers = source === "client" ? common : box.peers;
            return common.isEmpty
              ? []
              : [{ protocol, box: { peers, ports: box.ports }, via: [...via, group.id, ...passage.via] }];
          }),
        ),
    );
  }

  /** A node sends to its own zone only, unless it is told otherwise. */
  private isOutOfZone({ crossesZones }: TargetGroup, { everyZone }: Target, { subnet }: Inside): boolean {
    const [here, there] = [this.node.subnet?.zone, subnet?.zone];
    return (
      !(crossesZones ?? this.balancer.crossesZones) &&
      !everyZone &&
      here !== undefined &&
      there !== undefined &&
      here !== there
    );
  }
}

function touches(a: PortRange, b: PortRange): boolean {
  return a.from <= b.to && b.from <= a.to;
}
