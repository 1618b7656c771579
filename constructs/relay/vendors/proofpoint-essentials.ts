import type { RelayVendor } from "../vendor";

const MAIL_RECON_PAGE = "https://github.com/pect0ral/mail_recon";
const SMTP_AUTHENTICATION_PAGE =
  "https://help.proofpoint.com/Proofpoint_Essentials/Email_Security/Administrator_Topics/000_gettingstarted/SMTP_Authentication";

/** Proofpoint Essentials. */
export const PROOFPOINT_ESSENTIALS: RelayVendor = {
  id: "proofpoint-essentials",
  name: "Proofpoint Essentials",
  aliases: ["PPE", "ppe-hosted.com"],
  asOf: "2026-11-01",
  direction: "both",
  documentation: [MAIL_RECON_PAGE, SMTP_AUTHENTICATION_PAGE],
  regions: {
    eu: {
      mx: {
        value: [
          { host: "mx1-eu1.ppe-hosted.com", preference: 10 },
          { host: "mx2-eu1.ppe-hosted.com", preference: 20 },
        ],
        confidence: "seen-in-wild",
        sources: [
          "reseller guide (mail.ls): mx1-eu1 prio 10 / mx2-eu1 prio 20",
          "public customer configuration",
        ],
      },
      deliversFrom: {
        value: [
          "91.209.104.0/24",
          "91.207.212.0/24",
          "91.207.213.0/24",
          "62.209.50.0/24",
          "62.209.51.0/24",
          "185.132.180.0/24",
          "185.132.181.0/24",
          "185.132.182.0/24",
          "185.132.183.0/24",
          "185.183.28.0/22",
        ],
        confidence: "seen-in-wild",
        sources: ["public customer configuration"],
        note: "185.132.181.6-.8 observed as dispatch1-eu1.ppe-hosted.com (2021-2024). One list labels the whole combined set 'US'. Vendor keeps its own list ('actively maintained IP Address List', https://excelmicro.kayako.com/en-us/article/48-setup-step-3-firewall-lockdown-options-for-email-ldap-discovery).",
      },
      spf: {
        value: "a:dispatch-eu.ppe-hosted.com",
        confidence: "seen-in-wild",
        sources: ["public customer configuration"],
      },
      smartHost: {
        value: { host: "outbound-eu1.ppe-hosted.com", ports: [587] },
        confidence: "documented",
        sources: [SMTP_AUTHENTICATION_PAGE],
      },
    },
    us: {
      mx: {
        value: [{ host: "mx1-{tenant}.ppe-hosted.com" }, { host: "mx2-{tenant}.ppe-hosted.com" }],
        confidence: "seen-in-wild",
        sources: [MAIL_RECON_PAGE, "public customer configuration"],
        note: "us1 hosts seen; other stack names only mentioned.",
      },
      deliversFrom: {
        value: [
          "67.231.144.0/24",
          "67.231.145.0/24",
          "67.231.146.0/24",
          "67.231.147.0/24",
          "67.231.148.0/24",
          "67.231.149.0/24",
          "67.231.152.0/24",
          "67.231.153.0/24",
          "67.231.154.0/24",
          "67.231.155.0/24",
          "67.231.156.0/24",
          "148.163.128.0/19",
        ],
        confidence: "seen-in-wild",
        sources: ["public customer configuration"],
        note: "67.231.149.0/24 is missing from the US1/US3/US4 list.",
      },
      spf: {
        value: "a:dispatch-us.ppe-hosted.com",
        confidence: "seen-in-wild",
        sources: ["public customer configuration"],
      },
      smartHost: {
        value: { host: "outbound-us1.ppe-hosted.com", ports: [587] },
        confidence: "documented",
        sources: [SMTP_AUTHENTICATION_PAGE],
        note: "587 = SMTP AUTH, STARTTLS mandatory; sender must be a registered user. IP-authenticated relay port not sourced.",
      },
    },
  },
  tenant: { what: "the stack assigned at provisioning", pattern: "us[1-9]", example: "us1" },
  continuity: {
    value: {
      queueDays: 30,
      webmail: "read-and-answer",
      activation:
        "Spooling and the Emergency Inbox start by themselves; tell users the address of the Emergency Inbox before they need it.",
    },
    confidence: "documented",
    sources: [
      "https://support.proofpointessentials.com/index.php?/Knowledgebase/Article/View/126/47/emergency-inbox",
      "https://vircomhelp.freshdesk.com/support/solutions/articles/48000961437-emergency-inbox",
      "https://www.cleartextsystems.com/posts/5216",
    ],
    note: "Spools automatically and opens a webmail Emergency Inbox (send/reply); deferral for 30 days then bounce. Reseller page 2015: only 24 h on the Beginner package, 14 days on others.",
  },
  dkim: {
    value: "Per-customer key and selector created in the console (TXT).",
    confidence: "seen-in-wild",
    sources: ["public customer configuration"],
  },
  pitfalls: [
    "SPF uses a: mechanisms (no include) and the dispatch host set can grow.",
    "pphosted.com (enterprise) is a different product: tenant MX mx0a-/mx0b-{tenant}.pphosted.com, no generic SPF include.",
  ],
};
