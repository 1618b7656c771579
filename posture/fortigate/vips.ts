import { CidrSet } from "../../constructs/core/cidr-set";
import type { IpVersion } from "../aws/networks";
import { ALL_PORTS, type PortRange, PROTOCOLS, type Protocol } from "../packets";
import { type Json, listOf, objectOf, type Resource, textOf } from "../terraform-json";
import { ANYONE, addressesIn } from "./addresses";
import type { Interfaces } from "./interfaces";
import { portsIn, servicesNamed } from "./services";
import type { Bounds, Unit } from "./unit";

/** What a virtual IP hands on, and to whom. */
export interface Forward {
  readonly protocols: readonly Protocol[];
  /** Ports of the host. */
  readonly ports: PortRange;
  /** Ports outside. */
  readonly outside: PortRange;
  /** Does each port outside lead to the one in its place inside? Else any may lead to any. */
  readonly oneForOne: boolean;
  /** Addresses of the hosts; undefined where only the unit knows them. */
  readonly mapped: CidrSet | undefined;
}

/** An address outside that stands for a host inside. */
export interface Vip {
  readonly resource: Resource;
  readonly version: IpVersion;
  /** Addresses outside; undefined where only the unit knows them. */
  readonly external: CidrSet | undefined;
  readonly sources: Bounds<CidrSet>;
  readonly forwards: readonly Forward[];
  /** May it be reached through an interface? */
  admits(one: string): boolean;
}

const TYPES: Readonly<Record<IpVersion, readonly string[]>> = {
  4: ["fortios_firewall_vip", "fortios_firewall_vipgrp"],
  6: ["fortios_firewall_vip6", "fortios_firewall_vipgrp6"],
};

/** Groups hold no groups, but may be written in circles. */
const DEEPEST = 4;

/** The virtual IPs that a name means. */
export function vipsNamed(
  unit: Unit,
  interfaces: Interfaces,
  version: IpVersion,
  value: Json,
  depth = 0,
): readonly Vip[] {
  return unit
    .objects(TYPES[version], value)
    .flatMap((resource) =>
      resource.type.includes("vipgrp")
        ? depth > DEEPEST
          ? []
          : unit
              .references(resource.attributes.member)
              .flatMap((member) => vipsNamed(unit, interfaces, version, member, depth + 1))
        : textOf(resource.attributes.status) === "disable"
          ? []
          : [vipOf(unit, interfaces, version, resource)],
    );
}

/** Does a name mean a virtual IP, or a group of them? */
export function isVip(unit: Unit, version: IpVersion, value: Json): boolean {
  return unit.objects(TYPES[version], value).length > 0;
}

function vipOf(unit: Unit, interfaces: Interfaces, version: IpVersion, resource: Resource): Vip {
  const { attributes } = resource;
  const filters = unit
    .references(attributes.src_filter, "range")
    .map((range) => addressesIn(unit.stack.resolved(range)));
  const behind = unit.nameOf(attributes.extintf);
  const filtered = unit.names(attributes.srcintf_filter, "interface_name");
  return {
    resource,
    version,
    external: addressesIn(unit.stack.resolved(attributes.extip)),
    sources: {
      most: filters.length === 0 ? ANYONE[version] : sum(filters.map((one) => one ?? ANYONE[version])),
      least: filters.length === 0 ? ANYONE[version] : sum(filters.map((one) => one ?? CidrSet.EMPTY)),
    },
    forwards: forwardsOf(unit, attributes),
    admits: (one) =>
      // Behind which interface an IPv6 address lies, routing decides.
      (behind === "" || interfaces.covers(behind, one).most || interfaces.covers(one, behind).most) &&
      (filtered.length === 0 || filtered.some((name) => interfaces.covers(name, one).most)),
  };
}

function forwardsOf(unit: Unit, attributes: Resource["attributes"]): readonly Forward[] {
  const ports = (value: Json | undefined) => portsIn(unit.stack.resolved(value));
  const asked = textOf(attributes.protocol) ?? "tcp";
  const servers = listOf(attributes.realservers).map(objectOf);
  if (servers.length > 0) {
    const kind = textOf(attributes.server_type);
    return servers
      .filter(({ status }) => textOf(status) !== "disable")
      .map((server) =>
        forwarded(
          kind === "ip" ? PROTOCOLS : [kind === "udp" ? "udp" : "tcp"],
          ports(attributes.extport),
          ports(server.port),
          textOf(server.type) === "address" ? undefined : addressesIn(unit.stack.resolved(server.ip)),
        ),
      );
  }
  const mapped = mappedAddresses(unit, attributes);
  const services = unit.references(attributes.service);
  if (services.length > 0) {
    return servicesNamed(unit, services).most.map(({ protocol, from, to }) =>
      forwarded([protocol], [{ from, to }], ports(attributes.mappedport), mapped),
    );
  }
  if (textOf(attributes.portforward) !== "enable") {
    return [forwarded(PROTOCOLS, [ALL_PORTS], [ALL_PORTS], mapped)];
  }
  return asked === "icmp"
    ? [forwarded(["icmp"], [ALL_PORTS], [ALL_PORTS], mapped)]
    : [
        forwarded(
          PROTOCOLS.filter((one) => one === asked),
          ports(attributes.extport),
          ports(attributes.mappedport),
          mapped,
        ),
      ];
}

/** The older form is a text, the newer a list of ranges. */
function mappedAddresses(unit: Unit, { mappedip }: Resource["attributes"]): CidrSet | undefined {
  const ranges = typeof mappedip === "string" ? [mappedip] : unit.references(mappedip, "range");
  const addresses = ranges.map((range) => addressesIn(unit.stack.resolved(range)));
  const known = addresses.filter((one) => one !== undefined);
  return known.length < addresses.length || known.length === 0 ? undefined : sum(known);
}

/** Ports outside, and those of the host that they lead to. */
function forwarded(
  protocols: readonly Protocol[],
  external: readonly PortRange[] | undefined,
  mapped: readonly PortRange[] | undefined,
  hosts: CidrSet | undefined,
): Forward {
  const outside = external?.[0] ?? ALL_PORTS;
  const inside = mapped === undefined ? ALL_PORTS : (mapped[0] ?? outside);
  const further = outside.to - outside.from;
  // One port inside may be the first of as many as there are outside, or the only one.
  const to = inside.from === inside.to ? Math.min(inside.from + further, ALL_PORTS.to) : inside.to;
  return {
    protocols,
    ports: { from: inside.from, to },
    outside,
    oneForOne: inside.to - inside.from === further,
    mapped: hosts,
  };
}

function sum(sets: readonly CidrSet[]): CidrSet {
  return sets.reduce((all, one) => all.union(one), CidrSet.EMPTY);
}
