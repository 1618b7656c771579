import { CidrSet } from "../../constructs/core/cidr-set";
import { isExpression, type Resource, type TerraformJson, textOf } from "../terraform-json";

/** VPN connections that end at a gateway. */
export function vpnsOn(stack: TerraformJson, gateway: string): readonly Resource[] {
  return [
    ...stack.pointing("aws_vpn_connection", "vpn_gateway_id", gateway),
    ...stack.pointing("aws_vpn_connection", "transit_gateway_id", gateway),
  ];
}

/**
 * The networks that the VPN connections of a gateway are declared for: their static routes, or the networks on the
 * customer's side that the tunnels are limited to
 * (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpnConnectionOptionsSpecification.html).
 *
 * @returns undefined where a connection may learn others
 */
export function vpnNetworks(stack: TerraformJson, gateway: string): CidrSet | undefined {
  const networks = vpnsOn(stack, gateway).map(({ address, attributes }) => {
    const limits = [attributes.local_ipv4_network_cidr, attributes.local_ipv6_network_cidr]
      .map((block) => textOf(stack.resolved(block)) ?? "")
      .filter((block) => block !== "" && !block.endsWith("/0"));
    const routes = stack
      .pointing("aws_vpn_connection_route", "vpn_connection_id", address)
      .map(({ attributes: route }) => textOf(stack.resolved(route.destination_cidr_block)) ?? "${unknown}");
    const blocks = attributes.static_routes_only === true ? routes : limits;
    return blocks.length === 0 || blocks.some(isExpression) ? undefined : CidrSet.of(...blocks);
  });
  return networks.length === 0 || networks.includes(undefined)
    ? undefined
    : networks.reduce<CidrSet>((all, some = CidrSet.EMPTY) => all.union(some), CidrSet.EMPTY);
}
