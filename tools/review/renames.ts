import { createHash } from "node:crypto";
import { type Json, listOf, objectOf, textOf } from "../../posture/terraform-json";
import { type ResourceBlock, resourceBlocks, stableText, withAddresses } from "./resource-blocks";

/** A resource that stands under another address. */
export interface Rename {
  readonly from: string;
  readonly to: string;
  /** Does a `moved` block tell Terraform? If not, it destroys the one and creates the other. */
  readonly moved: boolean;
}

/** Two stacks whose resources have the same addresses where they are the same. */
interface Aligned {
  /** The base, with the addresses of the head. */
  readonly base: Json;
  /** Sorted by new address. */
  readonly renames: readonly Rename[];
}

/**
 * Finds resources that only have another address: those of a `moved` block, and those that are the same in
 * everything but addresses.
 */
export function aligned(base: Json, head: Json): Aligned {
  const before = resourceBlocks(base);
  const after = resourceBlocks(head);
  const moves = movesOf(head, before, after);
  const gone = [...before.values()].filter(({ address }) => !after.has(address) && !moves.has(address));
  const arrived = new Set(moves.values());
  const fresh = [...after.values()].filter(({ address }) => !before.has(address) && !arrived.has(address));
  const found = [
    ...[...moves].map(([from, to]) => ({ from, to, moved: true })),
    ...sameButForAddresses(gone, fresh, moves),
  ].sort((a, b) => (a.to < b.to ? -1 : 1));
  return { base: renamed(base, new Map(found.map(({ from, to }) => [from, to]))), renames: found };
}

/** What `moved` blocks say, chains followed to their end. */
function movesOf(
  head: Json,
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, string> {
  const steps = new Map(
    listOf(objectOf(head).moved).map((block) => {
      const { from, to } = objectOf(block);
      return [textOf(from) ?? "", textOf(to) ?? ""];
    }),
  );
  const moves = new Map<string, string>();
  for (const from of [...steps.keys()].filter((address) => before.has(address) && !after.has(address))) {
    let to = from;
    // Each step is taken once: blocks that lead in a circle end it, too.
    for (let step = 0; step < steps.size && !after.has(to); step += 1) {
      to = steps.get(to) ?? to;
    }
    if (after.has(to) && !before.has(to)) {
      moves.set(from, to);
    }
  }
  return moves;
}

/**
 * Pairs by what is in them. References among the resources in question say nothing by their names, so each stands
 * for what it refers to, further with each round.
 */
function sameButForAddresses(
  gone: readonly ResourceBlock[],
  fresh: readonly ResourceBlock[],
  moves: ReadonlyMap<string, string>,
): readonly Rename[] {
  const candidates = [...gone, ...fresh];
  let contents = new Map(candidates.map(({ address, type }) => [address, type]));
  for (let round = 0; round < candidates.length; round += 1) {
    const next = new Map(
      candidates.map(({ address, type, body }) => {
        const seen = withAddresses(body, (other) => contents.get(other) ?? moves.get(other) ?? other);
        return [
          address,
          createHash("sha256")
            .update(`${type} ${stableText(seen)}`)
            .digest("hex"),
        ];
      }),
    );
    const settled = new Set(next.values()).size === new Set(contents.values()).size;
    contents = next;
    if (settled && round > 0) {
      break;
    }
  }
  const byContent = (blocks: readonly ResourceBlock[]): ReadonlyMap<string, readonly string[]> => {
    const groups = new Map<string, string[]>();
    for (const { address } of blocks) {
      const content = contents.get(address) ?? "";
      groups.set(content, [...(groups.get(content) ?? []), address]);
    }
    return groups;
  };
  const later = byContent(fresh);
  return [...byContent(gone)].flatMap(([content, from]) => {
    const to = later.get(content) ?? [];
    // What cannot be told apart may be paired in any order, but only where none is left over.
    return to.length === from.length
      ? from.map((address, index) => ({ from: address, to: to[index] ?? "", moved: false }))
      : [];
  });
}

function renamed(root: Json, addresses: ReadonlyMap<string, string>): Json {
  if (addresses.size === 0) {
    return root;
  }
  const { resource: _, ...rest } = objectOf(
    withAddresses(root, (address) => addresses.get(address) ?? address),
  );
  const resource: Record<string, Record<string, Json>> = {};
  for (const { address, body } of resourceBlocks(root).values()) {
    const [type = "", name = ""] = (addresses.get(address) ?? address).split(".");
    resource[type] = {
      ...resource[type],
      [name]: withAddresses(body, (other) => addresses.get(other) ?? other),
    };
  }
  return { ...rest, resource };
}
