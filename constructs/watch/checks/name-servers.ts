import { isIP } from "node:net";
import { ask } from "../../core/dns-question";
import { parentOf } from "../../core/domain-names";
import type { DnsServerPlace } from "../dns-transport";
import { askServer, type DnsReply } from "./dns-query";
import type { Vantage } from "./vantage";

/** A server that answers for a zone. */
export interface NameServer extends DnsServerPlace {
  /** What the zone calls it, canonical. */
  readonly name: string;
}

/** Who answers for a name. */
export interface ZoneServers {
  /** The zone that the DNS has for the name. */
  readonly zone: string;
  /** At most {@link MOST_SERVERS}, sorted by name. */
  readonly servers: readonly NameServer[];
  /** All that the DNS names, sorted, whether or not they have an address. */
  readonly names: readonly string[];
}

/** Why it is not known who answers for a name. */
interface NoServers {
  readonly code: "not-delegated" | "zone-unanswered";
  /** Lower case, no final period. */
  readonly because: string;
}

/** Enough to see that one of them is behind, and no more than most zones have. */
export const MOST_SERVERS = 4;

/** Asks the resolver that the vantage has, one after the other until one answers. */
export async function askResolver(name: string, type: string, { dns }: Vantage): Promise<DnsReply> {
  let reply: DnsReply = { kind: "unanswered", reason: "there is no resolver to ask" };
  for (const resolver of dns.resolvers) {
    reply = await askServer(serverOf(resolver, dns.timeoutMilliseconds), { name, type }, true);
    if (reply.kind === "answered") {
      return reply;
    }
  }
  return reply;
}

/** An `ip` or `ip:port`, IPv6 in brackets where it has a port. */
function serverOf(text: string, timeoutMilliseconds: number): DnsServerPlace {
  const [, bracketed, plain, port] = /^(?:\[(.+)\]|([^:]+)):(\d+)$/.exec(text) ?? [];
  return isIP(text) !== 0 || port === undefined
    ? { host: text, port: DNS_PORT, timeoutMilliseconds }
    : { host: bracketed ?? plain ?? text, port: Number(port), timeoutMilliseconds };
}

const DNS_PORT = 53;

/**
 * The servers of the zone that a name is in, by the DNS itself: from the name upwards, the first that has any.
 *
 * @returns why there are none, where there are none
 */
export async function serversFor(name: string, vantage: Vantage): Promise<ZoneServers | NoServers> {
  for (let zone: string | undefined = name; zone !== undefined; zone = parentOf(zone)) {
    const owner = zone;
    const reply = await askResolver(owner, "NS", vantage);
    if (reply.kind === "unanswered") {
      return {
        code: "zone-unanswered",
        because: `the resolver has no answer about ${owner}: ${reply.reason}; look at the resolver, or give another`,
      };
    }
    const names = reply.records
      .filter((record) => record.type === "NS" && record.name === owner)
      .map(({ value }) => value)
      .sort();
    if (names.length > 0) {
      const servers = await Promise.all(names.slice(0, MOST_SERVERS).map((each) => serverAt(each, vantage)));
      return { zone: owner, names, servers: servers.flat() };
    }
  }
  return {
    code: "not-delegated",
    because: `the DNS knows no name server for ${name}: nobody sees what the stack publishes; have it delegated`,
  };
}

/** One address of a name server, IPv4 where it has one; none where it has none. */
async function serverAt(name: string, { resolver, dns }: Vantage): Promise<readonly NameServer[]> {
  for (const family of [() => resolver.resolve4(name), () => resolver.resolve6(name)]) {
    const answer = await ask(family);
    const [host] = answer.kind === "record" ? [...answer.value].sort() : [];
    if (host !== undefined) {
      return [{ name, host, port: dns.port, timeoutMilliseconds: dns.timeoutMilliseconds }];
    }
  }
  return [];
}
