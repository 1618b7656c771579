import { CidrSet } from "../../constructs/core/cidr-set";
import type { Egress, Exposure } from "../facts";
import { merged, onInternet, type Passage } from "../passages";
import type { TerraformJson } from "../terraform-json";
import { forwardsOf, type OfficeForward } from "./forwards";
import { outgoing } from "./outgoing";

/** What comes from the internet to hosts behind the appliances of a stack, and what those may reach. */
export function merakiReach(stack: TerraformJson): {
  readonly exposures: readonly Exposure[];
  readonly egress: readonly Egress[];
} {
  const forwards = forwardsOf(stack);
  return { exposures: forwards.flatMap(exposures), egress: egress(stack, forwards) };
}

function exposures({ resource, protocol, outside, inside, sources, by }: OfficeForward): readonly Exposure[] {
  // What looks into the packets is known by the list of forwards.
  const via = [resource.address, by];
  const passage: Passage = { protocol, box: { peers: sources, ports: outside }, via };
  return onInternet([passage], CidrSet.EMPTY).map(({ box, via }) => ({
    from: "internet",
    protocol,
    ...(protocol === "icmp" ? { fromPort: 0, toPort: 0 } : { fromPort: outside.from, toPort: outside.to }),
    ...(outside.from === inside.from && outside.to === inside.to
      ? {}
      : { hostPorts: { fromPort: inside.from, toPort: inside.to } }),
    sources: box.peers.blocks,
    target: resource.address,
    via,
  }));
}

function egress(stack: TerraformJson, forwards: readonly OfficeForward[]): readonly Egress[] {
  const hosts = new Map(
    forwards.map(({ host, resource }) => [`${resource.address} ${host}`, { host, resource }] as const),
  );
  return [...hosts.values()].flatMap(({ host, resource }) =>
    merged(onInternet(outgoing(stack, resource.attributes.network_id, host), CidrSet.EMPTY)).map(
      ({ protocol, box, via }) => ({
        protocol,
        ...(protocol === "icmp"
          ? { fromPort: 0, toPort: 0 }
          : { fromPort: box.ports.from, toPort: box.ports.to }),
        destinations: box.peers.blocks,
        hosts: null,
        source: resource.address,
        via,
      }),
    ),
  );
}
