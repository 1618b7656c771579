import { aLabels } from "../../core/domain-names";
import { shownAll } from "../../core/visible-text";
import { type Declaration, isKnown } from "../declaration";
import { addressesFor } from "./addresses";
import { bypassObservations } from "./bypass-observations";
import { type Check, type CheckFinding, error, type Observation, verdictOf } from "./check";
import { knock } from "./knock";
import { askResolver } from "./name-servers";
import { type Place, serverPlaces } from "./places";
import { atMost, CONNECTIONS_AT_ONCE, type Vantage } from "./vantage";

/** Can mail come in past the relay: by another MX, or by a host of the domain that takes it? */
export const RELAY_BYPASS: Check = {
  id: "relay-bypass",
  what: "Whether mail can come in past the relay: the MX of every domain as senders see them, and 25 at the servers, the domains and the usual names of mail hosts. By connecting and nothing else.",
  option: "ports",
  run: async (declaration, vantage) => {
    const exchanges = await atMost(
      CONNECTIONS_AT_ONCE,
      declaration.domains.map((domain) => () => exchangesOf(domain, vantage)),
    );
    const servers = await serverPlaces(declaration, vantage);
    const relayed = await relayAddresses(exchanges, declaration, vantage);
    const places = await candidates(declaration, servers, relayed, vantage);
    const knocks = await atMost(
      CONNECTIONS_AT_ONCE,
      places.map((place) => () => knock(place, vantage.smtpPort, vantage.timeoutMilliseconds)),
      (done, all) => vantage.onProgress(RELAY_BYPASS.id, done, all),
    );
    const reference = await atMost(
      CONNECTIONS_AT_ONCE,
      [...relayed]
        .slice(0, REFERENCES)
        .map(
          (address) => () => knock({ name: address, address }, vantage.smtpPort, vantage.timeoutMilliseconds),
        ),
    );
    const own = new Set(servers.map(({ address }) => address));
    return [
      ...exchanges.map((each) => exchangeObservation(each, declaration, own)),
      ...bypassObservations(
        knocks,
        declaration,
        own,
        reference.some(({ failure }) => failure === null),
      ),
    ];
  },
};

/** Addresses of the relay that are connected to, as every sender does: does this network let connections to 25 out? */
const REFERENCES = 2;

/** The MX of a domain as a sender sees them. */
interface Exchanges {
  readonly domain: string;
  /** In the order of their preference; null where the DNS does not answer. */
  readonly hosts: readonly { readonly name: string; readonly addresses: readonly string[] }[] | null;
  readonly reason: string;
}

async function exchangesOf(domain: string, vantage: Vantage): Promise<Exchanges> {
  const reply = await askResolver(domain, "MX", vantage);
  if (reply.kind === "unanswered") {
    return { domain, hosts: null, reason: reply.reason };
  }
  const names = reply.records
    .filter(({ type }) => type === "MX")
    .map(({ value }) => value.split(" "))
    .sort(([one], [other]) => Number(one) - Number(other))
    .map(([, name = ""]) => name);
  const hosts = await Promise.all(
    names
      .slice(0, MOST_EXCHANGES)
      .map(async (name) => ({ name, addresses: name === "." ? [] : await found(name, vantage) })),
  );
  return { domain, hosts, reason: "" };
}

/** More than a relay has for one domain. */
const MOST_EXCHANGES = 10;

async function found(name: string, { resolver }: Vantage): Promise<readonly string[]> {
  return (await addressesFor(name, resolver)).filter((each) => typeof each === "string");
}

/** Where the relay takes mail: the addresses of its MX hosts. */
async function relayAddresses(
  exchanges: readonly Exchanges[],
  { relay }: Declaration,
  vantage: Vantage,
): Promise<ReadonlySet<string>> {
  const stated = relay?.mxHosts.filter(isKnown).map(aLabels) ?? [];
  const seen = new Map(
    exchanges.flatMap(({ hosts }) => hosts ?? []).map(({ name, addresses }) => [name, addresses] as const),
  );
  const lists = await atMost(
    CONNECTIONS_AT_ONCE,
    stated.map((name) => async () => seen.get(name) ?? (await found(name, vantage))),
  );
  return new Set(lists.flat());
}

/** Names that mail hosts have had everywhere; old ones stay in the DNS for years. */
const USUAL_NAMES = [
  "exchange",
  "mail",
  "mail1",
  "mail2",
  "mx",
  "mx1",
  "mx2",
  "owa",
  "relay",
  "smtp",
  "webmail",
];

/** Hosts at which somebody might deliver who wants to pass the relay, each address once, those of the servers first. */
async function candidates(
  { domains, names, stage }: Declaration,
  servers: readonly Place[],
  relayed: ReadonlySet<string>,
  vantage: Vantage,
): Promise<readonly Place[]> {
  const own = new Set(servers.map(({ address }) => address));
  const others = [
    ...domains.flatMap((domain) => [domain, ...USUAL_NAMES.map((name) => `${name}.${domain}`)]),
    ...names.filter(({ ofServer }) => ofServer).map(({ name }) => name),
  ].filter((name) => isKnown(name) && !servers.some((server) => server.name === name));
  const places = await atMost(
    CONNECTIONS_AT_ONCE,
    [...new Set(others)].map(
      (name) => async () => (await found(name, vantage)).map((address) => ({ name, address })),
    ),
  );
  const all = [
    ...(stage === "locked" ? servers : []),
    ...places.flat().filter(({ address }) => !own.has(address)),
  ];
  const each = new Map([...all].reverse().map((place) => [place.address, place] as const));
  return [...each.values()]
    .reverse()
    .filter(({ address }) => !relayed.has(address))
    .slice(0, MOST_PLACES);
}

/** More would be a scan. */
const MOST_PLACES = 32;

function exchangeObservation(
  { domain, hosts, reason }: Exchanges,
  { relay, stage }: Declaration,
  own: ReadonlySet<string>,
): Observation {
  const at = { name: domain, port: null, address: null };
  if (hosts === null) {
    return {
      ...at,
      seen: "nothing",
      verdict: "not-seen",
      findings: [],
      note: `the DNS does not say: ${reason}`,
      details: null,
    };
  }
  const stated = relay?.mxHosts.filter(isKnown).map(aLabels) ?? [];
  const isComplete = relay !== null && relay.mxHosts.length > 0 && relay.mxHosts.every(isKnown);
  const toServer = hosts.filter(({ addresses }) => addresses.some((address) => own.has(address)));
  const elsewhere = hosts.filter(
    (host) => isComplete && !stated.includes(host.name) && !toServer.includes(host),
  );
  const findings: readonly CheckFinding[] =
    stage === "observe"
      ? []
      : [
          ...(hosts.length === 0
            ? [
                error(
                  "mx-missing",
                  `${domain} has no MX, so mail goes to the host of the domain itself (RFC 5321 § 5.1); deploy the stack`,
                ),
              ]
            : []),
          ...(toServer.length > 0
            ? [
                error(
                  "mx-to-server",
                  `the MX ${shownAll(toServer.map(({ name }) => name))} of ${domain} leads to the server itself, past the relay; remove it`,
                ),
              ]
            : []),
          ...(elsewhere.length > 0
            ? [
                error(
                  "mx-past-relay",
                  `the MX ${shownAll(elsewhere.map(({ name }) => name))} of ${domain} is none of ${relay?.name ?? "the relay"}'s (${shownAll(stated)}): mail goes there unfiltered; remove it`,
                ),
              ]
            : []),
        ];
  return {
    ...at,
    seen: hosts.length === 0 ? "no MX" : hosts.map(({ name }) => name).join(", "),
    verdict: verdictOf(findings),
    findings,
    note: stage === "observe" ? "the move to the relay has not begun, so the MX may lead anywhere" : null,
    details: { hosts },
  };
}
