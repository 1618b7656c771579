import type { Edge } from "./edge-schema";

/** Public addresses that a client's servers send from where they are in the office; none on EC2. */
export function officeAddresses(edge: Edge): readonly string[] {
  if (edge.kind === "aws") {
    return edge.onPremises === undefined ? [] : [edge.onPremises.publicAddress];
  }
  return edge.wan.map(({ publicAddress, interfaceAddress = publicAddress }) => interfaceAddress);
}
