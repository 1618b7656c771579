import { CidrSet } from "../constructs/core/cidr-set";
import { ValidationError } from "../constructs/core/errors";
import { Ingress } from "../constructs/edge/ingress";
import { merakiProblems } from "../constructs/edge/meraki/meraki-mail-edge";
import type { AddProblem } from "./cidr-lists";
import type { CheckedSections } from "./client-rules";
import type { MerakiEdge } from "./edge-schema";
import { applianceOf, MERAKI_STAGES } from "./meraki-choice";
import { officeEdgeProblems, pathOf } from "./office-edge-rules";
import { type Stage, stageProblems } from "./stages";

/** Where a property of the construct stands in the `edge` section, if it is elsewhere. */
const KEYS: ReadonlyMap<string, readonly string[]> = new Map([
  ["ingress", ["httpsFrom"]],
  ["syslog.host", ["syslog", "server"]],
]);

/** What is wrong with an edge that is a Meraki MX. */
export function merakiEdgeProblems(edge: MerakiEdge, sections: CheckedSections, add: AddProblem): void {
  officeEdgeProblems(edge, sections, add);
  ipsProblems(edge, add);
  for (const { code, message, property } of applianceProblems(edge)) {
    add(["edge", ...(KEYS.get(property ?? "") ?? pathOf(property))], code, message);
  }
  for (const [index, { protocol, ports }] of (edge.outgoing === "leave"
    ? []
    : edge.outgoing.office
  ).entries()) {
    if (ports !== "Any" && protocol !== "tcp" && protocol !== "udp") {
      add(
        ["edge", "outgoing", "office", index, "ports"],
        "ValueNotAllowed",
        `ports are those of tcp or udp, and this rule is about ${protocol}; remove them, or name the protocol`,
      );
    }
  }
  const { web, hybrid, dns, ntp, allow } = edge.egress;
  if (edge.outgoing === "leave" && (web === "any" || hybrid || [...dns, ...ntp, ...allow].length > 0)) {
    add(
      ["edge", "egress"],
      "ValueNotAllowed",
      '"egress" limits nothing while the office\'s outgoing rules stay as they are ("outgoing: leave"); remove it, or give "outgoing" the list that replaces them ("office")',
    );
  }
}

function ipsProblems({ ips: { stages = [] } }: MerakiEdge, add: AddProblem): void {
  const known = stages.filter((each): each is Stage<(typeof MERAKI_STAGES)[number]> =>
    MERAKI_STAGES.some((stage) => stage === each.stage),
  );
  for (const [index, { stage }] of stages.entries()) {
    if (!MERAKI_STAGES.some((each) => each === stage)) {
      add(
        ["edge", "ips", "stages", index, "stage"],
        "ValueNotAllowed",
        `${JSON.stringify(stage)} does not exist here: the appliance blocks everything that it recognises, or nothing; use ${MERAKI_STAGES.map((each) => JSON.stringify(each)).join(" or ")}`,
      );
    }
  }
  // Places in a list of which something was left out would be wrong.
  for (const problem of known.length < stages.length ? [] : stageProblems(known, MERAKI_STAGES)) {
    add(["edge", "ips", "stages", problem.index], problem.code, problem.message);
  }
}

/** What the construct itself would refuse; the relay's networks are looked at elsewhere. */
function applianceProblems(edge: MerakiEdge): ReturnType<typeof merakiProblems> {
  try {
    return merakiProblems({
      ...applianceOf(edge),
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
