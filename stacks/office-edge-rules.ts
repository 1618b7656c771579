import { egressProblems } from "../constructs/edge/egress";
import { type AddProblem, overlaps } from "./cidr-lists";
import type { CheckedSections } from "./client-rules";
import type { ExternalEdge, FortiGateEdge, MerakiEdge } from "./edge-schema";
import { egressOf } from "./egress-choice";
import { MAIL_MANAGER } from "./mail-manager";
import type { YamlPath } from "./yaml-source";

/** What is wrong with any edge whose server is not on AWS. */
export function officeEdgeProblems(
  edge: FortiGateEdge | MerakiEdge | ExternalEdge,
  sections: CheckedSections,
  add: AddProblem,
): void {
  overlaps(edge.httpsFrom ?? [], ["edge", "httpsFrom"], add);
  for (const { code, message, property } of egressProblems(egressOf(edge))) {
    add(["edge", "egress", ...pathOf(property)], code, message);
  }
  const issuer = sections.certificate?.issuer;
  if (issuer === "acm" || issuer === "acm-exportable") {
    add(
      ["certificate", "issuer"],
      "ValueNotAllowed",
      `a certificate of ${issuer} is for servers and load balancers on AWS, and this server is in the office; use lets-encrypt-on-server or lets-encrypt`,
    );
  }
  for (const what of edge.aws === undefined ? usesOfAws(sections) : []) {
    add(["edge"], "MissingKey", `"aws" is missing; ${what} is in an AWS account: add account and region`);
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

/** A construct's property as a path of a file: `wan.0.interface`. */
export function pathOf(property = ""): YamlPath {
  return property.split(".").map((key) => (/^\d+$/.test(key) ? Number(key) : key));
}
