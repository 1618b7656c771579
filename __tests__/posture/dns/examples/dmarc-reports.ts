import { zone } from "../zone-file";
import { dmarc, GOOD } from "./dmarc-record";
import type { Examples } from "./example";

export const DMARC_REPORT_EXAMPLES: Examples = {
  "dmarc-report-uri": {
    broken: [
      {
        stack: "a host that no name server knows",
        records: [dmarc("p=none; rua=mailto:a@localhost")],
        says: [
          'rua of "clinic.example" holds "mailto:a@localhost": it names no host that could receive reports; write "%2C" for a comma inside an address',
        ],
      },
      {
        stack: "a bare address",
        records: [dmarc("p=none; rua=dmarc@clinic.example")],
        says: [
          'rua of "clinic.example" holds "dmarc@clinic.example": it has no scheme; write "mailto:" in front of an address, and "%2C" for a comma inside one',
        ],
      },
      {
        stack: "a comma inside",
        records: [dmarc("p=none; rua=mailto:a,b@clinic.example")],
        says: [
          'rua of "clinic.example" holds "mailto:a": it names no host that could receive reports; write "%2C" for a comma inside an address',
          'rua of "clinic.example" holds "b@clinic.example": it has no scheme; write "mailto:" in front of an address, and "%2C" for a comma inside one',
        ],
      },
      {
        stack: "an exclamation mark inside",
        records: [dmarc("p=none; ruf=mailto:a!b@clinic.example")],
        says: ['ruf of "clinic.example" holds "mailto:a!b@clinic.example": it holds a "!"; write "%21"'],
      },
      {
        stack: "an empty entry",
        records: [dmarc("p=none; rua=mailto:a@clinic.example,")],
        says: ['rua of "clinic.example" holds "": it is empty; write a mailto: URI, or remove it'],
      },
    ],
    holds: [
      {
        stack: "two mailboxes",
        records: [dmarc("p=none; rua=mailto:a@clinic.example, mailto:b%2Cc@clinic.example")],
      },
      {
        stack: "a size limit, which another rule reports",
        records: [dmarc("p=none; rua=mailto:a@clinic.example!10m")],
      },
      { stack: "another scheme, which receivers may ignore", records: [dmarc("p=none; rua=gopher:a")] },
    ],
  },
  "dmarc-report-size": {
    broken: [
      {
        stack: "a size limit",
        records: [dmarc("p=none; rua=mailto:a@clinic.example!10m")],
        says: [
          'rua of "clinic.example" ends in the obsolete size limit "!10m"; write "mailto:a@clinic.example"',
        ],
      },
    ],
    holds: [{ stack: "no size limit", records: [GOOD] }],
  },
  "dmarc-reports-missing": {
    broken: [
      {
        stack: "no address",
        records: [dmarc("p=none")],
        says: [
          'the DMARC record of "clinic.example" names no address for reports; add "rua=mailto:" and a mailbox that somebody reads',
        ],
      },
      {
        stack: "an empty one",
        records: [dmarc("p=none; rua=")],
        says: [
          'the DMARC record of "clinic.example" names no address for reports; add "rua=mailto:" and a mailbox that somebody reads',
        ],
      },
    ],
    holds: [{ stack: "an address", records: [GOOD] }],
  },
  "dmarc-report-uris-many": {
    broken: [
      {
        stack: "three addresses",
        records: [
          dmarc("p=none; rua=mailto:a@clinic.example,mailto:b@clinic.example,mailto:c@clinic.example"),
        ],
        says: [
          'rua of "clinic.example" names 3 addresses; receivers need to serve 2 only, let one of them distribute the reports',
        ],
      },
    ],
    holds: [
      { stack: "two", records: [dmarc("p=none; rua=mailto:a@clinic.example,mailto:b@clinic.example")] },
    ],
  },
  "dmarc-report-consent": {
    broken: [
      {
        stack: "a zone of the stack that does not agree",
        records: [dmarc("p=none; rua=mailto:dmarc@reports.msp.example; ruf=mailto:x@reports.msp.example")],
        zones: [zone("msp.example")],
        says: [
          'reports about "clinic.example" go to "reports.msp.example", and the zone "msp.example" does not agree to receive them; no record says so: publish TXT "v=DMARC1;" at "clinic.example._report._dmarc.reports.msp.example"',
        ],
      },
      {
        stack: "a wildcard hidden by the record of another client",
        records: [
          dmarc("p=none; rua=mailto:dmarc@msp.example"),
          '*._report._dmarc.msp.example TXT "v=DMARC1;"',
          'school.example._report._dmarc.msp.example TXT "v=DMARC1;"',
        ],
        zones: [zone("msp.example")],
        says: [
          'reports about "clinic.example" go to "msp.example", and the zone "msp.example" does not agree to receive them; "*._report._dmarc.msp.example" does not answer for it, because a name between the two exists (RFC 4592): publish TXT "v=DMARC1;" at "clinic.example._report._dmarc.msp.example"',
        ],
      },
    ],
    holds: [
      {
        stack: "a record for the client",
        records: [
          dmarc("p=none; rua=mailto:dmarc@msp.example"),
          'clinic.example._report._dmarc.msp.example TXT "v=DMARC1;"',
        ],
        zones: [zone("msp.example")],
      },
      {
        stack: "a wildcard",
        records: [
          dmarc("p=none; rua=mailto:dmarc@msp.example"),
          '*._report._dmarc.msp.example TXT "v=DMARC1"',
        ],
        zones: [zone("msp.example")],
      },
      {
        stack: "a mailbox of the same organisation",
        records: [dmarc("p=none; rua=mailto:dmarc@reports.clinic.example", "mail.clinic.example")],
        zones: [zone("clinic.example")],
      },
      {
        stack: "a zone of somebody else, which another rule reports",
        records: [dmarc("p=none; rua=mailto:dmarc@msp.example")],
        zones: [zone("clinic.example")],
      },
      {
        stack: "a report domain that the stack delegates away",
        records: [
          dmarc("p=none; rua=mailto:dmarc@reports.msp.example"),
          "reports.msp.example NS ns1.vendor.example",
        ],
        zones: [zone("msp.example")],
      },
    ],
  },
  "dmarc-report-consent-elsewhere": {
    broken: [
      {
        stack: "a zone of somebody else",
        records: [dmarc("p=none; rua=mailto:dmarc@msp.example")],
        zones: [zone("clinic.example")],
        says: [
          'reports about "clinic.example" go to "msp.example", whose zone is not in this stack; make sure that it holds TXT "v=DMARC1;" at "clinic.example._report._dmarc.msp.example" or at "*._report._dmarc.msp.example"',
        ],
      },
    ],
    holds: [
      { stack: "the client's own mailbox", records: [GOOD] },
      {
        stack: "a zone of the stack, which another rule reports",
        records: [dmarc("p=none; rua=mailto:dmarc@msp.example")],
        zones: [zone("msp.example")],
      },
      {
        stack: "a record in a zone whose name only the DNS host knows",
        records: [
          dmarc("p=none; rua=mailto:dmarc@msp.example"),
          'clinic.example._report._dmarc.msp.example TXT "v=DMARC1;"',
        ],
      },
    ],
  },
};
