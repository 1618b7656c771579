import { CidrSet } from "../../constructs/core/cidr-set";
import type { IpVersion } from "../aws/networks";
import { intersect, type PacketBox, PROTOCOLS, type Protocol, subtract } from "../packets";
import { isExpression, type Json, listOf, type Resource, textOf } from "../terraform-json";
import {
  type AddressBounds,
  ANYONE,
  addressesNamed,
  isRepeated,
  othersThan as otherAddresses,
} from "./addresses";
import type { Covers, Interfaces } from "./interfaces";
import { PolicyOrder } from "./order";
import { othersThan as otherServices, type ServiceBounds, servicesNamed, UNKNOWN } from "./services";
import { type Forward, isVip, type Vip, vipsNamed } from "./vips";

/** Packets of one protocol. */
export interface Packets {
  readonly protocol: Protocol;
  readonly box: PacketBox;
}

/** Where packets come from and go to. */
export interface Journey {
  /** Interfaces. */
  readonly from: string;
  readonly to: string;
  readonly version: IpVersion;
  /** Addresses that all policies treat alike, or a virtual IP and what it hands on. */
  readonly destination: CidrSet | { readonly vip: Vip; readonly forward: Forward };
}

/** What a policy lets through on a journey. */
export interface Admitted {
  readonly policy: Policy;
  readonly packets: readonly Packets[];
  /** Policies that would refuse some of it, if they stood before; the stack does not say. */
  readonly doubts: readonly Policy[];
}

type Bound = "least" | "most";

/** A policy's destinations and sources in one version of IP. */
interface Ends {
  readonly sources: AddressBounds;
  readonly destinations: AddressBounds;
  /** Names of destinations that are no virtual IPs. */
  readonly named: readonly Json[];
  readonly vips: readonly Vip[];
}

/** A policy of a unit, as far as it can be known. */
export class Policy {
  readonly accepts: boolean;
  readonly ends: Readonly<Record<IpVersion, Ends>>;
  /** Names of the interfaces that packets come from, and go to. */
  readonly route: { readonly from: readonly string[]; readonly to: readonly string[] };

  private readonly covered = new Map<string, Covers>();
  private readonly services: ServiceBounds;
  /** Does it match only some of the packets that its addresses and services name? */
  private readonly isConditional: boolean;

  constructor(
    private readonly interfaces: Interfaces,
    readonly resource: Resource,
  ) {
    const { unit } = interfaces;
    const { attributes } = resource;
    const action = textOf(attributes.action) ?? "deny";
    this.accepts = action !== "deny";
    this.route = { from: unit.names(attributes.srcintf), to: unit.names(attributes.dstintf) };
    this.ends = { 4: endsOf(interfaces, resource, 4), 6: endsOf(interfaces, resource, 6) };
    const byService = isOn(attributes.internet_service) || isOn(attributes.internet_service6);
    this.services = byService
      ? UNKNOWN
      : negated(
          attributes.service_negate,
          servicesNamed(unit, unit.references(attributes.service)),
          otherServices,
          () => UNKNOWN,
        );
    this.isConditional =
      isRepeated(resource) ||
      isExpression(attributes.status) ||
      !["accept", "deny"].includes(action) ||
      // Nobody says when it holds, so that it may not.
      (textOf(attributes.schedule) ?? "always") !== "always" ||
      CONDITIONS.some((name) => listOf(attributes[name]).length > 0) ||
      SWITCHES.some((name) => isOn(attributes[name]));
  }

  /** Does it also decide about what virtual IPs hand on that it does not name? */
  get matchesVips(): boolean {
    return !this.accepts && isOn(this.resource.attributes.match_vip);
  }

  /** Is there a service that both may match? */
  sharesServices(other: Policy): boolean {
    return this.services.most.some((one) =>
      other.services.most.some(
        ({ protocol, from, to }) => protocol === one.protocol && from <= one.to && one.from <= to,
      ),
    );
  }

  /** The packets of a journey that it matches: for certain, or at most. */
  matches(journey: Journey, bound: Bound): readonly Packets[] {
    const ends = this.ends[journey.version];
    if (
      (bound === "least" && this.isConditional) ||
      !this.coversRoute(journey)[bound] ||
      !this.coversDestination(journey, bound)
    ) {
      return [];
    }
    const peers = ends.sources[bound];
    const { destination } = journey;
    const forward = destination instanceof CidrSet ? undefined : destination.forward;
    return this.services[bound]
      .filter(({ version }) => (version ?? journey.version) === journey.version)
      .filter(({ protocol }) => forward?.protocols.includes(protocol) ?? true)
      .flatMap(({ protocol, from, to }) => {
        const box = { peers, ports: { from, to } };
        const common = forward === undefined ? box : intersect(box, { peers, ports: forward.ports });
        return common === undefined || common.peers.isEmpty ? [] : [{ protocol, box: common }];
      });
  }

  /** Does it cover the way from one interface to another? */
  coversRoute({ from, to }: Pick<Journey, "from" | "to">): Covers {
    const key = JSON.stringify([from, to]);
    const known = this.covered.get(key);
    if (known !== undefined) {
      return known;
    }
    const covers = (names: readonly string[], one: string, bound: Bound) =>
      names.some((name) => this.interfaces.covers(name, one)[bound]);
    const found = {
      least: covers(this.route.from, from, "least") && covers(this.route.to, to, "least"),
      most: covers(this.route.from, from, "most") && covers(this.route.to, to, "most"),
    };
    this.covered.set(key, found);
    return found;
  }

  private coversDestination({ destination, version }: Journey, bound: Bound): boolean {
    const { destinations, vips } = this.ends[version];
    const { attributes } = this.resource;
    if (destination instanceof CidrSet) {
      return bound === "most"
        ? destinations.most.overlaps(destination)
        : !isOn(attributes.match_vip_only) && destinations.least.containsAll(destination);
    }
    const { vip, forward } = destination;
    if (vips.some(({ resource }) => resource.address === vip.resource.address)) {
      return bound === "most" || !(isRepeated(vip.resource) || isOn(attributes.dstaddr_negate));
    }
    // A policy that refuses addresses leaves alone what virtual IPs hand on, unless it is told not to.
    return (
      this.matchesVips &&
      [forward.mapped, vip.external].every((part) => destinations[bound].containsAll(part ?? ANYONE[version]))
    );
  }
}

interface Neighbours {
  readonly before: readonly Policy[];
  readonly beside: readonly Policy[];
}

/** The firewall policies of a unit. */
export class PolicyTable {
  readonly policies: readonly Policy[];
  readonly order: PolicyOrder;

  private readonly neighbourhoods = new Map<Policy, Neighbours>();

  constructor(readonly interfaces: Interfaces) {
    this.policies = interfaces.unit.enabled(POLICIES).map((resource) => new Policy(interfaces, resource));
    this.order = new PolicyOrder(interfaces.unit, POLICIES);
  }

  /** What policies let through on a journey, without what others before them decide for certain. */
  admitted(journey: Journey, policies: readonly Policy[] = this.policies): readonly Admitted[] {
    return policies
      .filter((policy) => policy.accepts && policy.coversRoute(journey).most)
      .flatMap((policy) => {
        const matched = policy.matches(journey, "most");
        if (matched.length === 0) {
          return [];
        }
        const { before, beside } = this.neighbours(policy);
        const packets = without(
          matched,
          before.flatMap((other) =>
            other.coversRoute(journey).least ? other.matches(journey, "least") : [],
          ),
        );
        const doubts = beside.filter(
          (other) => !other.accepts && overlap(packets, other.matches(journey, "least")),
        );
        return packets.length === 0 ? [] : [{ policy, packets, doubts }];
      });
  }

  /** Policies that certainly stand before one, and those of which nobody knows. */
  private neighbours(policy: Policy): Neighbours {
    const known = this.neighbourhoods.get(policy);
    if (known !== undefined) {
      return known;
    }
    const others = this.policies.filter((other) => other !== policy);
    const before = others.filter((other) => this.order.before(other.resource, policy.resource));
    const beside = others.filter(
      (other) => !before.includes(other) && !this.order.before(policy.resource, other.resource),
    );
    this.neighbourhoods.set(policy, { before, beside });
    return { before, beside };
  }

  /** Destinations, split so that each of some policies treats each part alike. */
  parts(version: IpVersion, whole: CidrSet, policies: readonly Policy[] = this.policies): readonly CidrSet[] {
    return policies
      .flatMap(({ ends }) => [ends[version].destinations.least, ends[version].destinations.most])
      .reduce<readonly CidrSet[]>(
        (parts, set) =>
          parts.flatMap((part) => [part.intersect(set), part.minus(set)]).filter((part) => !part.isEmpty),
        [whole],
      );
  }
}

const POLICIES = "fortios_firewall_policy";

/** Blocks that narrow a policy down to some senders or applications. */
const CONDITIONS = [
  "app_category",
  "app_group",
  "application",
  "devices",
  "fsso_groups",
  "groups",
  "network_service_dynamic",
  "network_service_src_dynamic",
  "rtp_addr",
  "sgt",
  "src_vendor_mac",
  "url_category",
  "users",
  "ztna_destination",
  "ztna_ems_tag",
  "ztna_ems_tag6",
  "ztna_ems_tag_secondary",
  "ztna_geo_tag",
] as const;

/** Switches that do so, or end it one day. */
const SWITCHES = [
  "geoip_match",
  "identity_based_route",
  "policy_expiry",
  "rtp_nat",
  "sgt_check",
  "ztna_status",
] as const;

/** Is a switch on? */
export function isOn(value: Json | undefined): boolean {
  return textOf(value) === "enable";
}

function endsOf(interfaces: Interfaces, { attributes }: Resource, version: IpVersion): Ends {
  const { unit } = interfaces;
  const suffix = version === 6 ? "6" : "";
  const unknown: AddressBounds = { least: CidrSet.EMPTY, most: ANYONE[version] };
  const references = unit.references(attributes[`dstaddr${suffix}`]);
  const named = references.filter((value) => !isVip(unit, version, value));
  const negate = attributes[`dstaddr${suffix}_negate`];
  const vips = references.flatMap((value) => vipsNamed(unit, interfaces, version, value));
  const senders = unit.references(attributes[`srcaddr${suffix}`]);
  const [bySender, byDestination] = [`internet_service${suffix}_src`, `internet_service${suffix}`].map(
    (name) => isOn(attributes[name]),
  );
  // Who is meant at the end of which nothing is said, nobody says; without either, it is not of this version.
  const isHere = senders.length + references.length > 0 || bySender === true || byDestination === true;
  const addresses = (values: readonly Json[], negation: Json | undefined): AddressBounds =>
    values.length === 0
      ? { least: CidrSet.EMPTY, most: isHere ? ANYONE[version] : CidrSet.EMPTY }
      : negated(
          negation,
          addressesNamed(unit, version, values),
          (bounds) => otherAddresses(version, bounds),
          () => unknown,
        );
  return {
    sources: bySender === true ? unknown : addresses(senders, attributes[`srcaddr${suffix}_negate`]),
    destinations:
      byDestination === true || (isOn(negate) && vips.length > 0)
        ? unknown
        : named.length === 0 && references.length > 0
          ? { least: CidrSet.EMPTY, most: CidrSet.EMPTY }
          : addresses(named, negate),
    named,
    vips:
      isOn(negate) && references.length > 0
        ? VIP_TYPES[version].flatMap((type) =>
            unit
              .all(type)
              .flatMap(({ attributes: vip }) =>
                vip.name === undefined || vip.name === null
                  ? []
                  : vipsNamed(unit, interfaces, version, vip.name),
              ),
          )
        : vips,
  };
}

const VIP_TYPES: Readonly<Record<IpVersion, readonly string[]>> = {
  4: ["fortios_firewall_vip"],
  6: ["fortios_firewall_vip6"],
};

/** A set or, by a switch, what is not in it; one of both where only Terraform knows the switch. */
function negated<T>(negation: Json | undefined, set: T, others: (set: T) => T, either: (set: T) => T): T {
  return isExpression(negation) ? either(set) : isOn(negation) ? others(set) : set;
}

/** Packets of the first list that are not in the second. */
export function without(packets: readonly Packets[], taken: readonly Packets[]): readonly Packets[] {
  return PROTOCOLS.flatMap((protocol) =>
    taken
      .filter((other) => other.protocol === protocol)
      .reduce(
        (boxes, other) => boxes.flatMap((box) => subtract(box, other.box)),
        packets.filter((one) => one.protocol === protocol).map(({ box }) => box),
      )
      .map((box) => ({ protocol, box })),
  );
}

function overlap(some: readonly Packets[], others: readonly Packets[]): boolean {
  return some.some((one) =>
    others.some((other) => one.protocol === other.protocol && intersect(one.box, other.box) !== undefined),
  );
}
