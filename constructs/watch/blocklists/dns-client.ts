import { Resolver } from "node:dns/promises";
import type { Problem } from "../../core/errors";
import type { DnsReply } from "./decode";
import { publicResolver } from "./public-resolvers";

/** Asks for the addresses of a name. Never rejects. */
export type Ask = (name: string) => Promise<DnsReply>;

/** The resolvers of this machine, as `ip` or `ip:port`. */
export function systemResolvers(): readonly string[] {
  return new Resolver().getServers();
}

/**
 * Why lists cannot be asked through these resolvers: one of them is public.
 *
 * An address tells only about the next hop: a forwarder on this machine may hand questions on to a public resolver.
 * The probes notice that, where the operators refuse it.
 */
export function resolverProblems(servers: readonly string[]): readonly Problem[] {
  return servers.flatMap((server): readonly Problem[] => {
    const name = publicResolver(server);
    return name === undefined
      ? []
      : [
          {
            code: "PublicResolver",
            message: `${server} is ${name}, a public resolver: operators of blocklists cannot tell who asks through it, so they refuse, throttle or answer falsely; give a resolver of your own, such as Unbound on this machine, with --resolver <ip:port>`,
          },
        ];
  });
}

/** A list that does not answer one question may have lost it. */
const ATTEMPTS = 2;

/** Replies that say that there is no address. */
const NO_ADDRESS: ReadonlySet<string> = new Set(["ENOTFOUND", "ENODATA"]);

const FAILURES: Readonly<Record<string, string>> = {
  ESERVFAIL: "its servers fail (SERVFAIL)",
  EREFUSED: "its servers, or the resolver, refuse (REFUSED)",
  ETIMEOUT: "nobody answers in time",
  ECONNREFUSED: "the resolver is not there",
  EFORMERR: "the resolver does not understand the question (FORMERR)",
  EBADRESP: "the reply cannot be read",
  ENOTIMP: "the resolver does not know the kind of question (NOTIMP)",
};

/**
 * Asks these resolvers.
 *
 * @param timeoutMilliseconds for one attempt; one that nobody answers is repeated once
 */
export function askThrough(servers: readonly string[], timeoutMilliseconds: number): Ask {
  const resolver = new Resolver({ timeout: timeoutMilliseconds, tries: 1 });
  resolver.setServers([...servers]);
  const attempt = async (name: string, left: number): Promise<DnsReply> => {
    try {
      return { addresses: await resolver.resolve4(name) };
    } catch (error) {
      const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
      if (NO_ADDRESS.has(code)) {
        return { addresses: [] };
      }
      return code === "ETIMEOUT" && left > 1
        ? attempt(name, left - 1)
        : { failure: FAILURES[code] ?? `the question fails (${code})` };
    }
  };
  return (name) => attempt(name, ATTEMPTS);
}
