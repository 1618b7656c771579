import { CidrSet } from "../../constructs/core/cidr-set";
import type { Exposure } from "../facts";
import type { Subnet } from "./networks";
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

/** Everything through which packets from outside come to a subnet. */
export function entriesOf(topology: Topology, subnet: Subnet | undefined): readonly Entry[] {
  return internetEntries(topology, subnet);
}

/** The internet gateway; of what is not part of the stack, everything may come from the internet. */
function internetEntries(topology: Topology, subnet: Subnet | undefined): readonly Entry[] {
  const gateway =
    subnet === undefined
      ? { id: "a network that is not part of the stack", table: undefined }
      : topology.gateway(subnet.vpc);
  return gateway === undefined
    ? []
    : [
        {
          from: "internet",
          via: [gateway.id],
          table: gateway.table,
          sources: CidrSet.ANY,
          mayHold: () => false,
        },
      ];
}
