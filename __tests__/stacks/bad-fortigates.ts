import { AWS_SECTION, type BadFile, FORTIGATE_SECTION } from "./client-files";

/** A mistake in the section of a FortiGate, which begins on line 18 of the file. */
function fortiGate(mistake: string, part: string, by: string, reads: string): BadFile {
  if (!FORTIGATE_SECTION.includes(part)) {
    throw new Error(`the section has no ${JSON.stringify(part)}`);
  }
  return [mistake, AWS_SECTION, FORTIGATE_SECTION.replace(part, () => by), reads];
}

/** What can be wrong with a FortiGate. */
export const BAD_FORTIGATES: readonly BadFile[] = [
  fortiGate(
    "a version of FortiOS that is none",
    "7.6.4",
    "v7.6",
    '23:14: BadFortiOsVersion: "v7.6" is no version of FortiOS, such as "7.6.4"; "get system status" shows the unit\'s',
  ),
  fortiGate(
    "a release of FortiOS without fixes",
    "7.6.4",
    "7.2.12",
    "23:14: FortiOsUnsupported: FortiOS 7.2 has had no fixes since 2026-09-30; update the unit to one of 7.4, 7.6, 8.0",
  ),
  fortiGate(
    "a release of FortiOS that the provider does not know",
    "7.6.4",
    "9.0.0",
    "23:14: FortiOsUnsupported: the provider does not know FortiOS 9.0; supported are 7.4, 7.6, 8.0",
  ),
  fortiGate(
    "all interfaces as that of the server",
    "interface: dmz",
    "interface: any",
    '27:16: BadInterface: "any" is no name of an interface: 1 to 35 letters, digits and . _ - / and never "any", which would be all of them',
  ),
  fortiGate(
    "the server on a link to the internet",
    "interface: dmz",
    "interface: wan1",
    '25:20: InterfaceTwice: the interface "wan1" is already given; each link has its own, and the server another',
  ),
  fortiGate(
    "a private address as the public one",
    "8.8.4.4",
    "192.168.1.2",
    '25:41: CidrNotPublic: "192.168.1.2" is not a public IPv4 address; give the one that the internet sees',
  ),
  fortiGate(
    "a public address as the server's own",
    "192.168.10.5",
    "8.8.4.5",
    '28:13: CidrNotPrivate: "8.8.4.5" is not a private IPv4 address; give the server\'s own, inside 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16',
  ),
  fortiGate(
    "an IPv6 address that is not global",
    "server: 192.168.10.5",
    'server: 192.168.10.5\n    serverIpv6: "fd00::5"',
    '29:17: CidrNotPublic: "fd00::5" is not a global IPv6 address; give the server\'s own, or leave IPv6 closed',
  ),
  fortiGate(
    "administrators on the internet",
    "  aws:",
    "  administration: { networks: [8.8.4.0/24] }\n  aws:",
    '29:32: CidrNotPrivate: "8.8.4.0/24" is not a private IPv4 network, and nobody administers the unit from the internet; use one inside 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16',
  ),
  fortiGate(
    "a vulnerability that is not in the table",
    "  aws:",
    "  ips: { disabledCves: [{ cve: CVE-1999-0001, reason: we do not have it }] }\n  aws:",
    '29:32: VirtualPatchUnknown: there is no virtual patch for "CVE-1999-0001"; there are CVE-2020-0688, CVE-2020-17132, CVE-2021-26855, CVE-2021-27065, CVE-2021-31207, CVE-2021-33766, CVE-2021-34473, CVE-2021-34523, CVE-2021-42321, CVE-2022-41040, CVE-2022-41080, CVE-2022-41082',
  ),
  fortiGate(
    "prevention on the first day",
    "  aws:",
    "  ips: { stages: [{ stage: prevent, since: 2026-11-02 }] }\n  aws:",
    '29:19: StageOrder: a rollout does not begin with "prevent"; begin with "detect", or add "inherited: true" when it was in force before',
  ),
  fortiGate(
    "users who come by IPv6 only",
    "  aws:",
    '  httpsFrom: ["2001:db8::/32"]\n  aws:',
    "29:14: IngressEmpty: nobody could reach port 443 (Outlook, phones and webmail) over IPv4, which the published addresses are of; give IPv4 networks, too",
  ),
  fortiGate(
    "the API token itself",
    "fortiOs: 7.6.4",
    "fortiOs: 7.6.4\n    apiToken: jn3t3Nw7qckQ",
    '24:15: SecretInClientFile: this looks like the secret itself; store it and write where it is, such as "env:CLOUDFLARE_API_TOKEN" or "ssm:/clinic/smart-host"',
  ),
  fortiGate(
    "the API token in a place that Terraform does not read at each run",
    "fortiOs: 7.6.4",
    "fortiOs: 7.6.4\n    apiToken: secretsmanager:office/unit",
    '24:15: BadSecretReference: not a reference that works here; write where the secret is, such as "env:CLOUDFLARE_API_TOKEN" or "ssm:/clinic/smart-host"',
  ),
  [
    "the API token in a parameter, without the account that it is in",
    AWS_SECTION,
    FORTIGATE_SECTION.replace("fortiOs: 7.6.4", "fortiOs: 7.6.4\n    apiToken: ssm:/office/unit")
      .replace("lets-encrypt-on-server", "lets-encrypt\n  key: in-state\n  appliesEveryDays: 7")
      .replace('  aws: { account: "123456789012", region: eu-west-3 }\n', ""),
    '26:15: MissingKey: the parameter is in an AWS account, and "aws" of the edge is missing: add account and region, or give the token by the environment',
  ],
  fortiGate(
    "a certificate of AWS in the office",
    "lets-encrypt-on-server",
    "acm",
    "19:11: ValueNotAllowed: a certificate of acm is for servers and load balancers on AWS, and this server is in the office; use lets-encrypt-on-server or lets-encrypt",
  ),
  fortiGate(
    "TLS inspection with a key that never leaves the server",
    "  aws:",
    "  tlsInspection: true\n  aws:",
    "29:18: CertificateNotInstallable: the key of this certificate is on the server alone, so the unit cannot show the same one and Extended Protection would refuse Outlook; set certificate.issuer to lets-encrypt with key: in-state, or leave TLS inspection off",
  ),
  fortiGate(
    "something on AWS without an account",
    '  aws: { account: "123456789012", region: eu-west-3 }\n',
    "",
    '21:3: MissingKey: "aws" is missing; the zone in which the server answers challenges (lets-encrypt-on-server) is in an AWS account: add account and region',
  ),
  fortiGate(
    "a key of the edge on AWS",
    "  aws:",
    "  availabilityZones: [eu-west-3a]\n  aws:",
    '29:3: UnknownKey: "availabilityZones" is not a key here; known are kind, unit, wan, inside, httpsFrom, deny, egress, ips, tlsInspection, administration, floods, syslog, aws',
  ),
  fortiGate(
    "an edge of no known kind",
    "kind: fortigate",
    "kind: fortigat",
    '21:9: ValueNotAllowed: "fortigat" is not allowed; use "aws", "fortigate", "meraki", "external" (did you mean "fortigate"?)',
  ),
];
