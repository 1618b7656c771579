import { loadBalancersOf } from "../aws/load-balancers";
import { type LoneLock, loneLocks } from "../aws/lone-locks";
import { Topology } from "../aws/topology";
import type { TerraformJson } from "../terraform-json";
import type { Breach, Rule } from "./rule";

/** Each lock holds by itself. */
export const LOCKS_AGREE: Rule = {
  id: "locks-agree",
  what: "Firewall, network ACL, security groups and listeners each let through, from the internet and to it, what all of them together do, and no more; an ACL also replies. Where one subnet has a network ACL of the stack, each has.",
  why: "A lock that only stands because another does is no second lock: nobody sees it open, until the other one opens.",
  reference: "docs/adr/0005-strict-drop-and-paired-pass-rules.md",
  severity: "warning",
  check: (facts, stack) => {
    const found = new Map<string, Breach>();
    for (const lock of loneLocks(Topology.of(stack), facts)) {
      const breach = breachOf(lock);
      found.set(`${breach.address} ${breach.message}`, breach);
    }
    return [...withoutAcl(stack), ...found.values()];
  },
};

/** Subnets of servers and load balancers that were left out. */
function withoutAcl(stack: TerraformJson): readonly Breach[] {
  const { hosts, networks } = Topology.of(stack);
  const own = stack.all("aws_network_acl");
  const subnets = [
    ...hosts.map(({ subnet }) => subnet),
    ...loadBalancersOf(networks).flatMap(({ nodes }) => nodes.map(({ subnet }) => subnet)),
  ].flatMap((subnet) => subnet?.id ?? []);
  const locked = new Set([
    ...own.flatMap(({ attributes }) => stack.identities(attributes.subnet_ids)),
    ...stack
      .all("aws_network_acl_association")
      .flatMap(({ attributes }) => stack.identities(attributes.subnet_id)),
  ]);
  return own.length === 0
    ? []
    : [...new Set(subnets)]
        .filter((subnet) => !locked.has(subnet))
        .map((address) => ({
          address,
          message:
            "it has no network ACL of the stack, so AWS's default one lets everything in and out; give it one",
        }));
}

/** More than these are not read. */
const NETWORKS_NAMED = 6;

function breachOf({ address, direction, protocol, box: { peers, ports }, target }: LoneLock): Breach {
  const port = ports.from === ports.to ? `${ports.from}` : `${ports.from}-${ports.to}`;
  const way = direction === "inbound" ? `in to ${target} from` : `out of ${target} to`;
  const who = peers.blocks.length > NETWORKS_NAMED ? "most of the internet" : `${peers}`;
  return {
    address,
    message: `by itself it lets ${port}/${protocol} ${way} ${who}, which the other locks hold back; close it here as well, or open it at all of them`,
  };
}
