import type { RelayVendor } from "../vendor";

const FIREWALLING_PAGE = "https://help.cumulussmtp.com/article/25-firewalling";
const MIGRATION_PAGE = "https://help.cumulussmtp.com/article/265-hornetsecurity-migration-steps";
const SPF_PAGE = "https://help.cumulussmtp.com/article/280-hornetsecurity-correct-spf-authentication";

/** Zerospam (Cumulus). */
export const ZEROSPAM: RelayVendor = {
  id: "zerospam",
  name: "Zerospam (Cumulus)",
  aliases: ["now Hornetsecurity"],
  asOf: "2026-11-01",
  direction: "both",
  documentation: [FIREWALLING_PAGE, MIGRATION_PAGE, SPF_PAGE],
  mx: {
    value: [{ host: "filter{tenant}.zerospam.ca" }],
    confidence: "documented",
    sources: [MIGRATION_PAGE],
    note: "Since 2021-07-07 these names resolve to Hornetsecurity gates; use the hornetsecurity entry for new domains.",
    confirm: true,
  },
  deliversFrom: {
    value: null,
    confidence: "documented",
    sources: [FIREWALLING_PAGE],
    note: "Vendor tells customers to allow Hornetsecurity/Zerospam transport addresses; the numbers are not known.",
  },
  spf: {
    value: "include:spf.hornetsecurity.com",
    confidence: "documented",
    sources: [SPF_PAGE],
  },
  regions: { legacy: {} },
  tenant: { what: "the customer number", pattern: "[0-9]{1,6}", example: "1234" },
  pitfalls: [],
};
