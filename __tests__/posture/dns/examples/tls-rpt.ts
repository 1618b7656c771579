import { afterApply } from "../zone-file";
import type { Examples } from "./example";

function tlsRpt(text: string): string {
  return `_smtp._tls.clinic.example TXT "${text}"`;
}

const GOOD = tlsRpt("v=TLSRPTv1; rua=mailto:tls@msp.example");

export const TLS_RPT_EXAMPLES: Examples = {
  "tls-rpt-one-record": {
    broken: [
      {
        stack: "two records",
        records: [GOOD, GOOD],
        says: [
          '2 TLS-RPT records at "_smtp._tls.clinic.example"; senders ignore them all, keep one and name every address in it',
        ],
        at: ["cloudflare_dns_record.r2"],
      },
    ],
    holds: [{ stack: "one record", records: [GOOD] }],
  },
  "tls-rpt-record-syntax": {
    broken: [
      {
        stack: "a version in lower case",
        records: [tlsRpt("v=tlsrptv1; rua=mailto:tls@msp.example")],
        says: [
          '"v=tlsrptv1; rua=mailto:tls@msp.example" at "_smtp._tls.clinic.example" does not begin with "v=TLSRPTv1;"; write "v=TLSRPTv1; rua=mailto:" and a mailbox, with "%3B" for a ";" inside it',
        ],
      },
      {
        stack: "a raw semicolon in an address",
        records: [tlsRpt("v=TLSRPTv1; rua=mailto:a;b@msp.example")],
        says: [
          '"v=TLSRPTv1; rua=mailto:a;b@msp.example" at "_smtp._tls.clinic.example" holds "b@msp.example", which is no tag; write "v=TLSRPTv1; rua=mailto:" and a mailbox, with "%3B" for a ";" inside it',
        ],
      },
      {
        stack: "a tag twice",
        records: [tlsRpt("v=TLSRPTv1; rua=mailto:a@msp.example; rua=mailto:b@msp.example")],
        says: [
          '"v=TLSRPTv1; rua=mailto:a@msp.example; rua=mailto:b@msp.example" at "_smtp._tls.clinic.example" gives "rua" more than once; write "v=TLSRPTv1; rua=mailto:" and a mailbox, with "%3B" for a ";" inside it',
        ],
      },
      {
        stack: "no address",
        records: [tlsRpt("v=TLSRPTv1;")],
        says: [
          '"v=TLSRPTv1;" at "_smtp._tls.clinic.example" has no "rua"; write "v=TLSRPTv1; rua=mailto:" and a mailbox, with "%3B" for a ";" inside it',
        ],
      },
    ],
    holds: [
      { stack: "a good record", records: [GOOD] },
      {
        stack: "an address known only after apply",
        records: [tlsRpt(`v=TLSRPTv1; rua=${afterApply("data.x.y")}`)],
      },
    ],
  },
  "tls-rpt-report-uri": {
    broken: [
      {
        stack: "a scheme that senders do not know",
        records: [tlsRpt("v=TLSRPTv1; rua=http://reports.msp.example/")],
        says: [
          'rua at "_smtp._tls.clinic.example" holds "http://reports.msp.example/": allowed are mailto: and https:',
        ],
      },
      {
        stack: "a raw exclamation mark",
        records: [tlsRpt("v=TLSRPTv1; rua=mailto:a!b@msp.example")],
        says: [
          'rua at "_smtp._tls.clinic.example" holds "mailto:a!b@msp.example": it holds a "!"; write "%21"',
        ],
      },
      {
        stack: "a size limit as in DMARC",
        records: [tlsRpt("v=TLSRPTv1; rua=mailto:a@msp.example!1m")],
        says: [
          'rua at "_smtp._tls.clinic.example" holds "mailto:a@msp.example!1m": it ends in "!1m"; TLS-RPT has no size limit, remove it',
        ],
      },
      {
        stack: "no host",
        records: [tlsRpt("v=TLSRPTv1; rua=mailto:postmaster")],
        says: [
          'rua at "_smtp._tls.clinic.example" holds "mailto:postmaster": it names no host that could receive reports; write "%2C" for a comma inside an address',
        ],
      },
    ],
    holds: [
      {
        stack: "a mailbox and a web address",
        records: [tlsRpt("v=TLSRPTv1; rua=mailto:a%21b@msp.example,https://r.msp.example/v1")],
      },
      { stack: "no address, which another rule reports", records: [tlsRpt("v=TLSRPTv1;")] },
    ],
  },
  "tls-rpt-same-domain": {
    broken: [
      {
        stack: "mailboxes of the domain only",
        records: [tlsRpt("v=TLSRPTv1; rua=mailto:a@clinic.example,mailto:b@mail.clinic.example")],
        says: [
          'rua at "_smtp._tls.clinic.example" names mailboxes of "clinic.example" only ("mailto:a@clinic.example", "mailto:b@mail.clinic.example"); add one of another domain, or an https: address',
        ],
      },
    ],
    holds: [
      {
        stack: "an address known only after apply",
        records: [tlsRpt(`v=TLSRPTv1; rua=${afterApply("x.y.z")}`)],
      },
      {
        stack: "a mailbox elsewhere beside it",
        records: [tlsRpt("v=TLSRPTv1; rua=mailto:a@clinic.example,mailto:b@msp.example")],
      },
      {
        stack: "a web address of the domain, which needs no mail",
        records: [tlsRpt("v=TLSRPTv1; rua=https://clinic.example/")],
      },
    ],
  },
};
