import { afterApply, certificate, zone } from "../zone-file";
import type { Examples } from "./example";
import { enforcing, MX, ordered, policy, TXT } from "./mta-sts-stack";

export const MTA_STS_HOST_EXAMPLES: Examples = {
  "mta-sts-mx-certificate": {
    broken: [
      {
        stack: "an MX of the stack that no certificate names",
        records: [
          "clinic.example MX 10 mail.clinic.example",
          `mail.clinic.example A ${afterApply("aws_eip.mail.public_ip")}`,
        ],
        mtaStsPolicies: [enforcing("mail.clinic.example")],
        certificates: [certificate(["clinic.example"])],
        says: [
          'no certificate of the stack names "mail.clinic.example", to which mail for "clinic.example" goes under MTA-STS; declare one with that name',
        ],
        at: ["cloudflare_workers_script.mta-sts"],
      },
    ],
    holds: [
      {
        stack: "a certificate that names it",
        records: ["clinic.example MX 10 mail.clinic.example", "mail.clinic.example A 192.0.2.1"],
        mtaStsPolicies: [enforcing("mail.clinic.example")],
        certificates: [certificate(["*.clinic.example"])],
      },
      { stack: "a relay's MX", records: [MX], mtaStsPolicies: [enforcing("mx1.relay.example")] },
    ],
  },
  "mta-sts-policy-host-certificate": {
    broken: [
      {
        stack: "a proxied host two labels below the zone",
        records: [["mta-sts.mail.clinic.example AAAA 100::", { proxied: true }]],
        zones: [zone("clinic.example")],
        mtaStsPolicies: [policy([], { domain: "mail.clinic.example" })],
        says: [
          '"mta-sts.mail.clinic.example" is more than one label below the zone "clinic.example", and Cloudflare\'s own certificate covers one; order a certificate for it',
        ],
      },
      {
        stack: "a host of its own without certificate",
        records: ["mta-sts.clinic.example A 192.0.2.1"],
        mtaStsPolicies: [policy([])],
        says: [
          'no certificate of the stack names "mta-sts.clinic.example", which serves the MTA-STS policy; declare one with that name',
        ],
      },
    ],
    holds: [
      {
        stack: "a proxied host below the apex",
        records: [["mta-sts.clinic.example AAAA 100::", { proxied: true }]],
        zones: [zone("clinic.example")],
        mtaStsPolicies: [policy([])],
      },
      {
        stack: "a certificate that names the host",
        records: ["mta-sts.clinic.example A 192.0.2.1"],
        mtaStsPolicies: [policy([])],
        certificates: [certificate(["mta-sts.clinic.example"])],
      },
      {
        stack: "a hosting service",
        records: ["mta-sts.clinic.example CNAME sts.vendor.example"],
        mtaStsPolicies: [policy([])],
      },
      { stack: "a Worker's own domain, which has no record", mtaStsPolicies: [policy([])] },
    ],
  },
  "mta-sts-max-age": {
    broken: [
      {
        stack: "a day under enforce",
        mtaStsPolicies: [policy(["version: STSv1", "mode: enforce", "max_age: 86400", "mx: a.example"])],
        says: [
          'the MTA-STS policy of "clinic.example" has max_age 86400 under "enforce"; give it at least 604800',
        ],
      },
      {
        stack: "an hour under testing",
        mtaStsPolicies: [policy(["version: STSv1", "mode: testing", "max_age: 3600", "mx: a.example"])],
        says: [
          'the MTA-STS policy of "clinic.example" has max_age 3600 under "testing"; give it at least 86400',
        ],
      },
    ],
    holds: [
      { stack: "a week under enforce", mtaStsPolicies: [enforcing("a.example")] },
      { stack: "a day under testing", mtaStsPolicies: [policy(["mode: testing", "max_age: 86400"])] },
      { stack: "a minute under none", mtaStsPolicies: [policy(["mode: none", "max_age: 60"])] },
    ],
  },
  "mta-sts-enforce-without-reports": {
    broken: [
      {
        stack: "enforce without reports",
        mtaStsPolicies: [enforcing("mx1.relay.example")],
        says: [
          '"clinic.example" enforces MTA-STS without TLS reports; publish TXT "v=TLSRPTv1; rua=mailto:" and a mailbox at "_smtp._tls.clinic.example"',
        ],
      },
    ],
    holds: [
      {
        stack: "enforce with reports",
        records: ['_smtp._tls.clinic.example TXT "v=TLSRPTv1; rua=mailto:tls@msp.example"'],
        mtaStsPolicies: [enforcing("mx1.relay.example")],
      },
      {
        stack: "reports that a service collects",
        records: ["_smtp._tls.clinic.example CNAME tls.vendor.example"],
        mtaStsPolicies: [enforcing("mx1.relay.example")],
      },
      { stack: "testing without reports", mtaStsPolicies: [policy(["mode: testing"])] },
    ],
  },
  "mta-sts-policy-before-record": {
    broken: [
      {
        stack: "a TXT that depends on nothing",
        records: [TXT],
        mtaStsPolicies: [enforcing("mx1.relay.example")],
        json: ordered({ depends_on: [] }),
        says: [
          'the TXT at "_mta-sts.clinic.example" may be published before the policy that cloudflare_workers_script.mta-sts serves; let the record depend on it',
        ],
        at: ["cloudflare_dns_record.r1"],
      },
    ],
    holds: [
      {
        stack: "a TXT that depends on what depends on the policy",
        records: [TXT],
        mtaStsPolicies: [enforcing("mx1.relay.example")],
        json: ordered({ depends_on: ["cloudflare_workers_route.mta-sts"] }),
      },
      {
        stack: "a policy of another stack",
        records: [TXT],
        mtaStsPolicies: [enforcing("mx1.relay.example")],
      },
    ],
  },
  "mta-sts-host-proxied": {
    broken: [
      {
        stack: "a Worker at a name that is not proxied",
        records: ["mta-sts.clinic.example AAAA 100::"],
        mtaStsPolicies: [policy([])],
        says: [
          '"mta-sts.clinic.example" is not proxied, and a Worker serves the MTA-STS policy there; set proxied = true',
        ],
      },
    ],
    holds: [
      {
        stack: "a proxied name",
        records: [["mta-sts.clinic.example AAAA 100::", { proxied: true }]],
        mtaStsPolicies: [policy([])],
      },
      {
        stack: "a policy that a web server serves",
        records: ["mta-sts.clinic.example A 192.0.2.1"],
        mtaStsPolicies: [policy([], { address: "aws_s3_object.policy" })],
      },
    ],
  },
};
