import { CidrSet } from "../../constructs/core/cidr-set";
import { among, onInternet, type Passage, through } from "../passages";
import type { Entry } from "./entries";
import { IP_VERSIONS, type IpVersion, ofVersion, type Subnet } from "./networks";
import type { Admission } from "./security-groups";
import type { Topology } from "./topology";
import { crossed, type Step } from "./ways";

/** Something that takes packets at addresses in a subnet: a host's interface, or a load balancer's. */
export interface Place {
  /** Address of the resource. */
  readonly target: string;
  readonly subnet: Subnet | undefined;
  /** Its private addresses: all that the subnet may give, where only AWS knows them. */
  addresses(version: IpVersion): CidrSet;
  /** Does the internet know it by an address of this version? */
  onInternet(version: IpVersion): boolean;
  /** May it have an address of this version at all? */
  has(version: IpVersion): boolean;
  /** What its security groups admit; undefined where it has none, and everything comes in. */
  readonly admitted: readonly Admission[] | undefined;
}

/** Packets of one version that come from one entry to a place, over one way, and that its locks admit. */
export interface Reach {
  readonly entry: Entry;
  readonly version: IpVersion;
  /** Firewall endpoints they have crossed, from the entry inwards. */
  readonly crossed: readonly string[];
  readonly passages: readonly Passage[];
}

/** What comes from outside to a place: through firewalls, over the subnet's border, past the security groups. */
export function reachOf(topology: Topology, place: Place): readonly Reach[] {
  const border = topology.border(place.subnet, "inbound");
  const own = place.subnet === undefined ? CidrSet.EMPTY : topology.networks.own(place.subnet.vpc);
  return topology.entries(place.subnet).flatMap((entry) =>
    IP_VERSIONS.filter((version) =>
      entry.from === "internet" ? place.onInternet(version) : place.has(version),
    )
      .filter((version) => !isShielded(topology, entry, place.subnet, version))
      .flatMap((version) =>
        waysFrom(topology, entry, place.subnet, version).map((steps) => {
          const arrived = topology.passed(
            [...entry.via.map((via) => ({ kind: "named" as const, via })), ...steps],
            place.addresses(version),
          );
          const admitted = place.admitted?.flatMap((admission) => asPassages(entry, admission));
          const outer = through(among(arrived, ofVersion(entry.sources, version)), border);
          const inner = admitted === undefined ? outer : through(outer, admitted);
          return {
            entry,
            version,
            crossed: crossed(steps),
            passages: entry.from === "internet" ? onInternet(inner, own) : inner,
          };
        }),
      )
      .filter(({ passages }) => passages.length > 0),
  );
}

function waysFrom(
  topology: Topology,
  entry: Entry,
  subnet: Subnet | undefined,
  version: IpVersion,
): readonly (readonly Step[])[] {
  return subnet === undefined ? [[]] : topology.ways.inside(entry.table, subnet, version);
}

/**
 * An egress-only gateway lets nobody open a connection, where it is a subnet's only way out
 * (https://docs.aws.amazon.com/vpc/latest/userguide/egress-only-internet-gateway.html).
 */
function isShielded(
  topology: Topology,
  entry: Entry,
  subnet: Subnet | undefined,
  version: IpVersion,
): boolean {
  const ways =
    entry.from === "internet" && version === 6 && subnet !== undefined ? topology.ways.out(subnet, 6) : [];
  return ways.length > 0 && ways.every(({ exit }) => exit === "egress-only");
}

/** Members of a group of the same VPC come from inside; those of any other may be anyone who is connected. */
function asPassages(entry: Entry, { protocol, box, groups, via }: Admission): readonly Passage[] {
  const members = groups.some((group) => entry.mayHold(group)) ? CidrSet.ANY : CidrSet.EMPTY;
  const peers = box.peers.union(members);
  return peers.isEmpty ? [] : [{ protocol, box: { peers, ports: box.ports }, via: [via] }];
}
