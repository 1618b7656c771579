import type { RelayVendor } from "../vendor";

/** Libraesva Email Security (cloud). */
export const LIBRAESVA: RelayVendor = {
  id: "libraesva",
  name: "Libraesva Email Security (cloud)",
  aliases: ["ESVA Cloud"],
  asOf: "2026-11-01",
  direction: "both",
  documentation: [],
  mx: {
    value: [{ host: "{tenant}.esvacloud.com" }],
    confidence: "seen-in-wild",
    sources: ["public customer configuration"],
    note: "e.g. mec-gr.esvacloud.com; lavoro.gov1/.gov2.esvacloud.com. Resellers use own names.",
  },
  regions: { cloud: {} },
  tenant: {
    what: "the tenant's name",
    pattern: "[a-z0-9](?:[a-z0-9.-]{0,61}[a-z0-9])?",
    example: "clinic",
  },
  pitfalls: ["Host names are tenant-specific in every sample: MX, IP, SPF all user-supplied."],
};
