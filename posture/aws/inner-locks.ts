import { CidrSet } from "../../constructs/core/cidr-set";
import { everything, type Passage, through } from "../passages";
import type { LoadBalancer, LoadBalancerNode } from "./load-balancers";
import type { IpVersion, Subnet } from "./networks";
import { type Admission, admissions } from "./security-groups";
import type { Topology } from "./topology";

/** Something inside the network that a load balancer sends to. */
export interface Inside {
  readonly subnet: Subnet | undefined;
  /** Undefined where it has no security groups. */
  readonly groups: readonly string[] | undefined;
  readonly addresses: CidrSet;
}

/**
 * What comes from a load balancer's node to something inside: past the balancer's own groups, over both borders,
 * over the routes between, past the target's groups. Ports are the target's, peers are those that it sees.
 */
export function innerLocks(
  topology: Topology,
  balancer: LoadBalancer,
  node: LoadBalancerNode,
  inside: Inside,
  version: IpVersion,
): readonly Passage[] {
  const { networks, tables, ways } = topology;
  const { subnet, groups, addresses } = inside;
  const sent =
    balancer.groups === undefined
      ? everything([])
      : towards(
          admissions(networks, balancer.groups, "outbound").filter(
            ({ box, groups: members }) =>
              box.peers.overlaps(addresses) || members.some((member) => groups?.includes(member)),
          ),
        );
  const left = towards(
    topology.border(node.subnet, "outbound").filter(({ box }) => box.peers.overlaps(addresses)),
  );
  const entered =
    node.subnet !== undefined && node.subnet.id === subnet?.id
      ? everything([])
      : through(left, topology.border(subnet, "inbound"));
  const admitted =
    groups === undefined
      ? everything([])
      : admissions(networks, groups, "inbound").map((admission) => seenFrom(topology, balancer, admission));
  const locks = through(through(sent, entered), admitted);
  const between =
    node.subnet === undefined || subnet === undefined
      ? [[]]
      : ways.inside(tables.ofSubnet(node.subnet), subnet, version);
  return between.flatMap((steps) => through(topology.passed(steps, addresses), locks));
}

/** Only the ports matter of what lets packets out towards the target. */
function towards(passages: readonly Pick<Passage, "protocol" | "box">[]): readonly Passage[] {
  return passages.map(({ protocol, box: { ports } }) => ({
    protocol,
    box: { peers: CidrSet.ANY, ports },
    via: [],
  }));
}

/**
 * What a rule of the target's group admits from a load balancer: everything, if it names a group that the balancer is
 * in, whatever address the target sees. A balancer outside the stack may be in any group outside it.
 */
function seenFrom(
  { stack }: Topology,
  { declared, groups: own }: LoadBalancer,
  { protocol, box, groups, via }: Admission,
): Passage {
  const isMember = groups.some((group) => (declared ? own?.includes(group) : stack.at(group) === undefined));
  return { protocol, box: isMember ? { peers: CidrSet.ANY, ports: box.ports } : box, via: [via] };
}
