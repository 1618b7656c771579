import type { Rule } from "./rule";

/** Resource types that can open a way in and that are not followed yet. */
const UNMODELLED = new Set([
  "aws_alb",
  "aws_apigatewayv2_vpc_link",
  "aws_default_security_group",
  "aws_ec2_client_vpn_endpoint",
  "aws_ec2_instance_connect_endpoint",
  "aws_ec2_transit_gateway_vpc_attachment",
  "aws_egress_only_internet_gateway",
  "aws_elb",
  "aws_globalaccelerator_accelerator",
  "aws_lb",
  "aws_lightsail_instance",
  "aws_vpc_peering_connection",
  "aws_vpc_peering_connection_accepter",
  "aws_vpn_connection",
  "aws_vpn_gateway",
  "cloudflare_spectrum_application",
  "cloudflare_zero_trust_tunnel_cloudflared",
]);

/** What is not understood is said, never passed over. */
export const NO_UNMODELLED_PATH: Rule = {
  id: "no-unmodelled-path",
  what: "A stack holds no resource that could open a way in and that these checks cannot follow.",
  why: "A proof that overlooks a door proves nothing.",
  reference: "docs/adr/0004-posture-reads-only-the-json.md",
  severity: "error",
  check: (_facts, stack) =>
    stack.types
      .filter((type) => UNMODELLED.has(type))
      .flatMap((type) => stack.all(type))
      .map(({ address, type }) => ({
        address,
        message: `${type} can open a way in that these checks do not follow yet; prove by hand what it admits`,
      })),
};
