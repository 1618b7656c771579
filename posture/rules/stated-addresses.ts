import { Topology } from "../aws/topology";
import { type TerraformJson, textsOf } from "../terraform-json";
import type { Rule } from "./rule";

/** No address that nobody speaks of. */
export const STATED_ADDRESSES: Rule = {
  id: "stated-addresses",
  what: "A host has a public address only where the stack states it as the servers' own, in its outputs `server_addresses` or `egress_addresses`.",
  why: "A second way to a server, or a second host beside it, is watched by nobody: names, certificates and the relay know nothing of it.",
  reference: "advice sheet, row 3",
  severity: "error",
  check: (_facts, stack) => {
    const stated = [
      ...textsOf(stack.output("server_addresses")),
      ...textsOf(stack.output("egress_addresses")),
    ];
    if (stated.length === 0) {
      return [];
    }
    const known = new Set(stated.flatMap((address) => stack.identities(address)));
    return Topology.of(stack)
      .hosts.filter(({ publicIpv4 }) => publicIpv4)
      .map(({ address }) => ({ address, given: addressesOf(stack, address) }))
      .filter(({ given }) => given.length === 0 || given.some((eip) => !known.has(eip)))
      .map(({ address }) => ({
        address,
        message:
          "it has a public address that the stack does not state among those of its servers; take the address away, or state it",
      }));
  },
};

/** Elastic addresses that belong to a host. */
function addressesOf(stack: TerraformJson, host: string): readonly string[] {
  return [
    ...["instance", "network_interface"].flatMap((attribute) => stack.pointing("aws_eip", attribute, host)),
    ...["instance_id", "network_interface_id"].flatMap((attribute) =>
      stack
        .pointing("aws_eip_association", attribute, host)
        .flatMap(({ attributes }) => stack.referredBy(attributes.allocation_id)),
    ),
    ...(stack.at(host)?.type === "aws_eip" ? [{ address: host }] : []),
  ].map(({ address }) => address);
}
