import { CidrSet } from "../../constructs/core/cidr-set";
import type { DnsRecordFact, Exposure } from "../facts";
import type { TerraformJson } from "../terraform-json";
import { exposuresAt, originsOf } from "./origins";

/** Ports on which Cloudflare takes web traffic and goes on to the origin (https://developers.cloudflare.com/fundamentals/reference/network-ports/). */
const WEB_PORTS: readonly (readonly [from: number, to: number])[] = [
  [80, 80],
  [443, 443],
  [2052, 2053],
  [2082, 2083],
  [2086, 2087],
  [2095, 2096],
  [8080, 8080],
  [8443, 8443],
  [8880, 8880],
];

/**
 * What reaches the origins of proxied names: anyone may come through Cloudflare to what an origin admits from
 * Cloudflare. What it admits from any part of the internet on a web port is taken to include Cloudflare; what
 * an origin outside the stack admits, nobody can tell.
 */
export function proxiedExposures(
  stack: TerraformJson,
  records: readonly DnsRecordFact[],
  exposures: readonly Exposure[],
): readonly Exposure[] {
  return records
    .filter(({ proxied, type, value }) => proxied && WITH_ORIGIN.has(type) && !value.endsWith(TUNNELS))
    .flatMap(({ address, value }) =>
      originsOf(stack, records, value).flatMap((origin) =>
        origin.things.length === 0
          ? WEB_PORTS.map(([from, to]) => throughProxy(from, to, origin.named, [address]))
          : exposuresAt(exposures, origin).flatMap(({ protocol, fromPort, toPort, target, via }) =>
              (protocol === "tcp" ? WEB_PORTS : [])
                .filter(([from, to]) => from <= toPort && fromPort <= to)
                .map(([from, to]) =>
                  throughProxy(Math.max(from, fromPort), Math.min(to, toPort), target, [address, ...via]),
                ),
            ),
      ),
    );
}

const WITH_ORIGIN: ReadonlySet<string> = new Set(["A", "AAAA", "CNAME"]);

/** Names of tunnels, which are followed by themselves. */
const TUNNELS = ".cfargotunnel.com";

function throughProxy(fromPort: number, toPort: number, target: string, via: readonly string[]): Exposure {
  return { from: "internet", protocol: "tcp", fromPort, toPort, sources: CidrSet.ANY.blocks, target, via };
}
