import type { PublishedSpf } from "./published-spf";

// Written by `protected-exchange spf refresh --write`; sorted by name, so that a change is a small diff.

/** The SPF records of providers, as far as their texts could be sourced. */
export const PUBLISHED_SPF: readonly PublishedSpf[] = [
  {
    name: "_mailcust.gandi.net",
    text: "v=spf1 include:_nblcust.gandi.net ?all",
    asOf: "2023-05-01",
    confidence: "seen-in-wild",
    sources: [
      "public code, test of a mail configuration scanner that replays recorded DNS answers (undated)",
    ],
  },
  {
    name: "_nblcust.gandi.net",
    text: "v=spf1 ip4:217.70.178.192/26 ip6:2001:4b98:dc4:8::/64 ip4:217.70.183.192/28 ip4:217.70.182.72/32 ip4:217.70.182.74/32 ?all",
    asOf: "2023-05-01",
    confidence: "seen-in-wild",
    sources: [
      "public code, test of a mail configuration scanner that replays recorded DNS answers (undated)",
    ],
  },
  {
    name: "_netblocks.mimecast.com",
    text: "v=spf1 include:eu._netblocks.mimecast.com include:us._netblocks.mimecast.com include:za._netblocks.mimecast.com include:de._netblocks.mimecast.com include:au._netblocks.mimecast.com include:ca._netblocks.mimecast.com ~all",
    asOf: "2025-01-01",
    confidence: "seen-in-wild",
    sources: ["https://docs.apiverve.com/api/spfvalidator"],
  },
  {
    name: "_spf-eu.ionos.com",
    text: "v=spf1 ip4:212.227.126.128/25 ip4:82.165.159.0/26 ip4:212.227.15.0/25 ip4:212.227.17.0/27 ip4:217.72.192.64/26 ip4:185.48.116.13/32 ?all",
    asOf: "2023-05-01",
    confidence: "seen-in-wild",
    sources: [
      "public code, test of a mail configuration scanner that replays recorded DNS answers (undated)",
    ],
  },
  {
    name: "_spf.google.com",
    text: "v=spf1 ip4:74.125.0.0/16 ip4:209.85.128.0/17 ip6:2001:4860:4864::/56 ip6:2404:6800:4864::/56 ip6:2607:f8b0:4864::/56 ip6:2800:3f0:4864::/56 ip6:2a00:1450:4864::/56 ip6:2c0f:fb50:4864::/56 ~all",
    asOf: "2026-10-08",
    confidence: "seen-in-wild",
    sources: [
      "public repository, DNS audit of a Google Workspace domain of 2026-10-08",
      "https://github.com/MISP/misp-warninglists/blob/main/lists/google-gmail-sending-ips/list.json",
    ],
  },
  {
    name: "_spf.mailgun.org",
    text: "v=spf1 include:_spf1.mailgun.org include:_spf2.mailgun.org ~all",
    asOf: "2025-08-31",
    confidence: "seen-in-wild",
    sources: [
      "https://github.com/domainaware/checkdmarc/issues/172",
      "https://www.wirewiki.com/domains/sps-ocs.com/spf",
    ],
  },
  {
    name: "_spf.mx.cloudflare.net",
    text: "v=spf1 ip4:104.30.0.0/19 ip6:2405:8100:c000::/38 ~all",
    asOf: "2026-08-09",
    confidence: "seen-in-wild",
    sources: ["public repository, DNS audit of a Cloudflare Email Routing domain of 2026-08-09"],
  },
  {
    name: "_spf.resend.com",
    text: null,
    asOf: "2026-06-09",
    confidence: "seen-in-wild",
    sources: ["public repository, DNS audit of a shop of 2026-06-09"],
  },
  {
    name: "_spf.salesforce.com",
    text: "v=spf1 exists:%{i}._spf.mta.salesforce.com -all",
    asOf: "2025-01-01",
    confidence: "seen-in-wild",
    sources: [
      "public code, documentation of an SPF command line tool (undated)",
      "https://www.wirewiki.com/domains/bits.net.do/spf",
    ],
  },
  {
    name: "amazonses.com",
    text: "v=spf1 ip4:199.255.192.0/22 ip4:199.127.232.0/22 ip4:54.240.0.0/18 ip4:69.169.224.0/20 ip4:23.249.208.0/20 ip4:23.251.224.0/19 ip4:76.223.176.0/20 ip4:54.240.64.0/18 ip4:76.223.128.0/19 ip4:216.221.160.0/19 ip4:206.55.144.0/20 ip4:24.110.64.0/18 -all",
    asOf: "2026-06-09",
    confidence: "seen-in-wild",
    sources: ["public repository, DNS audit of a shop of 2026-06-09"],
  },
  {
    name: "au._netblocks.mimecast.com",
    text: "v=spf1 ip4:103.13.69.0/24 ip4:124.47.150.0/24 ip4:124.47.189.0/24 ip4:103.96.23.0/24 ip4:103.96.21.0/24 ip4:180.189.28.0/24 ip4:216.145.217.0/24 ip4:103.96.22.96/28 ip4:103.96.22.22/32 ip4:103.96.20.22/32 ip4:103.96.20.96/28 ~all",
    asOf: "2025-01-01",
    confidence: "seen-in-wild",
    sources: ["https://docs.apiverve.com/api/spfvalidator"],
  },
  {
    name: "ca._netblocks.mimecast.com",
    text: "v=spf1 ip4:170.10.145.0/24 ip4:170.10.147.0/24 ip4:170.10.144.126/32 ip4:170.10.146.126/32 ip4:170.10.144.240/29 ip4:170.10.146.240/29 ip4:216.145.216.0/24 ~all",
    asOf: "2025-01-01",
    confidence: "seen-in-wild",
    sources: ["https://docs.apiverve.com/api/spfvalidator"],
  },
  {
    name: "de._netblocks.mimecast.com",
    text: "v=spf1 ip4:51.163.158.0/24 ip4:194.104.109.0/24 ip4:194.104.111.0/24 ip4:194.104.110.21/32 ip4:194.104.110.240/28 ip4:62.140.10.21/32 ip4:62.140.7.0/24 ip4:194.104.108.240/29 ip4:194.104.108.21/32 ~all",
    asOf: "2025-01-01",
    confidence: "seen-in-wild",
    sources: ["https://docs.apiverve.com/api/spfvalidator"],
  },
  {
    name: "eu._netblocks.mimecast.com",
    text: "v=spf1 ip4:195.130.217.0/24 ip4:91.220.42.0/24 ip4:146.101.78.0/24 ip4:207.82.80.0/24 ip4:213.167.81.0/25 ip4:193.7.207.0/25 ip4:213.167.75.0/25 ip4:185.58.85.0/24 ip4:185.58.86.0/24 ip4:193.7.206.0/25 ip4:147.28.36.0/24 ~all",
    asOf: "2025-01-01",
    confidence: "seen-in-wild",
    sources: ["https://docs.apiverve.com/api/spfvalidator"],
  },
  {
    name: "mailgun.org",
    text: "v=spf1 include:_spf.mailgun.org include:_spf.eu.mailgun.org -all",
    asOf: "2025-08-31",
    confidence: "seen-in-wild",
    sources: [
      "https://github.com/domainaware/checkdmarc/issues/172",
      "https://www.wirewiki.com/domains/sps-ocs.com/spf",
    ],
  },
  {
    name: "mx.ovh.com",
    text: "v=spf1 ptr:mail-out.ovh.net ptr:mail.ovh.net ip4:8.33.137.105/32 ip4:192.99.77.81/32 ?all",
    asOf: "2023-05-01",
    confidence: "seen-in-wild",
    sources: [
      "public code, test of a mail configuration scanner that replays recorded DNS answers (undated)",
    ],
  },
  {
    name: "sendgrid.net",
    text: "v=spf1 ip4:167.89.0.0/17 ip4:208.117.48.0/20 ip4:50.31.32.0/19 ip4:198.37.144.0/20 ip4:198.21.0.0/21 ip4:192.254.112.0/20 ip4:168.245.0.0/17 ip4:149.72.0.0/16 ip4:159.183.0.0/16 include:ab.sendgrid.net ~all",
    asOf: "2021-01-01",
    confidence: "seen-in-wild",
    sources: ["https://mailtrap.io/blog/spf-records-explained/"],
  },
  {
    name: "servers.mcsv.net",
    text: "v=spf1 ip4:205.201.128.0/20 ip4:198.2.128.0/18 ip4:148.105.8.0/21 -all",
    asOf: "2023-07-05",
    confidence: "seen-in-wild",
    sources: ["public code, test of a government domain scanner that replays recorded DNS answers (undated)"],
  },
  {
    name: "spf.mailjet.com",
    text: "v=spf1 ip4:87.253.232.0/21 ip4:185.189.236.0/22 ip4:185.211.120.0/22 ip4:185.250.236.0/22 ip4:45.14.148.0/22 ~all",
    asOf: "2023-05-01",
    confidence: "seen-in-wild",
    sources: [
      "public code, test of a mail configuration scanner that replays recorded DNS answers (undated)",
    ],
  },
  {
    name: "spf.protection.outlook.com",
    text: "v=spf1 ip4:40.92.0.0/15 ip4:40.107.0.0/16 ip4:52.100.0.0/15 ip4:52.102.0.0/16 ip4:52.103.0.0/17 ip4:104.47.0.0/17 ip6:2a01:111:f400::/48 ip6:2a01:111:f403::/49 ip6:2a01:111:f403:8000::/51 ip6:2a01:111:f403:c000::/51 ip6:2a01:111:f403:f000::/52 -all",
    asOf: "2026-06-09",
    confidence: "seen-in-wild",
    sources: [
      "public repository, DNS audit of a shop of 2026-06-09",
      "public code, test of a signature server that replays the published records of Microsoft and Google (undated)",
      "public code, test of a mail configuration scanner that replays recorded DNS answers (undated)",
    ],
  },
  {
    name: "spf.sendinblue.com",
    text: "v=spf1 ip4:185.41.28.0/22 ip4:94.143.16.0/21 ip4:185.24.144.0/22 ip4:153.92.224.0/19 ip4:213.32.128.0/18 ip4:185.107.232.0/22 ip4:77.32.128.0/18 ip4:77.32.192.0/19 ip4:212.146.192.0/18 ip4:172.246.0.0/18 -all",
    asOf: "2023-05-01",
    confidence: "seen-in-wild",
    sources: [
      "public code, test of a mail configuration scanner that replays recorded DNS answers (undated)",
    ],
  },
  {
    name: "spf.tmes.trendmicro.com",
    text: "v=spf1 ip4:18.208.22.64/26 ip4:18.208.22.128/25 ip4:18.185.115.128/26 ip4:18.185.115.0/25 ip4:13.238.202.0/25 ip4:13.238.202.128/26 ip4:18.176.203.128/25 ip4:13.213.174.128/25 ip4:18.177.156.0/25 ip4:13.213.220.0/25 include:spfb.tmes.trendmicro.com ~all",
    asOf: "2023-05-01",
    confidence: "seen-in-wild",
    sources: [
      "public code, test of a mail configuration scanner that replays recorded DNS answers (undated)",
    ],
  },
  {
    name: "spfb.tmes.trendmicro.com",
    text: "v=spf1 ip4:107.22.223.18 ip4:52.70.252.86 ip4:35.156.245.132 ip4:18.156.0.20 ip4:3.72.196.143 ip4:54.146.4.63 ip4:54.174.82.86 include:spfc.tmes.trendmicro.com ~all",
    asOf: "2023-05-01",
    confidence: "seen-in-wild",
    sources: [
      "public code, test of a mail configuration scanner that replays recorded DNS answers (undated)",
    ],
  },
  {
    name: "spfc.tmes.trendmicro.com",
    text: "v=spf1 ip4:18.188.9.192/26 ip4:18.188.239.128/26 ip4:34.253.238.128/26 ip4:34.253.238.192/26 ip4:15.168.56.0/25 ip4:15.168.49.64/26 ip4:15.168.56.128/26 ip4:18.97.0.160/27 ip4:18.96.32.128/27 ~all",
    asOf: "2023-05-01",
    confidence: "seen-in-wild",
    sources: [
      "public code, test of a mail configuration scanner that replays recorded DNS answers (undated)",
    ],
  },
  {
    name: "us._netblocks.mimecast.com",
    text: "v=spf1 ip4:207.211.31.0/25 ip4:205.139.110.0/24 ip4:216.205.24.0/24 ip4:170.10.129.0/24 ip4:63.128.21.0/24 ip4:170.10.133.0/24 ip4:185.58.84.93/32 ip4:207.211.41.113/32 ip4:207.211.30.64/26 ip4:207.211.30.128/25 ip4:216.145.221.0/24 ip4:170.10.128.0/24 ip4:170.10.132.56/29 ip4:170.10.132.64/29 ~all",
    asOf: "2025-01-01",
    confidence: "seen-in-wild",
    sources: ["https://docs.apiverve.com/api/spfvalidator"],
  },
  {
    name: "za._netblocks.mimecast.com",
    text: "v=spf1 ip4:41.74.192.0/22 ip4:41.74.200.0/23 ip4:41.74.196.0/22 ip4:41.74.204.0/23 ip4:41.74.206.0/24 ~all",
    asOf: "2025-01-01",
    confidence: "seen-in-wild",
    sources: ["https://docs.apiverve.com/api/spfvalidator"],
  },
];
