import type { Egress, Exposure, InternetPath } from "../facts";
import { merged, type Passage } from "../passages";
import type { TerraformJson } from "../terraform-json";
import { leaving } from "./egress";
import { addressesOf, type Host } from "./hosts";
import { type Arrived, balanced } from "./load-balancing";
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
  const topology = Topology.of(stack);
  const direct = topology.hosts.map((host) => {
    const place = placeOf(topology, host);
    return { place, reach: reachOf(topology, place) };
  });
  const throughBalancers = balanced(topology);
  const left = topology.hosts.map((host) => ({ host, ...leaving(topology, host) }));
  return {
    exposures: exposures([
      ...direct.flatMap(({ place, reach }) =>
        reach.flatMap(({ entry, passages }) =>
          passages.map((passage) => ({ from: entry.from, target: place.target, passage })),
        ),
      ),
      ...throughBalancers.flatMap(({ arrived }) => arrived),
    ]),
    egress: left.flatMap(({ host, passages }) =>
      merged(passages).map((passage) => ({
        ...portsOf(passage),
        destinations: passage.box.peers.blocks,
        hosts: passage.hosts ?? null,
        source: host.address,
        via: passage.via,
      })),
    ),
    paths: distinctPaths([
      ...[...direct, ...throughBalancers].flatMap(({ place, reach }) => ingressPaths(topology, place, reach)),
      ...left.flatMap(({ paths }) => paths),
    ]),
  };
}

/** What comes from the internet first; each target's own together. */
function exposures(arrived: readonly Arrived[]): readonly Exposure[] {
  const targets = [...new Set(arrived.map(({ target }) => target))];
  return (["internet", "connected-network"] as const).flatMap((from) =>
    targets.flatMap((target) =>
      merged(
        arrived
          .filter((packets) => packets.from === from && packets.target === target)
          .map(({ passage }) => passage),
      ).map((passage) => ({
        from,
        ...portsOf(passage),
        sources: passage.box.peers.blocks,
        target,
        via: passage.via,
      })),
    ),
  );
}

/** A host, as something that takes packets. */
export function placeOf({ networks }: Topology, host: Host): Place {
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
