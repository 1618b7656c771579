import type { RelayVendor } from "../vendor";

const FIREWALL_SETTINGS_PAGE =
  "https://documentation.n-able.com/mail-assure/userguide/Content/qsg/firewall-settings.htm";
const RESTRICT_DELIVERY_PAGE =
  "https://documentation.n-able.com/spamexperts/userguide/Content/faqs/how-restrict-dit-deliv.htm";
const SMTP_HOSTNAME_PAGE =
  "https://documentation.n-able.com/mail-assure/userguide/qsg/Content/B_Admin%20Level/outgoing-filtering/setting-up-your-smtp-hostname.htm";
const SETTING_UP_SPF_PAGE =
  "https://documentation.n-able.com/mail-assure/userguide/Content/B_Admin%20Level/outgoing-filtering/setting-up-spf.htm";

/** N-able Mail Assure. */
export const NABLE_MAIL_ASSURE: RelayVendor = {
  id: "nable-mail-assure",
  name: "N-able Mail Assure",
  aliases: ["SolarWinds Mail Assure", "MAX Mail lineage (LogicNow / GFI MAX)"],
  asOf: "2026-11-01",
  direction: "both",
  documentation: [FIREWALL_SETTINGS_PAGE, RESTRICT_DELIVERY_PAGE, SMTP_HOSTNAME_PAGE, SETTING_UP_SPF_PAGE],
  mx: {
    value: [
      { host: "mx1.mtaroutes.com" },
      { host: "mx2.mtaroutes.com" },
      { host: "mx3.mtaroutes.com" },
      { host: "mx4.mtaroutes.com" },
    ],
    confidence: "seen-in-wild",
    sources: ["public customer configuration"],
    note: "Host names seen only in public repos; preferences NOT sourced. Regional MX names not sourced; do not derive them from the smarthost names.",
  },
  deliversFrom: {
    value: ["185.201.16.0/22"],
    confidence: "seen-in-wild",
    sources: [FIREWALL_SETTINGS_PAGE, RESTRICT_DELIVERY_PAGE, "public customer configuration"],
    note: "Vendor firewall page documents that ALL regions deliver from fixed ranges ; /22 is documented verbatim for sister product SpamExperts, and the page's layout (one range, then four sub-ranges) matches the /22 split in 4x/24. Verify before enforcing.",
  },
  spf: {
    value: "include:spf.mtaroutes.com",
    confidence: "documented",
    sources: [SETTING_UP_SPF_PAGE],
    note: "Vendor's sample ends in -all.",
  },
  regions: {
    global: {
      smartHost: {
        value: { host: "smtpout.mtaroutes.com", ports: [587, 465, 25] },
        confidence: "documented",
        sources: [SMTP_HOSTNAME_PAGE],
        note: "587 default; vendor advises against 25; TLS required before SMTP AUTH; max 10 concurrent connections by default.",
      },
    },
    eu: {
      smartHost: {
        value: { host: "smtpout-eu.mtaroutes.com", ports: [587, 465, 25] },
        confidence: "documented",
        sources: [SMTP_HOSTNAME_PAGE, "public customer configuration"],
        note: "Accepts in region; delivery may still leave the region unless support pins the account (pinning is offered for EU/US).",
      },
    },
    us: {
      smartHost: {
        value: { host: "smtpout-us.mtaroutes.com", ports: [587, 465, 25] },
        confidence: "documented",
        sources: [SMTP_HOSTNAME_PAGE],
        note: "Accepts in region; delivery may still leave the region unless support pins the account (pinning is offered for EU/US).",
      },
    },
    uk: {
      smartHost: {
        value: { host: "smtpout-uk.mtaroutes.com", ports: [587, 465, 25] },
        confidence: "documented",
        sources: [SMTP_HOSTNAME_PAGE],
        note: "Accepts in region; delivery may still leave the region unless support pins the account (pinning is offered for EU/US).",
      },
    },
    au: {
      smartHost: {
        value: { host: "smtpout-au.mtaroutes.com", ports: [587, 465, 25] },
        confidence: "documented",
        sources: [SMTP_HOSTNAME_PAGE],
        note: "Accepts in region; delivery may still leave the region unless support pins the account (pinning is offered for EU/US).",
      },
    },
    ca: {
      smartHost: {
        value: { host: "smtpout-ca.mtaroutes.com", ports: [587, 465, 25] },
        confidence: "documented",
        sources: [SMTP_HOSTNAME_PAGE],
        note: "Accepts in region; delivery may still leave the region unless support pins the account (pinning is offered for EU/US).",
      },
    },
    za: {
      smartHost: {
        value: { host: "smtpout-za.mtaroutes.com", ports: [587, 465, 25] },
        confidence: "documented",
        sources: [SMTP_HOSTNAME_PAGE],
        note: "Accepts in region; delivery may still leave the region unless support pins the account (pinning is offered for EU/US).",
      },
    },
  },
  continuity: {
    value: {
      queueDays: 14,
      webmail: "unknown",
      activation:
        "The queue works by itself, for known valid recipients only: declare every recipient and switch off the catch-all. A reseller says that continuity and archive are available while the server is down; check the contract.",
    },
    confidence: "documented",
    sources: [
      "https://documentation.solarwindsmsp.com/mail-assure/documentation/Content/C_Domain%20Level/incoming/message-queueing.htm",
    ],
    note: "Queues mail for KNOWN VALID recipients only (others are temp-rejected to the sender); retry 15 min -> 6 h; bounce after 14 days (SolarWinds-era page; sister product now says 60 days). 5xx is not queued. A partner blog (supportpro.com) says continuity and archive are available while the primary is down.",
  },
  dkim: {
    value:
      "DKIM key generated per domain in Outgoing > DKIM; selector chosen by admin; 2048 bits advised; TXT value only available after generation. Unavailable for re-authenticating users.",
    confidence: "documented",
    sources: [
      "https://documentation.n-able.com/mail-assure/userguide/email/Content/C_Domain%20Level/outgoing/generate-dkim-certificate.htm",
    ],
  },
  pitfalls: [
    "No MAX Mail era MX hosts or IP ranges are known: treat any MAX Mail value as user-supplied legacy data.",
    "Disable catch-all on Exchange: only known valid recipients are queued (and catch-all inflates billing).",
  ],
};
