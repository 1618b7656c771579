import { CidrSet } from "../../constructs/core/cidr-set";
import type { Reached } from "./reach-difference";

/** More networks than these are counted. */
const MOST_NETWORKS = 6;

/** Packets in words: `443/tcp from 192.0.2.0/24`. */
export function reachText(reached: Omit<Reached, "via">, direction: "from" | "to"): string {
  const others = Object.entries(reached.only)
    // From where it comes is said by the networks themselves.
    .filter(([restriction, value]) => restriction !== "from" || value !== "internet")
    .map(([restriction, value]) => `, ${restriction}: ${[value].flat().join(", ")}`);
  const exceptions = Object.entries(reached.except).map(
    ([restriction, values]) => `, except for ${restriction}: ${values.join(", ")}`,
  );
  return `${portsText(reached)} ${direction} ${networksText(reached.networks)}${[...others, ...exceptions].join("")}`;
}

/** `443/tcp`, `8000-8010/udp`, `icmp`. */
export function portsText({
  protocol,
  fromPort,
  toPort,
}: Pick<Reached, "protocol" | "fromPort" | "toPort">): string {
  return protocol === "icmp"
    ? protocol
    : `${fromPort === toPort ? fromPort : `${fromPort}-${toPort}`}/${protocol}`;
}

/** Networks in words, exact as long as they are few: a set that is nearly everything is said by what is missing. */
export function networksText(blocks: readonly string[]): string {
  const set = CidrSet.of(...blocks);
  const [everything, missing] = set.ipv6.isEmpty
    ? ["anywhere", CidrSet.ANY_IPV4.minus(set)]
    : set.ipv4.isEmpty
      ? ["anywhere (IPv6)", CidrSet.ANY_IPV6.minus(set)]
      : ["anywhere (IPv4 and IPv6)", CidrSet.ANY.minus(set)];
  if (missing.isEmpty) {
    return everything;
  }
  return missing.blocks.length < set.blocks.length
    ? `${everything} but ${listed(missing.blocks)}`
    : listed(set.blocks);
}

/** Steps of a way that decide nothing by themselves. */
const UNDECIDING = /^aws_(route|networkfirewall_firewall_policy)\./;

/** What decides on a way, from outside inwards. */
export function stepTexts(via: readonly string[]): readonly string[] {
  return via.filter((step) => !UNDECIDING.test(step)).map(stepText);
}

/** A resource on a way by its kind and its name, without what CDKTF adds to make it unique. */
export function stepText(step: string): string {
  const [, type = "", name = "", more = ""] = /^[a-z]+_(\w+)\.([\w-]+)(.*)$/.exec(step) ?? [];
  return type === "" ? step : `${type.replaceAll("_", " ")} ${name.replace(/_[0-9A-F]{8}$/, "")}${more}`;
}

function listed(blocks: readonly string[]): string {
  const more = blocks.length - MOST_NETWORKS;
  return more > 1 ? `${blocks.slice(0, MOST_NETWORKS).join(", ")} and ${more} more` : blocks.join(", ");
}
