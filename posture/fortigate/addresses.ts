import { CidrSet } from "../../constructs/core/cidr-set";
import type { IpVersion } from "../aws/networks";
import { isExpression, type Json, type Resource, textOf } from "../terraform-json";
import type { Bounds, Unit } from "./unit";

/** Addresses that an object stands for. */
export type AddressBounds = Bounds<CidrSet>;

const TYPES: Readonly<Record<IpVersion, readonly string[]>> = {
  4: ["fortios_firewall_address", "fortios_firewall_addrgrp"],
  6: ["fortios_firewall_address6", "fortios_firewall_addrgrp6"],
};

/** Everyone of a version. */
export const ANYONE: Readonly<Record<IpVersion, CidrSet>> = { 4: CidrSet.ANY_IPV4, 6: CidrSet.ANY_IPV6 };

/** Groups that hold groups that hold groups… are circles. */
const DEEPEST = 16;

/** The address objects and groups of a name. */
export function addressObjects(unit: Unit, version: IpVersion, value: Json | undefined): readonly Resource[] {
  return unit.objects(TYPES[version], value);
}

/** Addresses of everything that names stand for, together. */
export function addressesNamed(
  unit: Unit,
  version: IpVersion,
  values: readonly Json[],
  depth = 0,
): AddressBounds {
  return values
    .map((value) => addressNamed(unit, version, value, depth))
    .reduce(unionOf, { least: CidrSet.EMPTY, most: CidrSet.EMPTY });
}

/**
 * Host names whose addresses a name stands for, sorted; `*.` stands for every name below a domain.
 *
 * @returns undefined where it may stand for other addresses as well
 */
export function hostNamesOf(
  unit: Unit,
  version: IpVersion,
  value: Json,
  depth = 0,
): readonly string[] | undefined {
  const objects = addressObjects(unit, version, value);
  const names = objects.map((object): readonly string[] | undefined => {
    const { attributes } = object;
    if (isRepeated(object) || depth > DEEPEST) {
      return undefined;
    }
    if (object.type.includes("addrgrp")) {
      const members = unit
        .references(attributes.member)
        .map((member) => hostNamesOf(unit, version, member, depth + 1));
      return members.includes(undefined) ? undefined : members.flatMap((each) => each ?? []);
    }
    const type = textOf(attributes.type);
    const name = textOf(
      unit.stack.resolved(type === "wildcard-fqdn" ? attributes.wildcard_fqdn : attributes.fqdn),
    );
    return (type === "fqdn" || type === "wildcard-fqdn") && name !== undefined && !isExpression(name)
      ? [name.toLowerCase()]
      : undefined;
  });
  return names.length === 0 || names.includes(undefined)
    ? undefined
    : [...new Set(names.flatMap((each) => each ?? []))].sort();
}

/** What is not among addresses. */
export function othersThan(version: IpVersion, { least, most }: AddressBounds): AddressBounds {
  return { least: ANYONE[version].minus(most), most: ANYONE[version].minus(least) };
}

/** Addresses that a name stands for; a name of which the stack says nothing may stand for any. */
export function addressNamed(unit: Unit, version: IpVersion, value: Json, depth = 0): AddressBounds {
  const objects = addressObjects(unit, version, value);
  if (objects.length > 0) {
    return depth > DEEPEST
      ? unknown(version)
      : objects.map((object) => boundsOf(unit, version, object, depth)).reduce(eitherOf);
  }
  switch (unit.nameOf(value)) {
    case "all":
      return exactly(ANYONE[version]);
    case "none":
      return exactly(CidrSet.EMPTY);
    default:
      return unknown(version);
  }
}

function boundsOf(unit: Unit, version: IpVersion, object: Resource, depth: number): AddressBounds {
  const { attributes } = object;
  if (isRepeated(object)) {
    return unknown(version);
  }
  if (object.type.includes("addrgrp")) {
    const members = addressesNamed(unit, version, unit.references(attributes.member), depth + 1);
    if (textOf(attributes.exclude) !== "enable") {
      return members;
    }
    const excluded = addressesNamed(unit, version, unit.references(attributes.exclude_member), depth + 1);
    return { least: members.least.minus(excluded.most), most: members.most.minus(excluded.least) };
  }
  const type = textOf(attributes.type) ?? (version === 4 ? "ipmask" : "ipprefix");
  const text = (name: string) => unit.stack.resolved(attributes[name]);
  switch (type) {
    case "ipmask":
      return exactlyOr(version, networkOf(text("subnet")));
    case "ipprefix":
      return exactlyOr(version, networkOf(text("ip6")));
    case "iprange":
      return exactlyOr(version, rangeOf(text("start_ip"), text("end_ip")));
    case "wildcard":
      return wildcard(text("wildcard"));
    default:
      // Names, countries, devices: who is meant, the unit finds out.
      return unknown(version);
  }
}

/**
 * A network as the unit writes it: `192.0.2.0 255.255.255.0`, `192.0.2.0/24`, `2001:db8::/32`.
 *
 * @returns undefined for what is none, and for an expression
 */
function networkOf(value: Json | undefined): CidrSet | undefined {
  const text = textOf(value)?.trim();
  if (text === undefined || text === "" || isExpression(text)) {
    return undefined;
  }
  const [address = "", mask] = text.split(/[\s/]+/);
  const length = mask?.includes(".") ? maskLength(mask) : mask;
  return length === null
    ? undefined
    : parsed(() => CidrSet.of(length === undefined ? address : `${address}/${length}`));
}

/** One address, a network, or a range `192.0.2.1-192.0.2.9`. */
export function addressesIn(value: Json | undefined): CidrSet | undefined {
  const [first, last, ...others] = (textOf(value) ?? "").split("-").map((part) => part.trim());
  return last === undefined || others.length > 0 ? networkOf(value) : rangeOf(first, last);
}

function rangeOf(first: Json | undefined, last: Json | undefined): CidrSet | undefined {
  const [from, to] = [textOf(first), textOf(last)];
  return from === undefined || to === undefined || isExpression(from) || isExpression(to)
    ? undefined
    : parsed(() => CidrSet.range(from, to));
}

/** `10.0.0.0 255.0.255.0`: a mask with holes; everyone with the bits before the first hole may be meant. */
function wildcard(value: Json | undefined): AddressBounds {
  const [address = "", mask = ""] = (textOf(value) ?? "").trim().split(/\s+/);
  const bits = maskBits(mask);
  const length = bits === undefined ? 0 : bits.indexOf("0") < 0 ? 32 : bits.indexOf("0");
  const network = bits === undefined ? undefined : networkOf(`${address}/${length}`);
  if (network === undefined) {
    return unknown(4);
  }
  return { most: network, least: bits?.slice(length).includes("1") ? CidrSet.EMPTY : network };
}

/** The length of a mask with dots; null for one with holes. */
function maskLength(mask: string): string | null {
  const bits = maskBits(mask);
  return bits === undefined || !/^1*0*$/.test(bits) ? null : `${bits.replaceAll("0", "").length}`;
}

function maskBits(mask: string): string | undefined {
  const parts = mask.split(".").map(Number);
  return parts.length === 4 && parts.every((part) => Number.isInteger(part) && part >= 0 && part <= 255)
    ? parts.map((part) => part.toString(2).padStart(8, "0")).join("")
    : undefined;
}

/** What cannot be read is not known: the provider and the unit refuse what is wrong. */
function parsed(read: () => CidrSet): CidrSet | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** Does a resource stand for several, or for none? */
export function isRepeated({ attributes }: Resource): boolean {
  return [attributes.count, attributes.for_each].some((value) => value !== undefined && value !== null);
}

function exactly(addresses: CidrSet): AddressBounds {
  return { least: addresses, most: addresses };
}

function exactlyOr(version: IpVersion, addresses: CidrSet | undefined): AddressBounds {
  return addresses === undefined ? unknown(version) : exactly(addresses);
}

function unknown(version: IpVersion): AddressBounds {
  return { least: CidrSet.EMPTY, most: ANYONE[version] };
}

function unionOf(a: AddressBounds, b: AddressBounds): AddressBounds {
  return { least: a.least.union(b.least), most: a.most.union(b.most) };
}

/** One of two objects of the same name. */
function eitherOf(a: AddressBounds, b: AddressBounds): AddressBounds {
  return { least: a.least.intersect(b.least), most: a.most.union(b.most) };
}
