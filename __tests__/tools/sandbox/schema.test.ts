import { resourceSchema, terraformBlock } from "../../../tools/sandbox/schema";
import { attributeType, type Block, isNested } from "../../../tools/sandbox/schema/model";

function blockOf(type: string, kind: "resource" | "data" = "resource"): Block {
  const block = terraformBlock(kind, type);
  if (block === undefined) throw new Error(`no such type: ${type}`);
  return block;
}

function attributeOf(type: string, name: string, kind: "resource" | "data" = "resource") {
  const attribute = blockOf(type, kind).attributes.find((each) => each.name === name);
  if (attribute === undefined) throw new Error(`${type} has no attribute ${name}`);
  return attribute;
}

function nestedOf(type: string, name: string) {
  return blockOf(type).blocks.find((each) => each.name === name);
}

/** Type, required arguments, and blocks as name:nesting (with ! for a single list block). */
const RESOURCES: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ["aws_vpc", [], []],
  ["aws_subnet", ["vpc_id"], ["timeouts:single"]],
  ["aws_internet_gateway", [], ["timeouts:single"]],
  ["aws_route_table", ["vpc_id"], ["timeouts:single"]],
  ["aws_route", ["route_table_id"], ["timeouts:single"]],
  ["aws_route_table_association", ["route_table_id"], ["timeouts:single"]],
  ["aws_network_acl", ["vpc_id"], []],
  ["aws_network_acl_rule", ["network_acl_id", "protocol", "rule_action", "rule_number"], []],
  ["aws_network_acl_association", ["network_acl_id", "subnet_id"], []],
  ["aws_security_group", [], ["timeouts:single"]],
  ["aws_vpc_security_group_ingress_rule", ["ip_protocol", "security_group_id"], []],
  ["aws_vpc_security_group_egress_rule", ["ip_protocol", "security_group_id"], []],
  ["aws_network_interface", ["subnet_id"], ["attachment:set"]],
  ["aws_eip", [], ["timeouts:single"]],
  ["aws_eip_association", [], []],
  [
    "aws_networkfirewall_firewall_policy",
    ["name"],
    ["encryption_configuration:list!", "firewall_policy:list!"],
  ],
  [
    "aws_networkfirewall_rule_group",
    ["capacity", "name", "type"],
    ["encryption_configuration:list!", "rule_group:list!"],
  ],
  ["aws_networkfirewall_logging_configuration", ["firewall_arn"], ["logging_configuration:list!"]],
  [
    "aws_networkfirewall_tls_inspection_configuration",
    ["name"],
    ["timeouts:single", "tls_inspection_configuration:list"],
  ],
  [
    "aws_networkfirewall_vpc_endpoint_association",
    ["firewall_arn", "vpc_id"],
    ["subnet_mapping:list", "timeouts:single"],
  ],
  ["aws_acm_certificate_validation", ["certificate_arn"], ["timeouts:single"]],
  ["aws_route53_hosted_zone_dnssec", ["hosted_zone_id"], ["timeouts:single"]],
  [
    "aws_route53_key_signing_key",
    ["hosted_zone_id", "key_management_service_arn", "name"],
    ["timeouts:single"],
  ],
  ["aws_cloudfront_function", ["code", "name", "runtime"], []],
  ["aws_kms_key", [], ["timeouts:single"]],
  ["aws_kms_alias", ["target_key_id"], []],
  ["aws_cloudwatch_log_group", [], []],
  ["aws_flow_log", [], ["destination_options:list!"]],
  ["aws_lb_target_group_attachment", ["target_group_arn", "target_id"], []],
  ["aws_s3_bucket_versioning", ["bucket"], ["versioning_configuration:list!"]],
  ["aws_s3_bucket_public_access_block", ["bucket"], []],
  ["aws_iam_role", ["assume_role_policy"], ["inline_policy:set"]],
  ["aws_iam_role_policy", ["policy", "role"], []],
  ["aws_sns_topic", [], []],
  ["aws_ssm_document", ["content", "document_type", "name"], ["attachments_source:list"]],
  ["cloudflare_dns_record", ["name", "ttl", "type", "zone_id"], []],
  ["cloudflare_zone", ["account", "name"], []],
  ["cloudflare_zone_dnssec", ["zone_id"], []],
  ["cloudflare_workers_custom_domain", ["account_id", "hostname", "service", "zone_id"], []],
];

test.each(RESOURCES)("%s has its required arguments and its blocks", (type, required, blocks) => {
  const block = blockOf(type);
  const found = block.attributes.filter((each) => each.required).map((each) => each.name);
  expect(found.sort()).toEqual(required);
  const nested = block.blocks.map((each) => `${each.name}:${each.nesting}${each.maxItems === 1 ? "!" : ""}`);
  expect(nested.sort()).toEqual(blocks);
});

test.each([
  "aws_acm_certificate",
  "aws_cloudfront_distribution",
  "aws_cloudwatch_metric_alarm",
  "aws_iam_policy",
  "aws_instance",
  "aws_lambda_function",
  "aws_lb",
  "aws_lb_listener",
  "aws_lb_target_group",
  "aws_route53_record",
  "aws_route53_zone",
  "aws_s3_bucket",
  "aws_vpc_endpoint",
])("%s can be left without id and answers one", (type) => {
  expect(attributeOf(type, "id")).toMatchObject({ required: false, optional: true, computed: true });
});

test("a firewall reports its endpoints as computed nested objects", () => {
  expect(attributeOf("aws_networkfirewall_firewall", "firewall_status")).toMatchObject({
    computed: true,
    optional: false,
    type: [
      "list",
      [
        "object",
        {
          sync_states: [
            "set",
            [
              "object",
              {
                attachment: ["list", ["object", { endpoint_id: "string", subnet_id: "string" }]],
                availability_zone: "string",
              },
            ],
          ],
          transit_gateway_attachment_sync_states: ["list", ["object", { attachment_id: "string" }]],
        },
      ],
    ],
  });
  expect(nestedOf("aws_networkfirewall_firewall", "subnet_mapping")).toMatchObject({
    nesting: "set",
    maxItems: 0,
  });
});

test("routes and security group rules written inline are attributes, not blocks", () => {
  expect(attributeOf("aws_route_table", "route")).toMatchObject({ optional: true, computed: true });
  expect(attributeType(attributeOf("aws_security_group", "ingress"))).toMatchObject([
    "set",
    ["object", { from_port: "number", self: "bool" }],
  ]);
});

test("a block that must appear has at least one element", () => {
  expect(nestedOf("aws_networkfirewall_firewall_policy", "firewall_policy")).toMatchObject({ minItems: 1 });
  expect(nestedOf("aws_s3_bucket_versioning", "versioning_configuration")).toMatchObject({ minItems: 1 });
});

test("Cloudflare's objects are nested attributes whose members may be left out", () => {
  const data = attributeOf("cloudflare_dns_record", "data");
  if (!isNested(data.type)) throw new Error("data is not a nested attribute");
  expect(data.type.nesting).toBe("single");
  const byName = new Map(data.type.attributes.map((each) => [each.name, each]));
  expect(byName.get("target")).toMatchObject({ type: "string", optional: true, required: false });
  expect(byName.get("priority")).toMatchObject({ type: "number" });
  expect(byName.get("flags")).toMatchObject({ type: "dynamic" });
  expect(attributeOf("cloudflare_dns_record", "settings")).toMatchObject({ optional: true, computed: true });
});

test("sets and lists of strings are told apart", () => {
  expect(attributeType(attributeOf("cloudflare_dns_record", "tags"))).toEqual(["set", "string"]);
  expect(attributeType(attributeOf("aws_acm_certificate", "subject_alternative_names"))).toEqual([
    "set",
    "string",
  ]);
  expect(attributeType(attributeOf("aws_route53_zone", "name_servers"))).toEqual(["list", "string"]);
});

test("write-only arguments are kept out of state", () => {
  expect(attributeOf("aws_ssm_parameter", "value_wo").writeOnly).toBe(true);
  expect(attributeOf("aws_ssm_parameter", "value").writeOnly).toBe(false);
});

test("data sources have schemas of their own", () => {
  expect(attributeOf("aws_caller_identity", "account_id", "data")).toMatchObject({
    computed: true,
    optional: false,
  });
  expect(blockOf("aws_iam_policy_document", "data").blocks.map((each) => each.name)).toContain("statement");
  expect(attributeOf("cloudflare_zone", "zone_id", "data").optional).toBe(true);
});

test("the names of a resource are listed recursively", () => {
  const names = resourceSchema("aws_networkfirewall_firewall");
  expect(names?.attributes).toContain("vpc_id");
  expect(names?.nested.subnet_mapping?.attributes).toEqual(["ip_address_type", "subnet_id"]);
  expect(
    resourceSchema("aws_networkfirewall_rule_group")?.nested.rule_group?.nested.stateful_rule_options
      ?.attributes,
  ).toEqual(["rule_order"]);
});

test("a type the bindings do not have has no schema", () => {
  expect(resourceSchema("aws_exchange_server")).toBeUndefined();
  expect(resourceSchema("azurerm_virtual_machine")).toBeUndefined();
});
