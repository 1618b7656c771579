import { shown } from "../../core/visible-text";
import type { Declaration, DeclaredRecords, DeclaredZone } from "../declaration";
import { type Check, type CheckFinding, type Observation, verdictOf } from "./check";
import { askServer, type DnsReply } from "./dns-query";
import { signingFindings } from "./dnssec";
import { policyObservations } from "./mta-sts-policy";
import { MOST_SERVERS, type NameServer, serversFor, type ZoneServers } from "./name-servers";
import { askedType, recordFindings } from "./record-comparison";
import { unexpectedRecords } from "./record-neighbours";
import { atMost, CONNECTIONS_AT_ONCE, type Vantage } from "./vantage";

/** The records of each zone, at its own servers, and the policies that records point to. */
export const RECORDS: Check = {
  id: "records",
  what: "The declared records at the zones' own name servers, the DS records above signed zones, and the MTA-STS policies over HTTPS.",
  run: async (declaration, vantage) => {
    const zones = await atMost(
      CONNECTIONS_AT_ONCE,
      placesOf(declaration).map((place) => () => zoneOf(place, vantage)),
    );
    const healthy = zones.flatMap(({ place, servers }) =>
      servers.flatMap((server) => place.sets.map((set) => ({ place, server, set }))),
    );
    const replies = await atMost(
      CONNECTIONS_AT_ONCE,
      healthy.map((each) => async () => ({
        ...each,
        reply: await askServer(each.server, { name: each.set.name, type: askedType(each.set) }, false),
      })),
      (done, all) => vantage.onProgress(RECORDS.id, done, all),
    );
    return [
      ...zones.flatMap((zone) =>
        zoneObservations(
          zone,
          replies.filter(({ place }) => place === zone.place),
        ),
      ),
      ...(await policyObservations(declaration, vantage)),
    ];
  },
};

/** Records that are in one zone, as far as the stack says. */
interface Place {
  /** The zone, or a name in it. */
  readonly name: string;
  /** Undefined where the stack does not say what zone it is. */
  readonly zone: DeclaredZone | undefined;
  readonly sets: readonly DeclaredRecords[];
}

/** A zone as the DNS has it. */
interface LiveZone {
  readonly place: Place;
  /** Servers that answer for it. */
  readonly servers: readonly NameServer[];
  /** Names of all its servers. */
  readonly names: readonly string[];
  readonly findings: readonly CheckFinding[];
}

/** What one server has of one set. */
interface Answered {
  readonly server: NameServer;
  readonly set: DeclaredRecords;
  readonly reply: DnsReply;
}

function placesOf(declaration: Declaration): readonly Place[] {
  const apexes = new Map(declaration.zones.map((zone) => [zone.name, zone]));
  const sets = [...declaration.records, ...unexpectedRecords(declaration)];
  const names = [...apexes.keys(), ...sets.map(({ zone, name }) => zone ?? name)];
  return [...new Set(names)].sort().map((name) => ({
    name,
    zone: apexes.get(name),
    sets: sets.filter((set) => (set.zone ?? set.name) === name),
  }));
}

async function zoneOf(place: Place, vantage: Vantage): Promise<LiveZone> {
  const found = await serversFor(place.name, vantage);
  if ("because" in found) {
    return unusable(place, finding(found.code, "error", found.because));
  }
  if (found.zone !== place.name && (place.zone?.isApex === true || !found.zone.includes("."))) {
    return unusable(
      place,
      finding(
        "not-delegated",
        "error",
        `the DNS knows no name server for ${place.name}, only for ${found.zone} above it: nobody sees what the stack publishes; have it delegated`,
      ),
    );
  }
  return healthOf(place, found, vantage);
}

/** Which servers answer for the zone: the others are not asked for each record. */
async function healthOf(
  place: Place,
  { zone, servers, names }: ZoneServers,
  vantage: Vantage,
): Promise<LiveZone> {
  const addressless = names
    .slice(0, MOST_SERVERS)
    .filter((name) => !servers.some((server) => server.name === name));
  const asked = await Promise.all(
    servers.map(async (server) => ({
      server,
      reply: await askServer(server, { name: zone, type: "SOA" }, false),
    })),
  );
  const good = asked.flatMap(({ server, reply }) =>
    reply.kind === "answered" && reply.authoritative ? [server] : [],
  );
  const findings = [
    ...addressless.map((name) =>
      finding("server-silent", "warning", `the name server ${name} of ${zone} has no address`),
    ),
    ...asked.flatMap(({ server, reply }): readonly CheckFinding[] =>
      reply.kind === "unanswered"
        ? [
            finding(
              "server-silent",
              "warning",
              `${named(server)} does not answer for ${zone}: ${reply.reason}`,
            ),
          ]
        : reply.authoritative
          ? []
          : [
              finding(
                "server-lame",
                "error",
                `${named(server)} is named for ${zone} and does not serve it: every question that goes there is lost; correct the delegation`,
              ),
            ],
    ),
  ];
  const [first] = good;
  if (first === undefined) {
    return unusable(
      place,
      finding(
        "zone-unanswered",
        "error",
        `no name server of ${zone} answers for it: ${findings.map(({ message }) => message).join("; ")}; if this network lets no DNS out, look from another`,
      ),
    );
  }
  const { isApex = false, signed = false } = place.zone ?? {};
  const signing = isApex || signed ? await signingFindings({ name: zone, signed }, first, vantage) : [];
  return { place, servers: good, names, findings: [...findings, ...signing] };
}

function unusable(place: Place, problem: CheckFinding): LiveZone {
  return { place, servers: [], names: [], findings: [problem] };
}

/** One line for the zone, and one for each set that is not as it should be. */
function zoneObservations(
  { place, servers, names, findings }: LiveZone,
  answered: readonly Answered[],
): readonly Observation[] {
  const judged = place.sets.map((set) => ({
    set,
    findings:
      servers.length === 0
        ? []
        : setFindings(
            answered.filter((each) => each.set === set),
            names,
          ),
  }));
  const declared = judged.filter(({ set }) => set.values.length > 0);
  const good = declared.filter((each) => each.findings.length === 0);
  const own = {
    name: place.name,
    port: null,
    address: null,
    seen:
      servers.length === 0
        ? "nothing"
        : `${good.length} of ${declared.length} as declared, at ${servers.map(({ name }) => name).join(", ")}`,
    verdict: verdictOf(findings),
    findings,
    note: null,
    details:
      servers.length === 0
        ? null
        : {
            servers: servers.map(({ name, host }) => ({ name, address: host })),
            asDeclared: good.map(({ set }) => `${set.name} ${set.type}`),
          },
  };
  return [
    own,
    ...judged
      .filter((each) => each.findings.length > 0)
      .map(({ set, findings: wrong }) => ({
        name: set.name,
        port: null,
        address: null,
        seen: set.type,
        verdict: verdictOf(wrong),
        findings: wrong,
        note: null,
        details: {
          type: set.type,
          declared: set.values,
          live: answered
            .filter((each) => each.set === set)
            .map(({ server, reply }) => ({ server: server.name, values: liveValues(set, reply) })),
        },
      })),
  ];
}

/** What is wrong with a set; where servers differ, which of them have it wrong. */
function setFindings(answered: readonly Answered[], nameServers: readonly string[]): readonly CheckFinding[] {
  const judged = answered.map(({ server, set, reply }) => ({
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
        finding(
          "record-unanswered",
          "warning",
          `${set.type} of ${shown(set.name)} is not known: ${reply.reason}`,
        ),
      ]
    : recordFindings(set, { records: recordsIn(set, reply), nameServers });
}

/** Who serves a zone below, the zone above says in a referral. */
function recordsIn(
  { type }: DeclaredRecords,
  reply: DnsReply,
): readonly { readonly name: string; readonly type: string; readonly value: string }[] {
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

function named({ name, host }: NameServer): string {
  return `the name server ${name} (${host})`;
}

function finding(
  code: CheckFinding["code"],
  severity: CheckFinding["severity"],
  message: string,
): CheckFinding {
  return { code, severity, message };
}
