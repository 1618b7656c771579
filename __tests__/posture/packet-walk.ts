import ipaddr from "ipaddr.js";

/** Addresses in CIDR notation, or all of them. */
export type Block = string;

/** A rule of a network ACL or of a security group. */
export interface Lock {
  readonly allow: boolean;
  readonly protocol: "tcp" | "udp" | "-1";
  readonly block: Block;
  readonly from: number;
  readonly to: number;
}

/** Both directions of a lock. */
export interface Locks {
  readonly inbound: readonly Lock[];
  readonly outbound: readonly Lock[];
}

/** A rule of the firewall, in its own words. */
export interface FirewallRule {
  readonly action: "pass" | "drop" | "reject" | "alert";
  readonly protocol: "tcp" | "udp" | "ip";
  readonly source: Block;
  readonly destination: Block;
  /** Empty for any. */
  readonly ports: readonly number[];
  readonly replies: boolean;
}

/** A network of four subnets: two for a load balancer, one for a server with an address, one for a private server. */
export interface SmallNetwork {
  readonly rules: readonly FirewallRule[];
  readonly strict: boolean;
  readonly dropsByDefault: boolean;
  /** Subnets that the gateway leads to the firewall, by IP version. */
  readonly inspected: Readonly<Record<4 | 6, readonly SubnetName[]>>;
  readonly acls: Readonly<Partial<Record<SubnetName, Locks>>>;
  readonly server: Locks & { readonly elastic: boolean; readonly ipv6: boolean };
  readonly hidden: Locks & { readonly admitsBalancer: boolean };
  readonly balancer: Locks & {
    readonly internal: boolean;
    readonly crossesZones: boolean;
    readonly keepsClient: boolean;
    readonly listens: number;
    readonly sendsTo: number;
  };
  /** Where default routes lead: of the server, and of the subnets in which the NAT gateway stands. */
  readonly out: { readonly server: "firewall" | "gateway" | "nowhere"; readonly nat: "firewall" | "gateway" };
  readonly vpn: boolean;
}

export type SubnetName = "front_a" | "front_b" | "public" | "private";

/** Where each subnet lies. */
export const SUBNETS: Readonly<Record<SubnetName, { ipv4: string; ipv6: string; zone: string }>> = {
  front_a: { ipv4: "10.0.0.0/24", ipv6: "2001:db8:1::/64", zone: "a" },
  front_b: { ipv4: "10.0.1.0/24", ipv6: "2001:db8:1:1::/64", zone: "b" },
  public: { ipv4: "10.0.2.0/24", ipv6: "2001:db8:1:2::/64", zone: "a" },
  private: { ipv4: "10.0.3.0/24", ipv6: "2001:db8:1:3::/64", zone: "a" },
};

/** The servers' own addresses, and where a load balancer or a NAT gateway happens to be. */
export const ADDRESSES = {
  server: { 4: "10.0.2.10", 6: "2001:db8:1:2::10" },
  hidden: { 4: "10.0.3.10" },
  front_a: "10.0.0.77",
  front_b: "10.0.1.77",
} as const;

/** The office behind the VPN. */
export const OFFICE = "192.168.0.0/16";

/** A packet that opens a connection. */
export interface Opening {
  readonly protocol: "tcp" | "udp";
  readonly peer: string;
  readonly port: number;
}

/** Does a packet from the internet, or from the office, come to the server's own address? */
export function reachesServer(network: SmallNetwork, packet: Opening, from: "internet" | "office"): boolean {
  const version = versionOf(packet.peer);
  const { server } = network;
  const hasAddress = version === 6 ? server.ipv6 : server.elastic || from === "office";
  const destination = ADDRESSES.server[version];
  return (
    hasAddress &&
    (from === "office"
      ? network.vpn && within(packet.peer, OFFICE)
      : !isInspected(network, "public", version) || passes(network, packet, packet.peer, destination)) &&
    crosses(network.acls.public, "inbound", packet, packet.peer) &&
    admits(server.inbound, packet, packet.peer)
  );
}

/** Does a packet come to the private server, through the load balancer or, from the office, straight? */
export function reachesHidden(network: SmallNetwork, packet: Opening, from: "internet" | "office"): boolean {
  const { acls, hidden, vpn } = network;
  const straight =
    from === "office" &&
    vpn &&
    within(packet.peer, OFFICE) &&
    crosses(acls.private, "inbound", packet, packet.peer) &&
    admits(hidden.inbound, packet, packet.peer);
  return straight || comesThroughBalancer(network, packet, from);
}

function comesThroughBalancer(network: SmallNetwork, packet: Opening, from: "internet" | "office"): boolean {
  const { balancer, hidden, acls } = network;
  if (versionOf(packet.peer) === 6 || packet.protocol !== "tcp" || packet.port !== balancer.listens) {
    return false;
  }
  return (["front_a", "front_b"] as const).some((front) => {
    const own = ADDRESSES[front];
    const arrives =
      from === "office"
        ? network.vpn && within(packet.peer, OFFICE)
        : !balancer.internal &&
          (!isInspected(network, front, 4) || passes(network, packet, packet.peer, own));
    const onwards: Opening = { protocol: "tcp", peer: packet.peer, port: balancer.sendsTo };
    const seen = balancer.keepsClient ? packet.peer : own;
    return (
      arrives &&
      crosses(acls[front], "inbound", packet, packet.peer) &&
      admits(balancer.inbound, packet, packet.peer) &&
      (balancer.crossesZones || SUBNETS[front].zone === SUBNETS.private.zone) &&
      admits(balancer.outbound, onwards, ADDRESSES.hidden[4]) &&
      crosses(acls[front], "outbound", onwards, ADDRESSES.hidden[4]) &&
      crosses(acls.private, "inbound", onwards, seen) &&
      (hidden.admitsBalancer || admits(hidden.inbound, onwards, seen))
    );
  });
}

/** Does a packet leave the server for the internet? */
export function leavesServer(network: SmallNetwork, packet: Opening): boolean {
  const version = versionOf(packet.peer);
  const { server, out } = network;
  return (
    (version === 6 ? server.ipv6 : server.elastic) &&
    out.server !== "nowhere" &&
    admits(server.outbound, packet, packet.peer) &&
    crosses(network.acls.public, "outbound", packet, packet.peer) &&
    (out.server === "gateway" || passes(network, packet, ADDRESSES.server[version], packet.peer))
  );
}

/** Does a packet leave the private server, through the NAT gateway in the first subnet? */
export function leavesHidden(network: SmallNetwork, packet: Opening): boolean {
  const { hidden, acls, out } = network;
  return (
    versionOf(packet.peer) === 4 &&
    admits(hidden.outbound, packet, packet.peer) &&
    crosses(acls.private, "outbound", packet, packet.peer) &&
    crosses(acls.front_a, "inbound", packet, ADDRESSES.hidden[4]) &&
    crosses(acls.front_a, "outbound", packet, packet.peer) &&
    (out.nat === "gateway" || passes(network, packet, ADDRESSES.front_a, packet.peer))
  );
}

/** Does a packet leave a server for the office, by the route that is more specific than the default one? */
export function leavesForOffice(
  { vpn, acls, ...servers }: SmallNetwork,
  name: "server" | "hidden",
  packet: Opening,
): boolean {
  return (
    vpn &&
    within(packet.peer, OFFICE) &&
    admits(servers[name].outbound, packet, packet.peer) &&
    crosses(acls[name === "server" ? "public" : "private"], "outbound", packet, packet.peer)
  );
}

/** Is an address in a block? */
export function within(address: string, block: Block): boolean {
  if (block === "any") {
    return true;
  }
  if (block.startsWith("!")) {
    return !within(address, block.slice(1));
  }
  const [network, bits] = block.includes("/")
    ? ipaddr.parseCIDR(block)
    : ([ipaddr.parse(block), block.includes(":") ? 128 : 32] as const);
  const parsed = ipaddr.parse(address);
  return parsed.kind() === network.kind() && parsed.match(network, bits);
}

function versionOf(address: string): 4 | 6 {
  return address.includes(":") ? 6 : 4;
}

function isInspected({ inspected }: SmallNetwork, subnet: SubnetName, version: 4 | 6): boolean {
  return inspected[version].includes(subnet);
}

/** The firewall's verdict on a packet, rule by rule. */
function passes(network: SmallNetwork, packet: Opening, source: string, destination: string): boolean {
  const ordered = network.strict
    ? network.rules
    : [...network.rules].sort((a, b) => Number(b.action === "pass") - Number(a.action === "pass"));
  const decided = ordered.find(
    (rule) =>
      rule.action !== "alert" &&
      !rule.replies &&
      (rule.protocol === "ip" || rule.protocol === packet.protocol) &&
      (rule.ports.length === 0 || rule.ports.includes(packet.port)) &&
      within(source, rule.source) &&
      within(destination, rule.destination),
  );
  return decided === undefined ? !network.strict || !network.dropsByDefault : decided.action === "pass";
}

/** A network ACL: the first rule that matches decides; a subnet without one is open. */
function crosses(acl: Locks | undefined, direction: keyof Locks, packet: Opening, peer: string): boolean {
  return acl === undefined || (acl[direction].find((rule) => matches(rule, packet, peer))?.allow ?? false);
}

/** A security group: any rule that matches admits. */
function admits(rules: readonly Lock[], packet: Opening, peer: string): boolean {
  return rules.some((rule) => matches(rule, packet, peer));
}

function matches(rule: Lock, { protocol, port }: Opening, peer: string): boolean {
  return (
    (rule.protocol === "-1" || (rule.protocol === protocol && rule.from <= port && port <= rule.to)) &&
    within(peer, rule.block)
  );
}
