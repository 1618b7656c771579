import type { DnsReply } from "./decode";
import type { Ask } from "./dns-client";
import { ALL_SERVERS_FAIL, type DnsAnswer, exchange } from "./dns-exchange";

/** Who knows the name servers of a zone, such as a resolver of `node:dns/promises`. */
interface ServerFinder {
  resolveNs(zone: string): Promise<string[]>;
  resolve4(host: string): Promise<string[]>;
}

/** How the name servers of lists are asked. */
interface AuthorityOptions {
  /** Zones of the lists, without keys: what stands below them is never told to the finder. */
  readonly zones: readonly string[];
  /** Asked where a zone's servers are, and nothing else; it may be a shared resolver. */
  readonly finder: ServerFinder;
  /** How long one attempt may take; two are made, at two servers where there are two. */
  readonly timeoutMilliseconds: number;
  /**
   * Where name servers listen.
   *
   * @default 53
   */
  readonly port?: number;
}

/** A server that does not answer one question may have lost it, or be down. */
const ATTEMPTS = 2;

/** So many questions go unanswered before it is clear that nothing gets out, where none is ever answered. */
const UNHEARD = 32;

/** Delegations below a list's zone: a key and a part of the list. */
const DEEPEST = 4;

/**
 * Asks the name servers of each list's own zone, as a resolver of one's own would, so that no operator sees a shared
 * resolver (RFC 1034 § 5.3.3, without recursion by anybody).
 *
 * Delegations below a list's zone are followed. An alias that leads out of what the servers know is a failure.
 */
export function askAuthorities(options: AuthorityOptions): Ask {
  const { zones, finder, timeoutMilliseconds, port = 53 } = options;
  const known = new Map<string, Promise<Authority>>();
  let heard = false;
  let unheard = 0;
  const ask = async (name: string, authority: Authority, depth: number): Promise<DnsReply> => {
    const { zone, servers } = authority;
    let failure = ALL_SERVERS_FAIL;
    for (const server of turned(servers).slice(0, ATTEMPTS)) {
      const answer = await exchange(name, { host: server, port, timeoutMilliseconds });
      if ("failure" in answer) {
        failure = answer.failure;
        continue;
      }
      heard = true;
      const below = delegation(answer, zone, name);
      if (below === undefined) {
        return replyOf(answer);
      }
      return depth < DEEPEST
        ? ask(name, { zone: below.zone, servers: await addressesOf(below, finder) }, depth + 1)
        : { failure: "its delegations go in circles" };
    }
    return { failure };
  };
  return async (name) => {
    if (!heard && unheard >= UNHEARD) {
      return { failure: "no name server answers at all: nothing gets out on port 53" };
    }
    const zone = zones
      .filter((zone) => name === zone || name.endsWith(`.${zone}`))
      .reduce((longest, zone) => (zone.length > longest.length ? zone : longest), "");
    try {
      const found = known.get(zone) ?? authorityOf(zone, finder);
      known.set(zone, found);
      const reply = await ask(name, await found, 0);
      unheard += "failure" in reply ? 1 : 0;
      return reply;
    } catch (error) {
      unheard += 1;
      return { failure: `its name servers are not found (${codeOf(error)})` };
    }
  };
}

/** Whoever answers for a zone. */
interface Authority {
  readonly zone: string;
  /** IPv4 addresses; empty where none is known. */
  readonly servers: readonly string[];
}

/** Replies that say that a zone does not begin here. */
const NOT_HERE: ReadonlySet<string> = new Set(["ENOTFOUND", "ENODATA"]);

/** The nearest zone above a list, or the list's own, that names its servers. */
async function authorityOf(zone: string, finder: ServerFinder): Promise<Authority> {
  try {
    const hosts = await finder.resolveNs(zone);
    return { zone, servers: await addressesOf({ hosts, glue: [] }, finder) };
  } catch (error) {
    const above = zone.slice(zone.indexOf(".") + 1);
    if (NOT_HERE.has(codeOf(error)) && above.includes(".")) {
      return authorityOf(above, finder);
    }
    throw error;
  }
}

/** Where a zone below continues. */
interface Delegation {
  readonly zone: string;
  readonly hosts: readonly string[];
  /** Addresses that came with it. */
  readonly glue: readonly string[];
}

/** More servers than are ever asked. */
const MOST_SERVERS = 4;

async function addressesOf(
  { hosts, glue }: Pick<Delegation, "hosts" | "glue">,
  finder: ServerFinder,
): Promise<readonly string[]> {
  if (glue.length > 0) {
    return glue;
  }
  const found = await Promise.allSettled(hosts.slice(0, MOST_SERVERS).map((host) => finder.resolve4(host)));
  return found.flatMap((result) => (result.status === "fulfilled" ? result.value : []));
}

function delegation(answer: DnsAnswer, zone: string, name: string): Delegation | undefined {
  if (answer.authoritative || answer.addresses.length > 0 || answer.isAlias) {
    return undefined;
  }
  const [owner] = answer.delegatedTo.map((one) => one.zone);
  // One that leads up, or aside, is a server that does not know the zone.
  if (owner === undefined || !owner.endsWith(`.${zone}`) || !(name === owner || name.endsWith(`.${owner}`))) {
    return undefined;
  }
  const hosts = answer.delegatedTo.flatMap((one) => (one.zone === owner ? [one.host] : []));
  return {
    zone: owner,
    hosts,
    glue: answer.glue.flatMap(({ host, address }) => (hosts.includes(host) ? [address] : [])),
  };
}

function replyOf({ addresses, isAlias, authoritative, delegatedTo }: DnsAnswer): DnsReply {
  if (addresses.length > 0) {
    return { addresses };
  }
  if (isAlias) {
    return { failure: "its servers answer with an alias that leads elsewhere" };
  }
  return !authoritative && delegatedTo.length > 0
    ? { failure: "its servers know nothing of the zone" }
    : { addresses: [] };
}

/** The same servers, beginning with any of them, so that all are asked as often. */
function turned(servers: readonly string[]): readonly string[] {
  const start = Math.floor(Math.random() * servers.length);
  const all = [...servers.slice(start), ...servers.slice(0, start)];
  // A single server gets the second attempt, too.
  return all.length === 1 ? [...all, ...all] : all;
}

function codeOf(error: unknown): string {
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : String(error);
}
