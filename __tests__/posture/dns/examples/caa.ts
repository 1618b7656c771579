import type { MtaStsPolicyFact } from "../../../../posture/facts";
import { afterApply, certificate, zone } from "../zone-file";
import type { Examples } from "./example";

function caa(property: string, name = "clinic.example"): string {
  return `${name} CAA ${property}`;
}

const AMAZON = caa('0 issue "amazon.com"');
const LETS_ENCRYPT = caa('0 issue "letsencrypt.org"');
const POLICY: MtaStsPolicyFact = {
  domain: "clinic.example",
  text: "version: STSv1",
  address: "cloudflare_workers_script.mta-sts",
};

export const CAA_EXAMPLES: Examples = {
  "caa-flags": {
    broken: [
      {
        stack: "a reserved bit",
        records: [caa('1 issue "amazon.com"')],
        says: ['CAA "1 issue \\"amazon.com\\"" at "clinic.example" has flags 1; allowed are 0 and 128'],
      },
    ],
    holds: [
      { stack: "0 and 128", records: [AMAZON, caa('128 issuewild ";"')] },
      { stack: "flags known only after apply", records: [caa(`1 issue "${afterApply("x.y.z")}"`)] },
    ],
  },
  "caa-tag": {
    broken: [
      {
        stack: "a tag with a hyphen",
        records: [caa('0 issue-wild ";"')],
        says: [
          'CAA "0 issue-wild \\";\\"" at "clinic.example" has the tag "issue-wild"; allowed are letters and digits, such as issue, issuewild, issuemail and iodef',
        ],
      },
    ],
    holds: [{ stack: "tags of letters", records: [AMAZON, caa('0 issueWild ";"')] }],
  },
  "caa-value": {
    broken: [
      {
        stack: "a URL for a domain",
        records: [caa('0 issue "https://letsencrypt.org"')],
        says: [
          'CAA "0 issue \\"https://letsencrypt.org\\"" at "clinic.example" has the value "https://letsencrypt.org"; write a domain and "; name=value" for each parameter, or ";" alone where nobody may issue',
        ],
      },
      {
        stack: "a parameter without value",
        records: [caa('0 issue "letsencrypt.org; dns-01"')],
        says: [
          'CAA "0 issue \\"letsencrypt.org; dns-01\\"" at "clinic.example" has the value "letsencrypt.org; dns-01"; write a domain and "; name=value" for each parameter, or ";" alone where nobody may issue',
        ],
      },
      {
        stack: "two authorities in one record",
        records: [caa('0 issue "amazon.com letsencrypt.org"')],
        says: [
          'CAA "0 issue \\"amazon.com letsencrypt.org\\"" at "clinic.example" has the value "amazon.com letsencrypt.org"; write a domain and "; name=value" for each parameter, or ";" alone where nobody may issue',
        ],
      },
      {
        stack: "a bare address for reports",
        records: [caa('0 iodef "noc@msp.example"')],
        says: [
          'CAA "0 iodef \\"noc@msp.example\\"" at "clinic.example" has the value "noc@msp.example"; write a mailto:, http: or https: URL',
        ],
      },
      {
        stack: "a record without tag",
        records: [caa("amazon.com")],
        says: [
          'CAA "amazon.com" at "clinic.example" is not flags, tag and value; write it as 0 issue "letsencrypt.org"',
        ],
      },
    ],
    holds: [
      {
        stack: "what the grammar allows",
        records: [
          AMAZON,
          caa('0 issuewild ";"'),
          caa('0 issuemail ""'),
          caa('0 issue "letsencrypt.org; validationmethods=dns-01; accounturi=https://acme.example/acct/1"'),
          caa('0 iodef "mailto:noc@msp.example"'),
          caa("0 issue amazonaws.com"),
        ],
      },
      { stack: "a tag of the future", records: [caa('0 issuevmc "any thing"')] },
    ],
  },
  "caa-issue-missing": {
    broken: [
      {
        stack: "reports only",
        records: [caa('0 iodef "mailto:noc@msp.example"')],
        says: [
          'the CAA set of "clinic.example" has "iodef" only, so any authority may issue; add issue with the domain of yours',
        ],
      },
      {
        stack: "a set that says something of wildcards only",
        records: [AMAZON, caa('0 issuewild ";"', "mail.clinic.example")],
        says: [
          'the CAA set of "mail.clinic.example" has "issuewild" only, so any authority may issue; add issue with the domain of yours',
        ],
      },
      {
        stack: "a set that cannot be read",
        records: [caa("amazon.com")],
        says: [
          'the CAA set of "clinic.example" has nothing readable, so any authority may issue; add issue with the domain of yours',
        ],
      },
    ],
    holds: [
      { stack: "an authority", records: [AMAZON] },
      {
        stack: "a set that is partly known after apply",
        records: [caa('0 iodef "mailto:a@b.example"'), caa(afterApply("x.y.z"))],
      },
    ],
  },
  "caa-wildcard-open": {
    broken: [
      {
        stack: "issue alone",
        records: [AMAZON],
        says: [
          'the CAA set of "clinic.example" has issue without issuewild; add 0 issuewild ";" where no wildcard certificate is used',
        ],
      },
      {
        stack: "issue with something else",
        records: [AMAZON, caa('0 iodef "mailto:noc@msp.example"')],
        says: [
          'the CAA set of "clinic.example" has issue without issuewild; add 0 issuewild ";" where no wildcard certificate is used',
        ],
      },
    ],
    holds: [{ stack: "issue with issuewild", records: [AMAZON, caa('0 issuewild ";"')] }],
  },
  "caa-mail-open": {
    broken: [
      {
        stack: "issue alone",
        records: [AMAZON],
        says: [
          'the CAA set of "clinic.example" has no issuemail; add 0 issuemail ";" where nobody uses S/MIME, or the authority that issues it',
        ],
      },
    ],
    holds: [{ stack: "issue with issuemail", records: [AMAZON, caa('0 issuemail ";"')] }],
  },
  "caa-certificate-forbidden": {
    broken: [
      {
        stack: "another authority above the name",
        records: [LETS_ENCRYPT],
        certificates: [certificate(["clinic.example", "mail.clinic.example"])],
        says: [
          'CAA at "clinic.example" lets "letsencrypt.org" issue for "clinic.example", and the certificate comes from AWS Certificate Manager; add issue with one of "amazon.com", "amazonaws.com"',
          'CAA at "clinic.example" lets "letsencrypt.org" issue for "mail.clinic.example", and the certificate comes from AWS Certificate Manager; add issue with one of "amazon.com", "amazonaws.com"',
        ],
        at: ["aws_acm_certificate.mail", "aws_acm_certificate.mail"],
      },
      {
        stack: "a nearer set that lets nobody issue",
        records: [AMAZON, caa('0 issue ";"', "mail.clinic.example")],
        certificates: [
          certificate(["mail.clinic.example"], { caaDomains: ["letsencrypt.org"], issuer: "Let's Encrypt" }),
        ],
        says: [
          'CAA at "mail.clinic.example" lets nobody issue for "mail.clinic.example", and the certificate comes from Let\'s Encrypt; add issue with "letsencrypt.org"',
        ],
      },
      {
        stack: "a wildcard where issue alone decides",
        records: [LETS_ENCRYPT],
        certificates: [certificate(["*.clinic.example"])],
        says: [
          'CAA at "clinic.example" lets "letsencrypt.org" issue for "*.clinic.example", and the certificate comes from AWS Certificate Manager; add issuewild with one of "amazon.com", "amazonaws.com"',
        ],
      },
      {
        stack: "a wildcard that issuewild forbids",
        records: [AMAZON, caa('0 issuewild "letsencrypt.org"')],
        certificates: [certificate(["*.clinic.example"])],
        says: [
          'CAA at "clinic.example" lets "letsencrypt.org" issue for "*.clinic.example", and the certificate comes from AWS Certificate Manager; add issuewild with one of "amazon.com", "amazonaws.com"',
        ],
      },
      {
        stack: "another authority under an account that is known only after apply",
        records: [caa(`0 issue "letsencrypt.org; accounturi=${afterApply("acme_registration.a.id")}"`)],
        certificates: [certificate(["mail.clinic.example"])],
        says: [
          'CAA at "clinic.example" lets "letsencrypt.org" issue for "mail.clinic.example", and the certificate comes from AWS Certificate Manager; add issue with one of "amazon.com", "amazonaws.com"',
        ],
      },
      {
        stack: "another authority at the parent, in another zone of the stack",
        records: [LETS_ENCRYPT, "branch.clinic.example NS ns1.host.example"],
        zones: [zone("clinic.example"), zone("branch.clinic.example")],
        certificates: [certificate(["mail.branch.clinic.example"])],
        says: [
          'CAA at "clinic.example" lets "letsencrypt.org" issue for "mail.branch.clinic.example", and the certificate comes from AWS Certificate Manager; add issue with one of "amazon.com", "amazonaws.com"',
        ],
      },
      {
        stack: "an alias to a name with another authority",
        records: [
          AMAZON,
          "mail.clinic.example CNAME edge.msp.example",
          caa('0 issue "letsencrypt.org"', "edge.msp.example"),
        ],
        certificates: [certificate(["mail.clinic.example"])],
        says: [
          'CAA at "edge.msp.example" lets "letsencrypt.org" issue for "mail.clinic.example", and the certificate comes from AWS Certificate Manager; add issue with one of "amazon.com", "amazonaws.com"',
        ],
      },
    ],
    holds: [
      {
        stack: "the authority's domain",
        records: [AMAZON],
        certificates: [certificate(["mail.clinic.example", "*.clinic.example"])],
      },
      {
        stack: "the authority under conditions",
        records: [caa('0 issue "amazon.com; policy=ev"')],
        certificates: [certificate(["clinic.example"])],
      },
      { stack: "no CAA", certificates: [certificate(["clinic.example"])] },
      {
        stack: "a set that restricts wildcards only",
        records: [caa('0 issuewild ";"')],
        certificates: [certificate(["clinic.example"])],
      },
      {
        stack: "an authority nobody knows",
        records: [LETS_ENCRYPT],
        certificates: [certificate(["clinic.example"], { caaDomains: [] })],
      },
      {
        stack: "an alias that leaves the stack",
        records: [LETS_ENCRYPT, "mail.clinic.example CNAME x.cdn.example"],
        certificates: [certificate(["mail.clinic.example"])],
      },
      {
        stack: "aliases in a circle",
        records: [LETS_ENCRYPT, "mail.clinic.example CNAME mail.clinic.example"],
        certificates: [certificate(["mail.clinic.example"])],
      },
      {
        stack: "a set known only after apply",
        records: [caa(afterApply("x.y.z"))],
        certificates: [certificate(["clinic.example"])],
      },
    ],
  },
  "caa-conditions-unmet": {
    broken: [
      {
        stack: "a method that the stack does not use",
        records: [caa('0 issue "amazon.com; validationmethods=http-01,tls-alpn-01"')],
        certificates: [certificate(["mail.clinic.example"])],
        says: [
          'CAA at "clinic.example" lets AWS Certificate Manager issue for "mail.clinic.example" only where names are proved by "http-01", "tls-alpn-01", and records of the stack prove them by "dns-01"; correct the parameters, or leave them out',
        ],
        at: ["aws_acm_certificate.mail"],
      },
      {
        stack: "an account that is no URI",
        records: [caa('0 issue "amazon.com; accounturi=123456789012"')],
        certificates: [certificate(["mail.clinic.example"])],
        says: [
          'CAA at "clinic.example" lets AWS Certificate Manager issue for "mail.clinic.example" only where the account is "123456789012", which is no URI; correct the parameters, or leave them out',
        ],
      },
      {
        stack: "two accounts in one record",
        records: [caa('0 issue "amazon.com; accounturi=acct:a@b.example; accounturi=acct:c@b.example"')],
        certificates: [certificate(["mail.clinic.example"])],
        says: [
          'CAA at "clinic.example" lets AWS Certificate Manager issue for "mail.clinic.example" only where the account is each of "acct:a@b.example", "acct:c@b.example" at once; correct the parameters, or leave them out',
        ],
      },
      {
        stack: "conditions of a parent in another zone of the stack, for a wildcard",
        records: [caa('0 issue "amazon.com"'), caa('0 issuewild "amazon.com; validationmethods=http-01"')],
        zones: [zone("clinic.example"), zone("branch.clinic.example")],
        certificates: [certificate(["*.branch.clinic.example"])],
        says: [
          'CAA at "clinic.example" lets AWS Certificate Manager issue for "*.branch.clinic.example" only where names are proved by "http-01", and records of the stack prove them by "dns-01"; correct the parameters, or leave them out',
        ],
      },
    ],
    holds: [
      {
        stack: "either name of the method",
        records: [
          caa('0 issue "amazon.com; validationmethods=http-01,DNS-01"'),
          caa('0 issue "amazon.com; validationmethods=ca-tbr-7"', "mail.clinic.example"),
        ],
        certificates: [certificate(["clinic.example", "mail.clinic.example"])],
      },
      {
        stack: "one record of two that can be met",
        records: [caa('0 issue "amazon.com; validationmethods=http-01"'), caa('0 issue "amazonaws.com"')],
        certificates: [certificate(["clinic.example"])],
      },
      {
        stack: "names that are proved elsewhere",
        records: [caa('0 issue "amazon.com; validationmethods=http-01"')],
        certificates: [certificate(["clinic.example"], { validatedByStack: false })],
      },
      {
        stack: "an account that is known only after its registration",
        records: [caa(`0 issue "amazon.com; accounturi=${afterApply("acme_registration.a.id")}"`)],
        certificates: [certificate(["clinic.example"])],
      },
      {
        stack: "a method that is known only after apply",
        records: [caa(`0 issue "amazon.com; validationmethods=${afterApply("var.method")}"`)],
        certificates: [certificate(["clinic.example"])],
      },
      {
        stack: "conditions for another authority, and parameters that mean nothing here",
        records: [
          caa('0 issue "letsencrypt.org; validationmethods=http-01"'),
          caa('0 issue "amazon.com; policy=ev"'),
        ],
        certificates: [certificate(["clinic.example"])],
      },
    ],
  },
  "caa-edge-forbidden": {
    broken: [
      {
        stack: "a zone elsewhere that does not let Cloudflare's authorities issue",
        records: [['clinic.example CAA 0 issue "amazon.com"', { address: "aws_route53_record.caa" }]],
        mtaStsPolicies: [POLICY],
        says: [
          'CAA at "clinic.example" lets "amazon.com" issue for "mta-sts.clinic.example", and Cloudflare serves it; add issue with one of "letsencrypt.org", "pki.goog", "sectigo.com", "ssl.com"',
        ],
      },
    ],
    holds: [
      {
        stack: "one of them permitted",
        records: [['clinic.example CAA 0 issue "pki.goog"', { address: "aws_route53_record.caa" }]],
        mtaStsPolicies: [POLICY],
      },
      { stack: "a zone at Cloudflare, which adds them itself", records: [AMAZON], mtaStsPolicies: [POLICY] },
      {
        stack: "a policy that is served elsewhere",
        records: [['clinic.example CAA 0 issue "amazon.com"', { address: "aws_route53_record.caa" }]],
        mtaStsPolicies: [{ ...POLICY, address: "aws_s3_object.policy" }],
      },
    ],
  },
  "caa-lets-encrypt-unbound": {
    broken: [
      {
        stack: "any account",
        records: [LETS_ENCRYPT],
        says: [
          'CAA "0 issue \\"letsencrypt.org\\"" at "clinic.example" lets any account of Let\'s Encrypt order; add "; validationmethods=dns-01" and "; accounturi=" with the account\'s URL',
        ],
      },
      {
        stack: "any account, for wildcards",
        records: [caa('0 issuewild "letsencrypt.org"')],
        says: [
          'CAA "0 issuewild \\"letsencrypt.org\\"" at "clinic.example" lets any account of Let\'s Encrypt order; add "; validationmethods=dns-01" and "; accounturi=" with the account\'s URL',
        ],
      },
    ],
    holds: [
      { stack: "a method", records: [caa('0 issue "letsencrypt.org; validationmethods=dns-01"')] },
      {
        stack: "an account",
        records: [caa('0 issuewild "letsencrypt.org; accounturi=https://acme.example/acct/1"')],
      },
      { stack: "another authority", records: [AMAZON] },
      {
        stack: "S/MIME certificates, which follow other rules",
        records: [caa('0 issuemail "letsencrypt.org"')],
      },
    ],
  },
};
