import { Resolver } from "node:dns/promises";
import type { Vantage } from "../../../../constructs/watch/checks/vantage";

/** Everything is asked of one server on the loopback, and nothing is looked for at a real port. */
export function vantageAt(dnsPort: number, more: Partial<Vantage> = {}): Vantage {
  const resolver = new Resolver({ timeout: 500, tries: 1 });
  resolver.setServers([`127.0.0.1:${dnsPort}`]);
  return {
    resolver,
    dns: { resolvers: [`127.0.0.1:${dnsPort}`], port: dnsPort, timeoutMilliseconds: 500 },
    serverAddresses: [],
    httpsPort: 1,
    httpPort: 1,
    smtpPort: 1,
    closedPorts: [],
    timeoutMilliseconds: 2000,
    roots: [],
    blocklists: {
      choice: { zones: [], keys: {}, commercial: true },
      resolvers: [],
      timeoutMilliseconds: 500,
    },
    onProgress: () => {},
    now: new Date("2026-11-24T00:00:00Z"),
    ...more,
  };
}
