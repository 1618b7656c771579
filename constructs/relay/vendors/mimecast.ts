import type { RelayVendor, VendorValues } from "../vendor";

const RANGES_PAGE = "https://community.mimecast.com/docs/DOC-1607";
const ENABLE_EOP_ENHANCED_PAGE =
  "https://c7solutions.com/2020/09/enable-eop-enhanced-filtering-for-mimecast-users";
const SPF_PAGE = "https://mimecastsupport.zendesk.com/hc/en-us/articles/34000792642963";
const SPF_LIST_PAGE = "https://community.mimecast.com/docs/DOC-2010";
const DKIM_GUIDE_PAGE = "https://mxio.io/providers/mimecast";

const NETWORKS: VendorValues["deliversFrom"] = {
  value: null,
  confidence: "uncertain",
  sources: ["public customer configuration", RANGES_PAGE, ENABLE_EOP_ENHANCED_PAGE],
  note: "Purpose of the list is scanner detection; predates/overlaps the 2022-23 move from leased to owned ranges. Do NOT ship. Vendor says lock port 25 to the ranges of YOUR region. An MVP blog notes the regional SPF netblocks list the same IPs that deliver inbound.",
};

/** Mimecast Email Security Cloud Gateway. */
export const MIMECAST: RelayVendor = {
  id: "mimecast",
  name: "Mimecast Email Security Cloud Gateway",
  aliases: [],
  asOf: "2026-11-01",
  direction: "both",
  documentation: [RANGES_PAGE, ENABLE_EOP_ENHANCED_PAGE, SPF_PAGE, SPF_LIST_PAGE, DKIM_GUIDE_PAGE],
  smartHost: {
    value: null,
    confidence: "documented",
    sources: [
      "https://mimecastsupport.zendesk.com/hc/en-us/articles/34000414711443-Message-Routing-Maintaining-Authorized-Outbound-IP-Addresses",
      "https://mimecastsupport.zendesk.com/hc/en-us/articles/34000659090707-Administration-Frequently-Asked-Questions",
    ],
    note: "Host names not sourced. Port 25; the customer's egress IPs must be registered as Authorized Outbounds (single IPs, no networks; up to 2 h to apply), or SMTP AUTH for dynamic IPs.",
  },
  regions: {
    eu: {
      mx: {
        value: [
          { host: "eu-smtp-inbound-1.mimecast.com", preference: 10 },
          { host: "eu-smtp-inbound-2.mimecast.com", preference: 10 },
        ],
        confidence: "seen-in-wild",
        sources: ["public customer configuration"],
        note: "Equal preference for both (10/10, 4/4, 1/1 all seen).",
      },
      deliversFrom: NETWORKS,
      networkSource: { type: "TXT-SPF", name: "eu._netblocks.mimecast.com" },
      spf: {
        value: "include:eu._netblocks.mimecast.com",
        confidence: "documented",
        sources: [SPF_PAGE, SPF_LIST_PAGE],
      },
    },
    de: {
      mx: {
        value: [{ host: "de-smtp-inbound-1.mimecast.com" }, { host: "de-smtp-inbound-2.mimecast.com" }],
        confidence: "uncertain",
        sources: ["public customer configuration"],
        note: "Pattern extrapolated from eu/us; not observed.",
      },
      deliversFrom: NETWORKS,
      networkSource: { type: "TXT-SPF", name: "de._netblocks.mimecast.com" },
      spf: {
        value: "include:de._netblocks.mimecast.com",
        confidence: "documented",
        sources: [SPF_PAGE, SPF_LIST_PAGE],
      },
    },
    us: {
      mx: {
        value: [{ host: "us-smtp-inbound-1.mimecast.com" }],
        confidence: "seen-in-wild",
        sources: ["public customer configuration"],
      },
      deliversFrom: NETWORKS,
      networkSource: { type: "TXT-SPF", name: "us._netblocks.mimecast.com" },
      spf: {
        value: "include:us._netblocks.mimecast.com",
        confidence: "documented",
        sources: [SPF_PAGE, SPF_LIST_PAGE],
      },
    },
    usb: {
      mx: {
        value: [{ host: "usb-smtp-inbound-1.mimecast.com" }, { host: "usb-smtp-inbound-2.mimecast.com" }],
        confidence: "uncertain",
        sources: ["public customer configuration"],
        note: "Pattern extrapolated from eu/us; not observed.",
      },
      deliversFrom: NETWORKS,
      networkSource: { type: "TXT-SPF", name: "usb._netblocks.mimecast.com" },
      spf: {
        value: "include:usb._netblocks.mimecast.com",
        confidence: "documented",
        sources: [SPF_PAGE],
      },
    },
    za: {
      mx: {
        value: [{ host: "za-smtp-inbound-1.mimecast.com" }, { host: "za-smtp-inbound-2.mimecast.com" }],
        confidence: "uncertain",
        sources: ["public customer configuration"],
        note: "Pattern extrapolated from eu/us; not observed.",
      },
      deliversFrom: NETWORKS,
      networkSource: { type: "TXT-SPF", name: "za._netblocks.mimecast.com" },
      spf: {
        value: "include:za._netblocks.mimecast.com",
        confidence: "documented",
        sources: [SPF_LIST_PAGE],
      },
    },
    au: {
      mx: {
        value: [{ host: "au-smtp-inbound-1.mimecast.com" }, { host: "au-smtp-inbound-2.mimecast.com" }],
        confidence: "uncertain",
        sources: ["public customer configuration"],
        note: "Pattern extrapolated from eu/us; not observed.",
      },
      deliversFrom: NETWORKS,
      networkSource: { type: "TXT-SPF", name: "au._netblocks.mimecast.com" },
      spf: {
        value: "include:au._netblocks.mimecast.com",
        confidence: "documented",
        sources: [SPF_LIST_PAGE],
      },
    },
    ca: {
      mx: {
        value: [{ host: "ca-smtp-inbound-1.mimecast.com" }, { host: "ca-smtp-inbound-2.mimecast.com" }],
        confidence: "uncertain",
        sources: ["public customer configuration"],
        note: "Pattern extrapolated from eu/us; not observed.",
      },
      deliversFrom: NETWORKS,
      networkSource: { type: "TXT-SPF", name: "ca._netblocks.mimecast.com" },
      spf: {
        value: "include:ca._netblocks.mimecast.com",
        confidence: "seen-in-wild",
        sources: [DKIM_GUIDE_PAGE, "public customer configuration"],
      },
    },
    global: {
      spf: {
        value: "include:_netblocks.mimecast.com",
        confidence: "documented",
        sources: [SPF_LIST_PAGE],
        note: "Costs most of the 10-lookup budget; use the regional one.",
      },
    },
  },
  continuity: {
    value: {
      queueDays: 4,
      webmail: "read",
      activation: "Start a continuity event in the console; it ends when Exchange answers again.",
    },
    confidence: "documented",
    sources: [
      "https://mimecastsupport.zendesk.com/hc/en-us/articles/34000735764115-Message-Tracking-Monitoring-Delivery-Queue",
      "http://www.mimecast.com/small-business/continuity/how-email-continuity-works/",
    ],
    note: "Default retry 96 hours or 30 attempts (changeable by support); Continuity events give webmail/Outlook access and deliver when Exchange returns.",
  },
  dkim: {
    value: "DNS Authentication - Outbound definition per domain, customer-chosen selector, 1024/2048 TXT.",
    confidence: "seen-in-wild",
    sources: [DKIM_GUIDE_PAGE, "public customer configuration"],
  },
  domainVerification: {
    value:
      "Internal domains must be validated before inbound is enabled (Connect process); record value not sourced.",
    confidence: "documented",
    sources: ["https://mimecastsupport.zendesk.com/hc/en-us/articles/34000792893075"],
  },
  pitfalls: [
    "Ranges are added without notice; DE, AU and US-A ranges were replaced in 2022-2023.",
    "Region = where data is hosted, not where the company is.",
  ],
};
