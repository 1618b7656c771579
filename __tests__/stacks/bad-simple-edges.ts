import { AWS_SECTION, type BadFile, EXTERNAL_SECTION, MERAKI_SECTION } from "./client-files";

/** A mistake in a section that begins on line 18 of the file. */
function mistakeIn(section: string, mistake: string, part: string, by: string, reads: string): BadFile {
  if (!section.includes(part)) {
    throw new Error(`the section has no ${JSON.stringify(part)}`);
  }
  return [mistake, AWS_SECTION, section.replace(part, () => by), reads];
}

const meraki = mistakeIn.bind(undefined, MERAKI_SECTION);
const external = mistakeIn.bind(undefined, EXTERNAL_SECTION);

/** What can be wrong with a Meraki MX. */
export const BAD_MERAKIS: readonly BadFile[] = [
  meraki(
    "a network of the dashboard that is none",
    "L_123456789012345678",
    "office",
    '22:14: BadMerakiNetwork: "office" is no id of a network; the dashboard\'s API lists them as "L_" or "N_" with digits (GET /organizations/{id}/networks)',
  ),
  meraki(
    "a public address as the server's own",
    "192.168.10.5",
    "8.8.4.5",
    '23:18: CidrNotPrivate: "8.8.4.5" is not a private IPv4 address; give the server\'s own, inside 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16',
  ),
  meraki(
    "a private address as the public one",
    "[8.8.4.4]",
    "[192.168.1.2]",
    '24:21: CidrNotPublic: "192.168.1.2" is not a public IPv4 address; give the one of the office\'s router',
  ),
  meraki(
    "no choice about the outgoing rules",
    "  outgoing: { office: [] }\n",
    "",
    '21:3: MissingKey: "outgoing" is missing; it takes "leave" or keys and values',
  ),
  meraki(
    "another choice about them than there is",
    "{ office: [] }",
    "keep",
    '25:13: ValueNotAllowed: "keep" is not allowed; it takes "leave" or keys and values',
  ),
  meraki(
    "a key that the outgoing rules do not have",
    "{ office: [] }",
    "{ offices: [] }",
    '25:15: UnknownKey: "offices" is not a key here (did you mean "office"?); known are office',
  ),
  meraki(
    "an office's rule without a purpose",
    "{ office: [] }",
    "{ office: [{ policy: deny, protocol: tcp }] }",
    '25:24: MissingKey: "comment" is missing; it takes a text',
  ),
  meraki(
    "ports of a protocol that has none",
    "{ office: [] }",
    '{ office: [{ policy: deny, protocol: any, ports: "80", comment: web }] }',
    "25:62: ValueNotAllowed: ports are those of tcp or udp, and this rule is about any; remove them, or name the protocol",
  ),
  meraki(
    "ways out of the server beside rules that stay as they are",
    "{ office: [] }",
    "leave\n  egress: { web: any }",
    '26:11: ValueNotAllowed: "egress" limits nothing while the office\'s outgoing rules stay as they are ("outgoing: leave"); remove it, or give "outgoing" the list that replaces them ("office")',
  ),
  meraki(
    "a stage that the appliance does not have",
    "  aws:",
    "  ips: { stages: [{ stage: detect, since: 2026-11-02 }, { stage: prevent-reputation, since: 2026-11-16 }] }\n  aws:",
    '26:66: ValueNotAllowed: "prevent-reputation" does not exist here: the appliance blocks everything that it recognises, or nothing; use "detect" or "prevent"',
  ),
  meraki(
    "prevention on the first day",
    "  aws:",
    "  ips: { stages: [{ stage: prevent, since: 2026-11-02 }] }\n  aws:",
    '26:19: StageOrder: a rollout does not begin with "prevent"; begin with "detect", or add "inherited: true" when it was in force before',
  ),
  meraki(
    "a collector that is no address",
    "  aws:",
    "  syslog: { server: logs.office.example }\n  aws:",
    '26:21: BadCidr: "logs.office.example" is not an IPv4 address, which is all that the appliance takes for a collector',
  ),
  meraki(
    "users who come by IPv6 only",
    "  aws:",
    '  httpsFrom: ["2001:db8::/32"]\n  aws:',
    "26:14: IngressEmpty: nobody could reach port 443 (Outlook, phones and webmail) over IPv4, which the published addresses are of; give IPv4 networks, too",
  ),
  meraki(
    "a certificate of AWS in the office",
    "lets-encrypt-on-server",
    "acm",
    "19:11: ValueNotAllowed: a certificate of acm is for servers and load balancers on AWS, and this server is in the office; use lets-encrypt-on-server or lets-encrypt",
  ),
  meraki(
    "something on AWS without an account",
    '  aws: { account: "123456789012", region: eu-west-3 }\n',
    "",
    '21:3: MissingKey: "aws" is missing; the zone in which the server answers challenges (lets-encrypt-on-server) is in an AWS account: add account and region',
  ),
  meraki(
    "a list of denied networks, which such a router has not",
    "  aws:",
    "  deny: {}\n  aws:",
    '26:3: UnknownKey: "deny" is not a key here; known are kind, networkId, serverAddress, publicAddresses, httpsFrom, outgoing, egress, ips, syslog, aws',
  ),
];

/** What can be wrong with an edge that somebody else manages. */
export const BAD_EXTERNALS: readonly BadFile[] = [
  external(
    "nobody who manages it",
    "  managedBy: { name: Example IT, contact: noc@it.example }\n",
    "",
    '21:3: MissingKey: "managedBy" is missing; it takes keys and values',
  ),
  external(
    "a manager without a contact",
    ", contact: noc@it.example",
    "",
    '22:14: MissingKey: "contact" is missing; it takes a text',
  ),
  external(
    "no public address",
    "[8.8.4.4]",
    "[]",
    "23:20: ValueOutOfRange: [] is too small; at least 1 entry",
  ),
  external(
    "a private address as the public one",
    "[8.8.4.4]",
    "[10.0.0.1]",
    '23:21: CidrNotPublic: "10.0.0.1" is not a public IPv4 address; give the one that the internet sees',
  ),
  external(
    "a network as the address of its connections",
    "  aws:",
    "  egressAddresses: [8.8.4.0/30]\n  aws:",
    '24:21: CidrNotPublic: "8.8.4.0/30" is not a public IPv4 address; give the one that the internet sees',
  ),
  external(
    "users who come by IPv6 only",
    "  aws:",
    '  httpsFrom: ["2001:db8::/32"]\n  aws:',
    "24:14: IngressEmpty: nobody could reach port 443 (Outlook, phones and webmail) over IPv4, which the published addresses are of; give IPv4 networks, too",
  ),
  external(
    "ports typed by hand",
    "  aws:",
    "  ports: [25, 443]\n  aws:",
    '24:3: UnknownKey: "ports" is not a key here; known are kind, managedBy, publicAddresses, egressAddresses, httpsFrom, egress, ips, aws',
  ),
  external(
    "a stage of the IPS that does not exist",
    "  aws:",
    "  ips: block\n  aws:",
    '24:8: ValueNotAllowed: "block" is not allowed; use "detect", "prevent-reputation", "prevent"',
  ),
  external(
    "mail past the smart host",
    "  aws:",
    "  egress: { allow: [{ cidr: 8.8.8.0/24, port: 25, reason: the old way }] }\n  aws:",
    '24:47: EgressMailPort: on 25 mail leaves, and it leaves through the smart host only; declare that one under "relay"',
  ),
];
