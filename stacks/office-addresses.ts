import type { Edge } from "./edge-schema";

/** Public addresses that a client's servers send from where they are in the office; none on EC2. */
export function officeAddresses(edge: Edge): readonly string[] {
  switch (edge.kind) {
    case "aws":
      return edge.onPremises === undefined ? [] : [edge.onPremises.publicAddress];
    case "fortigate":
      return edge.wan.map(({ publicAddress, interfaceAddress = publicAddress }) => interfaceAddress);
    case "meraki":
      return edge.publicAddresses;
    case "external":
      return edge.egressAddresses ?? edge.publicAddresses;
  }
}
