import type { RelayVendor } from "../vendor";

const CONFIGURE_DNS_ZONE_PAGE =
  "https://zx3.freshdesk.com/support/solutions/articles/80000605777-configure-dns-zone-for-using-your-own-domain-name-with-office-365";
const DNS_RECORDS_NEEDED_PAGE = "https://app.dnspro.co.uk/articles/dns-records-needed-for-microsoft-365";
const CONNECTOR_PAGE = "https://go.microsoft.com/fwlink/p/?LinkId=785273";
const DKIM_PAGE = "https://domainsecurityscanner.com/guides/microsoft-365/dkim";

/** Microsoft Exchange Online Protection. */
export const MICROSOFT_EOP: RelayVendor = {
  id: "microsoft-eop",
  name: "Microsoft Exchange Online Protection",
  aliases: ["EOP", "M365 in front of on-prem Exchange"],
  asOf: "2026-11-01",
  direction: "both",
  documentation: [
    "https://learn.microsoft.com/en-us/microsoft-365/enterprise/urls-and-ip-address-ranges",
    CONFIGURE_DNS_ZONE_PAGE,
    DNS_RECORDS_NEEDED_PAGE,
    CONNECTOR_PAGE,
    DKIM_PAGE,
  ],
  deliversFrom: {
    value: [
      "40.92.0.0/15",
      "40.107.0.0/16",
      "52.100.0.0/14",
      "104.47.0.0/17",
      "2a01:111:f400::/48",
      "2a01:111:f403::/48",
    ],
    confidence: "documented",
    sources: [
      "https://learn.microsoft.com/en-us/microsoft-365/enterprise/urls-and-ip-address-ranges (rendered page; text read through the vendor repo below)",
      "github:MicrosoftDocs/microsoft-365-docs microsoft-365/includes/office-365-worldwide-endpoints.md@02a494f5d6d2 (list version 2022072800)",
      "public customer configuration",
    ],
    note: "Endpoint set ID 10, TCP 25. Identical in list version 2022072800 (vendor repo) and 2026081400 (as quoted in a public repo). 21Vianet/GCC/DoD differ.",
  },
  networkSource: {
    type: "https-json",
    name: "https://endpoints.office.com/endpoints/worldwide?ServiceAreas=Exchange (ID 10)",
  },
  spf: {
    value: "include:spf.protection.outlook.com",
    confidence: "seen-in-wild",
    sources: [CONFIGURE_DNS_ZONE_PAGE, DKIM_PAGE, "public customer configuration"],
    note: "Microsoft page itself not retrieved; three independent sources agree. Add ip4: of the on-prem egress if Exchange also sends directly.",
  },
  smartHost: {
    value: { host: "{domainDashed}.mail.protection.outlook.com", ports: [25] },
    confidence: "seen-in-wild",
    sources: ["public customer configuration", CONNECTOR_PAGE],
    note: "Inbound connector 'from your org's server' in EOP, identified by certificate or IP; per the cited field notes an IP-only connector does not relay NDRs/forwards with foreign senders.",
  },
  regions: {
    worldwide: {
      mx: {
        value: [{ host: "{domainDashed}.mail.protection.outlook.com", preference: 0 }],
        confidence: "seen-in-wild",
        sources: [CONFIGURE_DNS_ZONE_PAGE, DNS_RECORDS_NEEDED_PAGE, "public customer configuration"],
        note: "Third-party guides; the wildcard *.mail.protection.outlook.com:25 itself is Microsoft-documented.",
      },
    },
    dnssec: {
      mx: {
        value: [{ host: "{domainDashed}.{tenant}-v1.mx.microsoft", preference: 0 }],
        confidence: "seen-in-wild",
        sources: ["public customer configuration"],
        note: "Suffix *.mx.microsoft:25 is in Microsoft's endpoint list; label such as 'h-v1' is tenant-assigned; preference as published by the tenant.",
      },
    },
  },
  tenant: {
    what: "the label of the tenant's mx.microsoft name",
    pattern: "[a-z0-9]{1,20}",
    example: "h",
  },
  continuity: {
    value: {
      queueDays: 1,
      webmail: "unknown",
      activation: "Nothing can be switched on: mail is retried for a day and then returned to the sender.",
    },
    confidence: "documented",
    sources: [
      "https://docs.microsoft.com/en-us/microsoft-365/security/office-365-security/mfi-queue-alerts-and-queues?view=o365-worldwide",
      "http://technet.microsoft.com/en-us/library/ff715056.aspx",
    ],
    note: "Mail that cannot reach on-prem is retried for 24 hours, then NDR. (FOPE-era page said 5 days - obsolete.)",
  },
  dkim: {
    value:
      "CNAME selector1._domainkey -> selector1-{domainDashed}._domainkey.{tenant}.onmicrosoft.com, same for selector2 (take the values from the tenant).",
    confidence: "seen-in-wild",
    sources: [CONFIGURE_DNS_ZONE_PAGE, DKIM_PAGE],
  },
  domainVerification: {
    value: "TXT @ 'MS=ms########' (tenant-generated)",
    confidence: "seen-in-wild",
    sources: [CONFIGURE_DNS_ZONE_PAGE, DNS_RECORDS_NEEDED_PAGE],
  },
  pitfalls: [
    "~490k shared IPv4 addresses (https://blog.rmilne.ca/?p=46964): inference - other tenants send from them too, so an IP filter alone is not tenant isolation; pair it with TLS certificate matching.",
    "24 h is the shortest queue found in this catalogue.",
  ],
};
