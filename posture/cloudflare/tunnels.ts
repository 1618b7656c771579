import { CidrSet } from "../../constructs/core/cidr-set";
import type { DnsRecordFact, Exposure } from "../facts";
import { ALL_PORTS, type PortRange } from "../packets";
import { blockOf, listOf, objectOf, type TerraformJson, textOf } from "../terraform-json";
import { originsOf } from "./origins";

const CONFIGURATION = "cloudflare_zero_trust_tunnel_cloudflared_config";

/** Ports of services that do not say theirs (https://developers.cloudflare.com/cloudflare-one/connections/connect-apps/configuration/ingress). */
const SERVICE_PORTS: Readonly<Record<string, number>> = {
  http: 80,
  https: 443,
  rdp: 3389,
  smb: 445,
  ssh: 22,
};

/** Answers that cloudflared gives itself. */
const OWN_ANSWER = /^(http_status:\d+|hello_world)$/;

/**
 * What reaches services through tunnels: anyone, on the port of the service, from inside its network and past every
 * firewall. A tunnel whose services are not part of the stack may lead to any.
 */
export function tunnelExposures(
  stack: TerraformJson,
  records: readonly DnsRecordFact[],
): readonly Exposure[] {
  const configured = stack.all(CONFIGURATION).flatMap(({ address, attributes }) => {
    const tunnel = stack.identity(attributes.tunnel_id) ?? address;
    const ingress = listOf(blockOf(attributes.config).ingress).map(objectOf);
    return attributes.source === "local"
      ? [throughTunnel(ALL_PORTS, tunnel, [tunnel, LOCALLY])]
      : ingress
          .map(({ service }) => textOf(service) ?? "")
          .filter((service) => !OWN_ANSWER.test(service))
          .flatMap((service) =>
            servicesOf(stack, records, tunnel, service).map(({ target, ports }) =>
              throughTunnel(ports, target, [tunnel, address]),
            ),
          );
  });
  const others = stack
    .all("cloudflare_zero_trust_tunnel_cloudflared")
    .filter(({ address }) => stack.pointing(CONFIGURATION, "tunnel_id", address).length === 0)
    .map(({ address }) => throughTunnel(ALL_PORTS, address, [address, LOCALLY]));
  return [...configured, ...others];
}

const LOCALLY = "services that are configured outside the stack";

interface Service {
  readonly target: string;
  readonly ports: PortRange;
}

/** `https://10.0.0.10:443`; cloudflared's own host stands for itself, and so does what cannot be read. */
function servicesOf(
  stack: TerraformJson,
  records: readonly DnsRecordFact[],
  tunnel: string,
  service: string,
): readonly Service[] {
  const match = /^(\w+):\/\/(\[[^\]]+\]|\$\{[^}]*\}|[^:/]+)(?::(\d+))?/.exec(service);
  const [, scheme = "", host = "", port = SERVICE_PORTS[scheme]] = match ?? [];
  const ports = port === undefined ? ALL_PORTS : { from: Number(port), to: Number(port) };
  if (match === null || /^(localhost|127\..*|\[::1\])$/.test(host)) {
    return [{ target: tunnel, ports }];
  }
  const named = host.replace(/^\[|\]$/g, "");
  const origins = originsOf(stack, records, named);
  return origins.length === 0
    ? [{ target: named, ports }]
    : origins.map(({ things: [thing], named: origin }) => ({ target: thing ?? origin, ports }));
}

function throughTunnel(ports: PortRange, target: string, via: readonly string[]): Exposure {
  return {
    from: "internet",
    protocol: "tcp",
    fromPort: ports.from,
    toPort: ports.to,
    sources: CidrSet.ANY.blocks,
    target,
    via,
  };
}
