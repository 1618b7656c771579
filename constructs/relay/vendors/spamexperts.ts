import type { RelayVendor } from "../vendor";

const MX_PAGE =
  "https://documentation.n-able.com/spamexperts/userguide/Content/B_Admin%20Level/domains/mx-records.htm";

/** SpamExperts Hosted Cloud, an N-able service sold under many partners' names. */
export const SPAMEXPERTS: RelayVendor = {
  id: "spamexperts",
  name: "SpamExperts Hosted Cloud",
  asOf: "2026-11-01",
  regions: {
    global: {
      mx: {
        value: {
          hosts: [
            { host: "mx.spamexperts.com", preference: 10 },
            { host: "fallbackmx.spamexperts.eu", preference: 20 },
            { host: "lastmx.spamexperts.net", preference: 30 },
          ],
        },
        confidence: "documented",
        sources: [MX_PAGE],
      },
    },
    eu: {
      mx: {
        value: {
          hosts: [
            { host: "mx1-eu.spamexperts.com", preference: 10 },
            { host: "mx2-eu.spamexperts.com", preference: 20 },
            { host: "mx3-eu.spamexperts.com", preference: 30 },
            { host: "mx4-eu.spamexperts.com", preference: 40 },
          ],
        },
        confidence: "documented",
        sources: [MX_PAGE],
      },
    },
  },
  deliversFrom: {
    value: ["185.201.16.0/22"],
    confidence: "documented",
    sources: [
      "https://documentation.n-able.com/spamexperts/userguide/Content/faqs/how-restrict-dit-deliv.htm",
      "https://www.eunetic.com/de/kb/installation/wie-kann-ich-einstellen-dass-nur-nachrichten-von-der-europeanmx-cloud-akzeptiert-werden",
    ],
  },
  spf: {
    value: "include:spf.antispamcloud.com",
    confidence: "seen-in-wild",
    sources: ["public customer configuration"],
  },
  smartHost: {
    value: { host: "smtp.antispamcloud.com", port: 587 },
    confidence: "seen-in-wild",
    sources: ["public customer configuration"],
  },
  continuity: {
    value: {
      queueDays: 60,
      summary: "queues mail for known recipients, retries for up to 60 days, then bounces",
    },
    confidence: "documented",
    sources: [
      "https://documentation.n-able.com/spamexperts/userguide/Content/C_Domain%20Level/incoming/message-queueing.htm",
    ],
  },
};
