import { typedResource } from "../typed-resource";
import { ACME } from "./provider";

/** A certificate that an authority issues, and issues again when an apply finds it near its end. */
export class AcmeCertificate extends typedResource(ACME, "acme_certificate", {
  attributes: {
    account_key_pem: { type: "string", required: true, sensitive: true },
    cert_timeout: { type: "number", optional: true },
    certificate_domain: { type: "string", computed: true },
    certificate_not_after: { type: "string", computed: true },
    certificate_not_before: { type: "string", computed: true },
    certificate_p12: { type: "string", computed: true, sensitive: true },
    certificate_p12_password: { type: "string", optional: true, sensitive: true },
    certificate_pem: { type: "string", computed: true },
    certificate_request_pem: { type: "string", optional: true },
    certificate_serial: { type: "string", computed: true },
    certificate_url: { type: "string", computed: true },
    common_name: { type: "string", optional: true },
    deactivate_authorizations: { type: "bool", optional: true },
    disable_complete_propagation: { type: "bool", optional: true },
    id: { type: "string", optional: true, computed: true },
    issuer_pem: { type: "string", computed: true },
    key_type: { type: "string", optional: true },
    min_days_dynamic: { type: "bool", optional: true },
    min_days_remaining: { type: "number", optional: true },
    must_staple: { type: "bool", optional: true },
    pre_check_delay: { type: "number", optional: true },
    preferred_chain: { type: "string", optional: true },
    private_key_pem: { type: "string", computed: true, sensitive: true },
    profile: { type: "string", optional: true },
    propagation_wait: { type: "number", optional: true },
    recursive_nameservers: { type: ["list", "string"], optional: true },
    renewal_info_explanation_url: { type: "string", computed: true },
    renewal_info_ignore_retry_after: { type: "bool", optional: true },
    renewal_info_max_sleep: { type: "number", optional: true },
    renewal_info_retry_after: { type: "string", computed: true },
    renewal_info_window_end: { type: "string", computed: true },
    renewal_info_window_selected: { type: "string", computed: true },
    renewal_info_window_start: { type: "string", computed: true },
    revoke_certificate_on_destroy: { type: "bool", optional: true },
    revoke_certificate_reason: { type: "string", optional: true },
    subject_alternative_names: { type: ["set", "string"], optional: true },
    use_renewal_info: { type: "bool", optional: true },
    validity_days: { type: "number", optional: true },
  },
  block_types: {
    dns_challenge: {
      nesting_mode: "list",
      block: {
        attributes: {
          config: { type: ["map", "string"], optional: true, sensitive: true },
          provider: { type: "string", required: true },
        },
      },
    },
    http_challenge: {
      nesting_mode: "list",
      max_items: 1,
      block: {
        attributes: {
          port: { type: "number", optional: true },
          proxy_header: { type: "string", optional: true },
        },
      },
    },
    http_memcached_challenge: {
      nesting_mode: "list",
      max_items: 1,
      block: {
        attributes: {
          hosts: { type: ["set", "string"], required: true },
        },
      },
    },
    http_s3_challenge: {
      nesting_mode: "list",
      max_items: 1,
      block: {
        attributes: {
          s3_bucket: { type: "string", required: true },
        },
      },
    },
    http_webroot_challenge: {
      nesting_mode: "list",
      max_items: 1,
      block: {
        attributes: {
          directory: { type: "string", required: true },
        },
      },
    },
    tls_challenge: {
      nesting_mode: "list",
      max_items: 1,
      block: {
        attributes: {
          port: { type: "number", optional: true },
        },
      },
    },
  },
}) {}
