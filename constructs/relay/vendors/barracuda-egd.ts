import type { RelayVendor } from "../vendor";

const IP_ANALYSIS_INBOUND_PAGE =
  "https://campus.barracuda.com/product/emailgatewaydefense/doc/96023004/ip-analysis-inbound/";
const BARRACUDA_EMAIL_SECURITY_PAGE =
  "https://campus.barracuda.com/product/essentials/doc/78810332/barracuda-email-security-service/";

/** Barracuda Email Gateway Defense. */
export const BARRACUDA_EGD: RelayVendor = {
  id: "barracuda-egd",
  name: "Barracuda Email Gateway Defense",
  aliases: ["Email Security Service", "ESS", "Essentials"],
  asOf: "2026-11-01",
  direction: "both",
  documentation: [IP_ANALYSIS_INBOUND_PAGE, BARRACUDA_EMAIL_SECURITY_PAGE],
  regions: {
    us: {
      mx: {
        value: [
          { host: "d{tenant}a.ess.barracudanetworks.com", preference: 10 },
          { host: "d{tenant}b.ess.barracudanetworks.com", preference: 20 },
        ],
        confidence: "seen-in-wild",
        sources: ["public customer configuration"],
      },
      deliversFrom: {
        value: ["209.222.80.0/21"],
        confidence: "seen-in-wild",
        sources: ["public customer configuration", IP_ANALYSIS_INBOUND_PAGE],
        note: "Three MSP scripts lock inbound mail to exactly this range; vendor page uses the same /21 as an example. 64.235.144.0/20 also circulates but only in scanner/bot lists.",
      },
      spf: {
        value: "include:spf.ess.barracudanetworks.com",
        confidence: "seen-in-wild",
        sources: ["public customer configuration"],
      },
      smartHost: {
        value: { host: "d{tenant}.o.ess.barracudanetworks.com", ports: [25] },
        confidence: "seen-in-wild",
        sources: ["public customer configuration"],
      },
    },
    de: {
      mx: {
        value: [{ host: "d{tenant}.a.ess.de.barracudanetworks.com" }],
        confidence: "seen-in-wild",
        sources: ["public customer configuration"],
        note: "Dot before a; second host (b) not observed; preference not sourced.",
      },
      deliversFrom: {
        value: null,
        confidence: "uncertain",
        sources: [BARRACUDA_EMAIL_SECURITY_PAGE],
        note: "Vendor page has a per-instance table; the numbers are not known.",
      },
    },
  },
  tenant: { what: "the account number", pattern: "[0-9]{1,10}", example: "95495" },
  continuity: {
    value: {
      webmail: "read",
      activation:
        "Switch spooling on for each domain beforehand; Email Continuity then starts 10 minutes after spooling begins and stops after 96 hours.",
    },
    confidence: "documented",
    sources: [
      "https://campus.barracuda.com/product/essentials/doc/54264779/email-continuity/",
      "https://bnj-gotanda.atlassian.net/wiki/pages/viewpage.action?pageId=657541",
    ],
    note: "Spooling per domain; Email Continuity (webmail) starts 10 min after spooling begins and stops after 96 hours; its messages stay viewable 30 days. Spool retention itself not stated.",
  },
  pitfalls: [
    "If Exchange checks SPF, switch SPF off on one side or exempt the EGD ranges (vendor warning: https://campus.barracuda.com/doc/96022990/).",
    "Spooling must be switched on per domain, else mail is only deferred to the sender.",
  ],
};
