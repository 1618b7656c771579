import { awsEdgeProblems } from "./aws-edge-rules";
import type { AddProblem } from "./cidr-lists";
import type { CheckedSections } from "./client-rules";
import { externalEdgeSectionProblems } from "./external-edge-rules";
import { fortiGateEdgeProblems } from "./fortigate-edge-rules";
import { merakiEdgeProblems } from "./meraki-edge-rules";

/** What is wrong with the edge of a client file, in itself and with what the file says elsewhere. */
export function edgeProblems(sections: CheckedSections, add: AddProblem): void {
  const { edge } = sections;
  switch (edge?.kind) {
    case "aws":
      awsEdgeProblems(edge, add);
      break;
    case "fortigate":
      fortiGateEdgeProblems(edge, sections, add);
      break;
    case "meraki":
      merakiEdgeProblems(edge, sections, add);
      break;
    case "external":
      externalEdgeSectionProblems(edge, sections, add);
      break;
  }
}
