import { CidrSet } from "../constructs/core/cidr-set";

/** A protocol that packets of a set have. */
export type Protocol = "tcp" | "udp" | "icmp";

/** All protocols that are told apart. */
export const PROTOCOLS: readonly Protocol[] = ["tcp", "udp", "icmp"];

/** Inclusive bounds of ports. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
}

/** Every port. */
export const ALL_PORTS: PortRange = { from: 0, to: 65_535 };

/** Packets of one protocol: any of the peers on any of the ports. */
export interface PacketBox {
  /** The other side's addresses. */
  readonly peers: CidrSet;
  /** Destination ports. */
  readonly ports: PortRange;
}

/** Packets in both boxes. */
export function intersect(a: PacketBox, b: PacketBox): PacketBox | undefined {
  const ports = { from: Math.max(a.ports.from, b.ports.from), to: Math.min(a.ports.to, b.ports.to) };
  if (ports.from > ports.to) {
    return undefined;
  }
  const peers = a.peers.intersect(b.peers);
  return peers.isEmpty ? undefined : { peers, ports };
}

/** Packets in the first box and not in the second, as boxes that do not overlap. */
export function subtract(a: PacketBox, b: PacketBox): readonly PacketBox[] {
  const common = intersect(a, b);
  if (common === undefined) {
    return [a];
  }
  const pieces: readonly PacketBox[] = [
    { peers: a.peers, ports: { from: a.ports.from, to: common.ports.from - 1 } },
    { peers: a.peers.minus(common.peers), ports: common.ports },
    { peers: a.peers, ports: { from: common.ports.to + 1, to: a.ports.to } },
  ];
  return pieces.filter(({ peers, ports }) => !peers.isEmpty && ports.from <= ports.to);
}

/** Boxes with the same peers and touching ports become one; the order is by port. */
export function joinBoxes(boxes: readonly PacketBox[]): readonly PacketBox[] {
  const ordered = [...boxes].sort((a, b) => a.ports.from - b.ports.from || a.ports.to - b.ports.to);
  const joined: PacketBox[] = [];
  for (const box of ordered) {
    const last = joined.at(-1);
    if (last?.peers.equals(box.peers) && last.ports.to + 1 >= box.ports.from) {
      joined[joined.length - 1] = {
        peers: last.peers,
        ports: { from: last.ports.from, to: Math.max(last.ports.to, box.ports.to) },
      };
    } else {
      joined.push(box);
    }
  }
  return joined;
}

/** The same packets as boxes that share no port, each with all the peers of its ports. */
export function byPorts(boxes: readonly PacketBox[]): readonly PacketBox[] {
  const starts = [...new Set(boxes.flatMap(({ ports }) => [ports.from, ports.to + 1]))].sort((a, b) => a - b);
  const slices = starts.flatMap((from, index) => {
    const next = starts[index + 1];
    const here = boxes.filter(({ ports }) => ports.from <= from && from <= ports.to);
    return next === undefined || here.length === 0
      ? []
      : [
          {
            peers: here.reduce((all, { peers }) => all.union(peers), CidrSet.EMPTY),
            ports: { from, to: next - 1 },
          },
        ];
  });
  return joinBoxes(slices);
}
