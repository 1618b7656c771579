import { afterApply, certificate, zone } from "../zone-file";
import type { Examples } from "./example";

const SHA256 = "a".repeat(64);
const OWN_MX = "clinic.example MX 10 mail.clinic.example";
const RELAY_MX = "clinic.example MX 10 mx1.relay.example";

function tlsa(value: string, host = "mail.clinic.example"): string {
  return `_25._tcp.${host} TLSA ${value}`;
}

const GOOD = tlsa(`3 1 1 ${SHA256}`);
const IMPORTED = { issuer: "imported", caaDomains: [] };

export const DANE_EXAMPLES: Examples = {
  "dane-unsigned-zone": {
    broken: [
      {
        stack: "a zone that the stack does not sign",
        records: [GOOD],
        zones: [zone("clinic.example")],
        says: [
          'TLSA at "_25._tcp.mail.clinic.example", and the stack does not sign the zone "clinic.example"; sign it first, or remove the TLSA',
        ],
      },
    ],
    holds: [
      { stack: "a signed zone", records: [GOOD], zones: [zone("clinic.example", { dnssec: true })] },
      {
        stack: "a signed zone within an unsigned one",
        records: [GOOD],
        zones: [zone("clinic.example"), zone("mail.clinic.example", { dnssec: true })],
      },
      { stack: "a zone of somebody else", records: [GOOD] },
      {
        stack: "TLSA of another service",
        records: [`_443._tcp.mail.clinic.example TLSA 3 1 1 ${SHA256}`],
        zones: [zone("clinic.example")],
      },
    ],
  },
  "dane-owner-mail-domain": {
    broken: [
      {
        stack: "TLSA at the mail domain",
        records: [RELAY_MX, tlsa(`3 1 1 ${SHA256}`, "clinic.example")],
        says: [
          'TLSA at "_25._tcp.clinic.example", which is a mail domain; senders look at its MX hosts: "_25._tcp.mx1.relay.example"',
        ],
      },
    ],
    holds: [
      { stack: "TLSA at the MX host", records: [OWN_MX, GOOD] },
      {
        stack: "a mail domain that is its own MX",
        records: ["clinic.example MX 10 clinic.example", tlsa(`3 1 1 ${SHA256}`, "clinic.example")],
      },
    ],
  },
  "dane-owner-not-mx": {
    broken: [
      {
        stack: "TLSA at the server behind a relay",
        records: [RELAY_MX, GOOD],
        says: [
          'TLSA at "_25._tcp.mail.clinic.example", which is no MX of the stack; senders look at "_25._tcp.mx1.relay.example", remove it and ask the relay to publish TLSA',
        ],
      },
    ],
    holds: [
      { stack: "TLSA at the MX host", records: [OWN_MX, GOOD] },
      { stack: "no mail domain in the stack", records: [GOOD] },
      {
        stack: "an MX known only after apply",
        records: [`clinic.example MX 10 ${afterApply("ses.x.host")}`, GOOD],
      },
      {
        stack: "TLSA at the mail domain, which another rule reports",
        records: [RELAY_MX, tlsa(`3 1 1 ${SHA256}`, "clinic.example")],
      },
    ],
  },
  "dane-usage": {
    broken: [
      {
        stack: "usages of public authorities",
        records: [tlsa("0 0 1 aa"), tlsa("1 1 1 bb")],
        says: [
          'TLSA "0 0 1 aa" at "_25._tcp.mail.clinic.example" has usage 0, which senders of mail do not use; publish "3 1 1" and the SHA-256 of the server\'s public key',
          'TLSA "1 1 1 bb" at "_25._tcp.mail.clinic.example" has usage 1, which senders of mail do not use; publish "3 1 1" and the SHA-256 of the server\'s public key',
        ],
      },
    ],
    holds: [{ stack: "usages of DANE", records: [tlsa("2 1 1 aa"), tlsa("3 1 1 bb")] }],
  },
  "dane-association-data": {
    broken: [
      {
        stack: "a digest cut off",
        records: [tlsa(`3 1 1 ${SHA256.slice(1)}b0b`), tlsa(`3 1 2 ${SHA256}`)],
        says: [
          'TLSA "3 1 1 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab0b" at "_25._tcp.mail.clinic.example" has 66 digits of data where matching 1 takes 64; publish "3 1 1" and the SHA-256 of the server\'s public key, 64 hexadecimal digits',
          'TLSA "3 1 2 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" at "_25._tcp.mail.clinic.example" has 64 digits of data where matching 2 takes 128; publish "3 1 1" and the SHA-256 of the server\'s public key, 64 hexadecimal digits',
        ],
      },
      {
        stack: "no hexadecimal",
        records: [tlsa("3 1 1 xyz")],
        says: [
          'TLSA "3 1 1 xyz" at "_25._tcp.mail.clinic.example" has data that is not hexadecimal; publish "3 1 1" and the SHA-256 of the server\'s public key, 64 hexadecimal digits',
        ],
      },
      {
        stack: "a usage that does not exist",
        records: [tlsa(`4 1 1 ${SHA256}`)],
        says: [
          `TLSA "4 1 1 ${SHA256}" at "_25._tcp.mail.clinic.example" has usage 4, selector 1 and matching 1; publish "3 1 1" and the SHA-256 of the server's public key, 64 hexadecimal digits`,
        ],
      },
      {
        stack: "a selector that does not exist",
        records: [tlsa(`3 2 1 ${SHA256}`)],
        says: [
          `TLSA "3 2 1 ${SHA256}" at "_25._tcp.mail.clinic.example" has usage 3, selector 2 and matching 1; publish "3 1 1" and the SHA-256 of the server's public key, 64 hexadecimal digits`,
        ],
      },
      {
        stack: "a matching type that does not exist",
        records: [tlsa(`3 1 3 ${SHA256}`)],
        says: [
          `TLSA "3 1 3 ${SHA256}" at "_25._tcp.mail.clinic.example" has usage 3, selector 1 and matching 3; publish "3 1 1" and the SHA-256 of the server's public key, 64 hexadecimal digits`,
        ],
      },
      {
        stack: "a field missing",
        records: [tlsa(`3 1 ${SHA256}`)],
        says: [
          'TLSA "3 1 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" at "_25._tcp.mail.clinic.example" is not four fields: usage, selector, matching, data; publish "3 1 1" and the SHA-256 of the server\'s public key, 64 hexadecimal digits',
        ],
      },
    ],
    holds: [
      { stack: "digests of either length", records: [GOOD, tlsa(`3 1 2 ${SHA256}${SHA256}`)] },
      {
        stack: "a digest written in two parts",
        records: [tlsa(`3 1 1 ${SHA256.slice(32)} ${SHA256.slice(32)}`)],
      },
      {
        stack: "a digest known only after apply",
        records: [tlsa(`3 1 1 ${afterApply("tls_cert.x.sha256")}`)],
      },
    ],
  },
  "dane-exact-match": {
    broken: [
      {
        stack: "a whole certificate",
        records: [tlsa("3 0 0 3082")],
        says: [
          'TLSA "3 0 0 3082" at "_25._tcp.mail.clinic.example" has matching 0; publish its SHA-256 with matching 1',
        ],
      },
    ],
    holds: [{ stack: "a digest", records: [GOOD] }],
  },
  "dane-authority-name": {
    broken: [
      {
        stack: "an authority, and no certificate with the name",
        records: [tlsa(`2 1 1 ${SHA256}`)],
        certificates: [certificate(["clinic.example"])],
        says: [
          'TLSA at "_25._tcp.mail.clinic.example" has usage 2, and no certificate of the stack names "mail.clinic.example"; declare one, or publish usage 3',
        ],
      },
    ],
    holds: [
      {
        stack: "a certificate with the name",
        records: [tlsa(`2 1 1 ${SHA256}`)],
        certificates: [certificate(["mail.clinic.example"])],
      },
      { stack: "the server's own key", records: [GOOD] },
    ],
  },
  "dane-single-key": {
    broken: [
      {
        stack: "one key of a certificate that renews itself",
        records: [GOOD],
        certificates: [certificate(["mail.clinic.example"])],
        says: [
          'TLSA "3 1 1 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" is the only one at "_25._tcp.mail.clinic.example", and AWS Certificate Manager may renew the certificate with a new key; publish the next key\'s "3 1 1" beside it, or the authority\'s "2 1 1"',
        ],
      },
    ],
    holds: [
      {
        stack: "the next key beside it",
        records: [GOOD, tlsa(`3 1 1 ${"b".repeat(64)}`)],
        certificates: [certificate(["mail.clinic.example"])],
      },
      {
        stack: "a certificate that was imported",
        records: [GOOD],
        certificates: [certificate(["mail.clinic.example"], IMPORTED)],
      },
      {
        stack: "a second record known only after apply",
        records: [GOOD, tlsa(`3 1 1 ${afterApply("tls_cert.x.sha256")}`)],
        certificates: [certificate(["mail.clinic.example"])],
      },
    ],
  },
  "dane-acm-key": {
    broken: [
      {
        stack: "an authority beside the key, and a certificate of several names",
        records: [tlsa(`2 1 1 ${SHA256}`), GOOD],
        certificates: [certificate(["autodiscover.clinic.example", "mail.clinic.example"])],
        json: { resource: { aws_acm_certificate: { mail: {} } } },
        says: [
          'TLSA at "_25._tcp.mail.clinic.example", and the only certificate of the stack that names "mail.clinic.example" is aws_acm_certificate.mail, whose key cannot leave ACM; ask for an exportable one, or get the certificate elsewhere',
        ],
      },
      {
        stack: "a key that cannot leave ACM",
        records: [GOOD],
        certificates: [certificate(["mail.clinic.example"])],
        json: { resource: { aws_acm_certificate: { mail: { domain_name: "mail.clinic.example" } } } },
        says: [
          'TLSA at "_25._tcp.mail.clinic.example", and the only certificate of the stack that names "mail.clinic.example" is aws_acm_certificate.mail, whose key cannot leave ACM; ask for an exportable one, or get the certificate elsewhere',
        ],
      },
    ],
    holds: [
      {
        stack: "a second certificate, which was imported",
        records: [GOOD],
        certificates: [
          certificate(["mail.clinic.example"]),
          certificate(["mail.clinic.example"], { ...IMPORTED, address: "aws_acm_certificate.own" }),
        ],
        json: { resource: { aws_acm_certificate: { mail: {}, own: {} } } },
      },
      {
        stack: "an exportable certificate",
        records: [GOOD],
        certificates: [certificate(["mail.clinic.example"])],
        json: { resource: { aws_acm_certificate: { mail: { options: { export: "ENABLED" } } } } },
      },
      {
        stack: "a certificate that was imported",
        records: [GOOD],
        certificates: [certificate(["mail.clinic.example"], IMPORTED)],
        json: {
          resource: {
            aws_acm_certificate: { mail: { private_key: afterApply("tls_private_key.x.private_key_pem") } },
          },
        },
      },
      { stack: "a certificate of somebody else", records: [GOOD] },
    ],
  },
};
