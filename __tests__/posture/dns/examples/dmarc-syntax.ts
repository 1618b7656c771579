import { afterApply } from "../zone-file";
import { dmarc, GOOD } from "./dmarc-record";
import type { Examples } from "./example";

export const DMARC_SYNTAX_EXAMPLES: Examples = {
  "dmarc-version-first": {
    broken: [
      {
        stack: "a version in lower case",
        records: ['_dmarc.clinic.example TXT "v=dmarc1; p=none"'],
        says: [
          '"v=dmarc1; p=none" at "_dmarc.clinic.example" is ignored: a DMARC record begins with "v=DMARC1;", in capitals; correct or remove it',
        ],
      },
      {
        stack: "a version after the policy",
        records: ['_dmarc.clinic.example TXT "p=none; v=DMARC1"'],
        says: [
          '"p=none; v=DMARC1" at "_dmarc.clinic.example" is ignored: a DMARC record begins with "v=DMARC1;", in capitals; correct or remove it',
        ],
      },
    ],
    holds: [
      { stack: "a good record", records: [GOOD] },
      {
        stack: "blanks around the equals sign",
        records: ['_dmarc.clinic.example TXT "v = DMARC1 ; p=none"'],
      },
      {
        stack: "a text known only after apply",
        records: [`_dmarc.clinic.example TXT "${afterApply("random_id.x.hex")}"`],
      },
      { stack: "another name", records: ['clinic.example TXT "v=dmarc1"'] },
    ],
  },
  "dmarc-one-record": {
    broken: [
      {
        stack: "two records, one of them partly known after apply",
        records: [
          GOOD,
          `_DMARC.clinic.example TXT "v=DMARC1; p=none; rua=mailto:${afterApply("random_id.x.hex")}@a.example"`,
        ],
        says: [
          '2 DMARC records at "_dmarc.clinic.example"; receivers discard them all, keep one and remove the others',
        ],
        at: ["cloudflare_dns_record.r2"],
      },
    ],
    holds: [{ stack: "one record for each domain", records: [GOOD, dmarc("p=none", "other.example")] }],
  },
  "dmarc-tag-syntax": {
    broken: [
      {
        stack: "a tag without equals sign",
        records: [dmarc("p=none; rua mailto:a@clinic.example")],
        says: [
          'the DMARC record of "clinic.example" holds "rua mailto:a@clinic.example", which is no tag; write "tag=value", separated by ";"',
        ],
      },
    ],
    holds: [
      { stack: "a semicolon at the end", records: [dmarc("p=none;")] },
      { stack: "a record of the version alone", records: ['_dmarc.clinic.example TXT "v=DMARC1"'] },
    ],
  },
  "dmarc-duplicate-tag": {
    broken: [
      {
        stack: "two policies",
        records: [dmarc("p=none; P=reject")],
        says: ['the DMARC record of "clinic.example" gives "p" more than once; keep one of each'],
      },
    ],
    holds: [{ stack: "each tag once", records: [GOOD] }],
  },
  "dmarc-unknown-tag": {
    broken: [
      {
        stack: "a misspelt tag",
        records: [dmarc("p=none; rau=mailto:a@clinic.example")],
        says: [
          'the DMARC record of "clinic.example" holds "rau", which receivers ignore; the tags are v, p, sp, np, t, psd, adkim, aspf, fo, rua, ruf',
        ],
      },
    ],
    holds: [
      {
        stack: "every tag there is",
        records: [
          dmarc(
            "p=none; sp=none; np=none; t=y; psd=n; adkim=s; aspf=r; fo=1; rua=mailto:a@clinic.example; ruf=mailto:a@clinic.example",
          ),
        ],
      },
      { stack: "a tag that has a rule of its own", records: [dmarc("p=none; pct=50")] },
    ],
  },
  "dmarc-removed-tag": {
    broken: [
      {
        stack: "a percentage and a report interval",
        records: [dmarc("p=none; pct=50; ri=86400")],
        says: [
          'the DMARC record of "clinic.example" holds "pct=50", "ri=86400", which RFC 9989 removed; leave it out, and write "t=y" to test a policy',
        ],
      },
    ],
    holds: [{ stack: "the test flag instead", records: [dmarc("p=quarantine; t=y")] }],
  },
  "dmarc-policy-value": {
    broken: [
      {
        stack: "policies that do not exist",
        records: [dmarc("p=block; sp=; np=reject")],
        says: [
          'the DMARC record of "clinic.example" says "p=block", "sp="; allowed are none, quarantine and reject',
        ],
      },
    ],
    holds: [
      { stack: "a policy known only after apply", records: [dmarc(`p=${afterApply("x.y.z")}`)] },
      { stack: "policies in any case", records: [dmarc("p=Reject; sp=QUARANTINE; np=none")] },
    ],
  },
  "dmarc-policy-missing": {
    broken: [
      {
        stack: "no policy",
        records: [dmarc("rua=mailto:a@clinic.example")],
        says: [
          'the DMARC record of "clinic.example" has no policy: "v=DMARC1; rua=mailto:a@clinic.example"; write "p=none", "p=quarantine" or "p=reject" after the version',
        ],
      },
    ],
    holds: [{ stack: "a policy", records: [GOOD] }],
  },
  "dmarc-policy-position": {
    broken: [
      {
        stack: "a policy at the end",
        records: [dmarc("sp=none; p=none")],
        says: ['the DMARC record of "clinic.example" has "sp" before "p"; write "p" right after the version'],
      },
    ],
    holds: [
      { stack: "a policy after the version", records: [GOOD] },
      { stack: "no policy at all, which another rule reports", records: [dmarc("sp=none")] },
    ],
  },
  "dmarc-flag-value": {
    broken: [
      {
        stack: "values of other tags",
        records: [dmarc("p=none; t=1; psd=x; adkim=strict; aspf=")],
        says: [
          'the DMARC record of "clinic.example" says "t=1"; allowed are y, n',
          'the DMARC record of "clinic.example" says "psd=x"; allowed are y, n, u',
          'the DMARC record of "clinic.example" says "adkim=strict"; allowed are r, s',
          'the DMARC record of "clinic.example" says "aspf="; allowed are r, s',
        ],
      },
    ],
    holds: [
      { stack: "each allowed value", records: [dmarc("p=none; t=y; psd=u; adkim=s; aspf=R")] },
      { stack: "a tag named like a property of every object", records: [dmarc("p=none; constructor=1")] },
    ],
  },
  "dmarc-registry-claim": {
    broken: [
      {
        stack: "a company that claims to be a registry",
        records: [dmarc("p=none; psd=y")],
        says: [
          '"clinic.example" is not on the public suffix list, and its DMARC record says "psd=y"; remove the tag, or acknowledge this if others register names below it',
        ],
      },
    ],
    holds: [
      { stack: "a registry", records: [dmarc("p=none; psd=y", "co.uk")] },
      { stack: "a domain that says it is none", records: [dmarc("p=none; psd=n")] },
    ],
  },
  "dmarc-failure-options": {
    broken: [
      {
        stack: "an option that does not exist",
        records: [dmarc("p=none; fo=1:x; ruf=mailto:a@clinic.example")],
        says: [
          'the DMARC record of "clinic.example" says "fo=1:x"; allowed are 0, 1, d and s separated by ":", each once, and not 0 with 1',
        ],
      },
      {
        stack: "0 and 1 together",
        records: [dmarc("p=none; fo=0:1; ruf=mailto:a@clinic.example")],
        says: [
          'the DMARC record of "clinic.example" says "fo=0:1"; allowed are 0, 1, d and s separated by ":", each once, and not 0 with 1',
        ],
      },
      {
        stack: "a comma",
        records: [dmarc("p=none; fo=d,s; ruf=mailto:a@clinic.example")],
        says: [
          'the DMARC record of "clinic.example" says "fo=d,s"; allowed are 0, 1, d and s separated by ":", each once, and not 0 with 1',
        ],
      },
      {
        stack: "an option twice",
        records: [dmarc("p=none; fo=d:d; ruf=mailto:a@clinic.example")],
        says: [
          'the DMARC record of "clinic.example" says "fo=d:d"; allowed are 0, 1, d and s separated by ":", each once, and not 0 with 1',
        ],
      },
    ],
    holds: [
      {
        stack: "every option that goes together",
        records: [dmarc("p=none; fo=1:d:s; ruf=mailto:a@clinic.example")],
      },
      { stack: "none", records: [GOOD] },
    ],
  },
  "dmarc-failure-options-unused": {
    broken: [
      {
        stack: "options without an address",
        records: [dmarc("p=none; fo=1")],
        says: [
          'the DMARC record of "clinic.example" has "fo" without "ruf", which does nothing; remove "fo", or add the address for failure reports',
        ],
      },
    ],
    holds: [
      { stack: "options with an address", records: [dmarc("p=none; fo=1; ruf=mailto:a@clinic.example")] },
    ],
  },
};
