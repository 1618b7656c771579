import type { RelayVendor } from "../vendor";

const RESTRICT_DELIVERY_PAGE =
  "https://documentation.n-able.com/spamexperts/userguide/Content/faqs/how-restrict-dit-deliv.htm";
const PARTNER_PAGE =
  "https://www.eunetic.com/de/kb/installation/wie-kann-ich-einstellen-dass-nur-nachrichten-von-der-europeanmx-cloud-akzeptiert-werden";
const MX_RECORDS_PAGE =
  "https://documentation.n-able.com/spamexperts/userguide/Content/B_Admin%20Level/domains/mx-records.htm";
const QUICK_START_PAGE =
  "https://documentation.n-able.com/spamexperts/userguide/qsg/lc/Content/B_Admin%20Level/domains/mx-records.htm";

/** SpamExperts Hosted Cloud. */
export const SPAMEXPERTS: RelayVendor = {
  id: "spamexperts",
  name: "SpamExperts Hosted Cloud",
  aliases: ["antispamcloud", "many white-label resellers, e.g. EuropeanMX"],
  asOf: "2026-11-01",
  direction: "both",
  documentation: [RESTRICT_DELIVERY_PAGE, PARTNER_PAGE, MX_RECORDS_PAGE, QUICK_START_PAGE],
  deliversFrom: {
    value: ["185.201.16.0/22"],
    confidence: "documented",
    sources: [RESTRICT_DELIVERY_PAGE, "public customer configuration", PARTNER_PAGE],
    note: "Same page says 'IP addresses may change, therefore only hostname-based allow listing is supported' and also names securemail.management.",
  },
  networkSource: { type: "A", name: "delivery.antispamcloud.com" },
  spf: {
    value: "include:spf.antispamcloud.com",
    confidence: "seen-in-wild",
    sources: ["public customer configuration"],
  },
  smartHost: {
    value: { host: "smtp.antispamcloud.com", ports: [25] },
    confidence: "seen-in-wild",
    sources: ["public customer configuration"],
    note: "Personal how-to for Exchange 2019; auth = outgoing user/password or registered IP.",
  },
  regions: {
    global: {
      mx: {
        value: [
          { host: "mx.spamexperts.com", preference: 10 },
          { host: "fallbackmx.spamexperts.eu", preference: 20 },
          { host: "lastmx.spamexperts.net", preference: 30 },
        ],
        confidence: "documented",
        sources: [MX_RECORDS_PAGE, "public customer configuration"],
      },
    },
    eu: {
      mx: {
        value: [
          { host: "mx1-eu.spamexperts.com", preference: 10 },
          { host: "mx2-eu.spamexperts.com", preference: 20 },
          { host: "mx3-eu.spamexperts.com", preference: 30 },
          { host: "mx4-eu.spamexperts.com", preference: 40 },
        ],
        confidence: "documented",
        sources: [MX_RECORDS_PAGE],
      },
    },
    us: {
      mx: {
        value: [
          { host: "mx1-us.spamexperts.com", preference: 10 },
          { host: "mx2-us.spamexperts.com", preference: 20 },
          { host: "mx3-us.spamexperts.com", preference: 30 },
          { host: "mx4-us.spamexperts.com" },
        ],
        confidence: "documented",
        sources: [MX_RECORDS_PAGE],
        note: "Stored excerpt is cut after mx4-us (its preference and any further regions not captured).",
        confirm: true,
      },
    },
    antispamcloud: {
      mx: {
        value: [
          { host: "filter10.antispamcloud.com", preference: 10 },
          { host: "filter20.antispamcloud.com", preference: 20 },
          { host: "filter30.antispamcloud.com", preference: 30 },
          { host: "filter40.antispamcloud.com", preference: 40 },
        ],
        confidence: "documented",
        sources: [QUICK_START_PAGE],
        note: "Listed after the spamexperts set without a heading; use one set, never both.",
        confirm: true,
      },
    },
  },
  continuity: {
    value: {
      queueDays: 60,
      webmail: "unknown",
      activation: "The queue works by itself, for known valid recipients only: declare every recipient.",
    },
    confidence: "documented",
    sources: [
      "https://documentation.n-able.com/spamexperts/userguide/Content/C_Domain%20Level/incoming/message-queueing.htm",
      "https://kb.spamexperts.com/227840/",
    ],
    note: "Current doc: queued for known valid recipients, every ~15 min for 2 h, then growing, then every 6 h until 60 days, then bounce. Older docs/resellers: 4 days.",
  },
  dkim: {
    value: "Same control panel as Mail Assure: key generated per domain, TXT published by customer.",
    confidence: "uncertain",
    sources: [
      "https://documentation.n-able.com/mail-assure/userguide/email/Content/C_Domain%20Level/outgoing/generate-dkim-certificate.htm",
    ],
  },
  pitfalls: [
    "Firewalls need TCP 53 open to resolve the large delivery.antispamcloud.com A set.",
    "Resellers publish their own MX names on the same platform.",
  ],
};
