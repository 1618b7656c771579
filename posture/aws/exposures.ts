import type { Egress, Exposure, InternetPath } from "../facts";
import type { TerraformJson } from "../terraform-json";
import { leaving } from "./egress";
import { addressesOf, type Host } from "./hosts";
import { merged, type Passage } from "./passages";
import { distinctPaths, ingressPaths } from "./paths";
import { type Place, reachOf } from "./reach";
import { admissions } from "./security-groups";
import { Topology } from "./topology";

/** What comes from outside to the hosts of a stack in AWS, and what can leave from there. */
export interface AwsReach {
  readonly exposures: readonly Exposure[];
  readonly egress: readonly Egress[];
  /** One of each host's ways to and from the internet that carry anything. */
  readonly paths: readonly InternetPath[];
}

/** Follows every packet from outside to the hosts, and back. */
export function awsReach(stack: TerraformJson): AwsReach {
  const topology = new Topology(stack);
  const places = topology.hosts.map((host) => placeOf(topology, host));
  const reached = places.map((place) => ({ place, reach: reachOf(topology, place) }));
  const left = topology.hosts.map((host) => ({ host, ...leaving(topology, host) }));
  return {
    exposures: reached.flatMap(({ place, reach }) =>
      (["internet", "connected-network"] as const).flatMap((from) =>
        merged(reach.filter(({ entry }) => entry.from === from).flatMap(({ passages }) => passages)).map(
          (passage) => ({
            from,
            ...portsOf(passage),
            sources: passage.box.peers.blocks,
            target: place.target,
            via: passage.via,
          }),
        ),
      ),
    ),
    egress: left.flatMap(({ host, passages }) =>
      merged(passages).map((passage) => ({
        ...portsOf(passage),
        destinations: passage.box.peers.blocks,
        source: host.address,
        via: passage.via,
      })),
    ),
    paths: distinctPaths([
      ...reached.flatMap(({ place, reach }) => ingressPaths(topology, place, reach)),
      ...left.flatMap(({ paths }) => paths),
    ]),
  };
}

function placeOf({ networks }: Topology, host: Host): Place {
  return {
    target: host.address,
    subnet: host.subnet,
    addresses: (version) => addressesOf(networks, host, version),
    onInternet: (version) => (version === 4 ? host.publicIpv4 : host.ipv6),
    has: (version) => version === 4 || host.ipv6,
    admitted: admissions(networks, host.groups, "inbound"),
  };
}

function portsOf({ protocol, box }: Passage): Pick<Exposure, "protocol" | "fromPort" | "toPort"> {
  return protocol === "icmp"
    ? { protocol, fromPort: 0, toPort: 0 }
    : { protocol, fromPort: box.ports.from, toPort: box.ports.to };
}
