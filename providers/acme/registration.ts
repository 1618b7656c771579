import { typedResource } from "../typed-resource";
import { ACME } from "./provider";

/** An account at an authority. */
export class AcmeRegistration extends typedResource(ACME, "acme_registration", {
  attributes: {
    account_key_algorithm: { type: "string", optional: true },
    account_key_ecdsa_curve: { type: "string", optional: true },
    account_key_pem: { type: "string", optional: true, computed: true, sensitive: true },
    account_key_rsa_bits: { type: "number", optional: true },
    email_address: { type: "string", optional: true },
    id: { type: "string", optional: true, computed: true },
    registration_url: { type: "string", computed: true },
  },
  block_types: {
    external_account_binding: {
      nesting_mode: "list",
      max_items: 1,
      block: {
        attributes: {
          hmac_base64: { type: "string", required: true, sensitive: true },
          key_id: { type: "string", required: true, sensitive: true },
        },
      },
    },
  },
}) {}
