import { CidrSet } from "../../constructs/core/cidr-set";
import { ALL_PORTS, type PortRange, type Protocol } from "../packets";
import { blockOf, isExpression, type Json, listOf, objectOf, type Resource, textOf } from "../terraform-json";
import { anyAddress, type IpVersion, type Networks, ofVersion, type Subnet } from "./networks";
import { defaultGroup, groupIds } from "./security-groups";

/** A load balancer, with an interface in each of its subnets. */
export interface LoadBalancer {
  /** Its identity: the address, or the id of one that is not part of the stack. */
  readonly id: string;
  /** Is it part of the stack? */
  readonly declared: boolean;
  readonly nodes: readonly LoadBalancerNode[];
  /** Identities of its security groups; undefined where it has none, and admits everyone. */
  readonly groups: readonly string[] | undefined;
  /** Does the internet know it by an address of this version? */
  onInternet(version: IpVersion): boolean;
  /** Has it addresses of this version? */
  has(version: IpVersion): boolean;
  /** Does a node send to targets in other zones? */
  readonly crossesZones: boolean;
}

/** A load balancer in one subnet. */
export interface LoadBalancerNode {
  /** Undefined where the JSON does not say. */
  readonly subnet: Subnet | undefined;
  /** Addresses that it has, or that its subnet may give it. */
  addresses(version: IpVersion): CidrSet;
}

/** A port on which a load balancer takes connections. */
export interface Listener {
  readonly address: string;
  readonly protocols: readonly Protocol[];
  /** Every port where only Terraform knows it. */
  readonly ports: PortRange;
  /** Identities of the target groups that it may send to. */
  readonly targetGroups: readonly string[];
}

/** Types that are the same resource under two names. */
export const LOAD_BALANCERS: readonly string[] = ["aws_lb", "aws_alb"];
const LISTENERS: readonly string[] = ["aws_lb_listener", "aws_alb_listener"];
const LISTENER_RULES: readonly string[] = ["aws_lb_listener_rule", "aws_alb_listener_rule"];

/** Every load balancer of a stack, and those outside it that the stack gives listeners to. */
export function loadBalancersOf(networks: Networks): readonly LoadBalancer[] {
  const { stack } = networks;
  const own = LOAD_BALANCERS.flatMap((type) => stack.all(type)).filter(
    ({ attributes }) => attributes.load_balancer_type !== "gateway",
  );
  const others = LISTENERS.flatMap((type) => stack.all(type))
    .flatMap(({ attributes }) => stack.identities(attributes.load_balancer_arn))
    .filter((id) => !LOAD_BALANCERS.includes(stack.at(id)?.type ?? ""));
  return [...own.map((resource) => loadBalancer(networks, resource)), ...[...new Set(others)].map(outside)];
}

/** The listeners of a load balancer, sorted by address. */
export function listenersOf({ stack }: Networks, { id }: LoadBalancer): readonly Listener[] {
  return LISTENERS.flatMap((type) => stack.pointing(type, "load_balancer_arn", id)).map(
    ({ address, attributes }) => {
      const rules = LISTENER_RULES.flatMap((type) => stack.pointing(type, "listener_arn", address));
      const actions = [
        ...listOf(attributes.default_action),
        ...rules.flatMap((rule) => listOf(rule.attributes.action)),
      ].map(objectOf);
      const groups = actions.flatMap((action) => [
        ...stack.identities(action.target_group_arn),
        ...listOf(blockOf(action.forward).target_group).flatMap((group) =>
          stack.identities(objectOf(group).arn),
        ),
      ]);
      return {
        address,
        protocols: protocolsOf(attributes.protocol),
        ports: portOf(attributes.port),
        targetGroups: [...new Set(groups)],
      };
    },
  );
}

/** Packets that a listener or a target group is for, by its protocol. */
export function protocolsOf(protocol: Json | undefined): readonly Protocol[] {
  const word = textOf(protocol) ?? "HTTP";
  return PROTOCOLS_BY_NAME[word] ?? ["tcp", "udp"];
}

const PROTOCOLS_BY_NAME: Readonly<Record<string, readonly Protocol[]>> = {
  HTTP: ["tcp"],
  HTTPS: ["tcp"],
  TCP: ["tcp"],
  TLS: ["tcp"],
  UDP: ["udp"],
  QUIC: ["udp"],
};

/** A port; every port where only Terraform knows it. */
export function portOf(port: Json | undefined): PortRange {
  const number = typeof port === "string" && port !== "" ? Number(port) : port;
  return typeof number !== "number" || Number.isNaN(number) ? ALL_PORTS : { from: number, to: number };
}

function loadBalancer(networks: Networks, { address, attributes }: Resource): LoadBalancer {
  const { stack } = networks;
  const proxies = (attributes.load_balancer_type ?? "application") === "application";
  const nodes = [
    ...listOf(attributes.subnet_mapping)
      .map(objectOf)
      .map((mapping) =>
        node(networks, mapping.subnet_id, [mapping.private_ipv4_address, mapping.ipv6_address]),
      ),
    ...listOf(attributes.subnets).flatMap((value) =>
      stack.identities(value).map((subnet) => node(networks, subnet, [])),
    ),
    // They stand in a set, which has no order.
  ].sort((a, b) => ((a.subnet?.id ?? "") < (b.subnet?.id ?? "") ? -1 : 1));
  const given = groupIds(networks, attributes.security_groups);
  const initial = proxies ? [defaultGroup(nodes[0]?.subnet?.vpc ?? "an unknown VPC")] : undefined;
  const addressing = textOf(attributes.ip_address_type) ?? "ipv4";
  const ipv6 = addressing.startsWith("dualstack") || isExpression(addressing);
  const facesInternet = attributes.internal !== true;
  return {
    id: address,
    declared: true,
    nodes: nodes.length === 0 ? [node(networks, undefined, [])] : nodes,
    groups: given.length === 0 ? initial : given,
    onInternet: (version) =>
      facesInternet && (version === 6 ? ipv6 : addressing !== "dualstack-without-public-ipv4"),
    has: (version) => version === 4 || ipv6,
    crossesZones: proxies || (attributes.enable_cross_zone_load_balancing ?? false) !== false,
  };
}

function node(
  networks: Networks,
  subnetId: Json | undefined,
  given: readonly (Json | undefined)[],
): LoadBalancerNode {
  const subnet = networks.subnet(subnetId);
  const literal = given
    .map((address) => textOf(networks.stack.resolved(address)) ?? "")
    .filter((address) => address !== "" && !isExpression(address));
  return {
    subnet,
    addresses: (version) => {
      const own = ofVersion(CidrSet.of(...literal), version);
      return own.isEmpty ? networks.addresses(subnet, version) : own;
    },
  };
}

/** Of a load balancer that is not part of the stack nothing is known: it may take anything from anywhere. */
export function outside(id: string): LoadBalancer {
  return {
    id,
    declared: false,
    nodes: [{ subnet: undefined, addresses: anyAddress }],
    groups: undefined,
    onInternet: () => true,
    has: () => true,
    crossesZones: true,
  };
}
