import type { RelayVendor } from "../vendor";

/** Altospam / OKTEY. */
export const ALTOSPAM: RelayVendor = {
  id: "altospam",
  name: "Altospam / OKTEY",
  aliases: ["OKTEY"],
  asOf: "2026-11-01",
  direction: "both",
  documentation: [],
  spf: {
    value: "include:_spf.oktey.com",
    confidence: "seen-in-wild",
    sources: ["public customer configuration"],
  },
  smartHost: {
    value: { host: "{tenant}.altospam.com", ports: [25] },
    confidence: "seen-in-wild",
    sources: ["public customer configuration"],
    note: "Seen as z04z07.altospam.com:25 in one application; may be the tenant's assigned node.",
  },
  regions: { fr: {} },
  tenant: { what: "the assigned node", pattern: "[a-z0-9]{1,20}", example: "z04z07" },
  pitfalls: ["MX and IP ranges are not known; user-supplied."],
};
