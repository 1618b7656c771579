import type { RelayVendor } from "../vendor";

const FAQ_PAGE = "https://www.mxguarddog.com/?fuseaction=faq.technical";
const TROUBLESHOOTING_PAGE = "https://beta.mxguarddog.com/blog/troubleshoot-email-delivery";
const MAXIMIZE_SPAM_PROTECTION_PAGE = "https://mxguarddog.com/blog/maximize-spam-protection";

/** MX Guarddog. */
export const MX_GUARDDOG: RelayVendor = {
  id: "mx-guarddog",
  name: "MX Guarddog",
  aliases: [],
  asOf: "2026-11-01",
  direction: "both",
  documentation: [FAQ_PAGE, TROUBLESHOOTING_PAGE, MAXIMIZE_SPAM_PROTECTION_PAGE],
  mx: {
    value: null,
    confidence: "documented",
    sources: [TROUBLESHOOTING_PAGE, MAXIMIZE_SPAM_PROTECTION_PAGE],
    note: "Three servers assigned per domain, shown after login.",
  },
  deliversFrom: {
    value: null,
    confidence: "documented",
    sources: [FAQ_PAGE, "public customer configuration"],
    note: "Vendor page lists delivery IPs (not captured). A public script says the list is published in a DNS TXT record; record name not captured.",
  },
  regions: { global: {} },
  continuity: {
    value: {
      queueDays: 7,
      webmail: "unknown",
      activation: "The queue works by itself; declare every recipient, others are rejected.",
    },
    confidence: "documented",
    sources: [FAQ_PAGE, TROUBLESHOOTING_PAGE],
    note: "Queued 7 days, retry every 15 minutes.",
  },
  pitfalls: [
    "Rejects recipients not declared in its address list.",
    "Exchange must accept >= 35,042 kB messages.",
  ],
};
