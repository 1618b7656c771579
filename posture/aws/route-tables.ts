import type { CidrSet } from "../../constructs/core/cidr-set";
import { type Json, listOf, objectOf, type Resource, textOf } from "../terraform-json";
import { type Endpoint, endpointOf } from "./endpoints";
import { type IpVersion, type Networks, ofVersion, type Subnet } from "./networks";
import { prefixListBlocks } from "./prefix-lists";
import { vpnNetworks } from "./vpn";

/** Where a route leads. */
export type RouteTarget =
  | { readonly kind: "local" | "nowhere" }
  | { readonly kind: "endpoint"; readonly endpoint: Endpoint }
  /** A NAT gateway, the interface of an appliance, or out of the VPC: the id says which. */
  | { readonly kind: "nat" | "interface" | "internet" | "egress-only" | "connection"; readonly id: string };

/** A line of a route table. */
export interface Route {
  /** Address of the resource, or of the table it stands in. */
  readonly address: string;
  readonly target: RouteTarget;
  /** IP version of its destination; undefined for a list of networks, which may be of either. */
  readonly version: IpVersion | undefined;
  /** Undefined where it is known after apply only. */
  readonly destinations: CidrSet | undefined;
  /** The destination as the JSON spells it. */
  readonly spelling: string;
}

/** Where packets go from a subnet or from a gateway. */
export interface RouteTable {
  readonly id: string;
  readonly routes: readonly Route[];
}

/** The route tables of a stack. A table that the stack adopts is taken to hold what the stack adds to it. */
export class RouteTables {
  private readonly tables = new Map<string, RouteTable>();

  constructor(private readonly networks: Networks) {}

  /** The table of a subnet; undefined where it is not part of the stack. */
  ofSubnet(subnet: Subnet | undefined): RouteTable | undefined {
    if (subnet === undefined) {
      return undefined;
    }
    const own = this.associated("subnet_id", subnet.id);
    return own === undefined && subnet.declared && this.networks.declaresVpc(subnet.vpc)
      ? this.table(this.mainTable(subnet.vpc))
      : own;
  }

  /** The table of a gateway, which decides where packets go on their way in. */
  ofGateway(gateway: string): RouteTable | undefined {
    return this.associated("gateway_id", gateway);
  }

  /** All tables of a VPC, as far as the stack has to do with them. */
  ofVpc(vpc: string): readonly RouteTable[] {
    const { stack } = this.networks;
    const tables = [
      ...stack.all("aws_route_table"),
      ...stack.all("aws_default_route_table"),
      ...stack.lookedUp("aws_route_table"),
    ].filter(({ attributes }) => stack.identity(attributes.vpc_id) === vpc);
    const ids = tables.map(({ address }) => this.tableId(`\${${address}.id}`));
    return [...new Set([...ids, defaultTable(vpc)])].map((id) => this.table(id));
  }

  /** Every table that the stack declares or adds routes to. */
  all(): readonly RouteTable[] {
    const { stack } = this.networks;
    const ids = [
      ...[...stack.all("aws_route_table"), ...stack.all("aws_default_route_table")].map(({ address }) =>
        this.tableId(`\${${address}.id}`),
      ),
      ...stack.all("aws_route").map(({ attributes }) => this.tableId(attributes.route_table_id)),
    ];
    return [...new Set(ids)].map((id) => this.table(id));
  }

  private associated(attribute: "subnet_id" | "gateway_id", id: string): RouteTable | undefined {
    const { stack } = this.networks;
    const [association] = stack.pointing("aws_route_table_association", attribute, id);
    if (association !== undefined) {
      return this.known(this.tableId(association.attributes.route_table_id));
    }
    const looked = stack
      .lookedUp("aws_route_table")
      .find(({ attributes }) => stack.identity(attributes[attribute]) === id);
    return looked === undefined ? undefined : this.known(this.tableId(`\${${looked.address}.id}`));
  }

  /** A table that the stack neither declares nor adds to may hold anything. */
  private known(id: string): RouteTable | undefined {
    const table = this.table(id);
    const declared = this.networks.stack.at(id) !== undefined || id.startsWith(DEFAULT_TABLE);
    return declared || table.routes.length > 0 ? table : undefined;
  }

  private mainTable(vpc: string): string {
    const [chosen] = this.networks.stack.pointing("aws_main_route_table_association", "vpc_id", vpc);
    return chosen === undefined ? defaultTable(vpc) : this.tableId(chosen.attributes.route_table_id);
  }

  /** The identity of a table; the one that a VPC begins with has many names. */
  private tableId(value: Json | undefined): string {
    const { stack } = this.networks;
    const [, vpc, which] =
      /^\$\{(.+)\.(default|main)_route_table_id\}$/.exec(textOf(stack.resolved(value)) ?? "") ?? [];
    if (vpc !== undefined) {
      return which === "main" ? this.mainTable(vpc) : defaultTable(vpc);
    }
    const id = stack.identity(value) ?? "";
    const adopted = stack.at(id);
    return adopted?.type === "aws_default_route_table"
      ? this.tableId(adopted.attributes.default_route_table_id)
      : id;
  }

  private table(id: string): RouteTable {
    let table = this.tables.get(id);
    if (table === undefined) {
      const { stack } = this.networks;
      const tables = [...stack.all("aws_route_table"), ...stack.all("aws_default_route_table")];
      table = {
        id,
        routes: [
          ...stack
            .all("aws_route")
            .filter(({ attributes }) => this.tableId(attributes.route_table_id) === id)
            .map(({ address, attributes }) => this.route(address, attributes)),
          ...tables
            .filter(({ address }) => this.tableId(`\${${address}.id}`) === id)
            .flatMap(({ address, attributes }) =>
              listOf(attributes.route).map((route) => this.route(`${address} route`, objectOf(route))),
            ),
          ...this.learned(id),
        ],
      };
      this.tables.set(id, table);
    }
    return table;
  }

  /** Routes that VPN gateways add: those of their connections, or any. */
  private learned(id: string): readonly Route[] {
    const { stack } = this.networks;
    const separate = stack
      .all("aws_vpn_gateway_route_propagation")
      .filter(({ attributes }) => this.tableId(attributes.route_table_id) === id)
      .flatMap(({ attributes }) => stack.identities(attributes.vpn_gateway_id));
    const inline = [...stack.all("aws_route_table"), ...stack.all("aws_default_route_table")]
      .filter(({ address }) => this.tableId(`\${${address}.id}`) === id)
      .flatMap(({ attributes }) => stack.identities(attributes.propagating_vgws));
    return [...separate, ...inline].map((gateway) => ({
      address: `what ${gateway} learns`,
      target: { kind: "connection", id: gateway },
      version: undefined,
      destinations: vpnNetworks(stack, gateway),
      spelling: "",
    }));
  }

  private route(address: string, attributes: Resource["attributes"]): Route {
    const { stack } = this.networks;
    const v4 = this.networks.spelt(attributes.destination_cidr_block ?? attributes.cidr_block, 4);
    const v6 = this.networks.spelt(attributes.destination_ipv6_cidr_block ?? attributes.ipv6_cidr_block, 6);
    const list = prefixListBlocks(stack, attributes.destination_prefix_list_id);
    const block = v4?.spelling ? v4 : v6;
    return {
      address,
      target: this.target(attributes),
      version: v4?.spelling ? 4 : v6?.spelling ? 6 : undefined,
      destinations: block === undefined ? list : block.addresses,
      spelling: block?.spelling ?? textOf(stack.resolved(attributes.destination_prefix_list_id)) ?? "",
    };
  }

  private target(attributes: Resource["attributes"]): RouteTarget {
    const { stack } = this.networks;
    const given = TARGETS.find(
      ([attribute]) => ![undefined, null, ""].includes(attributes[attribute] as string),
    );
    if (given === undefined) {
      return { kind: "nowhere" };
    }
    const [attribute, kind] = given;
    const id = stack.identity(attributes[attribute]) ?? "";
    if (kind === "endpoint") {
      return { kind, endpoint: endpointOf(this.networks, attributes[attribute]) };
    }
    if (attribute !== "gateway_id") {
      return { kind, id };
    }
    if (id === "local") {
      return { kind: "local" };
    }
    return { kind: isVpnGateway(id) ? "connection" : "internet", id };
  }
}

/** Is a gateway a VPN's? Any other that a route may name leads to the internet. */
export function isVpnGateway(id: string): boolean {
  return /^(data\.)?aws_vpn_gateway\b|^vgw-/.test(id);
}

/** Destinations of one version that a route has; undefined where it may have any. */
export function destinationsOf(route: Route, version: IpVersion): CidrSet | undefined {
  return route.destinations === undefined ? undefined : ofVersion(route.destinations, version);
}

const TARGETS: readonly (readonly [string, Exclude<RouteTarget["kind"], "local" | "nowhere">])[] = [
  ["vpc_endpoint_id", "endpoint"],
  ["nat_gateway_id", "nat"],
  ["network_interface_id", "interface"],
  ["egress_only_gateway_id", "egress-only"],
  ["gateway_id", "internet"],
  ["carrier_gateway_id", "internet"],
  ["vpc_peering_connection_id", "connection"],
  ["transit_gateway_id", "connection"],
  ["core_network_arn", "connection"],
  ["local_gateway_id", "connection"],
  ["odb_network_arn", "connection"],
];

const DEFAULT_TABLE = "the default route table of ";

function defaultTable(vpc: string): string {
  return `${DEFAULT_TABLE}${vpc}`;
}
