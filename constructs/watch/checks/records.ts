import type { Declaration, DeclaredRecords, DeclaredZone } from "../declaration";
import { type Check, type CheckFinding, error, type Observation, verdictOf, warning } from "./check";
import { askServer } from "./dns-query";
import { signingObservation } from "./dnssec";
import { policyObservations } from "./mta-sts-policy";
import { MOST_SERVERS, type NameServer, serversFor, type ZoneServers } from "./name-servers";
import { askedType } from "./record-comparison";
import { unexpectedRecords } from "./record-neighbours";
import { recordObservation } from "./record-observation";
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
      ...zones.flatMap(({ place, observations, names }) => [
        ...observations,
        ...place.sets.map((set) =>
          recordObservation(
            set,
            replies.filter((each) => each.place === place && each.set === set),
            names,
          ),
        ),
      ]),
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
  /** Of its servers, and of its being signed. */
  readonly observations: readonly Observation[];
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
    return unusable(place, error(found.code, found.because));
  }
  if (found.zone !== place.name && (place.zone?.isApex === true || !found.zone.includes("."))) {
    return unusable(
      place,
      error(
        "not-delegated",
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
      warning("server-silent", `the name server ${name} of ${zone} has no address`),
    ),
    ...asked.flatMap(({ server, reply }): readonly CheckFinding[] =>
      reply.kind === "unanswered"
        ? [warning("server-silent", `${named(server)} does not answer for ${zone}: ${reply.reason}`)]
        : reply.authoritative
          ? []
          : [
              error(
                "server-lame",
                `${named(server)} is named for ${zone} and does not serve it: every question that goes there is lost; correct the delegation`,
              ),
            ],
    ),
  ];
  const [first] = good;
  if (first === undefined) {
    return unusable(
      place,
      error(
        "zone-unanswered",
        `no name server of ${zone} answers for it: ${findings.map(({ message }) => message).join("; ")}; if this network lets no DNS out, look from another`,
      ),
    );
  }
  const { isApex = false, signed = false } = place.zone ?? {};
  const signing = isApex || signed ? [await signingObservation({ name: zone, signed }, first, vantage)] : [];
  const own: Observation = {
    name: place.name,
    port: null,
    address: null,
    seen: `served by ${good.map(({ name }) => name).join(", ")}`,
    verdict: verdictOf(findings),
    findings,
    note: null,
    details: { zone, servers: good.map(({ name, host }) => ({ name, address: host })) },
  };
  return { place, servers: good, names, observations: [own, ...signing] };
}

/** Of a zone that nobody answers for, nothing is known but that. */
function unusable(place: Place, problem: CheckFinding): LiveZone {
  const { name, zone } = place;
  const own: Observation = {
    name,
    port: null,
    address: null,
    seen: "nothing",
    verdict: "error",
    findings: [problem],
    note: null,
    details: null,
  };
  const signing: readonly Observation[] =
    zone?.isApex === true || zone?.signed === true
      ? [{ ...own, part: "DNSSEC", verdict: "not-seen", findings: [], note: problem.message }]
      : [];
  return { place, servers: [], names: [], observations: [own, ...signing] };
}

function named({ name, host }: NameServer): string {
  return `the name server ${name} (${host})`;
}
