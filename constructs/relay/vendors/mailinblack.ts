import type { RelayVendor } from "../vendor";

/** Mailinblack Protect. */
export const MAILINBLACK: RelayVendor = {
  id: "mailinblack",
  name: "Mailinblack Protect",
  aliases: ["mibc"],
  asOf: "2026-11-01",
  direction: "both",
  documentation: [],
  mx: {
    value: [{ host: "mx-{tenant}.mailinblack.com" }],
    confidence: "seen-in-wild",
    sources: ["public customer configuration"],
    note: "One script submits to mx-mibc-fr-08.mailinblack.com:25; that it is the published MX is an inference.",
  },
  deliversFrom: {
    value: null,
    confidence: "uncertain",
    sources: ["public customer configuration"],
    note: "Outbound senders only; not an allow list. Do NOT ship.",
  },
  regions: { fr: {} },
  tenant: { what: "the tenant's cluster", pattern: "mibc-fr-[0-9]{2}", example: "mibc-fr-08" },
  pitfalls: [
    "Instance-specific (mibc-fr-NN): MX, IPs and URLs depend on it.",
    "Unknown senders get a challenge mail from invitations.mailinblack.com.",
  ],
};
