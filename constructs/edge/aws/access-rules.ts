import { CidrSet } from "../../core/cidr-set";
import { type EgressRule, egressPorts } from "../egress";
import type { Ingress } from "../ingress";
import { hostAmong, not, text } from "./suricata/match";
import type { SuricataRule } from "./suricata/rule";

/**
 * First id of the access rules; the IPS groups get ranges of their own.
 *
 * Below the 1,000,000 that Suricata leaves for local rules live other people's rule sets
 * (https://docs.suricata.io/en/latest/rules/meta.html#sid-signature-id).
 */
const FIRST_SID = 9_250_000;

/** The variable of the server's own address. */
export const SERVER_VARIABLE = "SERVER";

const SERVER = `$${SERVER_VARIABLE}`;

/** The mark of a connection that has asked for a host of the list. */
const LISTED = "pe.listed";

/** HTTP without TLS; on any other port a name is read from TLS. */
const HTTP_PORT = 80;

/** A rule without its id, which its place gives it. */
type UnnumberedRule = Omit<SuricataRule, "sid">;

/** Rules and the address sets they name. */
export interface AccessRules {
  /** In order: the first that matches decides. */
  readonly orderedRules: readonly SuricataRule[];
  /** Address sets by variable name; a set that is everywhere needs no variable. */
  readonly addressSets: ReadonlyMap<string, CidrSet>;
}

/**
 * What passes the firewall, as rules: both directions of each permitted connection, then a drop of all
 * else.
 *
 * Each pass rule matches single packets, the first one of a connection included, and never an
 * application protocol: such a rule would pass every later request of the connection unseen. Where only some
 * names may be asked for, drops that read them stand before the passes (docs/adr/0016). The last
 * rules drop at the very first packet, which the engine's own "drop established" default would let
 * through to the server.
 */
export function accessRules(ingress: Ingress, egress: readonly EgressRule[]): AccessRules {
  const addressSets = new Map<string, CidrSet>();
  const variable = (name: string, addresses: CidrSet): string => {
    if (addresses.containsAll(CidrSet.ANY_IPV4)) {
      return "any";
    }
    addressSets.set(name, addresses.ipv4);
    return `$${name}`;
  };
  const ways = egressPorts(egress.filter(({ hosts }) => hosts === undefined));
  const byName = egressPorts(egress.filter(({ hosts }) => hosts !== undefined));
  const rules = [
    ...ingress.rules.flatMap((rule) =>
      passes({
        protocol: rule.protocol,
        client: variable(rule.port === 25 ? "RELAY" : "USERS", rule.sources),
        server: SERVER,
        port: rule.port,
        message: `in ${rule.port}: ${rule.purpose}`,
      }),
    ),
    ...ways.flatMap(({ protocol, port, destinations, purpose }) =>
      passes({
        protocol,
        client: SERVER,
        server: variable(`EGRESS_${protocol === "udp" ? "UDP_" : ""}${port}`, destinations),
        port,
        message: `out ${port}: ${purpose}`,
      }),
    ),
    ...byName.flatMap(({ protocol, port, destinations }) => {
      const connection = {
        protocol,
        client: SERVER,
        server: variable(`LISTED_${port}`, destinations),
        port,
        message: `out ${port}: hosts of the list`,
      };
      const listed = egress
        .filter((rule) => rule.port === port && rule.hosts !== undefined)
        .map(({ hosts = [], purpose, destinations: own }, index) => ({
          hosts,
          purpose,
          server: own.equals(destinations) ? connection.server : variable(`LISTED_${port}_${index + 1}`, own),
        }));
      return [...namesJudged(connection, listed), ...passes(connection)];
    }),
    ...LAST_DROPS,
  ];
  return {
    orderedRules: rules.map((rule, index) => ({ ...rule, sid: FIRST_SID + index })),
    addressSets,
  };
}

/** Who may open a connection to whom. */
interface Connection {
  readonly protocol: "tcp" | "udp";
  readonly client: string;
  readonly server: string;
  readonly port: number;
  readonly message: string;
}

/** Names that may be asked for at a server. */
interface ListedHosts {
  readonly hosts: readonly string[];
  readonly purpose: string;
  readonly server: string;
}

const ANY_TO_ANY = { source: "any", sourcePort: "any", destination: "any", destinationPort: "any" } as const;

const LAST_DROPS: readonly UnnumberedRule[] = [
  { ...ANY_TO_ANY, action: "drop", protocol: "tcp", flow: "to_server", message: "closed port" },
  { ...ANY_TO_ANY, action: "drop", protocol: "ip", message: "not permitted" },
];

function passes(connection: Connection): readonly UnnumberedRule[] {
  const { protocol, message } = connection;
  return [
    { ...towards(connection), action: "pass", protocol, message },
    { ...back(connection), action: "pass", protocol, message: `${message} (replies)` },
  ];
}

/**
 * What may be asked for on a port: listed hosts leave a mark on the connection; without the mark a complete
 * request for a name is refused, and so is any other protocol, and no answer comes back.
 *
 * The rules wait for the whole of the client's first message, which a post-quantum key share spreads over two
 * packets; packets before it are left to the passes.
 */
function namesJudged(connection: Connection, listed: readonly ListedHosts[]): readonly UnnumberedRule[] {
  const { port } = connection;
  const http = port === HTTP_PORT;
  const application = http ? "http" : "tls";
  const buffer = http ? "http.host" : "tls.sni";
  const unmarked = { name: LISTED, command: "isnotset" } as const;
  const judged = { ...towards(connection), protocol: application } as const;
  return [
    ...listed.map(
      ({ hosts, purpose, server }): UnnumberedRule => ({
        ...judged,
        destination: server,
        action: "alert",
        message: `out ${port}: ${purpose}`,
        matches: [hostAmong(buffer, hosts)],
        flowbit: { name: LISTED, command: "set" },
        silent: true,
      }),
    ),
    ...(http
      ? ([
          {
            ...judged,
            action: "reject",
            message: `out ${port}: tunnel through a proxy`,
            matches: [text("http.method", "CONNECT")],
          },
          {
            // Every request of a connection names its host, so the mark of an earlier one does not count.
            ...judged,
            action: "reject",
            message: `out ${port}: host that is not on the list`,
            matches: [
              not(
                hostAmong(
                  buffer,
                  listed.flatMap(({ hosts }) => hosts),
                ),
              ),
            ],
          },
        ] as const)
      : ([
          {
            ...judged,
            action: "reject",
            message: `out ${port}: host that is not on the list, or none`,
            // Every fingerprint holds the sign; there is none before the client's message is complete.
            matches: [text("ja4.hash", "_")],
            flowbit: unmarked,
          },
        ] as const)),
    {
      ...towards(connection),
      action: "reject",
      protocol: "tcp",
      message: `out ${port}: not ${application.toUpperCase()}`,
      notApplication: application,
    },
    {
      ...back(connection),
      action: "drop",
      protocol: "tcp",
      message: `out ${port}: answer before a host of the list was asked for`,
      data: true,
      flowbit: unmarked,
    },
  ];
}

function towards({ client, server, port }: Connection) {
  return {
    source: client,
    sourcePort: "any",
    destination: server,
    destinationPort: `${port}`,
    flow: "to_server",
  } as const;
}

function back({ client, server, port }: Connection) {
  return {
    source: server,
    sourcePort: `${port}`,
    destination: client,
    destinationPort: "any",
    flow: "to_client",
  } as const;
}
