import { afterApply, zone } from "../zone-file";
import type { Examples } from "./example";

const OWN = "clinic.example MX 10 mail.clinic.example";
const NULL_MX = "shop.example MX 0 .";

export const MX_EXAMPLES: Examples = {
  "mx-target-alias": {
    broken: [
      {
        stack: "an MX that is an alias",
        records: [OWN, "mail.clinic.example CNAME x.cloud.example"],
        says: [
          'the MX of "clinic.example" names "mail.clinic.example", an alias of "x.cloud.example"; name the host itself, or give it A and AAAA records',
        ],
        at: ["cloudflare_dns_record.r1"],
      },
    ],
    holds: [
      { stack: "a host with an address", records: [OWN, "mail.clinic.example A 192.0.2.1"] },
      {
        stack: "a wildcard alias beside the host",
        records: [OWN, "mail.clinic.example A 192.0.2.1", "*.clinic.example CNAME x.cloud.example"],
      },
      {
        stack: "a host known only after apply",
        records: [`clinic.example MX 10 ${afterApply("ses.x.host")}`],
      },
    ],
  },
  "mx-target-address": {
    broken: [
      {
        stack: "an IPv4 address",
        records: ["clinic.example MX 10 192.0.2.1"],
        says: ['the MX of "clinic.example" is the address "192.0.2.1"; name the host that has it'],
      },
      {
        stack: "an IPv6 address in brackets",
        records: ["clinic.example MX 10 [IPv6:2001:db8::1]"],
        says: ['the MX of "clinic.example" is the address "[ipv6:2001:db8::1]"; name the host that has it'],
      },
    ],
    holds: [{ stack: "a host", records: [OWN] }],
  },
  "mx-target-proxied": {
    broken: [
      {
        stack: "a proxied host",
        records: [OWN, ["mail.clinic.example A 192.0.2.1", { proxied: true }]],
        says: [
          'the MX of "clinic.example" names "mail.clinic.example", whose A is proxied; set proxied = false there',
        ],
      },
    ],
    holds: [{ stack: "a host that is not proxied", records: [OWN, "mail.clinic.example A 192.0.2.1"] }],
  },
  "mx-target-without-address": {
    broken: [
      {
        stack: "a host of the zone without address",
        records: [OWN],
        zones: [zone("clinic.example")],
        says: [
          'the MX of "clinic.example" names "mail.clinic.example", which has no A or AAAA in the zone "clinic.example"; publish its address, or name the host that takes the mail',
        ],
      },
    ],
    holds: [
      { stack: "a null MX", records: [NULL_MX], zones: [zone("shop.example")] },
      {
        stack: "an IPv6 address",
        records: [OWN, "mail.clinic.example AAAA 2001:db8::1"],
        zones: [zone("clinic.example")],
      },
      {
        stack: "a wildcard's address",
        records: [OWN, "*.clinic.example A 192.0.2.1"],
        zones: [zone("clinic.example")],
      },
      {
        stack: "a host of somebody else's zone",
        records: ["clinic.example MX 10 mx1.relay.example"],
        zones: [zone("clinic.example")],
      },
      {
        stack: "a host that the zone delegates",
        records: [OWN, "mail.clinic.example NS ns1.vendor.example"],
        zones: [zone("clinic.example")],
      },
    ],
  },
  "mx-null-beside-other": {
    broken: [
      {
        stack: "a null MX beside another",
        records: [NULL_MX, "shop.example MX 10 mx1.relay.example"],
        says: [
          '"shop.example" has a null MX beside "10 mx1.relay.example"; remove the null MX if the domain takes mail, the others if not',
        ],
      },
    ],
    holds: [{ stack: "a null MX alone", records: [NULL_MX] }],
  },
  "mx-null-preference": {
    broken: [
      {
        stack: "another preference",
        records: ["shop.example MX 10 ."],
        says: ['the null MX of "shop.example" is "10 ."; its preference must be 0: "0 ."'],
      },
    ],
    holds: [
      { stack: "preference 0", records: [NULL_MX] },
      { stack: "the dot left out", records: ["shop.example MX 0 "] },
    ],
  },
  "mx-null-without-address": {
    broken: [
      {
        stack: "a name without address",
        records: [NULL_MX],
        says: [
          '"shop.example" has a null MX and, in this stack, no A or AAAA; remove the MX unless an address is published elsewhere',
        ],
      },
    ],
    holds: [{ stack: "a name with a web site", records: [NULL_MX, "shop.example A 192.0.2.1"] }],
  },
  "mx-null-sending": {
    broken: [
      {
        stack: "an SPF that lets somebody send",
        records: [NULL_MX, 'shop.example TXT "v=spf1 include:spf.example ~all"'],
        says: [
          '"shop.example" takes no mail (null MX), and its SPF "v=spf1 include:spf.example ~all" lets somebody send for it; publish "v=spf1 -all", or an MX',
        ],
      },
    ],
    holds: [
      { stack: "an SPF that lets nobody send", records: [NULL_MX, 'shop.example TXT "v=spf1 -all"'] },
      {
        stack: "an SPF known only after apply",
        records: [NULL_MX, `shop.example TXT "v=spf1 ${afterApply("x.y.z")} -all"`],
      },
    ],
  },
  "mx-single": {
    broken: [
      {
        stack: "one host",
        records: ["clinic.example MX 10 mx1.relay.example"],
        says: [
          '"clinic.example" has the single MX "mx1.relay.example"; add the provider\'s others, or acknowledge this if it has one only',
        ],
      },
    ],
    holds: [
      {
        stack: "two hosts",
        records: ["clinic.example MX 10 mx1.relay.example", "clinic.example MX 20 mx2.relay.example"],
      },
      {
        stack: "a provider with one name",
        records: ["clinic.example MX 0 clinic-example.mail.protection.outlook.com"],
      },
      {
        stack: "a host known only after apply",
        records: [`clinic.example MX 10 ${afterApply("ses.x.host")}`],
      },
    ],
  },
  "mx-cname-beside-other": {
    broken: [
      {
        stack: "an alias with an MX",
        records: ["www.clinic.example CNAME x.cdn.example", "www.clinic.example MX 10 mx1.relay.example"],
        says: [
          '"www.clinic.example" is an alias of "x.cdn.example" and has MX; replace the CNAME with A and AAAA records',
        ],
      },
      {
        stack: "an apex of a host that does not flatten",
        records: [
          ["clinic.example CNAME x.cdn.example", { address: "aws_route53_record.apex" }],
          'clinic.example TXT "v=spf1 -all"',
          "clinic.example MX 10 mx1.relay.example",
        ],
        zones: [zone("clinic.example", { host: "route53" })],
        says: [
          '"clinic.example" is an alias of "x.cdn.example" and has MX and TXT; replace the CNAME with A and AAAA records',
        ],
      },
    ],
    holds: [
      {
        stack: "an apex that Cloudflare flattens",
        records: ["clinic.example CNAME x.cdn.example", 'clinic.example TXT "v=spf1 -all"'],
        zones: [zone("clinic.example")],
      },
      {
        stack: "an apex of a zone known by its id",
        records: ["clinic.example CNAME x.cdn.example", 'clinic.example TXT "v=spf1 -all"'],
      },
      { stack: "an alias alone", records: ["autodiscover.clinic.example CNAME mail.clinic.example"] },
      {
        stack: "a DKIM selector, which another rule reports",
        records: [
          "s1._domainkey.clinic.example CNAME s1.relay.example",
          's1._domainkey.clinic.example TXT "p="',
        ],
      },
    ],
  },
};
