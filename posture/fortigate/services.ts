import type { IpVersion } from "../aws/networks";
import { ALL_PORTS, type PortRange, PROTOCOLS, type Protocol } from "../packets";
import { isExpression, type Json, type Resource, textOf } from "../terraform-json";
import { isRepeated } from "./addresses";
import type { Bounds, Unit } from "./unit";

/** Destination ports of one protocol; of ICMP its types stand in their place. */
export interface ServicePorts extends PortRange {
  readonly protocol: Protocol;
  /** The version of IP it belongs to, of ICMP. */
  readonly version?: IpVersion;
}

/** Packets that a service stands for. */
export type ServiceBounds = Bounds<readonly ServicePorts[]>;

const TYPES = ["fortios_firewallservice_custom", "fortios_firewallservice_group"] as const;

/** Groups that hold groups that hold groups… are circles. */
const DEEPEST = 16;

const EVERYTHING: readonly ServicePorts[] = PROTOCOLS.map((protocol) => ({ protocol, ...ALL_PORTS }));

/** Packets of a service of which nothing is known. */
export const UNKNOWN: ServiceBounds = { least: [], most: EVERYTHING };

const NOTHING: ServiceBounds = { least: [], most: [] };

/** The packets of everything that names stand for, together. */
export function servicesNamed(unit: Unit, values: readonly Json[], depth = 0): ServiceBounds {
  return values.map((value) => serviceNamed(unit, value, depth)).reduce(unionOf, NOTHING);
}

/** What is not among the packets of services. */
export function othersThan({ least, most }: ServiceBounds): ServiceBounds {
  return { least: complement(most), most: complement(least) };
}

function serviceNamed(unit: Unit, value: Json, depth: number): ServiceBounds {
  const objects = unit.objects(TYPES, value);
  if (objects.length > 0) {
    return depth > DEEPEST
      ? UNKNOWN
      : objects
          .map((object) => boundsOf(unit, object, depth))
          .reduce((a, b) => ({ least: [], most: [...a.most, ...b.most] }));
  }
  const own = BUILT_IN.get(unit.nameOf(value));
  return own === undefined ? UNKNOWN : { least: own, most: own };
}

function boundsOf(unit: Unit, object: Resource, depth: number): ServiceBounds {
  const { attributes } = object;
  if (isRepeated(object)) {
    return UNKNOWN;
  }
  if (object.type === "fortios_firewallservice_group") {
    return servicesNamed(unit, unit.references(attributes.member), depth + 1);
  }
  const most = packetsOf(attributes);
  if (most === undefined) {
    return UNKNOWN;
  }
  return { least: isConditional(attributes) ? [] : most, most };
}

/** A service for some peers' ports, destinations or applications only matches some of its packets. */
function isConditional(attributes: Resource["attributes"]): boolean {
  const given = (name: string, harmless: readonly Json[]) => {
    const value = attributes[name];
    return value !== undefined && value !== null && value !== "" && !harmless.includes(value);
  };
  return (
    ["tcp_portrange", "udp_portrange"].some((name) => textOf(attributes[name])?.includes(":")) ||
    given("icmpcode", []) ||
    given("iprange", ["0.0.0.0"]) ||
    given("fqdn", []) ||
    given("app_service_type", ["disable"]) ||
    given("proxy", ["disable"])
  );
}

function packetsOf(attributes: Resource["attributes"]): readonly ServicePorts[] | undefined {
  const protocol = textOf(attributes.protocol) ?? "TCP/UDP/SCTP";
  switch (protocol) {
    case "ICMP":
      return icmp(4, attributes.icmptype);
    case "ICMP6":
      return icmp(6, attributes.icmptype);
    case "IP":
      return ofNumber(attributes.protocol_number);
    case "ALL":
      return EVERYTHING;
    default: {
      if (!protocol.startsWith("TCP")) {
        return undefined;
      }
      const tcp = portsIn(attributes.tcp_portrange);
      const udp = portsIn(attributes.udp_portrange);
      return tcp === undefined || udp === undefined
        ? undefined
        : [
            ...tcp.map((ports) => ({ protocol: "tcp" as const, ...ports })),
            ...udp.map((ports) => ({ protocol: "udp" as const, ...ports })),
          ];
    }
  }
}

function icmp(version: IpVersion, type: Json | undefined): readonly ServicePorts[] | undefined {
  if (type === undefined || type === null) {
    return [{ protocol: "icmp", ...ALL_PORTS, version }];
  }
  const number = Number(type);
  return Number.isInteger(number) ? [{ protocol: "icmp", from: number, to: number, version }] : undefined;
}

/** Protocols by number (https://www.iana.org/assignments/protocol-numbers); 0 is any. */
function ofNumber(value: Json | undefined): readonly ServicePorts[] | undefined {
  switch (Number(value ?? 0)) {
    case 0:
      return EVERYTHING;
    case 1:
      return [{ protocol: "icmp", ...ALL_PORTS, version: 4 }];
    case 58:
      return [{ protocol: "icmp", ...ALL_PORTS, version: 6 }];
    case 6:
      return [{ protocol: "tcp", ...ALL_PORTS }];
    case 17:
      return [{ protocol: "udp", ...ALL_PORTS }];
    default:
      return Number.isNaN(Number(value)) ? undefined : [];
  }
}

/**
 * Destination ports as the unit writes them: `25 443 1000-2000:1024-65535`, the source ports after a colon.
 *
 * @returns undefined for what only Terraform knows
 */
export function portsIn(value: Json | undefined): readonly PortRange[] | undefined {
  if (isExpression(value)) {
    return undefined;
  }
  const ranges = `${value ?? ""}`.split(/\s+/).filter((part) => part !== "");
  const ports = ranges.map((part) => {
    const [from = "", to = from] = (part.split(":")[0] ?? "").split("-");
    return { from: Number(from), to: Number(to) };
  });
  return ports.some(({ from, to }) => !Number.isInteger(from) || !Number.isInteger(to)) ? undefined : ports;
}

function unionOf(a: ServiceBounds, b: ServiceBounds): ServiceBounds {
  return { least: [...a.least, ...b.least], most: [...a.most, ...b.most] };
}

function complement(ports: readonly ServicePorts[]): readonly ServicePorts[] {
  return PROTOCOLS.flatMap((protocol) =>
    ([4, 6] as const).flatMap((version) => {
      const taken = ports
        .filter((one) => one.protocol === protocol && (one.version ?? version) === version)
        .sort((a, b) => a.from - b.from);
      const free: ServicePorts[] = [];
      let next = ALL_PORTS.from;
      for (const { from, to } of taken) {
        if (from > next) {
          free.push({ protocol, from: next, to: from - 1, version });
        }
        next = Math.max(next, to + 1);
      }
      return next > ALL_PORTS.to ? free : [...free, { protocol, from: next, to: ALL_PORTS.to, version }];
    }),
  );
}

const tcp = (...ports: readonly number[]): readonly ServicePorts[] =>
  ports.map((port) => ({ protocol: "tcp", from: port, to: port }));

const udp = (...ports: readonly number[]): readonly ServicePorts[] =>
  ports.map((port) => ({ protocol: "udp", from: port, to: port }));

/** An echo request, by version of IP (https://www.iana.org/assignments/icmp-parameters, …/icmpv6-parameters). */
export const ECHO: Readonly<Record<IpVersion, ServicePorts>> = {
  4: { protocol: "icmp", from: 8, to: 8, version: 4 },
  6: { protocol: "icmp", from: 128, to: 128, version: 6 },
};

/** Services that a unit comes with, as it comes; of others the name alone says nothing. */
const BUILT_IN: ReadonlyMap<string, readonly ServicePorts[]> = new Map<string, readonly ServicePorts[]>([
  ["ALL", EVERYTHING],
  ["ALL_TCP", [{ protocol: "tcp", from: 1, to: ALL_PORTS.to }]],
  ["ALL_UDP", [{ protocol: "udp", from: 1, to: ALL_PORTS.to }]],
  ["ALL_ICMP", [{ protocol: "icmp", ...ALL_PORTS, version: 4 }]],
  ["ALL_ICMP6", [{ protocol: "icmp", ...ALL_PORTS, version: 6 }]],
  ["DNS", [...tcp(53), ...udp(53)]],
  ["FTP", tcp(21)],
  ["IKE", udp(500, 4500)],
  ["HTTP", tcp(80)],
  ["HTTPS", tcp(443)],
  ["IMAP", tcp(143)],
  ["IMAPS", tcp(993)],
  ["LDAP", tcp(389)],
  ["NTP", [...tcp(123), ...udp(123)]],
  ["PING", [ECHO[4]]],
  ["PING6", [ECHO[6]]],
  ["POP3", tcp(110)],
  ["POP3S", tcp(995)],
  ["RDP", tcp(3389)],
  ["SAMBA", tcp(139)],
  ["SMB", tcp(445)],
  ["SMTP", tcp(25)],
  ["SMTPS", tcp(465)],
  ["SNMP", [...tcp(161, 162), ...udp(161, 162)]],
  ["SSH", tcp(22)],
  ["SYSLOG", udp(514)],
  ["TELNET", tcp(23)],
]);
