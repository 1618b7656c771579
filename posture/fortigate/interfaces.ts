import { blockOf, isExpression, listOf, objectOf, type Resource, textOf, textsOf } from "../terraform-json";
import type { Unit } from "./unit";

/** Output in which a stack says which interfaces and zones are inside, outside, or lead to connected networks. */
const STATED = "edge_interfaces";

/** What a policy calls every interface. */
export const ANY = "any";

/** Stands for the interfaces that the stack does not name. */
export const OTHERS = "an interface that this stack does not name";

/** Does a name in a policy cover an interface: for certain, and perhaps? */
export interface Covers {
  readonly least: boolean;
  readonly most: boolean;
}

/** Interfaces and zones of a unit, and what is behind them. */
export class Interfaces {
  /** Interfaces that packets may come through, and zones of which the stack does not say what they hold; sorted. */
  readonly names: readonly string[];

  private readonly declared: ReadonlyMap<string, Resource>;
  private readonly zones: ReadonlyMap<string, readonly string[]>;
  /** Held by a zone that the stack declares, and so by no other. */
  private readonly members: ReadonlySet<string>;
  /** Named by themselves in firewall policies: the unit refuses members of zones there. */
  private readonly alone: ReadonlySet<string>;
  private readonly inside: ReadonlySet<string>;
  private readonly outside: ReadonlySet<string>;
  private readonly tunnels: ReadonlySet<string>;

  constructor(readonly unit: Unit) {
    this.declared = new Map(
      unit
        .all("fortios_system_interface")
        .map((resource) => [unit.nameOf(resource.attributes.name), resource]),
    );
    this.zones = zonesOf(unit);
    this.members = new Set([...this.zones.values()].flat());
    this.alone = new Set(
      unit
        .all("fortios_firewall_policy")
        .flatMap(({ attributes }) => [...unit.names(attributes.srcintf), ...unit.names(attributes.dstintf)]),
    );
    const local = LOCAL_TYPES.flatMap((type) => unit.all(type)).flatMap(({ attributes }) => [
      ...unit.names(attributes.intf_block),
      ...textsOf(attributes.intf).map((name) => unit.nameOf(name)),
    ]);
    const stated = objectOf(unit.stack.output(STATED));
    const routed = unit
      .enabled("fortios_router_static")
      .concat(unit.enabled("fortios_router_static6"))
      .filter(({ attributes }) => leadsEverywhere(unit, attributes))
      .map(({ attributes }) => unit.nameOf(attributes.device));
    const known = [...this.declared].filter(([, { attributes }]) => attributes.role !== undefined);
    const ofRole = (...roles: readonly string[]) =>
      known
        .filter(([, { attributes }]) => roles.includes(textOf(attributes.role) ?? ""))
        .map(([name]) => name);
    this.outside = new Set(
      [...textsOf(stated.outside), ...ofRole("wan"), ...routed].filter((name) => name !== ""),
    );
    this.tunnels = new Set([
      ...textsOf(stated.connected),
      ...unit.all("fortios_vpnipsec_phase1interface").map(({ attributes }) => unit.nameOf(attributes.name)),
      ...[...this.declared]
        .filter(([, { attributes }]) => textOf(attributes.type) === "tunnel")
        .map(([name]) => name),
    ]);
    this.inside = new Set(
      [...textsOf(stated.inside), ...ofRole("lan", "dmz")].filter((name) => !this.outside.has(name)),
    );
    const published = VIP_TYPES.flatMap((type) => unit.all(type)).map(({ attributes }) =>
      unit.nameOf(attributes.extintf),
    );
    this.names = [
      ...new Set([
        ...this.alone,
        ...local,
        ...this.declared.keys(),
        ...this.outside,
        ...this.inside,
        ...this.tunnels,
        ...this.members,
        ...published,
      ]),
    ]
      .filter((name) => name !== "" && name !== ANY && !this.zones.has(name))
      .sort();
  }

  /** Does what a policy calls `name` cover an interface? */
  covers(name: string, one: string): Covers {
    if (name === ANY || name === one) {
      return CERTAINLY;
    }
    if (isExpression(name) || isExpression(one)) {
      return PERHAPS;
    }
    const members = this.zones.get(name);
    if (members !== undefined) {
      return members.includes(one) ? CERTAINLY : NEVER;
    }
    // A zone that is not part of the stack may hold an interface that no policy names by itself.
    const isZone =
      name !== OTHERS && !this.declared.has(name) && !this.tunnels.has(name) && !this.members.has(name);
    return isZone && one !== OTHERS && !this.alone.has(one) && !this.members.has(one) ? PERHAPS : NEVER;
  }

  /** May the internet, or a connected network, be behind an interface? Unless the stack says that it is inside. */
  mayBeOutside(one: string): boolean {
    return this.tunnels.has(one) || this.outside.has(one) || !this.isAmong(this.inside, one);
  }

  /** May hosts of the company be behind an interface? Unless the stack says that it is outside. */
  mayBeInside(one: string): boolean {
    return !this.tunnels.has(one) && !this.isAmong(this.outside, one);
  }

  /** Does an interface lead to networks that are connected to the company's own? */
  isTunnel(one: string): boolean {
    return this.tunnels.has(one);
  }

  /** The resource of an interface, where the stack declares it. */
  at(one: string): Resource | undefined {
    return this.declared.get(one);
  }

  /** An interface, for people: its address, or words. */
  label(one: string): string {
    return this.declared.get(one)?.address ?? (one === OTHERS ? one : `interface ${one}`);
  }

  private isAmong(names: ReadonlySet<string>, one: string): boolean {
    return (
      names.has(one) || [...this.zones].some(([zone, members]) => names.has(zone) && members.includes(one))
    );
  }
}

const CERTAINLY: Covers = { least: true, most: true };
const PERHAPS: Covers = { least: false, most: true };
const NEVER: Covers = { least: false, most: false };

const LOCAL_TYPES = ["fortios_firewall_localinpolicy", "fortios_firewall_localinpolicy6"] as const;

const VIP_TYPES = ["fortios_firewall_vip", "fortios_firewall_vip6"] as const;

/** The zone that all links to the internet are in, where nothing else is said. */
const DEFAULT_LINKS = "virtual-wan-link";

const LINK_TYPES = ["fortios_system_sdwan", "fortios_system_virtualwanlink"] as const;

function zonesOf(unit: Unit): ReadonlyMap<string, readonly string[]> {
  const zones = new Map<string, string[]>();
  const add = (zone: string, member: string) => zones.set(zone, [...(zones.get(zone) ?? []), member]);
  for (const { attributes } of unit.all("fortios_system_zone")) {
    for (const member of unit.names(attributes.interface, "interface_name")) {
      add(unit.nameOf(attributes.name), member);
    }
  }
  for (const { attributes } of LINK_TYPES.flatMap((type) => unit.enabled(type))) {
    for (const member of listOf(attributes.members).map(objectOf)) {
      const zone = unit.nameOf(member.zone);
      add(zone === "" ? DEFAULT_LINKS : zone, unit.nameOf(member.interface));
    }
  }
  return zones;
}

/** Is a route the one for whatever has no other? */
function leadsEverywhere(unit: Unit, attributes: Resource["attributes"]): boolean {
  const destination = textOf(unit.stack.resolved(attributes.dst));
  const isNarrowed = Object.keys(attributes).some((name) => /^(dstaddr|internet_service|src$)/.test(name));
  return (
    attributes.device !== undefined &&
    !isNarrowed &&
    /^(0\.0\.0\.0(\/0|\s+0\.0\.0\.0)|::\/0)$/.test(destination ?? "0.0.0.0/0")
  );
}

/** Kinds of management that an interface answers, in a version of IP; undefined where the stack does not say. */
export function managementAllowed(
  resource: Resource | undefined,
  version: 4 | 6,
): readonly string[] | undefined {
  const attributes = version === 4 ? resource?.attributes : blockOf(resource?.attributes.ipv6);
  const own = textOf(version === 4 ? attributes?.allowaccess : attributes?.ip6_allowaccess);
  if (own === undefined || own.includes("${")) {
    return undefined;
  }
  const secondary =
    version === 4
      ? listOf(attributes?.secondaryip).map((entry) => textOf(objectOf(entry).allowaccess) ?? "")
      : [];
  return [...new Set([own, ...secondary].join(" ").split(/\s+/))].filter((kind) => kind !== "").sort();
}
