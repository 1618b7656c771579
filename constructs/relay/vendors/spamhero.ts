import type { RelayVendor } from "../vendor";

const IP_LIST_PAGE = "https://www.spamhero.com/support/78148";

/** SpamHero. */
export const SPAMHERO: RelayVendor = {
  id: "spamhero",
  name: "SpamHero",
  aliases: [],
  asOf: "2026-11-01",
  direction: "both",
  documentation: [IP_LIST_PAGE],
  mx: {
    value: [
      { host: "{domainDashed}.p10.spamhero.com", preference: 10 },
      { host: "{domainDashed}.p20.spamhero.net", preference: 20 },
      { host: "{domainDashed}.p30.spamhero.net", preference: 30 },
      { host: "{domainDashed}.p40.spamhero.net", preference: 40 },
    ],
    confidence: "seen-in-wild",
    sources: ["public customer configuration"],
    note: "Two independent zones agree (one is Terraform). Note .com for p10, .net for p20-p40.",
  },
  deliversFrom: {
    value: null,
    confidence: "documented",
    sources: [IP_LIST_PAGE],
    note: "Vendor has a 'Current List of SpamHero IPs' page.",
  },
  spf: {
    value: "include:spf.spamhero.com",
    confidence: "seen-in-wild",
    sources: ["public customer configuration"],
    note: "One vendor table only.",
  },
  regions: { global: {} },
  dkim: {
    value: "Switch off SPF checking on Exchange, or allow-list SpamHero's IPs (vendor).",
    confidence: "documented",
    sources: ["http://www.spamhero.com/support/78970/Resolving_delivery_issues_with_SPF_senders.php"],
  },
  pitfalls: [],
};
