import { CidrSet, PRIVATE_IPV4 } from "../../constructs/core/cidr-set";
import type { Egress, Exposure, Finding } from "../facts";
import { ALL_PORTS, intersect, joinBoxes, type PacketBox, PROTOCOLS, type Protocol } from "../packets";
import type { TerraformJson } from "../terraform-json";
import { type Direction, firewallPassages, type Passage } from "./firewall";
import { type PublicHost, publicHosts } from "./hosts";
import { aclPassages } from "./network-acls";
import { internetPaths } from "./routes";
import { admissions } from "./security-groups";

/** What the internet reaches in AWS, and what can leave from there. */
export interface AwsReach {
  readonly exposures: readonly Exposure[];
  readonly egress: readonly Egress[];
  readonly findings: readonly Finding[];
}

/** Follows every packet from the internet gateways to the hosts, and back. */
export function awsReach(stack: TerraformJson): AwsReach {
  const hosts = publicHosts(stack);
  return {
    exposures: hosts.flatMap((host) =>
      reach(stack, host, "inbound").map(({ protocol, box, via }) => ({
        protocol,
        ...portsOf(protocol, box),
        sources: box.peers.blocks,
        target: host.resource.address,
        via,
      })),
    ),
    egress: hosts.flatMap((host) =>
      reach(stack, host, "outbound").map(({ protocol, box, via }) => ({
        protocol,
        ...portsOf(protocol, box),
        destinations: box.peers.blocks,
        source: host.resource.address,
        via,
      })),
    ),
    findings: hosts.flatMap((host) => pathFindings(stack, host)),
  };
}

function reach(stack: TerraformJson, host: PublicHost, direction: Direction): readonly Passage[] {
  const { subnet } = host;
  if (subnet === undefined) {
    return [];
  }
  const admitted = admissions(stack, host.securityGroups, direction);
  const borders = aclPassages(stack, subnet, direction);
  const passages = internetPaths(stack, subnet).flatMap((path) => {
    const firewall = direction === "inbound" ? path.firewallIn : path.firewallOut;
    const inspected =
      firewall === undefined
        ? uninspected()
        : firewallPassages(stack, firewall, hostAddresses(host), direction);
    return inspected.flatMap((passage) =>
      borders.flatMap((border) => {
        const box = border.protocol === passage.protocol ? intersect(passage.box, border.box) : undefined;
        const way = direction === "inbound" ? [...path.via, ...passage.via] : passage.via;
        return box === undefined ? [] : [{ protocol: passage.protocol, box, via: [...way, ...border.via] }];
      }),
    );
  });
  const both = passages.flatMap((passage) =>
    admitted.flatMap(({ protocol, box, via }) => {
      const common = protocol === passage.protocol ? intersect(passage.box, box) : undefined;
      return common === undefined ? [] : [{ protocol, box: onlyIpv4(common), via: [...passage.via, via] }];
    }),
  );
  return merge(both.filter(({ box }) => !PRIVATE_IPV4.containsAll(box.peers)));
}

/** Passages over the same path become one where their ports touch. */
function merge(passages: readonly Passage[]): readonly Passage[] {
  const groups = new Map<
    string,
    { readonly protocol: Protocol; readonly via: readonly string[]; boxes: PacketBox[] }
  >();
  for (const { protocol, via, box } of passages) {
    const key = JSON.stringify([protocol, via]);
    const group = groups.get(key) ?? { protocol, via, boxes: [] };
    group.boxes.push(box);
    groups.set(key, group);
  }
  return [...groups.values()]
    .flatMap(({ protocol, via, boxes }) => joinBoxes(boxes).map((box) => ({ protocol, via, box })))
    .sort(
      (a, b) =>
        PROTOCOLS.indexOf(a.protocol) - PROTOCOLS.indexOf(b.protocol) ||
        a.box.ports.from - b.box.ports.from ||
        (a.via.join() < b.via.join() ? -1 : 1),
    );
}

function uninspected(): readonly Passage[] {
  return PROTOCOLS.map((protocol) => ({ protocol, box: { peers: CidrSet.ANY, ports: ALL_PORTS }, via: [] }));
}

/** Where only AWS knows the host's address, rules about any address of its subnet concern it. */
function hostAddresses(host: PublicHost): CidrSet {
  const block = host.subnet?.attributes.cidr_block;
  return host.privateAddresses.isEmpty && typeof block === "string"
    ? CidrSet.of(block)
    : host.privateAddresses;
}

/** An elastic address is an IPv4 one. */
function onlyIpv4(box: PacketBox): PacketBox {
  return { ...box, peers: box.peers.ipv4 };
}

function portsOf(protocol: Protocol, box: PacketBox): { readonly fromPort: number; readonly toPort: number } {
  return protocol === "icmp"
    ? { fromPort: 0, toPort: 0 }
    : { fromPort: box.ports.from, toPort: box.ports.to };
}

function pathFindings(stack: TerraformJson, host: PublicHost): readonly Finding[] {
  const { subnet, resource } = host;
  return (subnet === undefined ? [] : internetPaths(stack, subnet)).flatMap(({ firewallIn, firewallOut }) => {
    if (firewallIn === undefined) {
      return [
        {
          rule: "firewall-in-path",
          severity: "error" as const,
          address: resource.address,
          message:
            "packets from the internet reach the host without crossing a firewall; route the gateway's traffic to the firewall's endpoint",
        },
      ];
    }
    return firewallOut?.address === firewallIn.address
      ? []
      : [
          {
            rule: "symmetric-path",
            severity: "error" as const,
            address: resource.address,
            message: `packets come in through ${firewallIn.address} and leave ${firewallOut === undefined ? "without a firewall" : `through ${firewallOut.address}`}; the firewall cannot follow such connections`,
          },
        ];
  });
}
