import type { RelayVendor } from "../vendor";

const WELCOME_MAIL_PAGE =
  "https://community.cisco.com/t5/security-knowledge-base/office-365-configuration-for-cloud-email-security-bypass/ta-p/3189638";
const UNDERSTANDING_THE_CES_PAGE =
  "https://bxin.cisco.com/c/en/us/support/docs/security/email-security-appliance/213938-understanding-the-ces-spf-record.html";

/** Cisco Secure Email Cloud Gateway (CES). */
export const CISCO_SECURE_EMAIL_CLOUD: RelayVendor = {
  id: "cisco-secure-email-cloud",
  name: "Cisco Secure Email Cloud Gateway (CES)",
  aliases: ["IronPort hosted"],
  asOf: "2026-11-01",
  direction: "both",
  documentation: [WELCOME_MAIL_PAGE, UNDERSTANDING_THE_CES_PAGE],
  mx: {
    value: [{ host: "mx1.{tenant}.iphmx.com" }],
    confidence: "seen-in-wild",
    sources: ["public customer configuration"],
    note: "Single observation; second MX assumed but not observed.",
  },
  deliversFrom: {
    value: null,
    confidence: "documented",
    sources: [WELCOME_MAIL_PAGE],
    note: "Assigned IPs are listed in the Welcome Email - must be user-supplied.",
  },
  spf: {
    value: "exists:%{i}.spf.{tenant}.iphmx.com",
    confidence: "documented",
    sources: [UNDERSTANDING_THE_CES_PAGE],
    note: "Macro: 1 lookup; keep %{i} unescaped in DNS (in Terraform/HCL '%{' must be written '%%{').",
  },
  smartHost: {
    value: null,
    confidence: "seen-in-wild",
    sources: ["https://www.networkinghub.in/2021/10/1-configure-relaylist-at-host-access.html"],
    note: "Customer's egress IP must be added to RELAYLIST in the HAT; host name from the welcome letter.",
  },
  regions: { allocation: {} },
  tenant: {
    what: "the allocation of Cisco's welcome letter",
    pattern: "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?",
    example: "hc1234-56",
  },
  pitfalls: ["Everything is per-allocation."],
};
