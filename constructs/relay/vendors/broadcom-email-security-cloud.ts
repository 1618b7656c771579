import type { RelayVendor } from "../vendor";

const MX_PAGE = "https://support.symantec.com/us/en/article.tech247121.html";

/** Symantec / Broadcom Email Security.cloud. */
export const BROADCOM_EMAIL_SECURITY_CLOUD: RelayVendor = {
  id: "broadcom-email-security-cloud",
  name: "Symantec / Broadcom Email Security.cloud",
  aliases: ["MessageLabs"],
  asOf: "2026-11-01",
  direction: "both",
  documentation: [MX_PAGE],
  deliversFrom: {
    value: [
      "85.158.136.0/21",
      "193.109.254.0/23",
      "194.106.220.0/23",
      "195.245.230.0/23",
      "95.131.104.0/21",
      "46.226.48.0/21",
      "196.14.170.0/23",
      "216.82.240.0/20",
      "67.219.240.0/20",
      "117.120.16.0/21",
      "103.9.96.0/22",
    ],
    confidence: "uncertain",
    sources: ["public customer configuration"],
    note: "From an old third-party SPF zone (the file's other entries are not MessageLabs and were dropped by hand); 67.219.240.0/20 and 216.82.240.0/20 senders confirmed by mail headers. Vendor list exists but was not retrieved: https://knowledge.broadcom.com/external/article/150693/ip-address-ranges-for-email-symantecclou.html",
  },
  spf: {
    value: "include:spf.messagelabs.com",
    confidence: "seen-in-wild",
    sources: ["public customer configuration"],
  },
  regions: {
    eu: {
      mx: {
        value: [
          { host: "cluster{tenant}.eu.messagelabs.com", preference: 10 },
          { host: "cluster{tenant}a.eu.messagelabs.com", preference: 20 },
        ],
        confidence: "documented",
        sources: [MX_PAGE, "public customer configuration"],
        note: "Vendor documents primary clusterX.xx / backup clusterXa.xx; 10/20 from a published gov.uk zone.",
      },
    },
    us: {
      mx: {
        value: [
          { host: "cluster{tenant}.us.messagelabs.com", preference: 10 },
          { host: "cluster{tenant}a.us.messagelabs.com", preference: 20 },
        ],
        confidence: "documented",
        sources: [MX_PAGE, "public customer configuration"],
        note: "Vendor documents primary clusterX.xx / backup clusterXa.xx; 10/20 from a published gov.uk zone.",
      },
    },
  },
  tenant: { what: "the cluster number", pattern: "[0-9]{1,3}", example: "8" },
  dkim: {
    value:
      "ClientNet > Outbound DKIM Signing: alphanumeric selector, TXT published by customer; 72 h propagation advised.",
    confidence: "documented",
    sources: [
      "https://knowledge.broadcom.com/external/article/171225/configuring-dkim-signing-for-outbound-ma.html",
    ],
  },
  pitfalls: [
    "Lock port 25 only 72 h after the MX change (vendor: https://knowledge.broadcom.com/external/article/421057/restricting-your-email-traffic.html).",
  ],
};
