import ipaddr from "ipaddr.js";
import {
  blockOf,
  type Json,
  listOf,
  objectOf,
  type Resource,
  TerraformJson,
  textOf,
} from "../../../../posture/terraform-json";
import {
  type EdgeEvaluator,
  type Incoming,
  isIpv6,
  type Outgoing,
  type PacketProtocol,
  within,
} from "../edge-evaluator";

/** What is around a unit, and not in its JSON: cables and addresses. */
interface UnitSurroundings {
  readonly links: readonly { readonly interface: string; readonly publicAddress: string }[];
  readonly inside: string;
  readonly server: string;
  /** An address of the server's network that would be reached over IPv6. */
  readonly serverIpv6: string;
}

/** An end of a connection, and what the unit knows of it. */
interface End {
  readonly address: string;
  readonly country?: string | undefined;
  readonly name?: string | undefined;
}

interface UnitPacket {
  readonly from: string;
  readonly to: string;
  readonly source: End;
  readonly destination: End;
  /** The virtual IP that has translated it. */
  readonly vip?: Resource | undefined;
  readonly protocol: PacketProtocol;
  readonly port: number;
}

/** All that a policy may say here; another word could change its meaning, and is not passed over. */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  ...["srcintf", "dstintf", "srcaddr", "dstaddr", "srcaddr6", "dstaddr6", "service", "action", "match_vip"],
  ...["policyid", "name", "comments", "schedule", "status", "logtraffic", "nat", "send_deny_packet"],
  ...["utm_status", "inspection_mode", "ips_sensor", "av_profile", "ssl_ssh_profile", "depends_on"],
]);

/** All that a virtual IP may say here. */
const UNDERSTOOD_OF_VIPS: ReadonlySet<string> = new Set([
  ...["name", "comment", "extintf", "extip", "extport", "mappedip", "mappedport", "portforward", "protocol"],
]);

/**
 * Walks single packets through a rendered unit: the virtual IP translates, then the first policy that matches decides,
 * then nothing passes.
 *
 * Written without the posture's reading of units, so that a mistake in one shows in the other.
 */
export class UnitEvaluator implements EdgeEvaluator {
  private readonly stack: TerraformJson;
  private readonly policies: readonly Resource[];

  /** @throws Error for a table that is not in a certain order, and for what is not understood in full */
  constructor(
    json: Json,
    private readonly around: UnitSurroundings,
  ) {
    this.stack = new TerraformJson(json);
    for (const type of this.stack.types.filter((one) => one.startsWith("fortios_firewall"))) {
      const names = this.stack.all(type).flatMap(({ attributes }) => textOf(attributes.name) ?? []);
      if (new Set(names).size < names.length) {
        throw new Error(`two resources of ${type} have one name`);
      }
    }
    refuseUnknown(this.stack.all("fortios_firewall_vip"), UNDERSTOOD_OF_VIPS);
    const policies = this.stack.all("fortios_firewall_policy");
    refuseUnknown(policies, UNDERSTOOD);
    const [sort] = this.stack.all("fortios_firewall_policy_sort");
    this.policies = listOf(sort?.attributes.manual_order).flatMap((id) =>
      policies.filter(({ attributes }) => `${attributes.policyid}` === id),
    );
    if (this.policies.length !== policies.length) {
      throw new Error("some policies have no place in the order");
    }
  }

  admits(incoming: Incoming): boolean {
    return this.admittedBy(incoming) !== undefined;
  }

  /**
   * The policy that lets a connection in.
   *
   * @throws Error where the links differ
   */
  admittedBy({ protocol, source, port, country }: Incoming): Resource | undefined {
    const { links, inside, server, serverIpv6 } = this.around;
    const found = links.map((link) => {
      const common = {
        from: link.interface,
        to: inside,
        source: { address: source, country },
        protocol,
        port,
      };
      if (isIpv6(source)) {
        return this.passing({ ...common, destination: { address: serverIpv6 } });
      }
      const vip = this.stack
        .all("fortios_firewall_vip")
        .find(
          ({ attributes }) =>
            attributes.extintf === link.interface &&
            attributes.extip === link.publicAddress &&
            (attributes.portforward !== "enable" ||
              (attributes.protocol === protocol && attributes.extport === `${port}`)),
        );
      // Who knows the server's own address, and is on the provider's network, may send straight to it.
      const straight = this.passing({ ...common, destination: { address: server } });
      if (vip === undefined || straight !== undefined) {
        return straight;
      }
      const [mapped] = listOf(vip.attributes.mappedip).map((one) => textOf(objectOf(one).range));
      return mapped === server
        ? this.passing({
            ...common,
            destination: { address: mapped },
            port: Number(vip.attributes.mappedport ?? port),
            vip,
          })
        : undefined;
    });
    return unanimous(found);
  }

  letsOut(outgoing: Outgoing): boolean {
    return this.letOutBy(outgoing) !== undefined;
  }

  /**
   * The policy that lets a connection out.
   *
   * @throws Error where the links differ
   */
  letOutBy({ protocol, destination, port, resolved }: Outgoing): Resource | undefined {
    const { links, inside, server, serverIpv6 } = this.around;
    return unanimous(
      links.map((link) =>
        this.passing({
          from: inside,
          to: link.interface,
          source: { address: isIpv6(destination) ? serverIpv6 : server },
          destination: { address: destination, name: resolved },
          protocol,
          port,
        }),
      ),
    );
  }

  private passing(packet: UnitPacket): Resource | undefined {
    const first = this.policies.find((policy) => this.matches(policy, packet));
    return first?.attributes.action === "accept" ? first : undefined;
  }

  private matches({ attributes }: Resource, packet: UnitPacket): boolean {
    const six = isIpv6(packet.source.address);
    const [sources, destinations] = six
      ? [attributes.srcaddr6, attributes.dstaddr6]
      : [attributes.srcaddr, attributes.dstaddr];
    return (
      attributes.status === "enable" &&
      attributes.schedule === "always" &&
      this.names(attributes.srcintf).some((name) => name === packet.from || name === "any") &&
      this.names(attributes.dstintf).some((name) => name === packet.to || name === "any") &&
      this.references(attributes.service).some((name) => this.isOfService(name, packet)) &&
      this.references(sources).some((name) => this.isAmong(name, packet.source)) &&
      this.references(destinations).some((name) => this.leadsTo(name, attributes, packet))
    );
  }

  /** What a virtual IP has translated is for policies that name it, and for denials that say so. */
  private leadsTo(
    name: Json,
    { action, match_vip: matches }: Resource["attributes"],
    packet: UnitPacket,
  ): boolean {
    const { vip, destination } = packet;
    const named = this.objects(name).find(({ type }) => type === "fortios_firewall_vip");
    if (named !== undefined || vip !== undefined) {
      const isDenial = action === "deny" && matches === "enable";
      return named === undefined
        ? isDenial && this.isAmong(name, destination)
        : named.address === vip?.address;
    }
    return this.isAmong(name, destination);
  }

  private isAmong(name: Json, end: End): boolean {
    const objects = this.objects(name);
    if (objects.length === 0) {
      return everybody(name);
    }
    return objects.some(({ type, attributes }) => {
      if (type.endsWith("addrgrp")) {
        return this.references(attributes.member).some((member) => this.isAmong(member, end));
      }
      switch (attributes.type) {
        case "ipmask":
          return within(end.address, withLength(textOf(attributes.subnet) ?? ""));
        case "ipprefix":
          return within(end.address, textOf(attributes.ip6) ?? "");
        case "geography":
          return attributes.country === end.country;
        case "fqdn":
          return end.name !== undefined && isNamed(end.name, textOf(attributes.fqdn) ?? "");
        default:
          throw new Error(`addresses of type ${attributes.type} are not understood`);
      }
    });
  }

  private isOfService(name: Json, { protocol, port }: UnitPacket): boolean {
    const objects = this.objects(name);
    if (objects.length === 0) {
      if (name === "ALL") {
        return true;
      }
      throw new Error(`the service ${JSON.stringify(name)} is not understood`);
    }
    return objects.some(({ attributes }) => {
      // A service with ranges of ports is one of TCP, UDP and SCTP, by whatever word a release says so.
      if (attributes.protocol !== undefined) {
        throw new Error(`services of the protocol ${attributes.protocol} are not understood`);
      }
      const ranges = protocol === "icmp" ? undefined : textOf(attributes[`${protocol}_portrange`]);
      return (ranges ?? "").split(" ").some((range) => range === `${port}`);
    });
  }

  private objects(name: Json): readonly Resource[] {
    const found = this.stack.referredBy(name);
    if (found.length === 0 && `${name}`.includes("${")) {
      throw new Error(`${name} refers to nothing`);
    }
    return found;
  }

  private references(blocks: Json | undefined): readonly Json[] {
    return listOf(blocks).map((block) => objectOf(block).name ?? null);
  }

  private names(blocks: Json | undefined): readonly string[] {
    return this.references(blocks).map((name) => textOf(name) ?? "");
  }

  /** What a policy holds packets against. */
  profilesOf({ attributes }: Resource): UnitProfiles {
    const on = attributes.utm_status === "enable";
    const [sensor] = on ? this.stack.referredBy(attributes.ips_sensor) : [];
    const [antivirus] = on ? this.stack.referredBy(attributes.av_profile) : [];
    const [tls] = on ? this.stack.referredBy(attributes.ssl_ssh_profile) : [];
    const { status, ports } = blockOf(tls?.attributes.https);
    return {
      entries: listOf(sensor?.attributes.entries).map(objectOf),
      botnets: sensor?.attributes.scan_botnet_connections,
      maliciousUrls: sensor?.attributes.block_malicious_url,
      malware: ["http", "smtp"].flatMap((kind) => blockOf(antivirus?.attributes[kind]).av_scan ?? []),
      decrypts443:
        status === "deep-inspection" && ports === "443" && tls?.attributes.server_cert_mode === "replace",
    };
  }

  /** Signatures that the stack brings itself. */
  get ownSignatures(): readonly Resource[] {
    return this.stack.all("fortios_ips_custom");
  }
}

/** What a unit looks for in what a policy accepts, in the unit's own words. */
export interface UnitProfiles {
  readonly entries: readonly { readonly [key: string]: Json }[];
  readonly botnets: Json | undefined;
  readonly maliciousUrls: Json | undefined;
  readonly malware: readonly Json[];
  /** Does it read requests with the server's own certificate? */
  readonly decrypts443: boolean;
}

function everybody(name: Json): true {
  if (name !== "all") {
    throw new Error(`the address ${JSON.stringify(name)} is not understood`);
  }
  return true;
}

function refuseUnknown(resources: readonly Resource[], understood: ReadonlySet<string>): void {
  for (const { address, attributes } of resources) {
    for (const name of Object.keys(attributes)) {
      // Under two slashes stands where CDKTF made it.
      if (name !== "//" && !understood.has(name)) {
        throw new Error(`${address}: ${name} is not understood`);
      }
    }
  }
}

function unanimous<T>(values: readonly T[]): T | undefined {
  if (new Set(values).size > 1) {
    throw new Error("the links to the internet differ");
  }
  return values[0];
}

/** `192.0.2.0 255.255.255.0` with the length of its mask. */
function withLength(subnet: string): string {
  const [network = "", mask = ""] = subnet.split(" ");
  const length = ipaddr.IPv4.parse(mask).prefixLengthFromSubnetMask();
  if (length === null) {
    throw new Error(`${mask} is no mask`);
  }
  return `${network}/${length}`;
}

/**
 * Stars stand for any letters, dots among them; letters are of one case
 * (https://docs.fortinet.com/document/fortigate/7.0.2/administration-guide/217973).
 */
function isNamed(name: string, fqdn: string): boolean {
  const [before = "", after, ...more] = fqdn.toLowerCase().split("*");
  if (more.length > 0 || (after !== undefined && before !== "")) {
    throw new Error(`${fqdn} is not understood`);
  }
  const asked = name.toLowerCase();
  return after === undefined ? asked === before : asked.endsWith(after) && asked.length > after.length;
}
