import { CidrSet } from "../../constructs/core/cidr-set";
import { listOf, type Resource } from "../terraform-json";
import type { Entry } from "./entries";
import { isVpnGateway, type RouteTable, type RouteTarget } from "./route-tables";
import type { Topology } from "./topology";
import { vpnNetworks, vpnsOn } from "./vpn";

/** Said where nobody can tell who comes through a connection. */
const UNNAMED = "networks that the stack does not name";

/**
 * Ways into a VPC from networks that are connected to it: peered VPCs, transit gateways, VPNs.
 *
 * Who comes through one is who the VPC sends replies to, by its routes, or else who the connection is declared for;
 * where neither is said, it may be anyone.
 */
export function connectionsInto(topology: Topology, vpc: string): readonly Entry[] {
  const ids = [
    ...peeringsOf(topology, vpc),
    ...attachmentsOf(topology, vpc).map(({ attributes }) =>
      topology.stack.identity(attributes.transit_gateway_id),
    ),
    ...vpnGatewaysOf(topology, vpc),
    ...topology.tables
      .ofVpc(vpc)
      .flatMap(({ routes }) => routes.map((route) => connectionOf(topology, route.target))),
    ...unplaced(topology),
  ].filter((id) => id !== undefined);
  return [...new Set(ids)].flatMap((id) => {
    const known = sourcesOf(topology, vpc, id);
    return firstTables(topology, vpc, id).map((table) => ({
      from: "connected-network" as const,
      via: [
        ...(known === undefined ? [UNNAMED] : []),
        ...vpnsOn(topology.stack, id).map(({ address }) => address),
        id,
      ],
      table,
      sources: known ?? CidrSet.ANY,
      mayHold: (group: string) => !isGroupOf(topology, vpc, group),
    }));
  });
}

function peeringsOf({ stack }: Topology, vpc: string): readonly string[] {
  return [
    ...stack.pointing("aws_vpc_peering_connection", "vpc_id", vpc),
    ...stack.pointing("aws_vpc_peering_connection", "peer_vpc_id", vpc),
  ].map(({ address }) => address);
}

function attachmentsOf({ stack }: Topology, vpc: string): readonly Resource[] {
  return stack.pointing("aws_ec2_transit_gateway_vpc_attachment", "vpc_id", vpc);
}

function vpnGatewaysOf({ stack }: Topology, vpc: string): readonly string[] {
  return [
    ...stack.pointing("aws_vpn_gateway", "vpc_id", vpc).map(({ address }) => address),
    ...stack
      .pointing("aws_vpn_gateway_attachment", "vpc_id", vpc)
      .flatMap(({ attributes }) => stack.identities(attributes.vpn_gateway_id)),
  ];
}

/** What the stack connects without saying to which of its VPCs: it may be any. */
function unplaced({ stack, tables }: Topology): readonly string[] {
  const gateways = stack
    .all("aws_vpn_connection")
    .flatMap(({ attributes }) => stack.identities(attributes.vpn_gateway_id))
    .filter(
      (id) =>
        stack.thing(id)?.attributes.vpc_id === undefined &&
        stack.pointing("aws_vpn_gateway_attachment", "vpn_gateway_id", id).length === 0,
    );
  const accepted = stack
    .all("aws_vpc_peering_connection_accepter")
    .flatMap(({ attributes }) => stack.identities(attributes.vpc_peering_connection_id))
    .filter((id) => stack.at(id) === undefined);
  const routed = new Set(
    tables.all().flatMap(({ routes }) => routes.map(({ target }) => connectionOf({ stack }, target))),
  );
  return [...gateways, ...accepted].filter((id) => !routed.has(id));
}

/** The connection that a route leads to; whoever accepts a peering means the peering. */
function connectionOf({ stack }: Pick<Topology, "stack">, target: RouteTarget): string | undefined {
  if (target.kind !== "connection") {
    return undefined;
  }
  const thing = stack.at(target.id);
  return thing?.type === "aws_vpc_peering_connection_accepter"
    ? stack.identity(thing.attributes.vpc_peering_connection_id)
    : target.id;
}

/** Who may come through a connection; undefined where it may be anyone. */
function sourcesOf(topology: Topology, vpc: string, id: string): CidrSet | undefined {
  const { networks, stack, tables } = topology;
  const peering = stack.at(id);
  if (peering?.type === "aws_vpc_peering_connection") {
    const ends = [peering.attributes.vpc_id, peering.attributes.peer_vpc_id].flatMap((end) =>
      stack.identities(end),
    );
    const peer = networks.own(ends.find((end) => end !== vpc) ?? vpc);
    if (!peer.isEmpty) {
      return peer;
    }
  }
  const routes = tables
    .ofVpc(vpc)
    .flatMap((table) => table.routes.filter(({ target }) => connectionOf(topology, target) === id));
  if (routes.some(({ destinations }) => destinations === undefined)) {
    return undefined;
  }
  return routes.length === 0
    ? vpnNetworks(stack, id)
    : routes.reduce((all, { destinations = CidrSet.EMPTY }) => all.union(destinations), CidrSet.EMPTY);
}

/** The tables that packets meet first: undefined for those that the VPC delivers straight away. */
function firstTables(topology: Topology, vpc: string, id: string): readonly (RouteTable | undefined)[] {
  const { stack, networks, tables } = topology;
  if (isVpnGateway(id)) {
    return [tables.ofGateway(id)];
  }
  const subnets = attachmentsOf(topology, vpc)
    .filter(({ attributes }) => stack.identity(attributes.transit_gateway_id) === id)
    .flatMap(({ attributes }) => listOf(attributes.subnet_ids))
    .flatMap((value) => stack.identities(value));
  return subnets.length === 0
    ? [undefined]
    : subnets.map((subnet) => tables.ofSubnet(networks.subnet(subnet)));
}

function isGroupOf({ stack }: Topology, vpc: string, group: string): boolean {
  return group.endsWith(` of ${vpc}`) || stack.identity(stack.at(group)?.attributes.vpc_id) === vpc;
}
