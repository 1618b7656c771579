import { CidrSet } from "../../constructs/core/cidr-set";
import type { IpVersion } from "../aws/networks";
import type { ManagementFact } from "../facts";
import { byPorts, PROTOCOLS } from "../packets";
import { NEVER_ON_INTERNET } from "../ports";
import { isExpression, type Resource, type TerraformJson, textOf } from "../terraform-json";
import {
  type AddressBounds,
  ANYONE,
  addressesNamed,
  isRepeated,
  othersThan as otherAddresses,
} from "./addresses";
import { Interfaces, managementAllowed } from "./interfaces";
import { PolicyOrder } from "./order";
import { isOn, type Packets, without } from "./policies";
import { ECHO, othersThan as otherServices, type ServicePorts, servicesNamed } from "./services";
import { type Bounds, type Unit, unitsOf } from "./unit";

/** Table of the policies about what a unit itself answers. */
const TABLES: Readonly<Record<IpVersion, string>> = {
  4: "fortios_firewall_localinpolicy",
  6: "fortios_firewall_localinpolicy6",
};

/** What each FortiGate of a stack answers itself to the internet: `allowaccess`, past the local-in policies. */
export function managementFacts(stack: TerraformJson): readonly ManagementFact[] {
  return unitsOf(stack)
    .map((unit) => new Interfaces(unit))
    .flatMap((interfaces) =>
      interfaces.names
        .filter((one) => interfaces.mayBeOutside(one) && !interfaces.isTunnel(one))
        .flatMap((one) => ([4, 6] as const).flatMap((version) => answered(interfaces, one, version))),
    );
}

function answered(interfaces: Interfaces, one: string, version: IpVersion): readonly ManagementFact[] {
  const { unit } = interfaces;
  const stated = managementAllowed(interfaces.at(one), version);
  const refused = refusals(interfaces, one, version);
  const kinds = stated ?? Object.keys(SERVICES);
  return kinds.flatMap((kind) => {
    const everyone = servicePorts(unit, kind, version).map(({ protocol, from, to }) => ({
      protocol,
      box: { peers: ANYONE[version], ports: { from, to } },
    }));
    const open = without(everyone, refused);
    return PROTOCOLS.flatMap((protocol) =>
      byPorts(open.filter((packets) => packets.protocol === protocol).map(({ box }) => box)).flatMap(
        ({ peers, ports }): readonly ManagementFact[] => {
          const sources = onInternet(peers, version);
          return sources.isEmpty
            ? []
            : [
                {
                  service: kind,
                  protocol,
                  fromPort: protocol === "icmp" ? 0 : ports.from,
                  toPort: protocol === "icmp" ? 0 : ports.to,
                  sources: sources.blocks,
                  stated: stated !== undefined,
                  address: interfaces.label(one),
                },
              ];
        },
      ),
    );
  });
}

function onInternet(peers: CidrSet, version: IpVersion): CidrSet {
  return peers.union(NEVER_ON_INTERNET).containsAll(ANYONE[version])
    ? ANYONE[version]
    : peers.minus(NEVER_ON_INTERNET);
}

/** Packets that local-in policies certainly refuse at an interface. */
function refusals(interfaces: Interfaces, one: string, version: IpVersion): readonly Packets[] {
  const { unit } = interfaces;
  const order = new PolicyOrder(unit, TABLES[version]);
  const policies = unit.enabled(TABLES[version]).map((resource) => ({
    resource,
    accepts: textOf(resource.attributes.action) === "accept",
    packets: localPackets(interfaces, resource, one, version),
  }));
  return policies
    .filter(({ accepts }) => !accepts)
    .flatMap(({ resource, packets }) => {
      const earlier = policies.filter((other) => other.accepts && !order.before(resource, other.resource));
      return without(
        packets.least,
        earlier.flatMap((other) => other.packets.most),
      );
    });
}

function localPackets(
  interfaces: Interfaces,
  resource: Resource,
  one: string,
  version: IpVersion,
): Bounds<readonly Packets[]> {
  const { unit } = interfaces;
  const { attributes } = resource;
  const names = [
    ...unit.names(attributes.intf_block),
    ...(textOf(attributes.intf) ?? "").split(/\s+/).map((name) => unit.nameOf(name)),
  ];
  const suffix = version === 6 ? "6" : "";
  const flag = (name: string) => isOn(attributes[name]);
  const byService = flag(`internet_service${suffix}_src`);
  const sources: AddressBounds = byService
    ? { least: CidrSet.EMPTY, most: ANYONE[version] }
    : inverted(
        flag("srcaddr_negate"),
        addressesNamed(unit, version, unit.references(attributes.srcaddr)),
        (set) => otherAddresses(version, set),
      );
  const destinations = inverted(
    flag("dstaddr_negate"),
    addressesNamed(unit, version, unit.references(attributes.dstaddr)),
    (set) => otherAddresses(version, set),
  );
  const services = inverted(
    flag("service_negate"),
    servicesNamed(unit, unit.references(attributes.service)),
    otherServices,
  );
  const isConditional =
    isRepeated(resource) ||
    ["status", "action", "srcaddr_negate", "dstaddr_negate", "service_negate"].some((name) =>
      isExpression(attributes[name]),
    ) ||
    (textOf(attributes.schedule) ?? "always") !== "always" ||
    flag("ha_mgmt_intf_only") ||
    // The addresses of an interface may be any that it gets.
    !destinations.least.containsAll(ANYONE[version]);
  const covered = (bound: "least" | "most") => names.some((name) => interfaces.covers(name, one)[bound]);
  const packets = (bound: "least" | "most") =>
    services[bound]
      .filter((ports) => (ports.version ?? version) === version)
      .map(({ protocol, from, to }) => ({ protocol, box: { peers: sources[bound], ports: { from, to } } }))
      .filter(({ box }) => !box.peers.isEmpty);
  return {
    least: isConditional || !covered("least") ? [] : packets("least"),
    most: covered("most") ? packets("most") : [],
  };
}

function inverted<T>(
  negated: boolean,
  bounds: Bounds<T>,
  others: (bounds: Bounds<T>) => Bounds<T>,
): Bounds<T> {
  return negated ? others(bounds) : bounds;
}

const at = (protocol: "tcp" | "udp", ...ports: readonly number[]): readonly ServicePorts[] =>
  ports.map((port) => ({ protocol, from: port, to: port }));

/**
 * What each kind of `allowaccess` opens, on the ports that a unit comes with
 * (https://docs.fortinet.com/document/fortigate/6.4.0/ports-and-protocols/504919).
 */
const SERVICES: Readonly<Record<string, readonly ServicePorts[]>> = {
  fabric: [...at("tcp", 8013), { protocol: "udp", from: 5246, to: 5247 }],
  fgfm: at("tcp", 541, 542),
  ftm: at("tcp", 4433),
  http: at("tcp", 80),
  https: at("tcp", 443),
  ping: [ECHO[4], ECHO[6]],
  "probe-response": at("tcp", 8008),
  "radius-acct": at("udp", 1813),
  snmp: at("udp", 161),
  "speed-test": [...at("tcp", 5201), ...at("udp", 5201)],
  ssh: at("tcp", 22),
  telnet: at("tcp", 23),
};

/** Where a unit says on which port a kind of management answers. */
const PORT_SETTINGS: Readonly<Record<string, string>> = {
  http: "admin_port",
  https: "admin_sport",
  ssh: "admin_ssh_port",
  telnet: "admin_telnet_port",
};

function servicePorts(unit: Unit, kind: string, version: IpVersion): readonly ServicePorts[] {
  const setting = PORT_SETTINGS[kind];
  const set =
    setting === undefined
      ? []
      : unit
          .all("fortios_system_global")
          .map(({ attributes }) => unit.stack.resolved(attributes[setting]))
          .filter((value) => value !== undefined && value !== null);
  if (set.length > 0) {
    return set.flatMap((port) =>
      Number.isInteger(Number(port))
        ? at("tcp", Number(port))
        : [{ protocol: "tcp" as const, from: 0, to: 65_535 }],
    );
  }
  // What is not known by its kind may answer on any port.
  const ports: readonly ServicePorts[] =
    SERVICES[kind] ?? PROTOCOLS.map((protocol) => ({ protocol, from: 0, to: 65_535 }));
  return ports.filter((one) => (one.version ?? version) === version);
}
