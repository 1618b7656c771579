import type { RelayVendor } from "../vendor";

const ENFORCE_TLS_PAGE =
  "https://docs.sophos.com/central/customer/help/en-us/ManageYourProducts/EmailSecurity/SecureMessagePolicy/EmailEnforceTLSConnections/index.html";

/** Sophos Email (Sophos Central gateway mode). */
export const SOPHOS_EMAIL: RelayVendor = {
  id: "sophos-email",
  name: "Sophos Email (Sophos Central gateway mode)",
  aliases: ["hydra"],
  asOf: "2026-11-01",
  direction: "both",
  documentation: [ENFORCE_TLS_PAGE],
  spf: {
    value: "include:_spf_{region}.prod.hydra.sophos.com",
    confidence: "seen-in-wild",
    sources: ["public customer configuration"],
    note: "region without dashes: uswest2, eucentral1 seen. One domain has MX us-east-2 but SPF uswest2: never derive one from the other.",
  },
  regions: {
    "eu-west-1": {
      mx: {
        value: [
          { host: "mx-01-eu-west-1.prod.hydra.sophos.com", preference: 10 },
          { host: "mx-02-eu-west-1.prod.hydra.sophos.com", preference: 20 },
        ],
        confidence: "seen-in-wild",
        sources: ["public customer configuration"],
        note: "10/20 on us-east-2, 10/10 on eu-west-1 (sophos.com).",
      },
    },
    "us-east-2": {
      mx: {
        value: [
          { host: "mx-01-us-east-2.prod.hydra.sophos.com", preference: 10 },
          { host: "mx-02-us-east-2.prod.hydra.sophos.com", preference: 20 },
        ],
        confidence: "seen-in-wild",
        sources: ["public customer configuration"],
        note: "10/20 on us-east-2, 10/10 on eu-west-1 (sophos.com).",
      },
    },
  },
  continuity: {
    value: {
      webmail: "unknown",
      activation:
        "Nothing is documented but this: mail that fails enforced TLS is queued for 7 days, then deleted.",
    },
    confidence: "documented",
    sources: [ENFORCE_TLS_PAGE],
    note: "Only documented figure: mail that fails enforced TLS is queued 7 days, then deleted.",
  },
  pitfalls: [
    "Delivery IPs per region not sourced.",
    "Enforced TLS needs TLS 1.3 enabled on the customer's gateway (vendor note).",
  ],
};
