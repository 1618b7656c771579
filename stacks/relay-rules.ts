import { isPublic, prefixLength } from "../constructs/core/cidr-set";
import { type Problem, ValidationError } from "../constructs/core/errors";
import { RELAY_VENDORS } from "../constructs/relay/vendors";
import { type AddProblem, overlaps } from "./cidr-lists";
import type { CheckedSections } from "./client-rules";
import { MAIL_MANAGER, mailManagerSectionProblems } from "./mail-manager";
import { relayOf } from "./relay-choice";
import { RELAY_STAGES, type RelaySection } from "./relay-schema";
import { didYouMean } from "./schema-problems";
import { stageProblems } from "./stages";
import type { YamlPath } from "./yaml-source";

/** Widest network a relay may have; a wider one is a mistake, or not a relay's. */
const WIDEST_IPV4 = 16;
const WIDEST_IPV6 = 32;

const DAY_SECONDS = 86_400;

/** Hours after the old MX has left all caches during which senders' queues may still use it. */
const QUEUE_HOURS = 72;

/**
 * What is wrong with the relay of a client file.
 *
 * @param sections the other sections, as far as they are right in themselves
 */
export function relayProblems(relay: RelaySection, sections: CheckedSections, add: AddProblem): void {
  const { server } = sections;
  for (const { property, code, message } of choiceProblems(relay, sections)) {
    const path = property?.split(".") ?? [];
    const vendor = path[0] === "outbound" ? relay.outbound?.vendor : relay.vendor;
    const suggestion =
      code === "RelayVendorUnknown"
        ? didYouMean(vendor ?? "", [...RELAY_VENDORS.keys(), MAIL_MANAGER, "custom"])
        : "";
    add(["relay", ...path], code, `${message}${suggestion}`);
  }
  networkProblems(relay.deliversFrom, ["relay", "deliversFrom"], "a relay delivers", add);
  const smartHosts = [
    [["relay", "smartHost"], relay.smartHost],
    [["relay", "outbound", "smartHost"], relay.outbound?.smartHost],
  ] as const;
  for (const [path, smartHost] of smartHosts) {
    networkProblems(smartHost?.addresses, [...path, "addresses"], "a smart host answers", add);
    if (server !== undefined && smartHost?.host === server.hostName) {
      add(
        [...path, "host"],
        "SmartHostIsOwnServer",
        `${JSON.stringify(server.hostName)} is the client's own server; outgoing mail would loop; give the relay's outgoing host`,
      );
    }
  }
  for (const [index, { host }] of (relay.mx ?? []).entries()) {
    if (host === server?.hostName) {
      add(
        ["relay", "mx", index, "host"],
        "MxIsOwnServer",
        `${JSON.stringify(host)} is the client's own server; senders would go past the filter; give the relay's hosts`,
      );
    }
  }
  stagingProblems(relay, add);
}

function choiceProblems(
  relay: RelaySection,
  { id, domains, server, edge }: CheckedSections,
): readonly Problem[] {
  if (relay.vendor !== MAIL_MANAGER) {
    return problemsOf(() => relayOf(relay));
  }
  return id === undefined || domains === undefined || server === undefined || edge === undefined
    ? []
    : mailManagerSectionProblems({ id, domains, server, edge, relay });
}

function stagingProblems({ inbound = [], previousMx }: RelaySection, add: AddProblem): void {
  for (const problem of stageProblems(inbound, RELAY_STAGES)) {
    add(["relay", "inbound", problem.index], problem.code, problem.message);
  }
  if (inbound.at(-1)?.stage === "observe" && previousMx === undefined) {
    add(
      ["relay", "inbound", inbound.length - 1],
      "PreviousMxMissing",
      'in this stage mail still takes the old way; add "previousMx" with the hosts that take it today',
    );
  }
  for (const [index, { stage, since }] of inbound.entries()) {
    const previous = inbound[index - 1];
    if (stage !== "locked" || previous?.stage !== "cutover") {
      continue;
    }
    const ttlSeconds = previousMx?.ttlSeconds ?? DAY_SECONDS;
    const earliest = addDays(previous.since, daysUntilLocked(ttlSeconds));
    if (since > previous.since && since < earliest) {
      add(
        ["relay", "inbound", index, "since"],
        "RelayLockedTooEarly",
        `senders may use the old MX until its TTL (${ttlSeconds} s) and ${QUEUE_HOURS} hours after the cutover of ${previous.since}; lock on ${earliest} at the earliest`,
      );
    }
  }
}

/** Whole days, the cutover's own counted as lost: nobody knows its hour. */
function daysUntilLocked(ttlSeconds: number): number {
  return Math.max(4, Math.ceil((ttlSeconds + QUEUE_HOURS * 3600) / DAY_SECONDS));
}

function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

function networkProblems(
  blocks: readonly string[] | undefined,
  path: YamlPath,
  subject: string,
  add: AddProblem,
): void {
  overlaps(blocks ?? [], path, add);
  for (const [index, block] of (blocks ?? []).entries()) {
    if (!isPublic(block)) {
      add(
        [...path, index],
        "CidrNotPublic",
        `${JSON.stringify(block)} is not a public network; ${subject} from the internet`,
      );
    } else if (prefixLength(block) < (block.includes(":") ? WIDEST_IPV6 : WIDEST_IPV4)) {
      add(
        [...path, index],
        "CidrTooWide",
        `${JSON.stringify(block)} is wider than a relay's network (/${WIDEST_IPV4}, IPv6 /${WIDEST_IPV6}); name the networks ${subject.endsWith("delivers") ? "it delivers from" : "it answers from"}`,
      );
    }
  }
}

function problemsOf(attempt: () => unknown): readonly Problem[] {
  try {
    attempt();
    return [];
  } catch (error) {
    if (error instanceof ValidationError) {
      return error.problems;
    }
    throw error;
  }
}
