import type { RelayVendor } from "../vendor";

const OUTBOUND_SERVERS_PAGE = "https://success.trendmicro.com/en-US/solution/KA-0008648";
const SPF_PAGE = "https://success.trendmicro.com/en-US/solution/KA-0012526";
const ADDING_SPF_RECORDS_PAGE =
  "https://docs.trendmicro.com/en-us/enterprise/hosted-email-security-administrator-guide/about-domain-managem/configuring-a-domain/adding-spf-records.aspx";

/** Trend Micro Email Security. */
export const TREND_MICRO_EMAIL_SECURITY: RelayVendor = {
  id: "trend-micro-email-security",
  name: "Trend Micro Email Security",
  aliases: ["TMES", "Cloud Email Gateway Protection", "formerly Hosted Email Security"],
  asOf: "2026-11-01",
  direction: "both",
  documentation: [OUTBOUND_SERVERS_PAGE, SPF_PAGE, ADDING_SPF_RECORDS_PAGE],
  deliversFrom: {
    value: [
      "18.208.22.64/26",
      "18.208.22.128/25",
      "18.185.115.0/25",
      "18.185.115.128/26",
      "13.238.202.0/25",
      "13.238.202.128/26",
      "18.176.203.128/25",
      "13.213.174.128/25",
      "18.177.156.0/25",
      "13.213.220.0/25",
      "18.188.9.192/26",
      "18.188.239.128/26",
      "34.253.238.128/26",
      "34.253.238.192/26",
      "15.168.56.0/25",
      "15.168.49.64/26",
      "15.168.56.128/26",
      "18.97.0.160/27",
      "18.96.32.128/27",
      "107.22.223.18/32",
      "52.70.252.86/32",
      "35.156.245.132/32",
      "18.156.0.20/32",
      "3.72.196.143/32",
      "54.146.4.63/32",
      "54.174.82.86/32",
    ],
    confidence: "uncertain",
    sources: ["public customer configuration"],
    note: "SPF = outbound senders; that the same ranges deliver inbound is unproven here. EU block 18.185.115.0/25 is confirmed by headers of refb0x/repost0x.tmes.trendmicro.eu.",
  },
  networkSource: { type: "TXT-SPF", name: "spf.tmes.trendmicro.com" },
  spf: {
    value: "include:spf.tmes.trendmicro.com",
    confidence: "seen-in-wild",
    sources: ["public customer configuration", SPF_PAGE, ADDING_SPF_RECORDS_PAGE],
    note: "Chains spfb -> spfc -> more (4+ lookups). Legacy HES doc: include:spf.hes.trendmicro.com.",
  },
  regions: {
    emea: {
      mx: {
        value: [{ host: "{tenant}.in.tmes.trendmicro.eu", preference: 10 }],
        confidence: "seen-in-wild",
        sources: ["public customer configuration"],
        note: "Preference is free (10, 4 seen).",
      },
    },
    "americas-apac": {
      mx: {
        value: [{ host: "{tenant}.in.tmes.trendmicro.com" }],
        confidence: "seen-in-wild",
        sources: ["public customer configuration"],
      },
      smartHost: {
        value: { host: "{tenant}.relay.tmes.trendmicro.com", ports: [25] },
        confidence: "seen-in-wild",
        sources: ["public customer configuration", OUTBOUND_SERVERS_PAGE],
        note: "Host seen once; that customer egress IPs must be declared as outbound servers is documented (KA-0008648).",
      },
    },
  },
  tenant: {
    what: "the company identifier",
    pattern: "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?",
    example: "clinic",
  },
  continuity: {
    value: {
      queueDays: 10,
      webmail: "read-and-answer",
      activation:
        "Users open the continuity mailbox of the End User Console; create their accounts there before they need them.",
    },
    confidence: "documented",
    sources: [
      "https://success.trendmicro.com/solution/1035626-number-of-days-emails-are-held-when-the-receiving-mail-server-is-down-in-hosted-email-security-hes",
      "https://docs.trendmicro.com/ja-jp/documentation/article/trend-vision-one-email-continuity",
      "https://docs.trendmicro.com/en-us/documentation/article/trend-micro-email-security-end-user-console-online-help-continuity-mailbox",
    ],
    note: "Inbound queued up to 10 days when the customer server is down; continuity mailbox (read/compose/reply, plain text) in the End User Console.",
  },
  domainVerification: {
    value: "TXT @ 'tmes=<32 hex>'",
    confidence: "seen-in-wild",
    sources: ["public customer configuration"],
  },
  pitfalls: ["Vendor firewall page gives EMEA / other lists; the numbers are not known."],
};
