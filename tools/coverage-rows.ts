import type * as constructs from "../constructs";

/** A row of the advice sheet, and what holds it. */
export interface CoverageRow {
  /** Its number on the sheet. */
  readonly row: number;
  /** What it advises, in our words. */
  readonly advice: string;
  /** What the product does about it. */
  readonly answer: string;
  /** What delivers it. */
  readonly constructs: readonly (keyof typeof constructs)[];
  /** Rules that hold each stack to it. */
  readonly rules: readonly string[];
  /** Tests that prove it: files below `__tests__/`, and the full names of tests in them. */
  readonly tests: Readonly<Record<string, readonly string[]>>;
  /**
   * What is not delivered yet.
   *
   * @default - nothing is missing
   */
  readonly missing?: string;
}

/**
 * The advice sheet of 2016 for small companies with an Exchange server of their own, row by row. The page that is made of
 * it (`docs/coverage.md`) refuses a construct, a rule or a test that does not exist.
 */
export const COVERAGE: readonly CoverageRow[] = [
  {
    row: 1,
    advice: "The company receives its mail itself: no mail server of the access provider stands in between.",
    answer:
      "The MX set of each domain comes from the client file and leads to the relay that the client has chosen, from there to the server, and nowhere else.",
    constructs: ["MailDomain", "MailHost", "NullMailDomain", "CloudflareZone", "Route53Zone"],
    rules: ["mx-is-relay", "mail-host-not-in-mx", "mail-domain-complete"],
    tests: {
      "constructs/dns/mail-domain.test.ts": [
        "at %s, a mail domain › publishes every record that a first deployment needs",
        "at %s, a mail domain › that has nothing to do with mail says so in four records",
      ],
      "posture/posture.test.ts": [
        "the posture of the sample clinic › says where mail comes in, where it leaves, and who may send",
        "mail that is changed for the worse › is found out when an MX names the server",
      ],
      "stacks/protected-exchange-stack.test.ts": [
        "the sample client %s › publishes the records of the golden zone file",
      ],
    },
  },
  {
    row: 2,
    advice:
      "What the provider's server gave must not be lost with it: filtering, mail that goes on while the server is down, a buffer for attacks.",
    answer:
      "The relay filters and keeps mail while the server is down; how long, and what users can read meanwhile, is stated and judged. The firewall with its IPS takes the attacks.",
    constructs: ["VendorRelay", "CustomRelay", "SesMailManagerRelay", "AwsMailEdge", "FortiGateMailEdge"],
    rules: ["relay-continuity", "firewall-in-path", "attacks-before-access", "floods-limited"],
    tests: {
      "posture/posture.test.ts": [
        "continuity › of %j is a warning that says what the company would lose",
        "continuity › with a queue and an inbox breaks no rule",
      ],
      "constructs/relay/vendor-relay.test.ts": [
        "a relay of the catalogue › says what the client's contract says about outages, else the catalogue, else that nothing is known",
      ],
      "relays.test.ts": [
        "a client that moves to a relay › keeps its old MX and an open port 25 while it observes, with a warning for each",
      ],
      "constructs/edge/fortigate/fortigate-mail-edge.test.ts": [
        "a FortiGate in the office › blocks floods of the published ports with Fortinet's thresholds, or given ones",
      ],
    },
  },
  {
    row: 3,
    advice: "The router opens 25 and 443, and these expose the server.",
    answer:
      "No third port can be said. 25 is open to the relay's networks alone, 443 to everyone or to named networks; that is proved from the Terraform JSON at every synthesis, and shown in every review.",
    constructs: [
      "Ingress",
      "AwsMailEdge",
      "FortiGateMailEdge",
      "MerakiMailEdge",
      "ExternalMailEdge",
      "MailNetworkAcl",
    ],
    rules: [
      "only-mail-ports",
      "smtp-from-relay-only",
      "no-unmodelled-path",
      "locks-agree",
      "management-not-outside",
      "firewall-drops-the-rest",
      "external-edge-asked",
    ],
    tests: {
      "constructs/edge/aws-mail-edge.test.ts": [
        "an ingress › is 25 from the relay and 443, and nothing else can be said",
        "the edge of a server on EC2 › passes mail from the relay and HTTPS from anywhere, then drops all else at the first packet",
      ],
      "constructs/edge/ips/random-packets.test.ts": [
        "in the mode %s › with 443 %s › nothing comes in but 25 from the relay and 443 from those who are not denied",
      ],
      "constructs/edge/same-verdict.test.ts": [
        "same packet, same verdict: in any stage, decrypted or not, over one link or two",
      ],
      "constructs/edge/fortigate/fortigate-mail-edge.test.ts": [
        "a FortiGate in the office › publishes 25 and 443 of the server, and no other port",
        "a FortiGate in the office › answers no administration from the internet, at any link and in both versions of IP",
      ],
      "constructs/edge/meraki/meraki-mail-edge.test.ts": [
        "a Meraki MX in the office › forwards 25 from the relay and 443 from anyone, and nothing else",
      ],
      "posture/posture.test.ts": [
        "the posture of the sample clinic › is 25 from the relay and 443 from anywhere, and nothing else",
      ],
      "posture/mutations/mutation-runs.ts": [
        "the sample stack %s › notices %d of as many edits: one that %s (%s)",
      ],
      "constructs/watch/checks/ports.test.ts": [
        "the ports of a server, seen from outside › are as they should be: 25 shut to anyone but the relay, 443 open, and nothing else",
      ],
      "conformance/review-history.test.ts": [
        "the review of a branch › shows exactly which packets a wider source lets in, and stops for a human",
      ],
    },
  },
  {
    row: 4,
    advice: "The router's intrusion detection and prevention is switched on.",
    answer:
      "An IPS from `detect` to `prevent`, as a dated history: AWS's rule groups and virtual patches for Exchange, or the same table of vulnerabilities on a FortiGate. What no rule can read is said.",
    constructs: ["FirewallPolicy", "TlsInspection", "InspectionProfiles", "EdgeAlarms", "VIRTUAL_PATCHES"],
    rules: ["attacks-before-access", "https-inspected", "edge-watched", "alarms-heard"],
    tests: {
      "constructs/edge/ips/corpus.test.ts": [
        "with queries that reach the rules %s › in the mode %s › %s: passes without an alert",
        "with queries that reach the rules %s › in the mode %s › %i stops or reports %s",
      ],
      "constructs/edge/firewall-policy.test.ts": [
        "the mode › detect, the default, drops nothing that may pass, and the access rules still drop",
        "the mode › prevent drops by signature too",
      ],
      "constructs/edge/same-inspection.test.ts": [
        "in the mode %s, with 443 decrypted, › both edges do the same with every attack of the corpus, by its CVE",
      ],
      "constructs/edge/meraki/meraki-mail-edge.test.ts": [
        "a Meraki MX in the office › looks for attacks before the first port opens",
      ],
      "posture/ips.test.ts": [
        "what a firewall looks for › is told group by group, with what no rule can read",
      ],
      "constructs/edge/edge-alarms.test.ts": [
        "attacks on known vulnerabilities of Exchange › sound at the first one",
      ],
    },
  },
  {
    row: 5,
    advice: "A cloud service filters spam and viruses before they reach the server.",
    answer:
      "A catalogue of relays, each value with its source; one in the client's own AWS account; any other by its values. Nobody reaches the server past the filter.",
    constructs: ["VendorRelay", "RELAY_VENDORS", "CustomRelay", "SesMailManagerRelay"],
    rules: ["smtp-from-relay-only", "relay-reaches-server", "relay-networks-wide"],
    tests: {
      "relays.test.ts": [
        "behind the relay %s › the whole path is shown, in and out, and no rule of severity error is broken",
      ],
      "constructs/relay/catalogue.test.ts": [
        "the catalogue's entry of $name › has a source for every value, and somebody's page for every documented one",
      ],
      "constructs/relay/vendor-relay.test.ts": [
        "a relay of the catalogue › fails with every unconfirmed value at once, each with what is held and where to look",
      ],
      "constructs/relay/ses/mail-manager-template.test.ts": [
        "the template of a Mail Manager › delivers only what both filters cleared, and keeps the rest in quarantine",
      ],
      "posture/posture.test.ts": [
        "the networks of a relay › are all that is admitted, however narrow a stranger is",
      ],
      "conformance/relays.test.ts": ["%s deploys in the sandbox, after which nothing is left to do"],
    },
  },
  {
    row: 6,
    advice: "Outgoing mail passes the same service, so that it arrives.",
    answer:
      "Exchange hands over to the relay's smart host, encrypted and signed in; no other way out is open for mail. SPF and DKIM say the same.",
    constructs: ["VendorOutbound", "CustomOutbound", "exchangeEgress"],
    rules: [
      "no-direct-delivery",
      "smart-host-anywhere",
      "smart-host-reached",
      "smart-host-encrypted",
      "senders-authorised",
      "egress-limited",
    ],
    tests: {
      "posture/posture.test.ts": [
        "outgoing mail › past the smart host, on port 25, is an error",
        "outgoing mail › past the smart host, on a port of another, is an error",
      ],
      "constructs/edge/egress.test.ts": [
        "what may leave › is the server's own needs and mail to the smart host's networks",
        "what may leave › fails for port 25 to the whole world",
      ],
      "relays.test.ts": [
        "the runbook of a client behind the relay %s › tells Exchange what the Terraform JSON holds, value by value, and nothing else",
      ],
      "constructs/relay/ses/ses-mail-manager-relay.test.ts": [
        "mail sent through Amazon SES › leaves over TLS or not at all, and is measured",
      ],
    },
  },
  {
    row: 7,
    advice: "The public address is on no blocklist; the sheet's author looked at 108 of them.",
    answer:
      "A registry of more than 108 lists with operator, terms, codes and entries for tests. `Watch` looks the addresses that the server sends from up on a schedule, and tells somebody once when a listing begins and once when it ends; `protected-exchange check` looks now. No list is believed that does not prove itself.",
    constructs: ["Watch"],
    rules: ["blocklists-watched"],
    tests: {
      "constructs/watch/blocklists/registry.test.ts": [
        "the registry › holds at least 108 lists, each in use and each once",
      ],
      "constructs/watch/blocklists/look-up.test.ts": [
        "a list that holds its entries for tests › is believed, listed or clean",
      ],
      "constructs/watch/checks/blocklists.test.ts": [
        "an address › on a decisive list is wrong, with the page where it is removed",
      ],
      "constructs/watch/watch.test.ts": [
        "a watch › looks at blocklists only, where nothing is declared, and is given what to look up",
        "a watch › is heard when it falls silent, and when a run fails for good",
      ],
      "posture/blocklist-watch.test.ts": [
        "the sample clinic's addresses and domains are looked up, and somebody hears of it",
        "an address that is not looked up is found out",
      ],
      "constructs/watch/function/transitions.test.ts": [
        "over any answers, begins and ends take turns, and the first is a begin",
        "what nobody could be told is told in the next run",
      ],
      "tools/report/judgement.test.ts": ["blocklists › are watched as the advice asks, in the sample clinic"],
      "conformance/blocklists.test.ts": [
        "every list of the registry that works is believed, by a name server of somebody else",
        "the check of a client over all lists ends with 3, and says how long it took",
      ],
    },
  },
  {
    row: 8,
    advice: "The domain is looked at regularly, too.",
    answer: "The same watch, over the lists that hold domains, for every mail domain of the client.",
    constructs: ["Watch"],
    rules: ["blocklists-watched"],
    tests: {
      "constructs/watch/blocklists/look-up.test.ts": [
        "a list that holds its entries for tests › is asked for its own kinds only",
      ],
      "constructs/watch/checks/blocklists.test.ts": [
        "a domain › on a decisive list is wrong, in the words of the list",
      ],
      "posture/blocklist-watch.test.ts": [
        "the sample clinic's addresses and domains are looked up, and somebody hears of it",
        "the clinic %s is found out",
      ],
      "tools/report/judgement.test.ts": [
        "blocklists › are not watched for an address or a domain that is not looked up",
      ],
    },
  },
  {
    row: 9,
    advice: "An SPF record says who may send for the domain, against forged senders.",
    answer:
      "One SPF record per name with its budget counted, and what came after it: DKIM, DMARC, MTA-STS and TLS-RPT as dated rollouts, DNSSEC, CAA, TLSA.",
    constructs: [
      "MailDomain",
      "MailHost",
      "NullMailDomain",
      "DmarcReportAuthorization",
      "CloudflarePolicyHost",
      "CloudFrontPolicyHost",
      "caaRecords",
    ],
    rules: [
      "spf-one-record",
      "spf-look-ups",
      "spf-pass-all",
      "senders-authorised",
      "dmarc-one-record",
      "dkim-key-weak",
      "mta-sts-mx-unmatched",
      "dnssec-ds-not-handed-over",
      "caa-present",
    ],
    tests: {
      "constructs/dns/mail-domain.test.ts": [
        "at %s, a mail domain › authorises others who send for it, after the relay",
        "at %s, a mail domain › publishes DKIM keys, in strings of 255 octets, and names that lead to them",
        "an MTA-STS policy › is announced at %s only once it is served",
      ],
      "posture/dns/rules.test.ts": [
        "$name › $id is broken by $stack",
        "$name › $id holds for $stack",
        "$name › every rule has an example that breaks it and one that does not",
      ],
      "conformance/pebble.test.ts": [
        "the CAA records of the stack, asked for over DNS › admit Let's Encrypt for every name, and no other authority",
      ],
    },
  },
  {
    row: 10,
    advice: "Smartphones, laptops and tablets outside need a certificate of an authority.",
    answer:
      "One certificate for server and inspection, of AWS Certificate Manager or Let's Encrypt, renewed and brought to the server; `check` looks at the live ones on 443 and 25.",
    constructs: [
      "AcmMailCertificate",
      "CertificateDelivery",
      "LetsEncryptCertificate",
      "LetsEncryptServerCertificate",
      "AcmeChallengeDelegation",
      "Route53ChallengeWriter",
    ],
    rules: [
      "certificate-names-servers",
      "certificate-renewable",
      "certificate-renewal-window",
      "certificate-applied-often-enough",
      "inspected-certificate-delivered",
      "caa-issue-missing",
    ],
    tests: {
      "constructs/certificate/acm-mail-certificate.test.ts": [
        "a certificate of AWS Certificate Manager › is valid for every name once, with an RSA key that Exchange supports",
      ],
      "constructs/certificate/certificate-delivery.test.ts": [
        "the delivery › starts at AWS's event about this certificate, on this client's server",
        "the command on the server › prints neither key nor passphrase",
      ],
      "conformance/pebble.test.ts": [
        "a certificate that the server orders itself, at Pebble › is issued for the names of the stack, with an RSA key, through the delegated zone",
        "a certificate that the server orders itself, at Pebble › is renewed by another order, which proves every name again",
      ],
      "posture/certificates.test.ts": [
        "the rules about renewing › are broken by a certificate that is never renewed",
      ],
      "constructs/watch/checks/certificates.test.ts": [
        "a server that shows the declared certificate on both ports › has nothing against it",
      ],
    },
  },
  {
    row: 11,
    advice:
      "Mailboxes are backed up, not files: whoever restores a whole database for one message loses everyone's later mail.",
    answer:
      "A repository for a product that restores single messages (Veeam, Arcserve), locked against change and deletion, in another place than the server and out of reach of the backup's own key; locked snapshots of servers on EC2 beside it; objectives that are agreed, and a restore that was tried, with its day.",
    constructs: ["BackupRepository", "BACKUP_CONSUMERS", "SnapshotPlan"],
    rules: [
      "backup-declared",
      "backup-immutable",
      "backup-closed",
      "backup-off-site",
      "backup-least-privilege",
      "backup-objectives",
      "backup-tested",
      "backup-watched",
    ],
    tests: {
      "constructs/backup/backup-repository.test.ts": [
        "a repository for Veeam › is a bucket with Object Lock and versions, in the Region that is asked for",
        "a repository for Arcserve locks by itself what is written, as long as it is told",
      ],
      "constructs/backup/snapshot-plan.test.ts": [
        "snapshots of servers › are made with VSS, every night, and kept five weeks",
        "snapshots of servers › are restored for a test where nothing leads in or out",
      ],
      "posture/backup.test.ts": [
        "the sample clinic's backup is granular, out of reach, elsewhere and tried",
        "snapshots alone restore no message",
        "on %s, what has not been restored for three months and a fortnight is overdue",
      ],
      "conformance/backup-policies.test.ts": ["the user of %s › may not %s, even as an administrator"],
      "tools/runbook/backup.test.ts": [
        "the page has a restore of one message, one mailbox and one database, and what to record",
      ],
    },
  },
];
