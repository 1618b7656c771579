import { NO_UNMODELLED_PATH } from "../../posture/rules/no-unmodelled-path";
import { pathFindings, type Resources, stackOf } from "./hand-written";

const found = (...parts: readonly Resources[]): readonly string[] => pathFindings(stackOf(...parts));

describe("what could open a way in and is not followed", () => {
  test.each([
    "aws_autoscaling_group",
    "aws_apprunner_vpc_connector",
    "aws_cloudfront_vpc_origin",
    "aws_ec2_client_vpn_endpoint",
    "aws_ec2_instance_connect_endpoint",
    "aws_elb",
    "aws_globalaccelerator_accelerator",
    "aws_lightsail_instance",
    "aws_networkmanager_vpc_attachment",
    "aws_vpc_endpoint_service",
    "awscc_ec2_instance",
    "cloudflare_load_balancer",
    "cloudflare_record",
    "cloudflare_zero_trust_tunnel_cloudflared_route",
  ])("is found out: %s", (type) => {
    expect(found({ [type]: { other: { name: "x" } } })).toEqual([`no-unmodelled-path: ${type}.other`]);
  });

  test.each<[string, Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>]>([
    [
      "aws_cloudfront_distribution",
      { origin: [{ domain_name: "x", custom_origin_config: { http_port: 80 } }] },
      { origin: [{ domain_name: "x", origin_access_control_id: "y" }] },
    ],
    [
      "aws_cloudfront_distribution",
      { aliases: ["y"], origin: [{ domain_name: "x", custom_origin_config: { http_port: 80 } }] },
      { aliases: ["x"], origin: [{ domain_name: "x", custom_origin_config: { http_port: 80 } }] },
    ],
    [
      "aws_ecs_service",
      { network_configuration: { subnets: [], assign_public_ip: true } },
      { network_configuration: { subnets: [] } },
    ],
    ["cloudflare_ruleset", { rules: [{ action: "route" }] }, { rules: [{ action: "block" }] }],
    ["cloudflare_page_rule", { actions: { resolve_override: "x" } }, { actions: { ssl: "strict" } }],
    ["aws_db_instance", { publicly_accessible: true }, { publicly_accessible: false }],
  ])("depends on its arguments: %s", (type, open, closed) => {
    expect(found({ [type]: { other: open } })).toEqual([`no-unmodelled-path: ${type}.other`]);
    expect(found({ [type]: { other: closed } })).toEqual([]);
  });

  test("is a module, of which the JSON shows nothing", () => {
    const json = { module: { network: { source: "./network" } }, resource: {} };

    expect(pathFindings(json)).toEqual(["no-unmodelled-path: module.network"]);
  });

  test("leaves out what is followed", () => {
    const followed = [
      "aws_lb",
      "aws_vpc_peering_connection",
      "aws_vpn_connection",
      "cloudflare_spectrum_application",
      "aws_default_security_group",
    ];
    const findings = found(Object.fromEntries(followed.map((type) => [type, { other: { name: "x" } }])));

    expect(findings.filter((finding) => finding.startsWith(NO_UNMODELLED_PATH.id))).toEqual([]);
  });
});
