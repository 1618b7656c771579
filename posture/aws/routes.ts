import { CidrSet } from "../../constructs/core/cidr-set";
import {
  isExpression,
  type Json,
  listOf,
  objectOf,
  type Resource,
  type TerraformJson,
  textOf,
} from "../terraform-json";

/** How packets travel between the internet and a subnet. */
export interface InternetPath {
  readonly gateway: Resource;
  /** The firewall they cross on the way in; undefined when they cross none. */
  readonly firewallIn: Resource | undefined;
  /** The firewall they cross on the way out; undefined when they cross none. */
  readonly firewallOut: Resource | undefined;
  /** What leads them in, in order. */
  readonly via: readonly string[];
}

/** The paths between the internet and a subnet, one per gateway of its VPC. */
export function internetPaths(stack: TerraformJson, subnet: Resource): readonly InternetPath[] {
  const [vpc] = stack.referredBy(subnet.attributes.vpc_id);
  const gateways = vpc === undefined ? [] : gatewaysOf(stack, vpc);
  return gateways.map((gateway) => {
    const inbound = routesOf(stack, tableOf(stack, "gateway_id", gateway)).find((route) =>
      covers(route, subnet),
    );
    const outbound = routesOf(stack, tableOf(stack, "subnet_id", subnet)).find(
      ({ destination }) => destination === "0.0.0.0/0",
    );
    return {
      gateway,
      firewallIn: firewallOf(stack, inbound),
      firewallOut: firewallOf(stack, outbound),
      via: [gateway.address, ...(inbound === undefined ? [] : [inbound.address])],
    };
  });
}

interface RouteEntry {
  readonly address: string;
  readonly destination: string | undefined;
  readonly attributes: Resource["attributes"];
}

function gatewaysOf(stack: TerraformJson, vpc: Resource): readonly Resource[] {
  const attached = stack
    .referring("aws_internet_gateway_attachment", "vpc_id", vpc)
    .flatMap(({ attributes }) => stack.referredBy(attributes.internet_gateway_id));
  return [...stack.referring("aws_internet_gateway", "vpc_id", vpc), ...attached];
}

function tableOf(stack: TerraformJson, attribute: string, associated: Resource): Resource | undefined {
  const [association] = stack.referring("aws_route_table_association", attribute, associated);
  return stack.referredBy(association?.attributes.route_table_id)[0];
}

function routesOf(stack: TerraformJson, table: Resource | undefined): readonly RouteEntry[] {
  if (table === undefined) {
    return [];
  }
  return [
    ...stack.referring("aws_route", "route_table_id", table).map(({ address, attributes }) => ({
      address,
      destination: textOf(attributes.destination_cidr_block),
      attributes,
    })),
    ...listOf(table.attributes.route).map((route) => ({
      address: `${table.address} route`,
      destination: textOf(objectOf(route).cidr_block),
      attributes: objectOf(route),
    })),
  ];
}

/** A route that holds for every address of a subnet; a partial one would leave a way round. */
function covers(route: RouteEntry, subnet: Resource): boolean {
  const block: Json | undefined = subnet.attributes.cidr_block;
  return (
    route.destination !== undefined &&
    typeof block === "string" &&
    !isExpression(block) &&
    !isExpression(route.destination) &&
    CidrSet.of(route.destination).containsAll(CidrSet.of(block))
  );
}

function firewallOf(stack: TerraformJson, route: RouteEntry | undefined): Resource | undefined {
  return stack
    .referredBy(route?.attributes.vpc_endpoint_id)
    .find(({ type }) => type === "aws_networkfirewall_firewall");
}
