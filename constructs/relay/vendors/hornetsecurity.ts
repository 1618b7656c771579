import type { RelayVendor, VendorValues } from "../vendor";

const VADE_MIGRATION_PAGE =
  "https://support.hornetsecurity.com/hc/en-us/articles/45997388779537-Migration-for-Vade-Cloud-Customers";
const PARTNER_PAGE = "https://crm.ikomm.de/knowledge/article/20";
const SPF_PAGE = "https://help.cumulussmtp.com/article/280-hornetsecurity-correct-spf-authentication";

const MX: VendorValues["mx"] = {
  value: [
    { host: "mx01.hornetsecurity.com", preference: 10 },
    { host: "mx02.hornetsecurity.com", preference: 20 },
    { host: "mx03.hornetsecurity.com", preference: 30 },
    { host: "mx04.hornetsecurity.com", preference: 40 },
  ],
  confidence: "documented",
  sources: [PARTNER_PAGE, "public customer configuration"],
  note: "Partner documentation (ikomm.de), plus heise.de and other live DNS dumps.",
};

/** Hornetsecurity Spam and Malware Protection. */
export const HORNETSECURITY: RelayVendor = {
  id: "hornetsecurity",
  name: "Hornetsecurity Spam and Malware Protection",
  aliases: [
    "antispameurope",
    "365 Total Protection gateway",
    "target platform of Vade Cloud and Zerospam customers",
    "probable white labels (inferred from identical help texts/selectors): EveryCloud, MPmail",
  ],
  asOf: "2026-11-01",
  direction: "both",
  documentation: [VADE_MIGRATION_PAGE, PARTNER_PAGE, SPF_PAGE],
  deliversFrom: {
    value: ["94.100.128.0/20", "185.140.204.0/22", "173.45.18.0/24", "83.246.65.0/24"],
    confidence: "documented",
    sources: [VADE_MIGRATION_PAGE, "public customer configuration"],
    note: "Vendor labels: 94.100.128.0/20 worldwide; 185.140.204.0/22 US Atlanta; 173.45.18.0/24 US Washington; 83.246.65.0/24 Hannover.",
  },
  spf: {
    value: "include:spf.hornetsecurity.com",
    confidence: "documented",
    sources: [SPF_PAGE, "public customer configuration"],
    note: "If a relay is configured and this include is missing, Hornetsecurity switches OFF inbound SPF checks.",
  },
  smartHost: {
    value: null,
    confidence: "documented",
    sources: [
      "https://cp.hornetsecurity.com/manual/en/partner/SaMP/c_environment_settings.html",
      "http://faq-de.hornetsecurity.com/en/support/solutions/articles/9000135863-not-possible-to-connect-to-smarthost-for-outgoing-emails",
    ],
    note: "A smarthost exists, port 25, relay IPs registered in the control panel ('Relay IP addresses for outgoing emails') or SASL; host name not sourced.",
  },
  regions: {
    eu: {
      mx: MX,
    },
    "eu-minimum": {
      mx: MX,
      deliversFrom: {
        value: ["94.100.128.0/24", "94.100.136.0/23", "94.100.138.0/23", "83.246.65.0/24"],
        confidence: "documented",
        sources: [VADE_MIGRATION_PAGE],
        note: "Frankfurt; Hannover; Lille (FR); Hannover. Vendor 'strongly recommends' the full set.",
      },
    },
    ca: {
      mx: {
        value: [
          { host: "mx-cluster-ca01.hornetsecurity.com", preference: 10 },
          { host: "mx-cluster-ca03.hornetsecurity.com", preference: 20 },
          { host: "mx-cluster-ca02.hornetsecurity.com", preference: 30 },
          { host: "mx-cluster-ca-fallback.hornetsecurity.com", preference: 40 },
        ],
        confidence: "seen-in-wild",
        sources: ["public customer configuration"],
      },
    },
  },
  continuity: {
    value: {
      webmail: "read",
      activation:
        "The Continuity Service is a paid option: order it and enable its users before they need it.",
    },
    confidence: "documented",
    sources: [
      "https://faq.hornetsecurity.com/en/support/solutions/articles/9000105340-when-will-another-delivery-attempt-be-made-if-my-mail-server-is-not-available-",
      "https://faq.hornetsecurity.com/en/support/solutions/articles/9000093903-establishment-and-use-of-continuity-service",
    ],
    note: "Incoming mail is queued and retried from every minute, slowing down; max duration not stated. Optional Continuity Service: webmail/POP/IMAP, 90-day store.",
  },
  dkim: {
    value:
      "CNAME hse1._domainkey and hse2._domainkey delegated to vendor-provided targets (target shown in the control panel).",
    confidence: "seen-in-wild",
    sources: [
      "https://support.manageprotect.com/support/solutions/articles/44002069487-how-to-get-domainkeys-identified-mail-dkim-setup-for-your-customers-domain",
      "public customer configuration",
    ],
  },
  pitfalls: [
    "Resellers publish their own MX names (EveryCloud: mx101..mx104.everycloudtech.com 10/20/30/40, http://support.everycloudtech.com/support/solutions/articles/4000038125-essential-set-up-documentation); whether they share these IP ranges is unverified.",
  ],
};
