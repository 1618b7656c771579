import type { InternetPath } from "../facts";
import type { Place, Reach } from "./reach";
import type { Topology } from "./topology";
import { crossed, type WayOut } from "./ways";

/** Where the packets travel that the internet sends to a place, and where the replies go. */
export function ingressPaths(
  topology: Topology,
  { target, subnet }: Place,
  reach: readonly Reach[],
): readonly InternetPath[] {
  return distinctPaths(
    reach
      .filter(({ entry }) => entry.from === "internet")
      .flatMap(({ entry, version, crossed: inbound }) =>
        waysBack(subnet === undefined ? [] : topology.ways.out(subnet, version)).map((outbound) => ({
          target,
          subnet: subnet?.id ?? null,
          ipVersion: version,
          gateway: entry.via.join(" > "),
          ingress: true,
          inbound,
          outbound,
        })),
      ),
  );
}

/**
 * The firewall endpoints of each way out, from the gateway inwards; null where there is none. A way of which the
 * stack says nothing is named in words: nobody can tell what it crosses.
 */
export function waysBack(ways: readonly WayOut[]): readonly (readonly string[] | null)[] {
  const open = ways.filter(({ exit }) => exit === "internet" || exit === "unknown");
  return open.length === 0
    ? [null]
    : open.map(({ steps, exit }) => {
        const endpoints = crossed(steps).toReversed();
        const last = steps.at(-1);
        return exit === "unknown" && endpoints.length === 0 && last?.kind === "named"
          ? [last.via]
          : endpoints;
      });
}

/** Each path once, in the order found; the way of what the host opens itself only where it is another. */
export function distinctPaths(paths: readonly InternetPath[]): readonly InternetPath[] {
  const found = new Map<string, InternetPath>();
  for (const path of paths) {
    const key = JSON.stringify({ ...path, ingress: undefined });
    if (!found.has(key)) {
      found.set(key, path);
    }
  }
  return [...found.values()];
}
