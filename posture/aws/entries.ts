import { CidrSet } from "../../constructs/core/cidr-set";
import type { Exposure } from "../facts";
import { connectionsInto } from "./connections";
import type { RouteTable } from "./route-tables";
import type { Topology } from "./topology";

/** Where packets from another network enter a VPC. */
export interface Entry {
  readonly from: Exposure["from"];
  /** What they enter through, from outside inwards. */
  readonly via: readonly string[];
  /** Where they are sent from there; undefined where the VPC delivers them straight away. */
  readonly table: RouteTable | undefined;
  /** Who may send them. */
  readonly sources: CidrSet;
  /** May a member of this security group be among them? */
  mayHold(group: string): boolean;
}

/**
 * Everything through which packets from outside come into a VPC.
 *
 * @param vpc undefined for a network that is not part of the stack: everything may come into it from the internet
 */
export function entriesInto(topology: Topology, vpc: string | undefined): readonly Entry[] {
  if (vpc === undefined) {
    return [fromInternet("a network that is not part of the stack", undefined)];
  }
  const gateway = topology.gateway(vpc);
  return [
    ...(gateway === undefined ? [] : [fromInternet(gateway.id, gateway.table)]),
    ...connectionsInto(topology, vpc),
  ];
}

function fromInternet(via: string, table: RouteTable | undefined): Entry {
  return { from: "internet", via: [via], table, sources: CidrSet.ANY, mayHold: () => false };
}
