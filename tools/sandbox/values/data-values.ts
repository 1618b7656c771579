import type { RuleTable } from "./rule";

/** What data sources answer when nothing in the cloud answers for them. */
export const DATA_VALUES: RuleTable = {
  aws_ami: {
    id: "ami-{hex:17}",
    image_id: "{id}",
    architecture: "x86_64",
    name: "Windows_Server-2022-English-Full-Base-2026.01.14",
    owner_id: "801119661308",
    platform: "windows",
    root_device_name: "/dev/sda1",
    root_device_type: "ebs",
    state: "available",
    virtualization_type: "hvm",
  },
  aws_availability_zones: {
    id: "{region}",
    names: ["{region}a", "{region}b", "{region}c"],
    zone_ids: ["{region}-az1", "{region}-az2", "{region}-az3"],
    group_names: ["{region}"],
  },
  aws_caller_identity: {
    id: "{account}",
    account_id: "{account}",
    arn: "arn:{partition}:iam::{account}:user/sandbox",
    user_id: "AIDA{letters:17}",
  },
  aws_cloudfront_cache_policy: { id: "{uuid}" },
  aws_cloudfront_origin_request_policy: { id: "{uuid}" },
  aws_cloudfront_response_headers_policy: { id: "{uuid}" },
  aws_ec2_managed_prefix_list: { id: "pl-{hex:17}", owner_id: "AWS" },
  aws_iam_policy: { id: "{arn}", arn: "arn:{partition}:iam::aws:policy/{name}", policy: "{}" },
  aws_partition: {
    id: "{partition}",
    partition: "{partition}",
    dns_suffix: "amazonaws.com",
    reverse_dns_prefix: "com.amazonaws",
  },
  aws_region: {
    id: "{region}",
    name: "{region}",
    region: "{region}",
    description: "Sandbox",
    endpoint: "ec2.{region}.amazonaws.com",
  },
  aws_route53_zone: { id: "{zone_id}", zone_id: "Z{letters:20}" },
  aws_secretsmanager_secret_version: { secret_string: "sandbox-secret-{hex:16}" },
  aws_ssm_parameter: { value: "sandbox-value-{hex:8}", insecure_value: "{value}", type: "String" },
  aws_vpc_endpoint: {
    service_name: "com.amazonaws.vpce.{region}.vpce-svc-{hex:17}",
    state: "available",
    vpc_endpoint_type: "GatewayLoadBalancer",
  },
  cloudflare_zone: { id: "{hex:32}", zone_id: "{id}", name: "example.com" },
};
