import { CidrSet, PRIVATE_IPV4 } from "../constructs/core/cidr-set";
import { ValidationError } from "../constructs/core/errors";
import { fortiGateProblems } from "../constructs/edge/fortigate/fortigate-mail-edge";
import { Ingress } from "../constructs/edge/ingress";
import { IPS_MODES } from "../constructs/edge/ips-mode";
import type { AddProblem } from "./cidr-lists";
import type { CheckedSections } from "./client-rules";
import type { FortiGateEdge } from "./edge-schema";
import { unitOf } from "./fortigate-choice";
import { officeEdgeProblems, pathOf } from "./office-edge-rules";
import { parameterOf } from "./schema-types";
import { stageProblems } from "./stages";

/** Where a property of the construct stands in the `edge` section, if it is elsewhere. */
const KEYS: ReadonlyMap<string, readonly string[]> = new Map([
  ["fortiOsVersion", ["unit", "fortiOs"]],
  ["ingress", ["httpsFrom"]],
]);

/** What is wrong with an edge that is a FortiGate. */
export function fortiGateEdgeProblems(edge: FortiGateEdge, sections: CheckedSections, add: AddProblem): void {
  officeEdgeProblems(edge, sections, add);
  if (edge.aws === undefined && parameterOf(edge.unit.apiToken) !== undefined) {
    add(
      ["edge", "unit", "apiToken"],
      "MissingKey",
      'the parameter is in an AWS account, and "aws" of the edge is missing: add account and region, or give the token by the environment',
    );
  }
  for (const problem of stageProblems(edge.ips.stages ?? [], IPS_MODES)) {
    add(["edge", "ips", "stages", problem.index], problem.code, problem.message);
  }
  for (const { code, message, property } of unitProblems(edge)) {
    add(["edge", ...(KEYS.get(property ?? "") ?? pathOf(property))], code, message);
  }
  for (const [index, block] of (edge.administration.networks ?? []).entries()) {
    if (!PRIVATE_IPV4.containsAll(CidrSet.of(block))) {
      add(
        ["edge", "administration", "networks", index],
        "CidrNotPrivate",
        `${JSON.stringify(block)} is not a private IPv4 network, and nobody administers the unit from the internet; use one inside ${PRIVATE_IPV4}`,
      );
    }
  }
  certificateProblems(edge, sections, add);
}

/** What the construct itself would refuse; the relay's networks are looked at elsewhere. */
function unitProblems(edge: FortiGateEdge): ReturnType<typeof fortiGateProblems> {
  try {
    return fortiGateProblems({
      ...unitOf(edge),
      name: "exchange",
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

function certificateProblems(
  { tlsInspection }: FortiGateEdge,
  { certificate }: CheckedSections,
  add: AddProblem,
): void {
  if (
    tlsInspection &&
    certificate !== undefined &&
    certificate.issuer !== "acm" &&
    certificate.issuer !== "acm-exportable" &&
    !(certificate.issuer === "lets-encrypt" && certificate.key === "in-state")
  ) {
    add(
      ["edge", "tlsInspection"],
      "CertificateNotInstallable",
      "the key of this certificate is on the server alone, so the unit cannot show the same one and Extended Protection would refuse Outlook; set certificate.issuer to lets-encrypt with key: in-state, or leave TLS inspection off",
    );
  }
}
