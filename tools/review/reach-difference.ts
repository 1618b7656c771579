import { CidrSet } from "../../constructs/core/cidr-set";
import type { Egress, Exposure } from "../../posture/facts";
import { intersect, joinBoxes, type PacketBox, type Protocol, subtract } from "../../posture/packets";
import type { Json } from "../../posture/terraform-json";
import { stableText } from "./resource-blocks";

/** Packets that can travel, and did not; or could, and no longer can. */
export interface Reached {
  readonly protocol: Protocol;
  readonly fromPort: number;
  readonly toPort: number;
  /** The other side: CIDR blocks, the fewest that cover the set. */
  readonly networks: readonly string[];
  /** Address of the resource at our side; with its ports where a forward leads to others. */
  readonly server: string;
  /** What else holds of them, such as the host names they are restricted to. */
  readonly only: { readonly [restriction: string]: Json };
  /** Values of restrictions for which the other side carries them, too: it lets them through for some host names only. */
  readonly except: { readonly [restriction: string]: readonly Json[] };
  /** What lets them through. */
  readonly via: readonly string[];
}

/** Packets that travel as before, through other kinds of resources. */
export interface Rerouted extends Omit<Reached, "via"> {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** How the packets of two stacks differ: exact sets, whatever rules let them through. */
export interface ReachDifference {
  readonly opens: readonly Reached[];
  readonly closes: readonly Reached[];
  readonly reroutes: readonly Rerouted[];
}

/** A set of packets with one value of each restriction. */
interface Way {
  readonly protocol: Protocol;
  readonly server: string;
  readonly box: PacketBox;
  readonly only: { readonly [restriction: string]: Json };
  readonly except?: Reached["except"];
  readonly via: readonly string[];
}

/** How what comes in differs. */
export function exposureDifference(before: readonly Exposure[], after: readonly Exposure[]): ReachDifference {
  const ways = (exposures: readonly Exposure[]): readonly Way[] =>
    exposures.flatMap(({ protocol, fromPort, toPort, hostPorts, sources, target, via, ...rest }) =>
      waysOf(protocol, fromPort, toPort, sources, hostText(target, hostPorts), via, rest),
    );
  return difference(ways(before), ways(after));
}

/** A host, with its ports where they are not those outside: the same packet then reaches something else. */
function hostText(target: string, ports: Exposure["hostPorts"]): string {
  if (ports === undefined) {
    return target;
  }
  const { fromPort, toPort } = ports;
  return `${target} on ${fromPort === toPort ? fromPort : `${fromPort}-${toPort}`}`;
}

/** How what goes out differs. */
export function egressDifference(before: readonly Egress[], after: readonly Egress[]): ReachDifference {
  const ways = (egress: readonly Egress[]): readonly Way[] =>
    egress.flatMap(({ protocol, fromPort, toPort, destinations, source, via, ...rest }) =>
      waysOf(protocol, fromPort, toPort, destinations, source, via, rest),
    );
  return difference(ways(before), ways(after));
}

/** Where a restriction is a list, such as of host names, each of its values is a way of its own. */
function waysOf(
  protocol: Protocol,
  from: number,
  to: number,
  networks: readonly string[],
  server: string,
  via: readonly string[],
  rest: object,
): readonly Way[] {
  const box = { peers: CidrSet.of(...networks), ports: { from, to } };
  let combinations: readonly { readonly [restriction: string]: Json }[] = [{}];
  for (const [restriction, value] of Object.entries(rest as { readonly [key: string]: Json })) {
    const values: readonly Json[] = Array.isArray(value) ? value : [value as Json];
    combinations = combinations.flatMap((only) =>
      values.map((each) => (each === null ? only : { ...only, [restriction]: each })),
    );
  }
  return combinations.map((only) => ({ protocol, server, box, only, via }));
}

function difference(before: readonly Way[], after: readonly Way[]): ReachDifference {
  return {
    opens: missing(after, before),
    closes: missing(before, after),
    reroutes: rerouted(before, after),
  };
}

/** Packets of the first ways that none of the second ways carries. */
function missing(ways: readonly Way[], others: readonly Way[]): readonly Reached[] {
  const found: Way[] = [];
  for (const way of ways) {
    const carried = [...others, ...found].filter((other) => carriesAsMuch(other, way));
    let boxes: readonly PacketBox[] = [way.box];
    for (const other of carried) {
      boxes = boxes.flatMap((box) => subtract(box, other.box));
    }
    found.push(...boxes.map((box) => ({ ...way, box, except: exceptions({ ...way, box }, others) })));
  }
  return reached(found);
}

/** Values of restrictions with which other ways carry some of the same packets. */
function exceptions(way: Way, others: readonly Way[]): Reached["except"] {
  const narrower = others.filter(
    (other) =>
      carriesAsMuch(way, other) && !carriesAsMuch(other, way) && intersect(way.box, other.box) !== undefined,
  );
  const names = [...new Set(narrower.flatMap(({ only }) => Object.keys(only)))].filter(
    (restriction) => way.only[restriction] === undefined,
  );
  return Object.fromEntries(
    names
      .sort()
      .map((restriction) => [
        restriction,
        [...new Set(narrower.flatMap(({ only }) => only[restriction] ?? []))].sort(),
      ]),
  );
}

/** Does a way carry all that another does, where their boxes meet? What it does not restrict, it carries. */
function carriesAsMuch(wide: Way, narrow: Way): boolean {
  return (
    wide.protocol === narrow.protocol &&
    wide.server === narrow.server &&
    Object.entries(wide.only).every(([restriction, value]) => narrow.only[restriction] === value)
  );
}

/** Ways as they are shown: touching boxes joined, values of a restriction in one list, sorted. */
function reached(ways: readonly Way[]): readonly Reached[] {
  const joined = grouped(ways, ({ protocol, server, only, except = {}, via }) =>
    stableText([protocol, server, only, except, [...via]]),
  )
    .flatMap(([first, ...others]) =>
      joinBoxes([first, ...others].map(({ box }) => box)).map((box) => ({ ...first, box })),
    )
    .map(({ protocol, server, box, only, except = {}, via }) => ({
      protocol,
      fromPort: box.ports.from,
      toPort: box.ports.to,
      networks: box.peers.blocks,
      server,
      only,
      except,
      via,
    }));
  const names = [...new Set(joined.flatMap(({ only }) => Object.keys(only)))].sort();
  return names
    .reduce<readonly Reached[]>(collected, joined)
    .toSorted((a, b) => (sortText(a) < sortText(b) ? -1 : 1));
}

/** Entries that differ in one restriction become one with all its values. */
function collected(entries: readonly Reached[], restriction: string): readonly Reached[] {
  return grouped(entries, ({ only, ...rest }) => {
    const { [restriction]: value, ...others } = only;
    return stableText([rest as unknown as Json, others, value === undefined]);
  }).map(([first, ...others]) => {
    const values = [first, ...others].flatMap(({ only }) => only[restriction] ?? []);
    return values.length < 2
      ? first
      : {
          ...first,
          only: { ...first.only, [restriction]: values.toSorted((a, b) => (`${a}` < `${b}` ? -1 : 1)) },
        };
  });
}

function rerouted(before: readonly Way[], after: readonly Way[]): readonly Rerouted[] {
  return after.flatMap((way) => {
    const same = before.filter(
      (other) =>
        carriesAsMuch(other, way) && carriesAsMuch(way, other) && intersect(other.box, way.box) !== undefined,
    );
    const [first] = same;
    if (first === undefined || same.some(({ via }) => kinds(via) === kinds(way.via))) {
      return [];
    }
    const box = intersect(first.box, way.box);
    return box === undefined
      ? []
      : reached([{ ...way, box }]).map(({ via, ...packets }) => ({
          ...packets,
          before: first.via,
          after: via,
        }));
  });
}

/** The kinds of resources on a way: another rule of the same firewall is no other way. */
function kinds(via: readonly string[]): string {
  return via.map((step) => /^([a-z][a-z0-9]*_[a-z0-9_]+)\./.exec(step)?.[1] ?? step).join(" ");
}

function grouped<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): readonly (readonly [Item, ...Item[]])[] {
  const groups = new Map<string, [Item, ...Item[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, [item]);
    } else {
      group.push(item);
    }
  }
  return [...groups.values()];
}

function sortText({ server, protocol, fromPort, toPort, networks, only, via }: Reached): string {
  const port = (number: number): string => `${number}`.padStart(5, "0");
  return stableText([server, protocol, port(fromPort), port(toPort), [...networks], only, [...via]]);
}
