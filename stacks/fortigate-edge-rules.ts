import { CidrSet, PRIVATE_IPV4 } from "../constructs/core/cidr-set";
import { ValidationError } from "../constructs/core/errors";
import { egressProblems } from "../constructs/edge/egress";
import { fortiGateProblems } from "../constructs/edge/fortigate/fortigate-mail-edge";
import { Ingress } from "../constructs/edge/ingress";
import { IPS_MODES } from "../constructs/edge/ips-mode";
import { type AddProblem, overlaps } from "./cidr-lists";
import type { CheckedSections } from "./client-rules";
import type { FortiGateEdge } from "./edge-schema";
import { egressOf } from "./egress-choice";
import { unitOf } from "./fortigate-choice";
import { MAIL_MANAGER } from "./mail-manager";
import { stageProblems } from "./stages";
import type { YamlPath } from "./yaml-source";

/** Where a property of the construct stands in the `edge` section, if it is elsewhere. */
const KEYS: ReadonlyMap<string, readonly string[]> = new Map([
  ["fortiOsVersion", ["unit", "fortiOs"]],
  ["ingress", ["httpsFrom"]],
]);

/** What is wrong with an edge that is a FortiGate. */
export function fortiGateEdgeProblems(edge: FortiGateEdge, sections: CheckedSections, add: AddProblem): void {
  overlaps(edge.httpsFrom ?? [], ["edge", "httpsFrom"], add);
  for (const problem of stageProblems(edge.ips.stages ?? [], IPS_MODES)) {
    add(["edge", "ips", "stages", problem.index], problem.code, problem.message);
  }
  for (const { code, message, property } of egressProblems(egressOf(edge))) {
    add(["edge", "egress", ...pathOf(property)], code, message);
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
  for (const what of edge.aws === undefined ? usesOfAws(sections) : []) {
    add(["edge"], "MissingKey", `"aws" is missing; ${what} is in an AWS account: add account and region`);
  }
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
  if (certificate?.issuer === "acm" || certificate?.issuer === "acm-exportable") {
    add(
      ["certificate", "issuer"],
      "ValueNotAllowed",
      `a certificate of ${certificate.issuer} is for servers and load balancers on AWS, and this server is in the office; use lets-encrypt-on-server or lets-encrypt`,
    );
  } else if (
    tlsInspection &&
    certificate !== undefined &&
    !(certificate.issuer === "lets-encrypt" && certificate.key === "in-state")
  ) {
    add(
      ["edge", "tlsInspection"],
      "CertificateNotInstallable",
      "the key of this certificate is on the server alone, so the unit cannot show the same one and Extended Protection would refuse Outlook; set certificate.issuer to lets-encrypt with key: in-state, or leave TLS inspection off",
    );
  }
}

function usesOfAws({ dns, relay, certificate }: CheckedSections): readonly string[] {
  return [
    ...(dns?.host === "route53" ? ["Route 53"] : []),
    ...(relay?.vendor === MAIL_MANAGER ? ["the relay on Amazon SES"] : []),
    ...(certificate?.issuer === "lets-encrypt-on-server"
      ? ["the zone in which the server answers challenges (lets-encrypt-on-server)"]
      : []),
  ];
}

function pathOf(property = ""): YamlPath {
  return property.split(".").map((key) => (/^\d+$/.test(key) ? Number(key) : key));
}
