import type { RelayVendor } from "../vendor";

const DIAGNOSTIC_PAGE = "https://cloud.vadesecure.com/help/EN/reseller/EN/domain/diagnostic.html";
const FILL_IN_RELAYS_PAGE = "https://cloud.vadesecure.com/help/EN/reseller/EN/howtos/fill_in_relays.html";
const OUTBOUND_FILTERING_PAGE =
  "https://cloud.vadesecure.com/help/EN/reseller/EN/howtos/outbound-filtering.html";
const VADE_MIGRATION_PAGE =
  "https://support.hornetsecurity.com/hc/en-us/articles/45997388779537-Migration-for-Vade-Cloud-Customers";

/** Vade Cloud (Vade Secure). */
export const VADE_CLOUD: RelayVendor = {
  id: "vade-cloud",
  name: "Vade Cloud (Vade Secure)",
  aliases: ["Vade Retro Cloud"],
  asOf: "2026-11-01",
  direction: "both",
  documentation: [DIAGNOSTIC_PAGE, FILL_IN_RELAYS_PAGE, OUTBOUND_FILTERING_PAGE],
  mx: {
    value: null,
    confidence: "documented",
    sources: [DIAGNOSTIC_PAGE, VADE_MIGRATION_PAGE],
    note: "Two MX records are expected ('both Vade Cloud MX records'); names not sourced. Customers are being migrated to Hornetsecurity - use the hornetsecurity entry for new set-ups.",
  },
  smartHost: {
    value: null,
    confidence: "documented",
    sources: [OUTBOUND_FILTERING_PAGE, FILL_IN_RELAYS_PAGE, VADE_MIGRATION_PAGE],
    note: "Outbound filtering needs domains and every public egress IP declared as relays; host not sourced. During migration allow both vendors.",
  },
  regions: { fr: {} },
  pitfalls: ["Being replaced by the Hornetsecurity Control Panel: MX, IP ranges and outbound all change."],
};
