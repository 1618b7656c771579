import type { Choice } from "../blocklists/choice";

/** The questions that are asked of a resolver, such as one of `node:dns/promises`. */
export interface AddressResolver {
  resolve4(name: string): Promise<string[]>;
  resolve6(name: string): Promise<string[]>;
}

/** How blocklists are asked. */
export interface BlocklistVantage {
  readonly choice: Choice;
  /** Resolvers, `ip` or `ip:port`. */
  readonly resolvers: readonly string[];
  /** How long one attempt of one question may take. */
  readonly timeoutMilliseconds: number;
}

/** How the DNS is asked for more than addresses. */
export interface DnsVantage {
  /** Resolvers, `ip` or `ip:port`; the next one is asked where one does not answer. */
  readonly resolvers: readonly string[];
  /** Where the name servers of zones are asked; 53 but for tests. */
  readonly port: number;
  /** How long one attempt of one question may take. */
  readonly timeoutMilliseconds: number;
}

/** From where a live installation is looked at, and how patiently. */
export interface Vantage {
  readonly resolver: AddressResolver;
  readonly dns: DnsVantage;
  /** Addresses to connect to instead of those of the servers' names in the DNS; empty for the DNS. */
  readonly serverAddresses: readonly string[];
  /** Where HTTPS is looked for; 443 but for tests. */
  readonly httpsPort: number;
  /** Where HTTP is looked for; 80 but for tests. */
  readonly httpPort: number;
  /** Where SMTP is looked for; 25 but for tests. */
  readonly smtpPort: number;
  /** Ports that must be closed, where that is looked at. */
  readonly closedPorts: readonly number[];
  /** How long one connection may take, from the first packet to the certificate. */
  readonly timeoutMilliseconds: number;
  /** Roots that are trusted besides those of Node.js, PEM. */
  readonly roots: readonly string[];
  readonly blocklists: BlocklistVantage;
  /** Told how much of a check is done, of how much. */
  readonly onProgress: (check: string, done: number, all: number) => void;
  /** The moment that certificates are held against. */
  readonly now: Date;
}

/** Connections that are open at once. */
export const CONNECTIONS_AT_ONCE = 8;

/**
 * Runs tasks, so many at once; the results are in the order of the tasks.
 *
 * @param onProgress told how many are done, of how many
 */
export async function atMost<T>(
  limit: number,
  tasks: readonly (() => Promise<T>)[],
  onProgress: (done: number, all: number) => void = () => undefined,
): Promise<readonly T[]> {
  const results = new Array<T>(tasks.length);
  let next = 0;
  let done = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < tasks.length; index = next++) {
      results[index] = await (tasks[index] as () => Promise<T>)();
      done += 1;
      onProgress(done, tasks.length);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, tasks.length) }, worker));
  return results;
}
