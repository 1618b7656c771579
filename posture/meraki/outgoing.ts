import { CidrSet, cidrProblem } from "../../constructs/core/cidr-set";
import { ALL_PORTS, intersect, type PacketBox, PROTOCOLS, subtract } from "../packets";
import type { Passage } from "../passages";
import { type Json, listOf, objectOf, type Resource, type TerraformJson, textOf } from "../terraform-json";
import { networkOf, portsOf, protocolsOf } from "./forwards";

/** One outgoing rule of an appliance. */
interface OutgoingRule {
  readonly allows: boolean;
  readonly protocols: readonly Passage["protocol"][];
  /** Packets it may be about, and those it is about for certain. */
  readonly most: readonly PacketBox[];
  readonly least: readonly PacketBox[];
  /** May it be about the host; is it for certain? */
  readonly mayConcern: boolean;
  readonly concerns: boolean;
  readonly by: string;
}

/**
 * What a host in the office may open connections to: the rules in order, then everything, as the appliance has it.
 *
 * @param network id of the appliance's network, as the forward to the host writes it
 * @param host the host's address
 */
export function outgoing(stack: TerraformJson, network: Json | undefined, host: string): readonly Passage[] {
  const lists = stack
    .all("meraki_appliance_l3_firewall_rules")
    .filter(({ attributes }) => textOf(attributes.network_id) === textOf(network));
  if (lists.length === 0) {
    return PROTOCOLS.map((protocol) => ({
      protocol,
      box: { peers: CidrSet.ANY_IPV4, ports: ALL_PORTS },
      via: ["the office's own outgoing rules, which are not part of this stack"],
    }));
  }
  const rules = lists.flatMap((list) => rulesOf(stack, list, host));
  const rest = lists.map(({ address }) => `${address} default rule`).join(", ");
  return PROTOCOLS.flatMap((protocol) => {
    const passed: Passage[] = [];
    let left: readonly PacketBox[] = [{ peers: CidrSet.ANY_IPV4, ports: ALL_PORTS }];
    for (const rule of rules.filter(({ protocols }) => protocols.includes(protocol))) {
      if (rule.allows && rule.mayConcern) {
        passed.push(...common(left, rule.most).map((box) => ({ protocol, box, via: [rule.by] })));
      }
      if (rule.concerns) {
        left = rule.least.reduce<readonly PacketBox[]>(
          (boxes, box) => boxes.flatMap((each) => subtract(each, box)),
          left,
        );
      }
    }
    return [...passed, ...left.map((box) => ({ protocol, box, via: [rest] }))];
  });
}

function common(boxes: readonly PacketBox[], others: readonly PacketBox[]): readonly PacketBox[] {
  return boxes.flatMap((box) => others.flatMap((other) => intersect(box, other) ?? []));
}

function rulesOf(
  stack: TerraformJson,
  { address, attributes }: Resource,
  host: string,
): readonly OutgoingRule[] {
  const own = networkOf(host);
  return listOf(attributes.rules)
    .map(objectOf)
    .map((rule, index) => {
      const text = (name: string): string => textOf(stack.resolved(rule[name])) ?? "Any";
      const sources = networksOf(text("src_cidr"));
      const destinations = networksOf(text("dest_cidr"));
      const ports = text("dest_port")
        .split(",")
        .map((port) => portsOf(port));
      const comment = textOf(rule.comment) ?? "";
      const anyPort = /^any$/i.test(text("src_port"));
      return {
        allows: text("policy") === "allow",
        protocols: protocolsOf(textOf(stack.resolved(rule.protocol))),
        most: ports.map((each) => ({ peers: destinations.most, ports: each })),
        least: ports.map((each) => ({ peers: destinations.least, ports: each })),
        mayConcern: sources.most.overlaps(own),
        concerns: sources.least.containsAll(own) && anyPort,
        by: `${address} rule ${comment === "" ? index + 1 : JSON.stringify(comment)}`,
      };
    });
}

/** `Any`, networks with commas, host names and objects of the dashboard: what they may mean, and mean for certain. */
function networksOf(text: string): { readonly most: CidrSet; readonly least: CidrSet } {
  const parts = text.split(",").map((part) => part.trim());
  if (parts.some((part) => /^any$/i.test(part))) {
    return { most: CidrSet.ANY_IPV4, least: CidrSet.ANY_IPV4 };
  }
  const known = parts.filter((part) => cidrProblem(part.includes("/") ? part : `${part}/32`) === undefined);
  const networks = known.reduce<CidrSet>((all, part) => all.union(networkOf(part)), CidrSet.EMPTY);
  return { least: networks, most: known.length === parts.length ? networks : CidrSet.ANY_IPV4 };
}
