import { shown, visible } from "../../core/visible-text";
import type { DeclaredRecords } from "../declaration";
import { type CheckFinding, type Observation, verdictOf } from "./check";
import type { DnsReply, LiveRecord } from "./dns-query";
import type { NameServer } from "./name-servers";
import { recordFindings } from "./record-comparison";

/** What one server has of one set. */
interface AnsweredSet {
  readonly server: NameServer;
  readonly reply: DnsReply;
}

/**
 * What a zone's servers have of one set.
 *
 * @param answered one for each server; none where nobody answers for the zone
 * @param nameServers names of the zone's servers
 */
export function recordObservation(
  set: DeclaredRecords,
  answered: readonly AnsweredSet[],
  nameServers: readonly string[],
): Observation {
  const at = { name: set.name, part: set.type, port: null, address: null };
  const [known] = answered.filter(({ reply }) => reply.kind === "answered");
  if (known === undefined) {
    const [first] = answered;
    const reason = first?.reply.kind === "unanswered" ? first.reply.reason : "nobody answers for the zone";
    return { ...at, seen: "nothing", verdict: "not-seen", findings: [], note: reason, details: null };
  }
  const findings = setFindings(set, answered, nameServers);
  return {
    ...at,
    seen: findings.length === 0 ? "as declared" : inOneLine(liveValues(set, known.reply) ?? []),
    verdict: verdictOf(findings),
    findings,
    note: null,
    details: {
      declared: set.values,
      live: answered.map(({ server, reply }) => ({ server: server.name, values: liveValues(set, reply) })),
    },
  };
}

/** Longest text in a table. */
const LONGEST = 60;

function inOneLine(values: readonly string[]): string {
  const text = values.length === 0 ? "nothing there" : visible(values.join(", "));
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** What is wrong with a set; where servers differ, which of them have it wrong. */
function setFindings(
  set: DeclaredRecords,
  answered: readonly AnsweredSet[],
  nameServers: readonly string[],
): readonly CheckFinding[] {
  const judged = answered.map(({ server, reply }) => ({
    server,
    findings: judgement(set, reply, nameServers),
  }));
  const all = judged.flatMap(({ findings }) => findings);
  const distinct = [...new Map(all.map((each) => [JSON.stringify(each), each])).values()];
  return distinct.map((each) => {
    const having = judged.filter(({ findings }) =>
      findings.some((other) => JSON.stringify(other) === JSON.stringify(each)),
    );
    return having.length === judged.length
      ? each
      : {
          ...each,
          message: `at ${having.map(({ server }) => server.name).join(", ")} only: ${each.message}`,
        };
  });
}

function judgement(
  set: DeclaredRecords,
  reply: DnsReply,
  nameServers: readonly string[],
): readonly CheckFinding[] {
  return reply.kind === "unanswered"
    ? [
        {
          code: "record-unanswered",
          severity: "warning",
          message: `${set.type} of ${shown(set.name)} is not known: ${reply.reason}`,
        },
      ]
    : recordFindings(set, { records: recordsIn(set, reply), nameServers });
}

/** Who serves a zone below, the zone above says in a referral. */
function recordsIn({ type }: DeclaredRecords, reply: DnsReply): readonly LiveRecord[] {
  if (reply.kind === "unanswered") {
    return [];
  }
  return type === "NS" && reply.records.length === 0 ? reply.authorities : reply.records;
}

function liveValues(set: DeclaredRecords, reply: DnsReply): readonly string[] | null {
  return reply.kind === "unanswered"
    ? null
    : recordsIn(set, reply)
        .filter(({ name }) => name === set.name)
        .map(({ type, value }) => (type === set.type ? value : `${type} ${value}`));
}
