import type { BadFile } from "./client-files";

/** What can be wrong with a relay. */
export const BAD_RELAYS: readonly BadFile[] = [
  [
    "a vendor whose names hold what it assigned to the client, without it",
    "vendor: spamexperts\n  region: eu\n",
    "vendor: broadcom-email-security-cloud\n  region: eu\n  deliversFrom: [85.158.136.0/21]\n",
    '12:3: RelayTenantMissing: Symantec / Broadcom Email Security.cloud has names of its own for each client, such as "cluster{tenant}.eu.messagelabs.com"; add "tenant", the cluster number, such as "8"',
  ],
  [
    "what a vendor assigned, in another form",
    "vendor: spamexperts\n  region: eu\n",
    "vendor: broadcom-email-security-cloud\n  tenant: cluster8\n",
    '13:11: BadRelayTenant: "cluster8" is not the cluster number of Symantec / Broadcom Email Security.cloud; write one such as "8"',
  ],
  [
    "what no vendor assigned",
    "region: eu\n",
    "region: eu\n  tenant: office\n",
    '14:11: RelayKeyNotAllowed: SpamExperts Hosted Cloud has the same names for all its clients; remove "tenant"',
  ],
  [
    "a name for a relay of the catalogue",
    "region: eu\n",
    "region: eu\n  name: Our Relay\n",
    '14:9: RelayKeyNotAllowed: "name" is for a custom relay; remove it',
  ],
  [
    "two services that send",
    "region: eu\n",
    "region: eu\n  outbound: { vendor: nable-mail-assure, smartHost: { credentials: ssm:/office/smart-host } }\n",
    '15:8: RelayKeyNotAllowed: "outbound" says who sends, and so does "spf"; remove one of the two',
  ],
  [
    "a custom relay without its values",
    "vendor: spamexperts\n  region: eu\n  spf: include:spf.antispamcloud.com\n",
    "vendor: custom\n",
    "12:11: CustomRelayIncomplete: a custom relay has no catalogue to take values from; add name, mx, deliversFrom, continuity, spf",
  ],
  [
    "no service that sends",
    "  smartHost:\n    host: smtp.antispamcloud.com\n    credentials: ssm:/office/smart-host\n",
    "",
    '12:3: MissingKey: "smartHost" is missing; it takes keys and values',
  ],
  [
    "a service that only takes mail in, and none that sends",
    "vendor: spamexperts\n  region: eu\n",
    "vendor: cloudflare-email-security\n  region: us-legacy\n",
    '12:3: OutboundMissing: Cloudflare Email Security takes mail in and sends none; add "outbound": another vendor, or "vendor: custom" with spf and smartHost. The server never delivers directly: its address has no reputation, and a stolen mailbox would ruin it',
  ],
  [
    "direct delivery",
    "region: eu\n",
    "region: eu\n  outbound: direct\n",
    '14:13: WrongType: "direct" is a text; it takes keys and values',
  ],
  [
    "a service that takes mail in as the one that sends",
    "region: eu\n",
    "region: eu\n  outbound: { vendor: cloudflare-email-security, smartHost: { credentials: ssm:/x } }\n",
    "14:23: OutboundMissing: Cloudflare Email Security takes mail in and sends none; choose one of altospam, barracuda-egd, broadcom-email-security-cloud, cisco-secure-email-cloud, hornetsecurity, libraesva, mailinblack, microsoft-eop, mimecast, mx-guarddog, nable-mail-assure, proofpoint-essentials, sophos-email, spamexperts, spamhero, trend-micro-email-security, vade-cloud, zerospam, or custom",
  ],
  [
    "a vendor that sends and is in no catalogue",
    "region: eu\n",
    "region: eu\n  outbound: { vendor: hornetsecurty, smartHost: { credentials: ssm:/x } }\n",
    '14:23: RelayVendorUnknown: "hornetsecurty" is not in the catalogue; known are altospam, barracuda-egd, broadcom-email-security-cloud, cisco-secure-email-cloud, cloudflare-email-security, hornetsecurity, libraesva, mailinblack, microsoft-eop, mimecast, mx-guarddog, nable-mail-assure, proofpoint-essentials, sophos-email, spamexperts, spamhero, trend-micro-email-security, vade-cloud, zerospam, or custom (did you mean "hornetsecurity"?)',
  ],
  [
    "a value to confirm of the service that sends",
    "region: eu\n  spf: include:spf.antispamcloud.com\n  smartHost:\n    host: smtp.antispamcloud.com\n    credentials: ssm:/office/smart-host\n",
    "region: eu\n  outbound: { vendor: spamhero, smartHost: { host: smtp.relay.example, credentials: ssm:/x } }\n",
    '14:13: VendorValueUnconfirmed: SpamHero does not document its spf; the catalogue holds "include:spf.spamhero.com" (seen-in-wild, public customer configuration, read 2026-11-01); its documentation: https://www.spamhero.com/support/78148; check it and write it here',
  ],
  [
    "port 25 to the whole world",
    "host: smtp.antispamcloud.com",
    "host: smtp.antispamcloud.com\n    port: 25",
    '16:5: SmartHostPort25Anywhere: port 25 would be open to every mail server of the world; add "addresses", the networks of smtp.antispamcloud.com, or use port 587 or 465',
  ],
  [
    "a smart host in the office's own network",
    "host: smtp.antispamcloud.com",
    "host: smtp.antispamcloud.com\n    addresses: [192.168.1.25/32]",
    '17:17: CidrNotPublic: "192.168.1.25/32" is not a public network; a smart host answers from the internet',
  ],
  [
    "a network too wide for a smart host",
    "host: smtp.antispamcloud.com",
    "host: smtp.antispamcloud.com\n    addresses: [185.0.0.0/8]",
    '17:17: CidrTooWide: "185.0.0.0/8" is wider than a relay\'s network (/16, IPv6 /32); name the networks it answers from',
  ],
  [
    "the server as the relay's MX",
    "region: eu\n",
    "region: eu\n  mx: [{ host: mail.office.example, preference: 10 }]\n",
    "14:16: MxIsOwnServer: \"mail.office.example\" is the client's own server; senders would go past the filter; give the relay's hosts",
  ],
  [
    "an MX host that is no name",
    "region: eu\n",
    'region: eu\n  mx: [{ host: "{domainDashed}..relay.example", preference: 10 }]\n',
    '14:16: BadHostName: "{domainDashed}..relay.example" is not a valid name: labels of 1 to 63 letters, digits and inner hyphens, separated by dots',
  ],
  [
    "a move to a relay without the MX that still holds",
    "region: eu\n",
    "region: eu\n  inbound: [{ stage: observe, since: 2026-11-01 }]\n",
    '14:13: PreviousMxMissing: in this stage mail still takes the old way; add "previousMx" with the hosts that take it today',
  ],
  [
    "a move to a relay that skips the cutover",
    "region: eu\n",
    "region: eu\n  inbound: [{ stage: observe, since: 2026-11-01 }, { stage: locked, since: 2026-11-20 }]\n",
    '14:52: StageOrder: "observe" is not followed by "locked"; the next step is "cutover"',
  ],
  [
    "a lock on the third day",
    "region: eu\n",
    "region: eu\n  inbound: [{ stage: observe, since: 2026-11-01 }, { stage: cutover, since: 2026-11-10 }, { stage: locked, since: 2026-11-13 }]\n",
    "14:115: RelayLockedTooEarly: senders may use the old MX until its TTL (86400 s) and 72 hours after the cutover of 2026-11-10; lock on 2026-11-14 at the earliest",
  ],
  [
    "a lock before a long TTL has run out",
    "region: eu\n",
    "region: eu\n  previousMx: { hosts: [{ host: mx.old.example, preference: 10 }], ttlSeconds: 172800 }\n  inbound: [{ stage: observe, since: 2026-11-01 }, { stage: cutover, since: 2026-11-28 }, { stage: locked, since: 2026-12-02 }]\n",
    "15:115: RelayLockedTooEarly: senders may use the old MX until its TTL (172800 s) and 72 hours after the cutover of 2026-11-28; lock on 2026-12-03 at the earliest",
  ],
];
