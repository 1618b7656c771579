import { afterApply } from "../zone-file";
import type { Examples } from "./example";

function autodiscover(value: string): string {
  return `_autodiscover._tcp.clinic.example SRV ${value}`;
}

const GOOD = autodiscover("0 0 443 mail.clinic.example");
const MX = "clinic.example MX 10 mx1.relay.example";

export const AUTODISCOVER_EXAMPLES: Examples = {
  "autodiscover-host-and-srv": {
    broken: [
      {
        stack: "a host and an SRV",
        records: [GOOD, "autodiscover.clinic.example CNAME mail.clinic.example"],
        says: [
          'SRV at "_autodiscover._tcp.clinic.example" beside CNAME at "autodiscover.clinic.example"; clients try the host first, remove one of the two',
        ],
        at: ["cloudflare_dns_record.r1"],
      },
    ],
    holds: [
      { stack: "an SRV alone", records: [GOOD] },
      { stack: "a host alone", records: ["autodiscover.clinic.example CNAME mail.clinic.example"] },
      {
        stack: "an SRV that denies the service",
        records: [autodiscover("0 0 0 ."), "autodiscover.clinic.example A 192.0.2.1"],
      },
    ],
  },
  "autodiscover-srv-port": {
    broken: [
      {
        stack: "another port",
        records: [autodiscover("0 0 8443 mail.clinic.example")],
        says: ['SRV at "_autodiscover._tcp.clinic.example" names port 8443; autodiscover is on 443'],
      },
    ],
    holds: [
      { stack: "443", records: [GOOD] },
      { stack: "a denied service", records: [autodiscover("0 0 0 .")] },
    ],
  },
  "srv-syntax": {
    broken: [
      {
        stack: "a field missing",
        records: [autodiscover("0 443 mail.clinic.example")],
        says: [
          'SRV "0 443 mail.clinic.example" at "_autodiscover._tcp.clinic.example" is not three numbers up to 65535 and a host name, such as "0 0 443 mail.client.example"',
        ],
      },
      {
        stack: "a port that does not exist",
        records: [autodiscover("0 0 65536 mail.clinic.example")],
        says: [
          'SRV "0 0 65536 mail.clinic.example" at "_autodiscover._tcp.clinic.example" is not three numbers up to 65535 and a host name, such as "0 0 443 mail.client.example"',
        ],
      },
      {
        stack: "an address for a host",
        records: [autodiscover("0 0 443 192.0.2.1")],
        says: [
          'SRV "0 0 443 192.0.2.1" at "_autodiscover._tcp.clinic.example" is not three numbers up to 65535 and a host name, such as "0 0 443 mail.client.example"',
        ],
      },
    ],
    holds: [
      { stack: "a good record", records: [GOOD] },
      { stack: "a denied service", records: [autodiscover("0 0 0 .")] },
      { stack: "a host known only after apply", records: [autodiscover(`0 0 443 ${afterApply("x.y.z")}`)] },
    ],
  },
  "srv-target-alias": {
    broken: [
      {
        stack: "an SRV to an alias",
        records: [GOOD, "mail.clinic.example CNAME x.cloud.example"],
        says: [
          'SRV at "_autodiscover._tcp.clinic.example" names "mail.clinic.example", an alias of "x.cloud.example"; name the host itself',
        ],
      },
    ],
    holds: [{ stack: "an SRV to a host", records: [GOOD, "mail.clinic.example A 192.0.2.1"] }],
  },
  "unoffered-services-not-denied": {
    broken: [
      {
        stack: "silence about two services",
        records: [
          MX,
          "_imap._tcp.clinic.example SRV 0 0 0 .",
          "_imaps._tcp.clinic.example SRV 0 0 0 .",
          "_pop3._tcp.clinic.example SRV 0 0 0 .",
          "_pop3s._tcp.clinic.example SRV 0 0 0 .",
        ],
        says: [
          '"clinic.example" says nothing about "_submission._tcp.clinic.example", "_submissions._tcp.clinic.example"; publish SRV "0 0 0 ." for what is not offered',
        ],
      },
    ],
    holds: [
      {
        stack: "an answer for each",
        records: [
          MX,
          "_imap._tcp.clinic.example SRV 0 0 0 .",
          "_imaps._tcp.clinic.example SRV 0 0 0 .",
          "_pop3._tcp.clinic.example SRV 0 0 0 .",
          "_pop3s._tcp.clinic.example SRV 0 0 0 .",
          "_submission._tcp.clinic.example SRV 0 0 0 .",
          "_submissions._tcp.clinic.example SRV 0 0 465 smtp.relay.example",
        ],
      },
      { stack: "a domain that takes no mail", records: ["clinic.example MX 0 ."] },
    ],
  },
};
