import { CidrSet } from "../../core/cidr-set";
import type { EgressRule } from "../egress";
import type { Ingress } from "../ingress";
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
 * application protocol: such a rule would pass every later request of the connection unseen. The last
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
  const server = `$${SERVER_VARIABLE}`;
  const passes = [
    ...ingress.rules.map((rule) => ({
      client: variable(rule.port === 25 ? "RELAY" : "USERS", rule.sources),
      server,
      port: rule.port,
      message: `in ${rule.port}: ${rule.purpose}`,
    })),
    ...egress.map((rule) => ({
      client: server,
      server: variable(`EGRESS_${rule.port}`, rule.destinations),
      port: rule.port,
      message: `out ${rule.port}: ${rule.purpose}`,
    })),
  ].flatMap((connection) => [
    pass(connection.client, "any", connection.server, `${connection.port}`, "to_server", connection.message),
    pass(
      connection.server,
      `${connection.port}`,
      connection.client,
      "any",
      "to_client",
      `${connection.message} (replies)`,
    ),
  ]);
  const drops: readonly Omit<SuricataRule, "sid">[] = [
    { ...ANY_TO_ANY, action: "drop", protocol: "tcp", flow: "to_server", message: "closed port" },
    { ...ANY_TO_ANY, action: "drop", protocol: "ip", message: "not permitted" },
  ];
  return {
    orderedRules: [...passes, ...drops].map((rule, index) => ({ ...rule, sid: FIRST_SID + index })),
    addressSets,
  };
}

const ANY_TO_ANY = { source: "any", sourcePort: "any", destination: "any", destinationPort: "any" } as const;

function pass(
  source: string,
  sourcePort: string,
  destination: string,
  destinationPort: string,
  flow: "to_server" | "to_client",
  message: string,
): Omit<SuricataRule, "sid"> {
  return { action: "pass", protocol: "tcp", source, sourcePort, destination, destinationPort, flow, message };
}
