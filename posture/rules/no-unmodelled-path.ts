import { templateTypes } from "../cloudformation";
import { opensOnUnit } from "../fortigate/unmodelled";
import { blockOf, type Json, listOf, objectOf, type Resource, textOf, textsOf } from "../terraform-json";
import type { Rule } from "./rule";

/** What a type can do, and when; always, where nothing else is said. */
interface Unmodelled {
  readonly opens: string;
  readonly types: readonly string[];
  when?(attributes: Resource["attributes"]): boolean;
}

/** Resource types that can open a way in, and that are not followed. */
const UNMODELLED: readonly Unmodelled[] = [
  {
    opens: "can start hosts that are not part of the JSON",
    types: [
      "aws_autoscaling_group",
      "aws_batch_compute_environment",
      "aws_ec2_fleet",
      "aws_elastic_beanstalk_environment",
      "aws_emr_cluster",
      "aws_gamelift_fleet",
      "aws_lightsail_container_service",
      "aws_lightsail_instance",
      "aws_spot_fleet_request",
      "aws_spot_instance_request",
    ],
  },
  {
    opens: "can hold anything",
    types: [
      "aws_cloudcontrolapi_resource",
      "aws_cloudformation_stack_set",
      "aws_serverlessapplicationrepository_cloudformation_stack",
      "aws_servicecatalog_provisioned_product",
    ],
  },
  {
    opens: "leads from the internet to hosts behind it",
    types: [
      "aws_api_gateway_vpc_link",
      "aws_apigatewayv2_vpc_link",
      "aws_apprunner_vpc_connector",
      "aws_cloudfront_vpc_origin",
      "aws_ec2_client_vpn_endpoint",
      "aws_ec2_instance_connect_endpoint",
      "aws_elb",
      "aws_globalaccelerator_accelerator",
      "aws_globalaccelerator_custom_routing_accelerator",
      "aws_lightsail_distribution",
      "aws_lightsail_lb",
      "aws_verifiedaccess_endpoint",
      "cloudflare_connectivity_directory_service",
      "cloudflare_load_balancer",
      "meraki_appliance_cellular_inbound_firewall_rules",
      "meraki_appliance_inbound_cellular_firewall_rules",
      "meraki_appliance_inbound_firewall_rules",
      "meraki_cellular_gateway_port_forwarding_rules",
    ],
  },
  {
    opens: "leads from the internet to hosts behind it, where its origin is none of AWS's own",
    types: ["aws_cloudfront_distribution"],
    // An origin under the distribution's own name leads back to it, and to no host.
    when: ({ origin, aliases }) =>
      listOf(origin)
        .map(objectOf)
        .some(
          ({ custom_origin_config: custom, vpc_origin_config: vpc, domain_name: name }) =>
            isGiven(vpc) || (isGiven(custom) && !textsOf(aliases).includes(textOf(name) ?? "")),
        ),
  },
  {
    opens: "gives containers addresses on the internet",
    types: ["aws_ecs_service", "aws_ecs_task_set"],
    when: ({ network_configuration: network }) => (blockOf(network).assign_public_ip ?? false) !== false,
  },
  {
    opens: "connects other networks",
    types: [
      "aws_dx_gateway_association",
      "aws_dx_private_virtual_interface",
      "aws_dx_transit_virtual_interface",
      "aws_ec2_carrier_gateway",
      "aws_ec2_local_gateway_route_table_vpc_association",
      "aws_networkmanager_site_to_site_vpn_attachment",
      "aws_networkmanager_vpc_attachment",
      "aws_vpc_endpoint_service",
      "aws_vpc_route_server_propagation",
      "aws_vpclattice_resource_gateway",
      "aws_vpclattice_service_network_vpc_association",
      "aws_vpclattice_target_group_attachment",
      "meraki_appliance_site_to_site_vpn",
      "meraki_appliance_third_party_vpn_peers",
      "meraki_appliance_vpn_bgp",
      "cloudflare_magic_wan_gre_tunnel",
      "cloudflare_magic_wan_ipsec_tunnel",
      "cloudflare_zero_trust_network_hostname_route",
      "cloudflare_zero_trust_tunnel_cloudflared_route",
      "cloudflare_zero_trust_tunnel_warp_connector",
    ],
  },
  {
    opens: "sends proxied names to another origin",
    types: ["cloudflare_ruleset"],
    when: ({ rules }) => listOf(rules).some((rule) => objectOf(rule).action === "route"),
  },
  {
    opens: "sends proxied names to another origin",
    types: ["cloudflare_page_rule"],
    when: ({ actions }) => isGiven(blockOf(actions).resolve_override),
  },
  {
    opens: "is of a provider version that is not read",
    types: [
      "cloudflare_argo_tunnel",
      "cloudflare_record",
      "cloudflare_tunnel",
      "cloudflare_tunnel_config",
      "cloudflare_tunnel_route",
      "cloudflare_zero_trust_tunnel_route",
    ],
  },
];

/** What a CloudFormation template may hold: services outside the client's network. */
const HARMLESS_TEMPLATE_TYPES: readonly string[] = ["AWS::SES::"];

/** What is not understood is said, never passed over. */
export const NO_UNMODELLED_PATH: Rule = {
  id: "no-unmodelled-path",
  what: "A stack holds no resource that could open a way in and that these checks cannot follow.",
  why: "A proof that overlooks a door proves nothing.",
  reference: "docs/adr/0004-posture-reads-only-the-json.md",
  severity: "error",
  check: (_facts, stack) => [
    ...stack.types
      .flatMap((type) => stack.all(type))
      .flatMap((resource) =>
        whatOpens(resource).map((opens) => ({
          address: resource.address,
          message: `${resource.type} ${opens}, which these checks do not follow; prove by hand what it admits`,
        })),
      ),
    ...stack.modules.map((name) => ({
      address: `module.${name}`,
      message:
        "a module can hold anything, and what it holds is not part of the JSON; declare its resources in the stack, or prove by hand what they admit",
    })),
    ...stack
      .all("aws_cloudformation_stack")
      .flatMap((nested) =>
        opaqueTypes(nested).map((type) => ({ address: nested.address, message: opaque(type) })),
      ),
  ],
};

function whatOpens(resource: Resource): readonly string[] {
  const { type, attributes } = resource;
  const listed = BY_TYPE.get(type) ?? [];
  return [
    ...listed.filter(({ when }) => when === undefined || when(attributes)).map(({ opens }) => opens),
    ...opensOnUnit(resource),
    ...(type.startsWith("awscc_") ? ["can be anything of AWS's"] : []),
    ...((attributes.publicly_accessible ?? false) === false ? [] : ["has an address on the internet"]),
  ];
}

const BY_TYPE: ReadonlyMap<string, readonly Unmodelled[]> = new Map(
  UNMODELLED.flatMap(({ types }) => types).map((type) => [
    type,
    UNMODELLED.filter(({ types }) => types.includes(type)),
  ]),
);

/** Blocks that are absent may stand as null or as an empty list. */
function isGiven(value: Json | undefined): boolean {
  return listOf(value).length > 0;
}

function opaque(type: string): string {
  return `a CloudFormation template with ${type} can open a way in that these checks do not follow; declare it in Terraform, or prove by hand what it admits`;
}

/** Types of a template that could open a way in; the template itself where it cannot be read. */
function opaqueTypes(stack: Resource): readonly string[] {
  const types = templateTypes(stack);
  return types === undefined
    ? ["contents known only to AWS"]
    : [...new Set(types)].filter(
        (type) => !HARMLESS_TEMPLATE_TYPES.some((prefix) => type.startsWith(prefix)),
      );
}
