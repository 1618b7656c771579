import { ERROR_CODES } from "../../constructs/core/error-codes";
import { BAD_BACKUPS } from "./bad-backups";
import { BAD_CERTIFICATES } from "./bad-certificates";
import { BAD_FORTIGATES } from "./bad-fortigates";
import { BAD_RELAYS } from "./bad-relays";
import { BAD_EXTERNALS, BAD_MERAKIS } from "./bad-simple-edges";
import { BAD_WATCHES } from "./bad-watches";
import { type BadFile, CLIENT, changed, FLEET, problemsIn } from "./client-files";

const BAD_CLIENTS: readonly BadFile[] = [
  ...BAD_RELAYS,
  ...BAD_CERTIFICATES,
  ...BAD_FORTIGATES,
  ...BAD_MERAKIS,
  ...BAD_EXTERNALS,
  ...BAD_BACKUPS,
  ...BAD_WATCHES,
  [
    "a misspelt key",
    "relay:\n",
    "relya:\n",
    '11:1: UnknownKey: "relya" is not a key here (did you mean "relay"?); known are id, name, domains, dns, server, relay, certificate, edge, watch, backup, tags, acknowledge',
  ],
  [
    "a misspelt key further down",
    "    credentials:",
    "    credential:",
    '17:5: UnknownKey: "credential" is not a key here (did you mean "credentials"?); known are host, port, addresses, credentials',
  ],
  [
    "a key of nothing known",
    "name: Example Office",
    "name: Example Office\nphone: none",
    '3:1: UnknownKey: "phone" is not a key here; known are id, name, domains, dns, server, relay, certificate, edge, watch, backup, tags, acknowledge',
  ],
  ["a missing key", "name: Example Office\n", "", '1:1: MissingKey: "name" is missing; it takes a text'],
  [
    "a missing secret reference",
    "    credentials: ssm:/office/smart-host\n",
    "",
    '16:5: MissingSecretReference: "credentials" is missing; it takes a text',
  ],
  [
    "a secret instead of its place",
    "ssm:/office/smart-host",
    "Sup3rS3cretPassw0rd",
    '17:18: SecretInClientFile: this looks like the secret itself; store it and write where it is, such as "ssm:/clinic/smart-host" or "secretsmanager:clinic/smart-host"',
  ],
  [
    "a secret in a place that does not work here",
    "ssm:/office/smart-host",
    "env:SMART_HOST",
    '17:18: BadSecretReference: not a reference that works here; write where the secret is, such as "ssm:/clinic/smart-host" or "secretsmanager:clinic/smart-host"',
  ],
  [
    "a number for a text",
    "name: Example Office",
    "name: 42",
    "2:7: WrongType: 42 is a number; it takes a text",
  ],
  [
    "a text for a list",
    "domains:\n  - name: office.example\n    zoneId: 023e105f4ecef8ad9ca31a8372d0c353\n",
    "domains: office.example\n",
    '3:10: WrongType: "office.example" is a text; it takes a list',
  ],
  [
    "a text for a switch",
    "    cidr: 10.20.0.0/24\n",
    "    cidr: 10.20.0.0/24\n  protection: maybe\n",
    '25:15: WrongType: "maybe" is a text; it takes true or false',
  ],
  [
    "an empty list",
    "domains:\n  - name: office.example\n    zoneId: 023e105f4ecef8ad9ca31a8372d0c353\n",
    "domains: []\n",
    "3:10: ValueOutOfRange: [] is too small; at least 1 entry",
  ],
  [
    "an unknown choice",
    "host: cloudflare",
    "host: cloudfare",
    '7:9: ValueNotAllowed: "cloudfare" is not allowed; use "cloudflare", "route53" (did you mean "cloudflare"?)',
  ],
  [
    "an Exchange version without support",
    "exchange: SE",
    'exchange: "2013"',
    '10:13: ValueNotAllowed: "2013" is not allowed; use "2016", "2019", "SE" (did you mean "2016"?)',
  ],
  [
    "an id with capitals",
    "id: office",
    "id: Office",
    '1:5: BadClientId: "Office" is not a client id: 1 to 32 lower-case letters, digits and single hyphens, starting with a letter',
  ],
  [
    "an id that is not the file's name",
    "id: office",
    "id: bureau",
    '1:5: ClientIdMismatch: the id is "bureau" but the file is "office".yaml; they must be the same',
  ],
  [
    "a URL for a domain",
    "name: office.example",
    "name: https://office.example/",
    '4:11: BadDomain: "https://office.example/" is not a name; write it without scheme, port, path, "@" or spaces',
  ],
  [
    "an empty label in a domain",
    "name: office.example",
    "name: office..example",
    '4:11: BadDomain: "office..example" is not a valid name: labels of 1 to 63 letters, digits and inner hyphens, separated by dots',
  ],
  [
    "a domain of the inner network",
    "name: office.example",
    "name: office.local",
    '4:11: BadDomain: "office.local" exists only inside a network: ".local" is not on the internet',
  ],
  [
    "a domain under no known top level",
    "name: office.example",
    "name: office.exampel",
    '4:11: BadDomain: "office.exampel" ends in ".exampel", which is no public top-level domain',
  ],
  [
    "a public suffix for a domain",
    "name: office.example",
    "name: co.uk",
    '4:11: BadDomain: "co.uk" is a public suffix, under which others register; give the client\'s domain',
  ],
  [
    "an address for a host name",
    "hostName: mail.office.example",
    "hostName: 192.0.2.1",
    '9:13: BadHostName: "192.0.2.1" is not a fully qualified name, such as "mail.clinic.fr"',
  ],
  [
    "a mail host outside the domains",
    "hostName: mail.office.example",
    "hostName: mail.elsewhere.example",
    '9:13: HostOutsideDomains: "mail.elsewhere.example" is in none of the client\'s domains (office.example); no zone could hold its address',
  ],
  [
    "a domain twice",
    "dns:\n",
    "  - name: OFFICE.example\n    zoneId: 023e105f4ecef8ad9ca31a8372d0c353\ndns:\n",
    '6:11: DuplicateDomain: "office.example" is already in this list',
  ],
  [
    "a zone id that is none",
    "zoneId: 023e105f4ecef8ad9ca31a8372d0c353",
    "zoneId: office",
    '5:13: BadZoneId: "office" is not a Cloudflare zone id: 32 hexadecimal characters',
  ],
  [
    "an account number that lost its zero",
    'account: "123456789012"',
    'account: "12345678901"',
    '20:12: BadAwsAccount: "12345678901" is not an AWS account number: twelve digits, in quotes',
  ],
  [
    "a Region that does not exist",
    "region: eu-west-3\n",
    "region: paris\n",
    '21:11: BadAwsRegion: "paris" is not an AWS Region, such as "eu-west-3"',
  ],
  [
    "a zone of another Region",
    "availabilityZones: [eu-west-3a]",
    "availabilityZones: [eu-west-1a]",
    '22:23: AvailabilityZoneOutsideRegion: "eu-west-1a" is not a zone of eu-west-3; give one such as "eu-west-3a"',
  ],
  [
    "a network without mask",
    "cidr: 10.20.0.0/24",
    "cidr: 10.20.0.0",
    '24:11: BadCidr: the mask is missing in "10.20.0.0"; did you mean "10.20.0.0/32"',
  ],
  [
    "a network with host bits",
    "cidr: 10.20.0.0/24",
    "cidr: 10.20.0.7/24",
    '24:11: BadCidr: "10.20.0.7/24" has host bits set; did you mean "10.20.0.0/24"',
  ],
  [
    "a public network for a VPC",
    "cidr: 10.20.0.0/24",
    "cidr: 198.51.100.0/24",
    '24:11: CidrNotPrivate: "198.51.100.0/24" is not a private IPv4 network; use one inside 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16',
  ],
  [
    "a VPC that is too small",
    "cidr: 10.20.0.0/24",
    "cidr: 10.20.0.0/28",
    '24:11: SubnetTooSmall: "10.20.0.0/28" is a /28; a client\'s network is a /16 to /26',
  ],
  [
    "a VPC that is too wide",
    "cidr: 10.20.0.0/24",
    "cidr: 10.0.0.0/8",
    '24:11: CidrTooWide: "10.0.0.0/8" is a /8; a client\'s network is a /16 to /26',
  ],
  [
    "a VPC that is too small for a load balancer",
    "[eu-west-3a]\n  network:\n    cidr: 10.20.0.0/24",
    "[eu-west-3a, eu-west-3b]\n  network:\n    cidr: 10.20.0.0/26",
    '24:11: SubnetTooSmall: "10.20.0.0/26" is a /26; a client\'s network with a load balancer is a /16 to /25',
  ],
  [
    "three availability zones",
    "[eu-west-3a]",
    "[eu-west-3a, eu-west-3b, eu-west-3c]",
    "22:22: AvailabilityZones: 3 availability zones are given; give one, or two for servers in two",
  ],
  [
    "the same availability zone twice",
    "[eu-west-3a]",
    "[eu-west-3a, eu-west-3a]",
    "22:22: AvailabilityZones: eu-west-3a, eu-west-3a are not different zones of one Region",
  ],
  [
    "overlapping subnets",
    "cidr: 10.20.0.0/24\n",
    "cidr: 10.20.0.0/24\n    subnets:\n      - { availabilityZone: eu-west-3a, firewall: { cidr: 10.20.0.0/28 } }\n",
    "26:59: OverlappingCidrs: the firewall subnet 10.20.0.0/28 of eu-west-3a overlaps the mail subnet 10.20.0.0/26 of eu-west-3a; traffic between them would pass no firewall",
  ],
  [
    "a subnet outside the VPC",
    "cidr: 10.20.0.0/24\n",
    "cidr: 10.20.0.0/24\n    subnets:\n      - { availabilityZone: eu-west-3a, mail: { cidr: 10.21.0.0/26 } }\n",
    '26:55: CidrOutsideNetwork: "10.21.0.0/26" is not inside the VPC\'s network 10.20.0.0/24',
  ],
  [
    "a subnet that AWS would refuse",
    "cidr: 10.20.0.0/24\n",
    "cidr: 10.20.0.0/24\n    subnets:\n      - { availabilityZone: eu-west-3a, firewall: { cidr: 10.20.0.224/29 } }\n",
    '26:59: SubnetTooSmall: "10.20.0.224/29" is smaller than the /28 that a subnet needs',
  ],
  [
    "a subnet in a zone that the edge does not have",
    "cidr: 10.20.0.0/24\n",
    "cidr: 10.20.0.0/24\n    subnets:\n      - { availabilityZone: eu-west-3b, mail: { cidr: 10.20.0.0/26 } }\n",
    '26:29: ServerOutsideZones: "eu-west-3b" is none of the zones of this edge (eu-west-3a)',
  ],
  [
    "a VPC that exists, and only one of its subnets",
    "cidr: 10.20.0.0/24\n",
    "cidr: 10.20.0.0/24\n    vpc: { id: vpc-0a1b2c3d4e5f60718, internetGateway: igw-0a1b2c3d4e5f60718 }\n    subnets:\n      - { availabilityZone: eu-west-3a, mail: { cidr: 10.20.0.0/26 } }\n",
    "27:7: SubnetMissing: the VPC exists, so nobody but its owner knows which networks are free: give the firewall subnet of eu-west-3a",
  ],
  [
    "an id that is no VPC's",
    "cidr: 10.20.0.0/24\n",
    "cidr: 10.20.0.0/24\n    vpc: { id: subnet-0a1b2c3d4e5f60718, internetGateway: igw-0a1b2c3d4e5f60718 }\n",
    '25:16: ValueNotAllowed: "subnet-0a1b2c3d4e5f60718" is not allowed: an id such as vpc-0a1b2c3d4e5f60718',
  ],
  [
    "a network elsewhere that overlaps the VPC",
    "cidr: 10.20.0.0/24\n",
    "cidr: 10.20.0.0/24\n    connected:\n      - { cidr: 10.20.0.0/16, through: tgw-0a1b2c3d4e5f60718 }\n",
    '26:17: OverlappingCidrs: "10.20.0.0/16" overlaps the VPC\'s network 10.20.0.0/24; packets for it would never leave the VPC',
  ],
  [
    "the internet as a network elsewhere",
    "cidr: 10.20.0.0/24\n",
    "cidr: 10.20.0.0/24\n    connected:\n      - { cidr: 0.0.0.0/0, through: tgw-0a1b2c3d4e5f60718 }\n",
    '26:17: CidrNotPrivate: "0.0.0.0/0" is not a private IPv4 network; use one inside 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16',
  ],
  [
    "a way to a network elsewhere that is none",
    "cidr: 10.20.0.0/24\n",
    "cidr: 10.20.0.0/24\n    connected:\n      - { cidr: 10.99.0.0/16, through: igw-0a1b2c3d4e5f60718 }\n",
    '26:40: ValueNotAllowed: "igw-0a1b2c3d4e5f60718" leads to no network; give a transit gateway (tgw-…), a peering connection (pcx-…) or a virtual private gateway (vgw-…)',
  ],
  [
    "a server outside its subnet",
    "cidr: 10.20.0.0/24\n",
    "cidr: 10.20.0.0/24\n  servers:\n    - { name: ex1, availabilityZone: eu-west-3a, address: 10.20.0.99 }\n",
    '26:59: CidrOutsideNetwork: "10.20.0.99" is not an address that a server can have in its subnet 10.20.0.0/26; AWS keeps the first four and the last',
  ],
  [
    "a server at an address that AWS keeps",
    "cidr: 10.20.0.0/24\n",
    "cidr: 10.20.0.0/24\n  servers:\n    - { name: ex1, availabilityZone: eu-west-3a, address: 10.20.0.3 }\n",
    '26:59: CidrOutsideNetwork: "10.20.0.3" is not an address that a server can have in its subnet 10.20.0.0/26; AWS keeps the first four and the last',
  ],
  [
    "a server in a zone that the edge does not have",
    "cidr: 10.20.0.0/24\n",
    "cidr: 10.20.0.0/24\n  servers:\n    - { name: ex1, availabilityZone: eu-west-3a }\n    - { name: ex2, availabilityZone: eu-west-3b }\n",
    '27:38: ServerOutsideZones: "eu-west-3b" is none of the zones of this edge (eu-west-3a)',
  ],
  [
    "two servers of one name",
    "cidr: 10.20.0.0/24\n",
    "cidr: 10.20.0.0/24\n  servers:\n    - { name: ex1, availabilityZone: eu-west-3a }\n    - { name: ex1, availabilityZone: eu-west-3a }\n",
    '27:15: ServerTwice: "ex1" is already in this list; every server has a name of its own',
  ],
  [
    "two servers at one address",
    "cidr: 10.20.0.0/24\n",
    "cidr: 10.20.0.0/24\n  servers:\n    - { name: ex1, availabilityZone: eu-west-3a, address: 10.20.0.140 }\n    - { name: ex2, availabilityZone: eu-west-3a, address: 10.20.0.140 }\n",
    '27:59: ServerTwice: "10.20.0.140" is the address of ex1, too; ex2 needs one of its own',
  ],
  [
    "a zone without a server",
    "[eu-west-3a]\n  network:\n    cidr: 10.20.0.0/24\n",
    "[eu-west-3a, eu-west-3b]\n  network:\n    cidr: 10.20.0.0/24\n  servers:\n    - { name: ex1, availabilityZone: eu-west-3a }\n",
    "26:5: ZoneWithoutServer: no server stands in eu-west-3b, and a firewall endpoint there would be paid for nothing; place one there or leave the zone out",
  ],
  [
    "domain controllers on the internet",
    "edge:\n",
    "edge:\n  domainControllers: [198.51.100.0/24]\n",
    '19:23: CidrNotPrivate: "198.51.100.0/24" is not a private IPv4 network; use one inside 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16',
  ],
  [
    "a server in an office that no network leads to",
    "edge:\n",
    "edge:\n  onPremises: { servers: [192.168.7.5], publicAddress: 8.8.4.4, networks: [192.168.10.0/24] }\n",
    '19:27: CidrOutsideNetwork: "192.168.7.5" is not an address of a network that the VPC reaches (192.168.10.0/24)',
  ],
  [
    "an office without a public address",
    "edge:\n",
    "edge:\n  onPremises: { servers: [192.168.10.5], publicAddress: 192.168.10.1, networks: [192.168.10.0/24] }\n",
    '19:57: CidrNotPublic: "192.168.10.1" is not a public IPv4 address; give the one of the office\'s router',
  ],
  [
    "an office network that overlaps the VPC",
    "edge:\n",
    "edge:\n  onPremises: { servers: [10.20.0.5], publicAddress: 8.8.4.4, networks: [10.20.0.0/16] }\n",
    '19:74: OverlappingCidrs: "10.20.0.0/16" overlaps the VPC\'s network 10.20.0.0/24; packets for it would never leave the VPC',
  ],
  [
    "an office network on the internet",
    "edge:\n",
    "edge:\n  onPremises: { servers: [10.99.0.5], publicAddress: 8.8.4.4, networks: [10.99.0.0/16, 8.8.0.0/16] }\n",
    '19:88: CidrNotPrivate: "8.8.0.0/16" is not a private IPv4 network; use one inside 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16',
  ],
  [
    "a list of hosts for servers in the office",
    "edge:\n",
    "edge:\n  egress: { hybrid: true }\n  onPremises: { servers: [192.168.10.5], publicAddress: 8.8.4.4, networks: [192.168.10.0/24] }\n",
    '19:11: ValueNotAllowed: "egress" is about servers on EC2, and what leaves the office ("onPremises") leaves through its own router; remove one of the two',
  ],
  [
    "servers on EC2 and in the office",
    "edge:\n",
    "edge:\n  domainControllers: [10.20.0.128/26]\n  onPremises: { servers: [192.168.10.5], publicAddress: 8.8.4.4, networks: [192.168.10.0/24] }\n",
    '19:22: ValueNotAllowed: "domainControllers" is about servers on EC2, and this edge has them in the office ("onPremises"); remove one of the two',
  ],
  [
    "a certificate that would have to be installed in an office",
    "edge:\n",
    "certificate: { issuer: acm-exportable }\nedge:\n  onPremises: { servers: [192.168.10.5], publicAddress: 8.8.4.4, networks: [192.168.10.0/24] }\n",
    '18:24: ValueNotAllowed: such a certificate is installed on servers on EC2, and this edge has them in the office ("onPremises"); use acm or lets-encrypt-on-server',
  ],
  [
    "a stage of prevention for another's firewall",
    "edge:\n",
    "edge:\n  sharedFirewall: arn:aws:network-firewall:eu-west-3:111122223333:firewall/msp\n  ips: { stages: [{ stage: detect, since: 2026-11-02 }] }\n",
    "20:8: ValueNotAllowed: \"ips\" is a matter of the firewall's policy, and the shared firewall's is its owner's; remove one of the two",
  ],
  [
    "a deny list for another's firewall",
    "edge:\n",
    "edge:\n  sharedFirewall: arn:aws:network-firewall:eu-west-3:111122223333:firewall/msp\n  deny: { countries: [KP] }\n",
    "20:9: ValueNotAllowed: \"deny\" is a matter of the firewall's policy, and the shared firewall's is its owner's; remove one of the two",
  ],
  [
    "users' networks that overlap",
    "edge:\n",
    "edge:\n  httpsFrom: [198.51.100.0/24, 198.51.100.128/25]\n",
    '19:32: OverlappingCidrs: "198.51.100.128/25" overlaps "198.51.100.0/24" of the same list; keep the wider one',
  ],
  [
    "a country that is none",
    "    cidr: 10.20.0.0/24\n",
    "    cidr: 10.20.0.0/24\n  deny: { countries: [KP, UK] }\n",
    '25:27: CountryUnknown: "UK" is not a country\'s code of ISO 3166-1, two capitals such as "FR"',
  ],
  [
    "a private network to deny",
    "    cidr: 10.20.0.0/24\n",
    "    cidr: 10.20.0.0/24\n  deny: { networks: [10.99.0.0/16] }\n",
    '25:22: CidrNotPublic: "10.99.0.0/16" is not a public network; nobody comes from there over the internet',
  ],
  [
    "denied networks that overlap",
    "    cidr: 10.20.0.0/24\n",
    "    cidr: 10.20.0.0/24\n  deny: { networks: [46.10.0.0/16, 46.10.1.0/24] }\n",
    '25:36: OverlappingCidrs: "46.10.1.0/24" overlaps "46.10.0.0/16" of the same list; keep the wider one',
  ],
  [
    "a denied network that holds the relay",
    "    cidr: 10.20.0.0/24\n",
    "    cidr: 10.20.0.0/24\n  deny: { networks: [46.10.0.0/16, 185.201.0.0/16] }\n",
    "25:36: DenyListCutsRelay: the relay delivers from 185.201.16.0/22, and its mail would not get through; take these networks out of the list",
  ],
  [
    "a denied network that holds the relay, before 25 is locked to it",
    "edge:\n",
    "  inbound: [{ stage: observe, since: 2026-11-01 }]\n  previousMx: { hosts: [{ host: mx.old.example, preference: 10 }] }\nedge:\n  deny: { networks: [185.201.16.0/24] }\n",
    "21:22: DenyListCutsRelay: the relay delivers from 185.201.16.0/24, and its mail would not get through; take these networks out of the list",
  ],
  [
    "denied networks that hold all users",
    "    cidr: 10.20.0.0/24\n",
    "    cidr: 10.20.0.0/24\n  httpsFrom: [46.10.1.0/24]\n  deny: { networks: [46.10.0.0/16] }\n",
    "26:21: DenyListCutsUsers: every network whose users may reach Exchange would be turned away; name those that are really meant",
  ],
  [
    "a reason over several lines",
    "    cidr: 10.20.0.0/24\n",
    '    cidr: 10.20.0.0/24\n  deny: { countries: [KP], reason: "guessed\\npasswords" }\n',
    '25:36: ValueNotAllowed: "guessed\\npasswords" is not allowed: one line',
  ],
  [
    "a vendor that is not in the catalogue",
    "vendor: spamexperts",
    "vendor: spamexpert",
    '12:11: RelayVendorUnknown: "spamexpert" is not in the catalogue; known are altospam, barracuda-egd, broadcom-email-security-cloud, cisco-secure-email-cloud, cloudflare-email-security, hornetsecurity, libraesva, mailinblack, microsoft-eop, mimecast, mx-guarddog, nable-mail-assure, proofpoint-essentials, sophos-email, spamexperts, spamhero, trend-micro-email-security, vade-cloud, zerospam, ses-mail-manager, or custom (did you mean "spamexperts"?)',
  ],
  [
    "a region the vendor does not have",
    "region: eu\n",
    "region: moon\n",
    '13:11: RelayRegionUnknown: SpamExperts Hosted Cloud has no region "moon"; known are global, eu, us, antispamcloud',
  ],
  [
    "a vendor's value without confirmation",
    "  spf: include:spf.antispamcloud.com\n",
    "",
    '12:3: VendorValueUnconfirmed: SpamExperts Hosted Cloud does not document its spf; the catalogue holds "include:spf.antispamcloud.com" (seen-in-wild, public customer configuration, read 2026-11-01); its documentation: https://documentation.n-able.com/spamexperts/userguide/Content/faqs/how-restrict-dit-deliv.htm; check it and write it here',
  ],
  [
    "an SPF record for a mechanism",
    "spf: include:spf.antispamcloud.com",
    "spf: v=spf1 include:spf.antispamcloud.com ~all",
    '14:8: BadSpfMechanism: "v=spf1 include:spf.antispamcloud.com ~all" is not one SPF mechanism that authorises a relay, such as "include:spf.example.net"',
  ],
  [
    "a private network for a relay",
    "region: eu\n",
    "region: eu\n  deliversFrom: [10.0.0.0/24]\n",
    '14:18: CidrNotPublic: "10.0.0.0/24" is not a public network; a relay delivers from the internet',
  ],
  [
    "half the internet for a relay",
    "region: eu\n",
    "region: eu\n  deliversFrom: [128.0.0.0/1]\n",
    '14:18: CidrNotPublic: "128.0.0.0/1" is not a public network; a relay delivers from the internet',
  ],
  [
    "a network too wide for a relay",
    "region: eu\n",
    "region: eu\n  deliversFrom: [185.0.0.0/8]\n",
    '14:18: CidrTooWide: "185.0.0.0/8" is wider than a relay\'s network (/16, IPv6 /32); name the networks it delivers from',
  ],
  [
    "the server as its own smart host",
    "host: smtp.antispamcloud.com",
    "host: mail.office.example",
    "16:11: SmartHostIsOwnServer: \"mail.office.example\" is the client's own server; outgoing mail would loop; give the relay's outgoing host",
  ],
  [
    "a port that no smart host uses",
    "host: smtp.antispamcloud.com",
    "host: smtp.antispamcloud.com\n    port: 2525",
    "17:11: ValueNotAllowed: 2525 is not allowed; use 25, 465 or 587",
  ],
  [
    "a key twice",
    "name: Example Office",
    "name: Example Office\nname: Other",
    "3:1: DuplicateKey: this key stands twice in the same place; remove one",
  ],
  [
    "an unclosed quote",
    "name: Example Office",
    'name: "Example Office',
    '2:22: YamlSyntax: not valid YAML: Missing closing "quote',
  ],
  [
    "a tag key that AWS keeps",
    "name: Example Office",
    'name: Example Office\ntags: { "aws:x": y }',
    "3:18: ValueNotAllowed: the key is not allowed: letters, digits and _ . : / = + - @; not beginning with aws:",
  ],
  [
    "a zone id of the other DNS host",
    "host: cloudflare",
    "host: route53",
    '5:13: BadZoneId: "023e105f4ecef8ad9ca31a8372d0c353" is not a Route 53 zone id, such as "Z0123456789ABCDEFGHIJ"',
  ],
  [
    "a zone to be made in no account",
    "    zoneId: 023e105f4ecef8ad9ca31a8372d0c353\n",
    "",
    "4:5: MissingAccount: the zone is to be made in a Cloudflare account; add dns.account",
  ],
  [
    "an MTA-STS policy served from no account",
    "dns:\n",
    "    mtaSts: [{ stage: testing, since: 2026-11-01 }]\ndns:\n",
    "6:13: MissingAccount: the MTA-STS policy is served in a Cloudflare account; add dns.account",
  ],
  [
    "a DKIM record cut off",
    "dns:\n",
    "    dkim: [{ selector: s1, record: { text: MIIBIjANBg } }]\ndns:\n",
    '6:44: BadDkimKey: "MIIBIjANBg" is not a DKIM record: "v=DKIM1; k=rsa; p=..."',
  ],
  [
    "a logo without https",
    "dns:\n",
    "    dmarc: [{ stage: none, since: 2026-10-01 }, { stage: quarantine, since: 2026-11-01 }]\n    bimi: { logo: http://office.example/logo.svg }\ndns:\n",
    '7:19: BadUrl: "http://office.example/logo.svg" is not an address that begins with https://',
  ],
  [
    "a logo that no receiver would show",
    "dns:\n",
    "    bimi: { logo: https://office.example/logo.svg }\ndns:\n",
    "6:11: BimiWithoutPolicy: no receiver shows a logo while DMARC asks for nothing; reach quarantine first",
  ],
  [
    "a day that is none",
    "dns:\n",
    "    dmarc: [{ stage: none, since: 2026-02-30 }]\ndns:\n",
    '6:35: BadDate: "2026-02-30" is not a calendar day; write it as 2026-11-24',
  ],
  [
    "a DMARC rollout that skips a stage",
    "dns:\n",
    "    dmarc: [{ stage: none, since: 2026-10-01 }, { stage: reject, since: 2026-11-01 }]\ndns:\n",
    '6:49: StageOrder: "none" is not followed by "reject"; the next step is "quarantine"',
  ],
  [
    "a DMARC rollout that begins at its end",
    "dns:\n",
    "    dmarc: [{ stage: reject, since: 2026-10-01 }]\ndns:\n",
    '6:13: StageOrder: a rollout does not begin with "reject"; begin with "none", or add "inherited: true" when it was in force before',
  ],
  [
    "stages whose days do not follow",
    "dns:\n",
    "    mtaSts: [{ stage: testing, since: 2026-11-01 }, { stage: enforce, since: 2026-10-01 }]\ndns:\n",
    "6:53: StageOrder: 2026-10-01 is not after 2026-11-01, when the stage before it began",
  ],
  [
    "a stage twice",
    "dns:\n",
    "    dmarc: [{ stage: none, since: 2026-10-01 }, { stage: none, since: 2026-11-01 }]\ndns:\n",
    '6:49: StageOrder: "none" follows itself; remove one of the two',
  ],
  [
    "a second stage that was inherited",
    "dns:\n",
    "    dmarc: [{ stage: none, since: 2026-10-01 }, { stage: quarantine, since: 2026-11-01, inherited: true }]\ndns:\n",
    "6:49: StageOrder: only the first stage can be inherited; remove the key",
  ],
  [
    "mail settings for a domain without mail",
    "dns:\n",
    "  - name: old.example\n    zoneId: 023e105f4ecef8ad9ca31a8372d0c353\n    mail: none\n    dmarc: [{ stage: none, since: 2026-10-01 }]\ndns:\n",
    '9:12: NoMailKeys: "dmarc" is for domains with mail, and this one has "mail: none"; remove one of the two',
  ],
  [
    "no domain with mail",
    "    zoneId: 023e105f4ecef8ad9ca31a8372d0c353\n",
    "    zoneId: 023e105f4ecef8ad9ca31a8372d0c353\n    mail: none\n",
    "4:3: NoMailDomain: no domain of this list receives mail; at least one must",
  ],
  [
    "a digest that is none",
    "exchange: SE",
    "exchange: SE\n  tlsa: { current: abc, since: 2026-11-01 }",
    '11:20: BadKeyDigest: "abc" is not a SHA-256 digest: 64 lower-case hexadecimal characters',
  ],
  [
    "a key without the next one",
    "exchange: SE",
    "exchange: SE\n  tlsa: { current: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, since: 2026-11-01 }",
    '11:9: TlsaWithoutNextKey: "next" is missing; publish the key that will follow before it is needed, or a change of key makes the server unreachable',
  ],
  [
    "keys in a zone that is not signed",
    "    zoneId: 023e105f4ecef8ad9ca31a8372d0c353\ndns:\n  host: cloudflare\nserver:\n",
    "    zoneId: 023e105f4ecef8ad9ca31a8372d0c353\n    dnssec: false\ndns:\n  host: cloudflare\nserver:\n  tlsa: { current: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, next: bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, since: 2026-11-01 }\n",
    '10:9: TlsaWithoutDnssec: the zone "office.example" is not signed, so no sender would believe the records; sign it or remove them',
  ],
  [
    "an IPS that begins by preventing",
    "    cidr: 10.20.0.0/24\n",
    "    cidr: 10.20.0.0/24\n  ips:\n    stages: [{ stage: prevent, since: 2026-11-01 }]\n",
    '26:14: StageOrder: a rollout does not begin with "prevent"; begin with "detect", or add "inherited: true" when it was in force before',
  ],
  [
    "an override of a group that is not the IPS's",
    "    cidr: 10.20.0.0/24\n",
    "    cidr: 10.20.0.0/24\n  ips:\n    overrides:\n      - { group: access, action: detect, reason: because we can }\n",
    '27:18: IpsGroupUnknown: "access" is no IPS group; the access rules cannot be overridden, the others are AttackInfrastructure, MalwareDomains, BotNetCommandAndControlDomains, AbusedLegitMalwareDomains, AbusedLegitBotNetCommandAndControlDomains, ThreatSignaturesExploits, ThreatSignaturesEmergingEvents, ThreatSignaturesIOC, ThreatSignaturesScanners, ThreatSignaturesMalware, ThreatSignaturesBotnet, ThreatSignaturesBotnetWeb, ThreatSignaturesDoS, ThreatSignaturesBotnetWindows, ThreatSignaturesWebAttacks, ThreatSignaturesSuspect, ThreatSignaturesMalwareCoinmining, virtual-patches, uri-allow-list, smtp-abuse',
  ],
  [
    "two overrides of one group",
    "    cidr: 10.20.0.0/24\n",
    "    cidr: 10.20.0.0/24\n  ips:\n    overrides:\n      - { group: smtp-abuse, action: detect, reason: because we can }\n      - { group: smtp-abuse, action: prevent, reason: because we must }\n",
    '28:18: IpsGroupTwice: "smtp-abuse" is already in this list; keep one of the two',
  ],
  [
    "an exception with an empty reason",
    "    cidr: 10.20.0.0/24\n",
    '    cidr: 10.20.0.0/24\n  ips:\n    overrides:\n      - { group: smtp-abuse, action: detect, reason: "              " }\n',
    "27:54: IpsReasonMissing: an exception needs a reason; say why, for whoever reads it in a year",
  ],
  [
    "a virtual patch that does not exist",
    "    cidr: 10.20.0.0/24\n",
    "    cidr: 10.20.0.0/24\n  ips:\n    disabledCves:\n      - { cve: CVE-1999-0001, reason: because we can }\n",
    '27:16: VirtualPatchUnknown: there is no virtual patch for "CVE-1999-0001"; there are CVE-2020-0688, CVE-2020-17132, CVE-2021-26855, CVE-2021-27065, CVE-2021-31207, CVE-2021-33766, CVE-2021-34473, CVE-2021-34523, CVE-2021-42321, CVE-2022-41040, CVE-2022-41080, CVE-2022-41082',
  ],
  [
    "an issuer of certificates that is none",
    "edge:\n",
    "certificate: { issuer: letsencrypt }\nedge:\n",
    '18:24: ValueNotAllowed: "letsencrypt" is not allowed; use "acm", "acm-exportable", "lets-encrypt", "lets-encrypt-on-server" (did you mean "lets-encrypt"?)',
  ],
  [
    "a key of another issuer's certificate",
    "edge:\n",
    "certificate: { issuer: acm, profile: classic }\nedge:\n",
    '18:29: UnknownKey: "profile" is not a key here; known are issuer, aliases',
  ],
  [
    "a certificate of nobody",
    "edge:\n",
    "certificate: {}\nedge:\n",
    '18:14: MissingKey: "issuer" is missing; it takes "acm" or "acm-exportable" or "lets-encrypt" or "lets-encrypt-on-server"',
  ],
  [
    "a web that is neither listed nor any",
    "    cidr: 10.20.0.0/24\n",
    "    cidr: 10.20.0.0/24\n  egress:\n    web: all\n",
    '26:10: ValueNotAllowed: "all" is not allowed; use "listed", "any" (did you mean "any"?)',
  ],
  [
    "a way out to nowhere",
    "    cidr: 10.20.0.0/24\n",
    "    cidr: 10.20.0.0/24\n  egress:\n    allow:\n      - { port: 8443, reason: because we need it }\n",
    '27:9: EgressTarget: give either "host" or "cidr": one of the two says where to',
  ],
  [
    "a way out to a host and a network",
    "    cidr: 10.20.0.0/24\n",
    "    cidr: 10.20.0.0/24\n  egress:\n    allow:\n      - { host: a.vendor.com, cidr: 192.0.2.0/24, port: 8443, reason: because we need it }\n",
    '27:9: EgressTarget: give either "host" or "cidr": one of the two says where to',
  ],
  [
    "Windows file sharing with the internet",
    "    cidr: 10.20.0.0/24\n",
    "    cidr: 10.20.0.0/24\n  egress:\n    allow:\n      - { cidr: 192.0.2.0/24, port: 445, reason: because we need it }\n",
    "27:37: EgressFileSharing: 445 is Windows file sharing, which hands the server's password hash to whoever asks (CVE-2023-23397); it never leaves the network, so remove the entry",
  ],
  [
    "mail past the smart host",
    "    cidr: 10.20.0.0/24\n",
    "    cidr: 10.20.0.0/24\n  egress:\n    allow:\n      - { cidr: 192.0.2.0/24, port: 25, reason: because we need it }\n",
    '27:37: EgressMailPort: on 25 mail leaves, and it leaves through the smart host only; declare that one under "relay"',
  ],
  [
    "a host over UDP",
    "    cidr: 10.20.0.0/24\n",
    "    cidr: 10.20.0.0/24\n  egress:\n    allow:\n      - { host: a.vendor.com, port: 443, protocol: udp, reason: because we need it }\n",
    '27:52: EgressHostOverUdp: the name "a.vendor.com" cannot be read from UDP; give the network instead, or use TCP',
  ],
  [
    "a way out to a URL",
    "    cidr: 10.20.0.0/24\n",
    '    cidr: 10.20.0.0/24\n  egress:\n    allow:\n      - { host: "https://a.vendor.com/", port: 443, reason: because we need it }\n',
    '27:17: BadEgressHost: "https://a.vendor.com/" is not a name; write it without scheme, port, path, "@" or spaces; a host, or "*." and a domain for every name below it',
  ],
  [
    "a way out to a whole public suffix",
    "    cidr: 10.20.0.0/24\n",
    '    cidr: 10.20.0.0/24\n  egress:\n    allow:\n      - { host: "*.cloudfront.net", port: 443, reason: because we need it }\n',
    '27:17: EgressHostTooWide: below "cloudfront.net" anyone can register a name; give the host\'s own name',
  ],
  [
    "a way out to half the internet",
    "    cidr: 10.20.0.0/24\n",
    "    cidr: 10.20.0.0/24\n  egress:\n    allow:\n      - { cidr: 0.0.0.0/1, port: 8443, reason: because we need it }\n",
    '27:17: EgressNetwork: "0.0.0.0/1" is not an IPv4 network of /16 or less; the server has no other address to leave from, and a wider network is not one service\'s',
  ],
  [
    "any resolver of the internet",
    "    cidr: 10.20.0.0/24\n",
    "    cidr: 10.20.0.0/24\n  egress:\n    dns: [0.0.0.0/0]\n",
    '26:11: EgressNetwork: "0.0.0.0/0" is not an IPv4 network of /16 or less; the server has no other address to leave from, and a wider network is not one service\'s',
  ],
  [
    "a time server by IPv6",
    "    cidr: 10.20.0.0/24\n",
    '    cidr: 10.20.0.0/24\n  egress:\n    ntp: ["2001:db8::/48"]\n',
    '26:11: EgressNetwork: "2001:db8::/48" is not an IPv4 network of /16 or less; the server has no other address to leave from, and a wider network is not one service\'s',
  ],
  [
    "a way out with an empty reason",
    "    cidr: 10.20.0.0/24\n",
    '    cidr: 10.20.0.0/24\n  egress:\n    allow:\n      - { cidr: 192.0.2.0/24, port: 8443, reason: "              " }\n',
    "27:51: EgressReasonMissing: a way out of one client's own needs a reason; say why, for whoever reads it in a year",
  ],
  [
    "a port that does not exist",
    "    cidr: 10.20.0.0/24\n",
    "    cidr: 10.20.0.0/24\n  egress:\n    allow:\n      - { cidr: 192.0.2.0/24, port: 70000, reason: because we need it }\n",
    "27:37: ValueOutOfRange: 70000 is too big; at most 65535",
  ],
  [
    "TLS inspection that would lock Outlook out",
    "    cidr: 10.20.0.0/24\n",
    "    cidr: 10.20.0.0/24\n  tlsInspection: true\n",
    "25:18: CertificateNotInstallable: the key of a certificate of acm cannot leave AWS, so the server cannot show the same one and Extended Protection would refuse Outlook; set certificate.issuer to acm-exportable, or leave TLS inspection off",
  ],
  [
    "TLS inspection with a certificate that the server orders",
    "edge:\n",
    "certificate:\n  issuer: lets-encrypt-on-server\nedge:\n  tlsInspection: true\n",
    "21:18: CertificateNotInstallable: AWS does not hold the certificate of lets-encrypt-on-server, so the firewall cannot show the server's and Extended Protection would refuse Outlook; set certificate.issuer to acm-exportable, or leave TLS inspection off",
  ],
  [
    "an account of another authority",
    "edge:\n",
    "certificate:\n  issuer: lets-encrypt-on-server\n  account: https://acme.example/acct/1\nedge:\n",
    '20:12: BadAcmeAccount: "https://acme.example/acct/1" is not an account of Let\'s Encrypt, such as "https://acme-v02.api.letsencrypt.org/acme/acct/123456789"',
  ],
  [
    "an account for a certificate that the server does not order",
    "edge:\n",
    "certificate:\n  issuer: acm\n  account: https://acme-v02.api.letsencrypt.org/acme/acct/1\nedge:\n",
    '20:3: UnknownKey: "account" is not a key here; known are issuer, aliases',
  ],
  [
    "a zone for challenges that nobody could delegate",
    "edge:\n",
    "certificate:\n  issuer: lets-encrypt-on-server\n  challengeZone: acme.elsewhere.example\nedge:\n",
    '20:18: ChallengeZoneOutsideDomains: "acme.elsewhere.example" is in none of the client\'s domains (office.example); no zone could delegate it',
  ],
  [
    "challenges at a certified name",
    "edge:\n",
    "certificate:\n  issuer: lets-encrypt-on-server\n  challengeZone: autodiscover.office.example\nedge:\n",
    '20:18: ChallengeZoneShared: "autodiscover.office.example" is in "autodiscover.office.example", where whoever renews the certificate may write; give the challenges a zone of their own',
  ],
  [
    "challenges in the zone of the mail",
    "edge:\n",
    "certificate:\n  issuer: lets-encrypt-on-server\n  challengeZone: office.example\nedge:\n",
    '20:18: ChallengeZoneShared: "mail.office.example" is in "office.example", where whoever renews the certificate may write; give the challenges a zone of their own',
  ],
  [
    "a number of days that CloudWatch does not know",
    "    cidr: 10.20.0.0/24\n",
    "    cidr: 10.20.0.0/24\n  logs: { retentionDays: 100 }\n",
    "25:26: ValueNotAllowed: 100 is not allowed; use 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653",
  ],
  [
    "logs in a place that is none",
    "    cidr: 10.20.0.0/24\n",
    "    cidr: 10.20.0.0/24\n  logs: { destination: s4 }\n",
    '25:24: ValueNotAllowed: "s4" is not allowed; use "cloudwatch", "s3" (did you mean "s3"?)',
  ],
];

const BAD_FLEETS: readonly BadFile[] = [
  [
    "the quotas of one account twice",
    "backend:\n",
    `awsQuotas:
  - { account: "123456789012", region: eu-west-3, firewalls: 9 }
  - { account: "123456789012", region: eu-west-1, firewalls: 9 }
  - { account: "123456789012", region: eu-west-3, firewalls: 10 }
backend:
`,
    "8:5: AwsQuotasTwice: the quotas of account 123456789012 in eu-west-3 are already in this list; keep one of the two",
  ],
  [
    "a quota of nothing",
    "backend:\n",
    'awsQuotas: [{ account: "123456789012", region: eu-west-3, firewalls: 0 }]\nbackend:\n',
    "5:70: ValueOutOfRange: 0 is too small; at least 1",
  ],
  [
    "an e-mail address that is none",
    "contact: noc@msp.example",
    "contact: noc",
    '3:12: BadEmailAddress: "noc" is not an e-mail address; give one, such as "noc@msp.fr"',
  ],
  [
    "an unknown backend",
    "kind: local",
    "kind: consul",
    '6:9: ValueNotAllowed: "consul" is not allowed; use "s3", "hcp", "local"',
  ],
  [
    "an organization that cannot be one",
    "kind: local",
    "kind: hcp\n  organization: Example MSP",
    '7:17: ValueNotAllowed: "Example MSP" is not an organization: 1 to 40 letters, digits, - and _, such as example-msp',
  ],
  [
    "HCP Terraform without an organization",
    "kind: local",
    "kind: hcp",
    '6:3: MissingKey: "organization" is missing; it takes a text',
  ],
  [
    "a host of HCP Terraform that is an address on the web",
    "kind: local",
    "kind: hcp\n  organization: msp\n  hostname: https://tfe.msp.example",
    '8:13: BadHostName: "https://tfe.msp.example" is not a name; write it without scheme, port, path, "@" or spaces',
  ],
  [
    "a workspace prefix with a space",
    "kind: local",
    "kind: hcp\n  organization: msp\n  workspacePrefix: mail servers",
    '8:20: ValueNotAllowed: "mail servers" is not the beginning of a workspace\'s name: 1 to 40 letters, digits, - and _, such as protected-exchange-',
  ],
  [
    "a project that HCP Terraform would refuse",
    "kind: local",
    "kind: hcp\n  organization: msp\n  project: a/b",
    '8:12: ValueNotAllowed: "a/b" is not allowed: 3 to 40 letters, digits, spaces, - and _',
  ],
  [
    "a repository without its owner",
    "kind: local",
    "kind: local\ndeploy: { from: github, repository: protected-exchange }",
    '7:37: ValueNotAllowed: "protected-exchange" is not allowed: owner/name',
  ],
  [
    "a pipeline of somebody unknown",
    "kind: local",
    "kind: local\ndeploy: { from: jenkins }",
    '7:17: ValueNotAllowed: "jenkins" is not allowed; use "github", "gitlab", "hcp"',
  ],
  [
    "a project of GitLab that is an address on the web",
    "kind: local",
    "kind: local\ndeploy: { from: gitlab, project: https://gitlab.com/msp }",
    '7:34: ValueNotAllowed: "https://gitlab.com/msp" is not allowed: group/project',
  ],
  [
    "HCP Terraform deploying what it does not keep",
    "kind: local",
    "kind: local\ndeploy: { from: hcp }",
    '7:17: DeployNeedsHcpBackend: HCP Terraform runs what it keeps the state of, and the states are in "local"; set backend.kind to "hcp", or let "github" or "gitlab" deploy',
  ],
  [
    "a backend without its bucket",
    "kind: local",
    "kind: s3\n  region: eu-west-3\n  kmsKeyId: alias/states",
    '6:3: MissingKey: "bucket" is missing; it takes a text',
  ],
];

describe("a wrong client file", () => {
  test.each(BAD_CLIENTS)("with %s is refused where the mistake is", (_mistake, part, by, reads) => {
    const problems = problemsIn({ "office.yaml": changed(CLIENT, part, by) });

    expect(
      problems.map(({ line, column, code, message }) => `${line}:${column}: ${code}: ${message}`),
    ).toContainEqual(reads);
  });

  test.each(BAD_FLEETS)(
    "a fleet file with %s is refused where the mistake is",
    (_mistake, part, by, reads) => {
      const problems = problemsIn({ "office.yaml": CLIENT, "fleet.yaml": changed(FLEET, part, by) });

      expect(
        problems.map(({ line, column, code, message }) => `${line}:${column}: ${code}: ${message}`),
      ).toEqual([reads]);
    },
  );

  test("does not hide the mistakes of other sections and other files", () => {
    const problems = problemsIn({
      "office.yaml": changed(changed(CLIENT, "id: office", "id: bureau"), "eu-west-3a", "eu-west-1a"),
      "shop.yaml": changed(CLIENT, "name: Example Office\n", "nmae: Shop\n"),
    });

    expect(problems.map(({ file, line, code }) => `${file}:${line}: ${code}`)).toEqual([
      "office.yaml:1: ClientIdMismatch",
      "office.yaml:22: AvailabilityZoneOutsideRegion",
      "shop.yaml:1: MissingKey",
      "shop.yaml:1: ClientIdMismatch",
      "shop.yaml:2: UnknownKey",
      "shop.yaml:4: DuplicateDomain",
    ]);
  });

  test("is told every value of the vendor that it has to confirm, at once", () => {
    const problems = problemsIn({
      "office.yaml": changed(
        changed(
          CLIENT,
          "vendor: spamexperts\n  region: eu\n  spf: include:spf.antispamcloud.com\n",
          "vendor: proofpoint-essentials\n",
        ),
        "    host: smtp.antispamcloud.com\n",
        "",
      ),
    });

    expect(problems.map(({ code, message }) => `${code}: ${message.split("; ")[0]}`)).toEqual([
      "VendorValueUnconfirmed: Proofpoint Essentials does not document its mx",
      "VendorValueUnconfirmed: Proofpoint Essentials does not document its deliversFrom",
      "VendorValueUnconfirmed: Proofpoint Essentials does not document its spf",
    ]);
  });

  test("does not repeat what looks like a secret", () => {
    const problems = problemsIn({
      "office.yaml": changed(CLIENT, "ssm:/office/smart-host", "Sup3rS3cretPassw0rd"),
    });

    expect(JSON.stringify(problems)).not.toContain("Sup3rS3cret");
  });
});

describe("a folder of client files", () => {
  test("without a client is refused", () => {
    expect(problemsIn({})).toMatchObject([{ code: "ClientsFolderEmpty" }]);
  });

  test("in which two files claim one id is refused", () => {
    const problems = problemsIn({
      "office.yaml": CLIENT,
      "office.yml": changed(CLIENT, "office.example\n    zone", "shop.example\n    zone"),
    });

    expect(problems).toContainEqual(
      expect.objectContaining({
        file: "office.yml",
        code: "DuplicateClientId",
        message: expect.stringContaining('the id "office" is already that of'),
      }),
    );
  });

  test("without a fleet file is refused", () => {
    expect(problemsIn({ "office.yaml": CLIENT, "fleet.yaml": "" })).toMatchObject([
      { file: "fleet.yaml", code: "WrongType" },
    ]);
  });
});

test("every code that a client file can raise has a bad example here", () => {
  const shown = new Set(
    [...BAD_CLIENTS, ...BAD_FLEETS]
      .map(([, , , reads]) => reads.split(": ")[1])
      .concat("ClientsFolderEmpty", "DuplicateClientId"),
  );
  const elsewhere = new Set(RAISED_BY_OTHERS);

  expect(Object.keys(ERROR_CODES).filter((code) => !shown.has(code) && !elsewhere.has(code))).toEqual([]);
});

/** Codes of constructs, commands and the posture, each shown in its own test. */
const RAISED_BY_OTHERS: readonly string[] = [
  "BackupDefaultRetention",
  "BackupSiteUnknown",
  "BlocklistDomainReserved",
  "BlocklistKeyMalformed",
  "PublicResolver",
  "WatchNotBuilt",
  "BadFortiOsVersion",
  "BadInterface",
  "BadUnitName",
  "WanLinks",
  "SecretInProps",
  "EgressHostsInNetwork",
  "AwsQuotaExceeded",
  "BadMerakiNetwork",
  "ClientUnknown",
  "DeployNotDeclared",
  "DeployPolicyTooLarge",
  "DeployTypeUnknown",
  "FileUnreadable",
  "FortiOsUnsupported",
  "InterfaceTwice",
  "WanLinks",
  "ApexAlias",
  "PolicyHostMismatch",
  "PolicyScriptTooLarge",
  "DuplicateRecord",
  "RecordOutsideZone",
  "RelayDomainUnknown",
  "BadTtl",
  "SpfConflict",
  "IngressEmpty",
  "SuricataSyntax",
  "SuricataUnsupported",
  "SuricataBadValue",
  "SuricataPriority",
  "SuricataAppLayerPass",
  "SuricataIncomplete",
  "SuricataDuplicateSid",
  "SuricataUndeclaredVariable",
  "SuricataTooLong",
  "SuricataFlowbitUnset",
  "RuleGroupTooSmall",
  "RuleGroupsOverQuota",
  "RouteTableInUse",
  "NetworkAclInUse",
  "CertificateNotInAws",
  "CertificatesDiffer",
  "ChallengeZoneShared",
  "StackGuardedTwice",
  "CertificateWithoutNames",
  "PostureRuleBroken",
  "ZoneFileUnreadable",
  "ZoneFileSyntax",
  "ZoneFileOfOtherZone",
  "RecordIdsUnreadable",
];
