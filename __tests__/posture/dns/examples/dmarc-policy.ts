import { zone } from "../zone-file";
import { dmarc, GOOD } from "./dmarc-record";
import type { Examples } from "./example";

export const DMARC_POLICY_EXAMPLES: Examples = {
  "dmarc-subdomain-policy-weaker": {
    broken: [
      {
        stack: "a subdomain policy below the policy",
        records: [dmarc("p=reject; sp=none")],
        says: [
          'the DMARC record of "clinic.example" says "p=reject" and "sp=none": subdomains are protected less than the domain; raise "sp", or leave it out',
        ],
      },
    ],
    holds: [
      { stack: "the same", records: [dmarc("p=reject; sp=reject")] },
      { stack: "a stronger one", records: [dmarc("p=none; sp=reject")] },
      { stack: "none", records: [GOOD] },
      {
        stack: "one that cannot be read, which another rule reports",
        records: [dmarc("p=reject; sp=nothing")],
      },
    ],
  },
  "dmarc-subdomain-policy-ignored": {
    broken: [
      {
        stack: "a subdomain policy below the organisation",
        records: [dmarc("p=none; sp=none", "mail.clinic.example")],
        says: [
          'the DMARC record of "mail.clinic.example" has "sp", which is read at "clinic.example" only; move it there',
        ],
      },
      {
        stack: "a policy for missing names there",
        records: [dmarc("p=none; np=reject", "mail.clinic.co.uk")],
        says: [
          'the DMARC record of "mail.clinic.co.uk" has "np", which is read at "clinic.co.uk" only; move it there',
        ],
      },
    ],
    holds: [
      { stack: "one at the organisation", records: [dmarc("p=none; sp=none", "clinic.co.uk")] },
      {
        stack: "a subdomain that declares itself an organisation",
        records: [dmarc("p=none; sp=none; psd=n", "mail.clinic.example")],
      },
    ],
  },
  "dmarc-reject-without-dkim": {
    broken: [
      {
        stack: "no key",
        records: [
          "clinic.example MX 10 mx.relay.example",
          "clinic.example NS ns1.host.example",
          dmarc("p=reject"),
        ],
        says: [
          '"clinic.example" says "p=reject", and the stack publishes no DKIM key below "clinic.example"; publish the relay\'s keys first, or lower the policy to "quarantine"',
        ],
      },
      {
        stack: "a revoked key only",
        records: [dmarc("p=reject"), 's1._domainkey.clinic.example TXT "v=DKIM1; p="'],
        says: [
          '"clinic.example" says "p=reject", and the stack publishes no DKIM key below "clinic.example"; publish the relay\'s keys first, or lower the policy to "quarantine"',
        ],
      },
    ],
    holds: [
      {
        stack: "a relay's key",
        records: [dmarc("p=reject"), "s1._domainkey.clinic.example CNAME s1.relay.example"],
      },
      {
        stack: "a key whose base64 ends in p=",
        records: [dmarc("p=reject"), 's1._domainkey.clinic.example TXT "p=AAp="'],
      },
      {
        stack: "a delegated key zone",
        records: [dmarc("p=reject"), "_domainkey.clinic.example NS ns.relay.example"],
      },
      { stack: "quarantine", records: [GOOD] },
      { stack: "a domain that takes no mail", records: [dmarc("p=reject"), "clinic.example MX 0 ."] },
      { stack: "a domain that sends none", records: [dmarc("p=reject"), 'clinic.example TXT "v=spf1 -all"'] },
    ],
  },
  "dmarc-nonexistent-only": {
    broken: [
      {
        stack: "a strong np over a weak p",
        records: [dmarc("p=none; np=reject")],
        zones: [zone("clinic.example", { dnssec: true })],
        says: [
          'the DMARC record of "clinic.example" says "np=reject" while subdomains fall under "none": the signed Cloudflare zone "clinic.example" never says that a name does not exist; set "sp=reject" too',
        ],
      },
    ],
    holds: [
      {
        stack: "sp as strong as np",
        records: [dmarc("p=none; sp=reject; np=reject")],
        zones: [zone("clinic.example", { dnssec: true })],
      },
      { stack: "an unsigned zone", records: [dmarc("p=none; np=reject")], zones: [zone("clinic.example")] },
      {
        stack: "another host",
        records: [dmarc("p=none; np=reject")],
        zones: [zone("clinic.example", { dnssec: true, host: "route53" })],
      },
    ],
  },
};
