import type { CidrSet } from "../../constructs/core/cidr-set";
import type { PacketBox, Protocol } from "../packets";
import type { Direction } from "../passages";
import { addressesOf, type ParsedRule, portsOf } from "../suricata";
import type { OrderedRule } from "./firewall-rules";

/**
 * Boxes of packets that open a connection and that a rule matches.
 *
 * @param host the protected host's private addresses
 * @param generous count a rule that touches the host; else only one that covers it whole, whatever port a peer
 * comes from
 */
export function openingPackets(
  ordered: OrderedRule,
  protocol: Protocol,
  host: CidrSet,
  direction: Direction,
  generous: boolean,
): readonly PacketBox[] {
  return isOfClients(ordered.rule)
    ? boxes(ordered, protocol, host, generous, (side) =>
        direction === "inbound"
          ? {
              host: side.destination,
              peers: side.source,
              ports: side.destinationPort,
              otherPorts: side.sourcePort,
            }
          : {
              host: side.source,
              peers: side.destination,
              ports: side.destinationPort,
              otherPorts: side.sourcePort,
            },
      )
    : [];
}

/**
 * Boxes of packets that answer a host which has opened a connection, by the ports they come from.
 *
 * @param host the protected host's private addresses
 * @param generous as for {@link openingPackets}
 */
export function answeringPackets(
  ordered: OrderedRule,
  protocol: Protocol,
  host: CidrSet,
  generous: boolean,
): readonly PacketBox[] {
  return isOfServers(ordered.rule)
    ? boxes(ordered, protocol, host, generous, (side) => ({
        host: side.destination,
        peers: side.source,
        ports: side.sourcePort,
        otherPorts: side.destinationPort,
      }))
    : [];
}

/** One way in which a rule is read. */
interface Side {
  readonly source: string;
  readonly sourcePort: string;
  readonly destination: string;
  readonly destinationPort: string;
}

/** Expressions of a side, by what they mean for the host. */
interface Reading {
  readonly host: string;
  readonly peers: string;
  /** Ports of the service. */
  readonly ports: string;
  /** Ports that whoever opens a connection chooses. */
  readonly otherPorts: string;
}

function boxes(
  { rule, variables, certain }: OrderedRule,
  protocol: Protocol,
  host: CidrSet,
  generous: boolean,
  read: (side: Side) => Reading,
): readonly PacketBox[] {
  // What lets in counts for all that it may match, what holds back for what it certainly does.
  const [most, least] = generous ? [variables, certain] : [certain, variables];
  const ruleProtocol = PROTOCOL_OF[rule.protocol] ?? "tcp";
  if (ruleProtocol !== "ip" && ruleProtocol !== protocol) {
    return [];
  }
  const backward: Side = {
    source: rule.destination,
    sourcePort: rule.destinationPort,
    destination: rule.source,
    destinationPort: rule.sourcePort,
  };
  return (rule.direction === "<>" ? [rule, backward] : [rule]).flatMap((side) => {
    const reading = read(side);
    const hosts = addressesOf(reading.host, most, least);
    // A drop counts only when it covers the host whole; a pass counts when it touches it.
    const concerned = generous ? hosts.overlaps(host) : hosts.containsAll(host);
    // Whoever opens a connection chooses the port, so a drop bound to some of them decides nothing.
    if (!concerned || (!generous && reading.otherPorts !== "any")) {
      return [];
    }
    const peers = addressesOf(reading.peers, most, least);
    if (host.containsAll(peers)) {
      // What a host sends to itself crosses no firewall.
      return [];
    }
    return portsOf(reading.ports).map((ports) => ({ peers, ports }));
  });
}

function isOfClients({ flow }: ParsedRule): boolean {
  return !flow.includes("to_client") && !flow.includes("from_server");
}

function isOfServers({ flow }: ParsedRule): boolean {
  return !flow.includes("to_server") && !flow.includes("from_client");
}

/** Packet protocols by the word in a rule; application protocols run over TCP. */
const PROTOCOL_OF: Readonly<Record<string, Protocol | "ip">> = {
  icmp: "icmp",
  ip: "ip",
  tcp: "tcp",
  udp: "udp",
  dns: "udp",
  ntp: "udp",
};
