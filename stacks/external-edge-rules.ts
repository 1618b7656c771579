import { CidrSet } from "../constructs/core/cidr-set";
import { ValidationError } from "../constructs/core/errors";
import { externalEdgeProblems } from "../constructs/edge/external-mail-edge";
import { Ingress } from "../constructs/edge/ingress";
import type { AddProblem } from "./cidr-lists";
import type { CheckedSections } from "./client-rules";
import type { ExternalEdge } from "./edge-schema";
import { expectationsOf } from "./external-choice";
import { officeEdgeProblems, pathOf } from "./office-edge-rules";

/** What is wrong with what somebody else's edge is to do. */
export function externalEdgeSectionProblems(
  edge: ExternalEdge,
  sections: CheckedSections,
  add: AddProblem,
): void {
  officeEdgeProblems(edge, sections, add);
  for (const { code, message, property } of expectationProblems(edge)) {
    add(["edge", ...(property === "ingress" ? ["httpsFrom"] : pathOf(property))], code, message);
  }
}

/** What the construct itself would refuse; the relay's networks are looked at elsewhere. */
function expectationProblems(edge: ExternalEdge): ReturnType<typeof externalEdgeProblems> {
  try {
    return externalEdgeProblems({
      ...expectationsOf(edge),
      ingress: Ingress.of({
        smtpFrom: CidrSet.ANY_IPV4,
        ...(edge.httpsFrom === undefined ? {} : { httpsFrom: CidrSet.of(...edge.httpsFrom) }),
      }),
    });
  } catch (error) {
    if (error instanceof ValidationError) {
      return error.problems;
    }
    throw error;
  }
}
