import { CidrSet, PRIVATE_IPV4 } from "../constructs/core/cidr-set";
import { placement } from "../constructs/edge/aws/aws-mail-edge";
import { ipsProblems } from "../constructs/edge/aws/ips/ips-section";
import { egressProblems } from "../constructs/edge/egress";
import { IPS_MODES } from "../constructs/edge/ips-mode";
import { type AddProblem, overlaps } from "./cidr-lists";
import type { AwsEdge } from "./edge-schema";
import { egressOf } from "./egress-choice";
import { ipsOf } from "./ips-choice";
import { placementOf } from "./network-choice";
import { stageProblems } from "./stages";
import type { YamlPath } from "./yaml-source";

/** What is wrong with an edge on AWS. */
export function awsEdgeProblems(edge: AwsEdge, add: AddProblem): void {
  const strangers = edge.availabilityZones.filter(
    (zone) => zone !== `${edge.region}${zone.at(-1)}` || !/[a-z]$/.test(zone),
  );
  for (const zone of strangers) {
    add(
      ["edge", "availabilityZones", edge.availabilityZones.indexOf(zone)],
      "AvailabilityZoneOutsideRegion",
      `${JSON.stringify(zone)} is not a zone of ${edge.region}; give one such as "${edge.region}a"`,
    );
  }
  overlaps(edge.httpsFrom ?? [], ["edge", "httpsFrom"], add);
  for (const problem of stageProblems(edge.ips.stages ?? [], IPS_MODES)) {
    add(["edge", "ips", "stages", problem.index], problem.code, problem.message);
  }
  const pathOf = (property = ""): YamlPath =>
    property.split(".").map((key) => (/^\d+$/.test(key) ? Number(key) : key));
  for (const { code, message, property } of ipsProblems(ipsOf(edge))) {
    add(["edge", "ips", ...pathOf(property)], code, message);
  }
  for (const { code, message, property } of egressProblems(egressOf(edge))) {
    add(["edge", "egress", ...pathOf(property)], code, message);
  }
  for (const [index, block] of edge.domainControllers.entries()) {
    if (!PRIVATE_IPV4.containsAll(CidrSet.of(block))) {
      add(
        ["edge", "domainControllers", index],
        "CidrNotPrivate",
        `${JSON.stringify(block)} is not a private IPv4 network; use one inside ${PRIVATE_IPV4}`,
      );
    }
  }
  const aside = edge.onPremises === undefined ? [] : (["servers", "domainControllers"] as const);
  for (const key of aside.filter((each) => (edge[each]?.length ?? 0) > 0)) {
    add(
      ["edge", key],
      "ValueNotAllowed",
      `"${key}" is about servers on EC2, and this edge has them in the office ("onPremises"); remove one of the two`,
    );
  }
  const decidedByPolicy = [
    ["ips", (edge.ips.stages ?? []).length > 0],
    ["tlsInspection", edge.tlsInspection],
    ["deny", edge.deny.countries.length + edge.deny.networks.length > 0],
  ] as const;
  for (const [key, given] of edge.sharedFirewall === undefined ? [] : decidedByPolicy) {
    if (given) {
      add(
        ["edge", key],
        "ValueNotAllowed",
        `"${key}" is a matter of the firewall's policy, and the shared firewall's is its owner's; remove one of the two`,
      );
    }
  }
  const { web, hybrid, dns, ntp, allow } = edge.egress;
  if (edge.onPremises !== undefined && (web === "any" || hybrid || [...dns, ...ntp, ...allow].length > 0)) {
    add(
      ["edge", "egress"],
      "ValueNotAllowed",
      '"egress" is about servers on EC2, and what leaves the office ("onPremises") leaves through its own router; remove one of the two',
    );
  }
  const placed = placement(placementOf(edge));
  for (const { code, message, property } of "problems" in placed && strangers.length === 0
    ? placed.problems
    : []) {
    add(["edge", ...pathOf(property)], code, message);
  }
}
