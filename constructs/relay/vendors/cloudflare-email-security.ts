import type { RelayVendor } from "../vendor";

const EGRESS_IPS_PAGE =
  "https://developers.cloudflare.com/cloudflare-one/email-security/setup/pre-delivery-deployment/egress-ips/";
const GSUITE_EMAIL_SECURITY_PAGE =
  "https://developers.cloudflare.com/cloudflare-one/email-security/setup/pre-delivery-deployment/prerequisites/gsuite-email-security-mx/";
const MX_GEOGRAPHIC_LOCATIONS_PAGE =
  "github:cloudflare/cloudflare-docs src/content/partials/cloudflare-one/email-security/deployment/mx-geographic-locations.mdx@ad4f56a7b52e";
const EMAIL_SECURITY_DEPLOYMENTS_PAGE =
  "github:cloudflare/cloudflare-docs src/content/docs/reference-architecture/architectures/email-security-deployments.mdx@035593442628";

/** Cloudflare Email Security: takes mail in, sends none. */
export const CLOUDFLARE_EMAIL_SECURITY: RelayVendor = {
  id: "cloudflare-email-security",
  name: "Cloudflare Email Security",
  aliases: ["Area 1", "Cloud Email Security"],
  asOf: "2026-11-01",
  direction: "inbound",
  documentation: [EGRESS_IPS_PAGE, GSUITE_EMAIL_SECURITY_PAGE],
  deliversFrom: {
    value: [
      "52.11.209.211/32",
      "52.89.255.11/32",
      "52.0.67.109/32",
      "54.173.50.115/32",
      "104.30.32.0/19",
      "158.51.64.0/26",
      "158.51.65.0/26",
      "134.195.26.0/23",
      "35.157.195.63/32",
      "52.58.35.43/32",
      "2405:8100:c400::/38",
    ],
    confidence: "documented",
    sources: [
      EGRESS_IPS_PAGE,
      "github:cloudflare/cloudflare-docs src/content/docs/cloudflare-one/email-security/setup/pre-delivery-deployment/egress-ips.mdx@157f83a934b0",
    ],
    note: "Current page: one list for everyone. The older Area 1 page split it (35.157.195.63 and 52.58.35.43 only for Europe). Its /24 split of the /19 and /23 is only for Microsoft 365, not for firewalls.",
  },
  regions: {
    global: {
      mx: {
        value: [
          { host: "mxa.global.inbound.cf-emailsecurity.net", preference: 10 },
          { host: "mxb.global.inbound.cf-emailsecurity.net", preference: 10 },
        ],
        confidence: "documented",
        sources: [GSUITE_EMAIL_SECURITY_PAGE, "public customer configuration"],
        note: "Vendor shows them as sample dig output (page updated 2026-04-17) and cloudflare.com itself publishes them; the set-up page makes you pick a processing location and can write the MX itself; per-region hosts of this generation are not listed in the docs read, so treat as input.",
        confirm: true,
      },
    },
    us: {
      mx: {
        value: [{ host: "mxa.us.inbound.cf-emailsecurity.net" }],
        confidence: "seen-in-wild",
        sources: ["public customer configuration"],
      },
    },
    "us-legacy": {
      mx: {
        value: [
          { host: "mailstream-east.mxrecord.io", preference: 10 },
          { host: "mailstream-west.mxrecord.io", preference: 10 },
          { host: "mailstream-central.mxrecord.mx", preference: 20 },
        ],
        confidence: "documented",
        sources: [MX_GEOGRAPHIC_LOCATIONS_PAGE, "public customer configuration"],
        note: "Hosts from the vendor partial; preferences from the Area 1 setup page and old cloudflare.com DNS.",
      },
    },
    "eu-legacy": {
      mx: {
        value: [
          { host: "mailstream-eu1.mxrecord.io" },
          { host: "mailstream-east.mxrecord.io" },
          { host: "mailstream-west.mxrecord.io" },
          { host: "mailstream-central.mxrecord.mx" },
        ],
        confidence: "documented",
        sources: [MX_GEOGRAPHIC_LOCATIONS_PAGE],
        note: "Vendor: put eu1 first, then US hosts; exact numbers are the customer's choice.",
        confirm: true,
      },
    },
    "in-legacy": {
      mx: {
        value: [
          { host: "mailstream-bom.mxrecord.mx" },
          { host: "mailstream-india-primary.mxrecord.mx" },
          { host: "mailstream-asia.mxrecord.mx" },
        ],
        confidence: "documented",
        sources: [
          MX_GEOGRAPHIC_LOCATIONS_PAGE,
          "github:cloudflare/cloudflare-docs src/content/partials/email-security/deployment/mx-geographic-locations.mdx@1215e0333994",
        ],
        note: "Pick one: bom = India only (older page: no redundancy); india-primary = with US backup; asia = India with Australia backup.",
        confirm: true,
      },
    },
    "au-legacy": {
      mx: {
        value: [
          { host: "mailstream-syd.area1.cloudflare.net" },
          { host: "mailstream-australia-primary.area1.cloudflare.net" },
        ],
        confidence: "documented",
        sources: [MX_GEOGRAPHIC_LOCATIONS_PAGE],
        note: "Pick one: syd = Australia only; australia-primary = with India/US backup.",
        confirm: true,
      },
    },
  },
  continuity: {
    value: {
      webmail: "unknown",
      activation:
        "The queue works by itself and delivers once the server answers again; for how long it keeps mail is not documented.",
    },
    confidence: "documented",
    sources: [EMAIL_SECURITY_DEPLOYMENTS_PAGE],
    note: "Accepts and queues mail while the downstream is unavailable, resumes when restored ('adaptive message pooling'); works with on-prem Exchange. Duration not documented; no emergency inbox found.",
  },
  dkim: {
    value:
      "Inline inbound only: legacy doc says Email Security 'does not currently manage outbound email' - no SPF include, no DKIM, no smarthost. (Inference: Exchange must not evaluate SPF on the Cloudflare hop.) Verdict arrives as header X-CFEmailSecurity-Disposition.",
    confidence: "documented",
    sources: [
      "github:cloudflare/cloudflare-docs src/content/partials/email-security/outbound-email.mdx@1215e0333994",
      EMAIL_SECURITY_DEPLOYMENTS_PAGE,
    ],
  },
  domainVerification: {
    value:
      "Domains already on Cloudflare are pre-verified; manually entered domains are verified within 24 h; record type/value not stated in the docs read.",
    confidence: "documented",
    sources: [
      "github:cloudflare/cloudflare-docs src/content/docs/cloudflare-one/email-security/setup/pre-delivery-deployment/mx-inline-deployment-setup.mdx@0010e3da9a28",
    ],
  },
  pitfalls: [
    "Two MX generations co-exist (mxrecord.io/.mx and cf-emailsecurity.net).",
    "Forwarding address (next hop) and TLS mode (all over TLS / opportunistic) are set in the dashboard.",
  ],
};
