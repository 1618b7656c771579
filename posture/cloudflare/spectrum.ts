import { CidrSet } from "../../constructs/core/cidr-set";
import type { DnsRecordFact, Exposure } from "../facts";
import { ALL_PORTS, type PortRange, type Protocol } from "../packets";
import {
  blockOf,
  isExpression,
  type Json,
  type Resource,
  type TerraformJson,
  textOf,
  textsOf,
} from "../terraform-json";
import { exposuresAt, originsOf } from "./origins";

/**
 * What reaches the origins of Spectrum applications: anyone, on the port that the application takes. Of an origin of
 * the stack it is what the origin's own locks admit from any part of the internet.
 */
export function spectrumExposures(
  stack: TerraformJson,
  records: readonly DnsRecordFact[],
  exposures: readonly Exposure[],
): readonly Exposure[] {
  return stack.all("cloudflare_spectrum_application").flatMap((application) =>
    edges(application).flatMap(({ protocol, ports }) =>
      targets(stack, records, exposures, application, protocol).map(({ target, via }) => ({
        from: "internet" as const,
        protocol,
        fromPort: ports.from,
        toPort: ports.to,
        sources: sources(application),
        target,
        via: [application.address, ...via],
      })),
    ),
  );
}

interface Edge {
  readonly protocol: Protocol;
  readonly ports: PortRange;
}

/** Protocols that have a name of their own (https://developers.cloudflare.com/spectrum/reference/configuration-options/). */
const NAMED: Readonly<Record<string, string>> = { ssh: "tcp/22", rdp: "tcp/3389", minecraft: "tcp/25565" };

/** What an application takes: `tcp/25`, `udp/1000-2000`; anything where only Terraform knows. */
function edges({ attributes }: Resource): readonly Edge[] {
  const word = textOf(attributes.protocol) ?? "";
  const [, protocol, from, to = from] = /^(tcp|udp)\/(\d+)(?:-(\d+))?$/.exec(NAMED[word] ?? word) ?? [];
  return protocol === undefined
    ? (["tcp", "udp"] as const).map((any) => ({ protocol: any, ports: ALL_PORTS }))
    : [{ protocol: protocol as Protocol, ports: { from: Number(from), to: Number(to) } }];
}

function sources({ attributes }: Resource): readonly string[] {
  const connectivity = textOf(blockOf(attributes.edge_ips).connectivity);
  return (
    connectivity === "ipv4" ? CidrSet.ANY_IPV4 : connectivity === "ipv6" ? CidrSet.ANY_IPV6 : CidrSet.ANY
  ).blocks;
}

function targets(
  stack: TerraformJson,
  records: readonly DnsRecordFact[],
  exposures: readonly Exposure[],
  { attributes }: Resource,
  protocol: Protocol,
): readonly Pick<Exposure, "target" | "via">[] {
  const port = portsOf(attributes.origin_port ?? attributes.origin_port_range);
  const direct = textsOf(attributes.origin_direct).map((origin) => {
    const [, host = origin, range] = /^\w+:\/\/(\[[^\]]+\]|\$\{[^}]*\}|[^:/]+)(?::(.*))?$/.exec(origin) ?? [];
    return { host: host.replace(/^\[|\]$/g, ""), ports: portsOf(range) };
  });
  const named = textOf(blockOf(attributes.origin_dns).name);
  const origins = [...direct, ...(named === undefined ? [] : [{ host: named, ports: port }])];
  return origins.flatMap(({ host, ports }) =>
    originsOf(stack, records, host).flatMap((origin): readonly Pick<Exposure, "target" | "via">[] =>
      origin.things.length === 0
        ? [{ target: origin.named, via: [] }]
        : exposuresAt(exposures, origin).filter(
            (exposure) =>
              exposure.protocol === protocol &&
              exposure.fromPort <= ports.to &&
              ports.from <= exposure.toPort,
          ),
    ),
  );
}

/** `25`, `"25"`, `"1000-2000"`; every port where only Terraform knows, or nobody says. */
function portsOf(value: Json | undefined): PortRange {
  const { start, end } = blockOf(value);
  const word = start === undefined ? `${value ?? ""}` : `${start}-${end}`;
  const [, from, to = from] = isExpression(word) ? [] : (/^(\d+)(?:-(\d+))?$/.exec(word) ?? []);
  return from === undefined ? ALL_PORTS : { from: Number(from), to: Number(to) };
}
