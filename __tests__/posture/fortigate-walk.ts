import ipaddr from "ipaddr.js";

/** Interfaces of the small unit; the last stands for those that nobody names. */
const OUTSIDE_INTERFACES = ["wan1", "wan2", "unnamed"] as const;
const INSIDE_INTERFACES = ["lan", "dmz", "unnamed"] as const;

/** Address objects, by name. */
export const OBJECTS = {
  near: "93.184.215.0/25",
  far: "151.101.1.0/24",
  server: "192.168.10.5/32",
  other: "192.168.10.6/32",
  net: "192.168.10.0/24",
  near6: "2600:1::/32",
  server6: "2001:db8:1::5/128",
  net6: "2001:db8:1::/64",
} as const;

export type ObjectName = keyof typeof OBJECTS | "all";

/** Hosts inside, of which some have no object of their own. */
export const HOSTS = {
  4: ["192.168.10.5", "192.168.10.6", "192.168.10.77"],
  6: ["2001:db8:1::5", "2001:db8:1::77"],
} as const;

export interface SmallVip {
  readonly host: "server" | "other";
  readonly behind: "wan1" | "wan2" | "any";
  readonly senders: "near" | "all";
  /** Undefined where it forwards every port. */
  readonly ports:
    | { readonly protocol: "tcp" | "udp"; readonly outside: number; readonly inside: number }
    | undefined;
}

export interface SmallService {
  readonly protocol: "tcp" | "udp" | "all";
  readonly from: number;
  readonly to: number;
}

export interface SmallPolicy {
  readonly accepts: boolean;
  readonly from: string;
  readonly to: string;
  readonly sources: readonly ObjectName[];
  readonly othersThanSources: boolean;
  readonly destinations: readonly ObjectName[];
  readonly vips: readonly number[];
  readonly sources6: readonly ObjectName[];
  readonly destinations6: readonly ObjectName[];
  readonly service: SmallService;
  readonly matchesVips: boolean;
  readonly atSomeHours: boolean;
  readonly off: boolean;
  /** Policies that are made before it, by index: smaller ones. */
  readonly after: readonly number[];
}

export interface SmallUnit {
  readonly vips: readonly SmallVip[];
  readonly policies: readonly SmallPolicy[];
  /** Is the table sorted by id, so that the index is the place? */
  readonly sorted: boolean;
}

/** A packet that opens a connection through the unit. */
interface Packet {
  readonly comesThrough: string;
  readonly leavesThrough: string;
  readonly version: 4 | 6;
  readonly source: string;
  readonly destination: string;
  /** The virtual IP that has translated it. */
  readonly vip: number | undefined;
  readonly protocol: "tcp" | "udp";
  readonly port: number;
}

/** Every order in which the unit may hold its policies. */
function orders({ policies, sorted }: SmallUnit): readonly (readonly number[])[] {
  const all = policies.map((_, index) => index);
  if (sorted) {
    return [all];
  }
  const extend = (done: readonly number[]): readonly (readonly number[])[] => {
    const next = all.filter(
      (index) => !done.includes(index) && (policies[index]?.after ?? []).every((one) => done.includes(one)),
    );
    return next.length === 0 ? [done] : next.flatMap((index) => extend([...done, index]));
  };
  return extend([]);
}

/** The policy that lets a packet in, if one does, in some order and whatever the hour. */
function admitting(unit: SmallUnit, packet: Packet): ReadonlySet<number> {
  const found = new Set<number>();
  for (const order of orders(unit)) {
    for (const asleep of [false, true]) {
      const first = order.find((index) => {
        const policy = unit.policies[index];
        return policy !== undefined && !(asleep && policy.atSomeHours) && matches(policy, packet);
      });
      if (first !== undefined && unit.policies[first]?.accepts === true) {
        found.add(first);
      }
    }
  }
  return found;
}

function matches(policy: SmallPolicy, packet: Packet): boolean {
  const { service, vips, matchesVips, accepts } = policy;
  if (policy.off || !covers(policy.from, packet.comesThrough) || !covers(policy.to, packet.leavesThrough)) {
    return false;
  }
  if (service.protocol !== "all" && service.protocol !== packet.protocol) {
    return false;
  }
  if (service.protocol !== "all" && (packet.port < service.from || packet.port > service.to)) {
    return false;
  }
  if (packet.version === 6) {
    return (
      policy.sources6.some((name) => within(packet.source, name)) &&
      policy.destinations6.some((name) => within(packet.destination, name))
    );
  }
  const isMeant = policy.sources.some((name) => within(packet.source, name));
  if (policy.sources.length === 0 || isMeant === policy.othersThanSources) {
    return false;
  }
  if (packet.vip === undefined) {
    return policy.destinations.some((name) => within(packet.destination, name));
  }
  // The addresses outside are in "all" only.
  return vips.includes(packet.vip) || (!accepts && matchesVips && policy.destinations.includes("all"));
}

function covers(name: string, one: string): boolean {
  return name === "any" || name === one;
}

function within(address: string, name: ObjectName): boolean {
  if (name === "all") {
    return true;
  }
  const parsed = ipaddr.parse(address);
  const [network, length] = ipaddr.parseCIDR(OBJECTS[name]);
  return parsed.kind() === network.kind() && parsed.match([network, length] as never);
}

/** What somebody outside sends. */
export interface Knock {
  readonly source: string;
  readonly protocol: "tcp" | "udp";
  readonly port: number;
}

/** Does a knock at a virtual IP come to a host? */
export function comesByVip(
  unit: SmallUnit,
  host: "server" | "other",
  { source, protocol, port }: Knock,
): boolean {
  if (source.includes(":")) {
    return false;
  }
  return unit.vips.some(({ host: own, behind, senders, ports }, vip) => {
    if (own !== host || !within(source, senders)) {
      return false;
    }
    if (ports !== undefined && (ports.protocol !== protocol || ports.outside !== port)) {
      return false;
    }
    return OUTSIDE_INTERFACES.some(
      (comesThrough) =>
        covers(behind, comesThrough) &&
        INSIDE_INTERFACES.some(
          (leavesThrough) =>
            admitting(unit, {
              comesThrough,
              leavesThrough,
              version: 4,
              source,
              destination: OBJECTS[host].replace("/32", ""),
              vip,
              protocol,
              port: ports?.inside ?? port,
            }).size > 0,
        ),
    );
  });
}

/** Does a knock come straight to a host of an object, by a policy that names the object? */
export function comesStraight(
  unit: SmallUnit,
  object: ObjectName,
  { source, protocol, port }: Knock,
): boolean {
  const version = source.includes(":") ? 6 : 4;
  return HOSTS[version]
    .filter((host) => within(host, object))
    .some((destination) =>
      OUTSIDE_INTERFACES.some((comesThrough) =>
        INSIDE_INTERFACES.some((leavesThrough) =>
          [
            ...admitting(unit, {
              comesThrough,
              leavesThrough,
              version,
              source,
              destination,
              vip: undefined,
              protocol,
              port,
            }),
          ].some((index) => {
            const policy = unit.policies[index];
            return (version === 6 ? policy?.destinations6 : policy?.destinations)?.includes(object) === true;
          }),
        ),
      ),
    );
}

/** May a host inside open a connection to somebody outside? */
export function leaves(unit: SmallUnit, host: string, { source: peer, protocol, port }: Knock): boolean {
  return INSIDE_INTERFACES.some((comesThrough) =>
    OUTSIDE_INTERFACES.filter((one) => one !== comesThrough).some(
      (leavesThrough) =>
        admitting(unit, {
          comesThrough,
          leavesThrough,
          version: peer.includes(":") ? 6 : 4,
          source: host,
          destination: peer,
          vip: undefined,
          protocol,
          port,
        }).size > 0,
    ),
  );
}
