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
  /** Told how many lists are done, of how many. */
  readonly onProgress: (done: number, all: number) => void;
}

/** From where a live installation is looked at, and how patiently. */
export interface Vantage {
  readonly resolver: AddressResolver;
  /** Addresses to connect to instead of those of the servers' names in the DNS; empty for the DNS. */
  readonly serverAddresses: readonly string[];
  /** Where HTTPS is looked for; 443 but for tests. */
  readonly httpsPort: number;
  /** Where SMTP is looked for; 25 but for tests. */
  readonly smtpPort: number;
  /** Ports that must be closed, where that is looked at. */
  readonly closedPorts: readonly number[];
  /** How long one connection may take, from the first packet to the certificate. */
  readonly timeoutMilliseconds: number;
  /** Roots that are trusted besides those of Node.js, PEM. */
  readonly roots: readonly string[];
  readonly blocklists: BlocklistVantage;
  /** The moment that certificates are held against. */
  readonly now: Date;
}

/** Connections that are open at once. */
export const CONNECTIONS_AT_ONCE = 8;

/** Runs tasks, so many at once; the results are in the order of the tasks. */
export async function atMost<T>(limit: number, tasks: readonly (() => Promise<T>)[]): Promise<readonly T[]> {
  const results = new Array<T>(tasks.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < tasks.length; index = next++) {
      results[index] = await (tasks[index] as () => Promise<T>)();
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, tasks.length) }, worker));
  return results;
}
