import { typedResource } from "../typed-resource";
import { FORTIOS } from "./provider";

/** What is decrypted, and with which certificate. */
export class FortiosSslSshProfile extends typedResource(FORTIOS, "fortios_firewall_sslsshprofile", {
  attributes: {
    comment: { type: "string", optional: true },
    id: { type: "string", optional: true, computed: true },
    mapi_over_https: { type: "string", optional: true, computed: true },
    name: { type: "string", required: true },
    rpc_over_https: { type: "string", optional: true, computed: true },
    server_cert: { type: "string", optional: true, computed: true },
    server_cert_mode: { type: "string", optional: true, computed: true },
    ssl_anomaly_log: { type: "string", optional: true, computed: true },
    ssl_handshake_log: { type: "string", optional: true, computed: true },
    ssl_negotiation_log: { type: "string", optional: true, computed: true },
    ssl_server_cert_log: { type: "string", optional: true, computed: true },
    supported_alpn: { type: "string", optional: true, computed: true },
    vdomparam: { type: "string", optional: true, computed: true },
  },
  block_types: {
    dot: {
      nesting_mode: "list",
      max_items: 1,
      block: {
        attributes: {
          quic: { type: "string", optional: true, computed: true },
          status: { type: "string", optional: true, computed: true },
        },
      },
    },
    ftps: {
      nesting_mode: "list",
      max_items: 1,
      block: {
        attributes: {
          ports: { type: "string", optional: true },
          status: { type: "string", optional: true, computed: true },
        },
      },
    },
    https: {
      nesting_mode: "list",
      max_items: 1,
      block: {
        attributes: {
          cert_validation_failure: { type: "string", optional: true, computed: true },
          client_cert_request: { type: "string", optional: true },
          client_certificate: { type: "string", optional: true, computed: true },
          encrypted_client_hello: { type: "string", optional: true, computed: true },
          expired_server_cert: { type: "string", optional: true, computed: true },
          min_allowed_ssl_version: { type: "string", optional: true, computed: true },
          ports: { type: "string", optional: true },
          proxy_after_tcp_handshake: { type: "string", optional: true, computed: true },
          quic: { type: "string", optional: true, computed: true },
          revoked_server_cert: { type: "string", optional: true, computed: true },
          sni_server_cert_check: { type: "string", optional: true, computed: true },
          status: { type: "string", optional: true, computed: true },
          unsupported_ssl_cipher: { type: "string", optional: true, computed: true },
          unsupported_ssl_negotiation: { type: "string", optional: true, computed: true },
          unsupported_ssl_version: { type: "string", optional: true, computed: true },
          untrusted_server_cert: { type: "string", optional: true, computed: true },
        },
      },
    },
    imaps: {
      nesting_mode: "list",
      max_items: 1,
      block: {
        attributes: {
          ports: { type: "string", optional: true },
          status: { type: "string", optional: true, computed: true },
        },
      },
    },
    pop3s: {
      nesting_mode: "list",
      max_items: 1,
      block: {
        attributes: {
          ports: { type: "string", optional: true },
          status: { type: "string", optional: true, computed: true },
        },
      },
    },
    smtps: {
      nesting_mode: "list",
      max_items: 1,
      block: {
        attributes: {
          ports: { type: "string", optional: true },
          status: { type: "string", optional: true, computed: true },
        },
      },
    },
    ssh: {
      nesting_mode: "list",
      max_items: 1,
      block: {
        attributes: {
          ports: { type: "string", optional: true },
          status: { type: "string", optional: true, computed: true },
        },
      },
    },
    ssl: {
      nesting_mode: "list",
      max_items: 1,
      block: {
        attributes: {
          inspect_all: { type: "string", optional: true, computed: true },
        },
      },
    },
  },
}) {}
