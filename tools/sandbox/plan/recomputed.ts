/**
 * Computed attributes a provider works out anew on update, and the arguments that make it do so. `*` stands
 * for any argument. Attributes not listed keep their value. A type pattern ending in `*` holds for every
 * type that starts so.
 */
export const RECOMPUTED: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  aws_cloudformation_stack: { outputs: ["template_body", "template_url", "parameters"] },
  aws_cloudfront_distribution: { etag: ["*"], last_modified_time: ["*"] },
  aws_cloudfront_function: { etag: ["*"], live_stage_etag: ["*"] },
  aws_lambda_function: {
    last_modified: ["*"],
    code_sha256: ["filename", "s3_key", "s3_object_version", "source_code_hash"],
    version: ["filename", "s3_key", "s3_object_version", "source_code_hash"],
    qualified_arn: ["filename", "s3_key", "s3_object_version", "source_code_hash"],
  },
  aws_launch_template: { latest_version: ["*"] },
  aws_networkfirewall_firewall: { firewall_status: ["subnet_mapping"], update_token: ["*"] },
  aws_networkfirewall_firewall_policy: { update_token: ["*"] },
  aws_networkfirewall_rule_group: { update_token: ["*"] },
  aws_networkfirewall_tls_inspection_configuration: {
    update_token: ["*"],
    certificates: ["tls_inspection_configuration"],
    certificate_authority: ["tls_inspection_configuration"],
  },
  aws_s3_object: {
    etag: ["content", "source", "source_hash"],
    version_id: ["content", "source", "source_hash"],
  },
  aws_secretsmanager_secret_version: { version_id: ["*"] },
  aws_ssm_document: { latest_version: ["content"], document_version: ["content"], hash: ["content"] },
  aws_ssm_parameter: { version: ["value", "insecure_value"] },
  "cloudflare_*": { modified_on: ["*"] },
  cloudflare_workers_script: { etag: ["content", "content_file", "content_sha256"], modified_on: ["*"] },
};
