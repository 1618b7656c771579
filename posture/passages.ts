import { CidrSet } from "../constructs/core/cidr-set";
import { ALL_PORTS, byPorts, intersect, type PacketBox, PROTOCOLS, type Protocol } from "./packets";
import { NEVER_ON_INTERNET } from "./ports";

/** Packets that may pass, with what lets them. */
export interface Passage {
  readonly protocol: Protocol;
  readonly box: PacketBox;
  /** From outside inwards. */
  readonly via: readonly string[];
  /**
   * Host names of which whoever opens the connection must ask for one before an answer comes back, sorted; `*.`
   * stands for every name below a domain.
   *
   * @default - any name, and none
   */
  readonly hosts?: readonly string[];
}

/** Which way connections are opened. */
export type Direction = "inbound" | "outbound";

/** Every packet. */
export function everything(via: readonly string[]): readonly Passage[] {
  return PROTOCOLS.map((protocol) => ({ protocol, box: { peers: CidrSet.ANY, ports: ALL_PORTS }, via }));
}

/** What passes one after the other, the outer first; where both ask for names, those of the outer are enough to know. */
export function through(outer: readonly Passage[], inner: readonly Passage[]): readonly Passage[] {
  return outer.flatMap((first) =>
    inner.flatMap((passage) => {
      const both = passage.protocol === first.protocol ? intersect(first.box, passage.box) : undefined;
      return both === undefined
        ? []
        : [{ ...passage, ...first, box: both, via: [...first.via, ...passage.via] }];
    }),
  );
}

/** Only what comes from some peers, or goes to them. */
export function among(passages: readonly Passage[], peers: CidrSet): readonly Passage[] {
  return passages.flatMap((passage) => {
    const common = passage.box.peers.intersect(peers);
    return common.isEmpty ? [] : [{ ...passage, box: { ...passage.box, peers: common } }];
  });
}

/**
 * Without the networks that are never peers on the internet; everyone there stays one block.
 *
 * @param own the VPC's own addresses, which are no peers either
 */
export function onInternet(passages: readonly Passage[], own: CidrSet): readonly Passage[] {
  const never = NEVER_ON_INTERNET.union(own);
  return passages.flatMap((passage) => {
    const peers = internetPart(passage.box.peers.ipv4, CidrSet.ANY_IPV4, never).union(
      internetPart(passage.box.peers.ipv6, CidrSet.ANY_IPV6, never),
    );
    return peers.isEmpty ? [] : [{ ...passage, box: { ...passage.box, peers } }];
  });
}

function internetPart(peers: CidrSet, everyone: CidrSet, never: CidrSet): CidrSet {
  return peers.union(never).containsAll(everyone)
    ? everyone
    : CidrSet.of(...peers.blocks.filter((block) => !never.containsAll(CidrSet.of(block))));
}

/** Passages over the same path become one where their ports touch. */
export function merged(passages: readonly Passage[]): readonly Passage[] {
  const groups = new Map<string, { readonly passage: Passage; readonly boxes: PacketBox[] }>();
  for (const passage of passages) {
    const key = JSON.stringify([passage.protocol, passage.via, passage.hosts]);
    const group = groups.get(key) ?? { passage, boxes: [] };
    group.boxes.push(passage.box);
    groups.set(key, group);
  }
  return [...groups.values()]
    .flatMap(({ passage, boxes }) => byPorts(boxes).map((box) => ({ ...passage, box })))
    .sort(
      (a, b) =>
        PROTOCOLS.indexOf(a.protocol) - PROTOCOLS.indexOf(b.protocol) ||
        a.box.ports.from - b.box.ports.from ||
        (a.via.join() < b.via.join() ? -1 : 1),
    );
}
