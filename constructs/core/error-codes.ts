/**
 * Every error and warning the product can raise, by its stable code.
 *
 * A code is part of the public contract: engineers search for it, scripts match on it. Codes are never
 * renamed or reused. `docs/errors.md` is generated from this table.
 */
export const ERROR_CODES = {
  // The files themselves
  ClientsFolderEmpty: {
    what: "The clients folder holds no client file.",
    fix: "Create `clients/<id>.yaml`; `clients/clinic.yaml` is a working example.",
  },
  ClientUnknown: {
    what: "A command names a client for which there is no file.",
    fix: "Use the id of a file in `clients/`.",
  },
  FileUnreadable: {
    what: "A client file or the fleet file cannot be read.",
    fix: "Check that the file exists and may be read; `clients/fleet.yaml` is required.",
  },
  YamlSyntax: {
    what: "The file is not well-formed YAML.",
    fix: "Correct the line shown; a missing colon, a tab or an unclosed quote are the usual causes.",
  },
  DuplicateKey: {
    what: "A key stands twice in the same mapping; YAML would silently keep one of them.",
    fix: "Remove one of the two.",
  },
  // Shape
  UnknownKey: { what: "A key the schema does not know.", fix: "Correct the spelling, or remove the key." },
  MissingKey: { what: "A required key is absent.", fix: "Add the key; the message says what it takes." },
  WrongType: { what: "A value has the wrong type.", fix: "Give the type the message names." },
  ValueNotAllowed: {
    what: "A value is not among the allowed ones.",
    fix: "Use one of the values the message lists.",
  },
  ValueOutOfRange: {
    what: "A number, a text or a list is shorter or longer than allowed.",
    fix: "Stay within the bounds the message gives.",
  },
  // Identity
  BadClientId: {
    what: "A client id is not usable as a stack name, a state key and a resource prefix.",
    fix: "Use lower-case letters, digits and hyphens, starting with a letter, at most 32 characters.",
  },
  ClientIdMismatch: {
    what: "The id in the file is not the file's name.",
    fix: "Rename the file or the id: `clients/<id>.yaml`.",
  },
  DuplicateClientId: {
    what: "Two files declare the same client id.",
    fix: "Each client has one file; remove or rename one.",
  },
  DuplicateDomain: {
    what: "A mail domain is declared twice, in one file or by two clients.",
    fix: "A domain belongs to one client, once.",
  },
  // Names and addresses
  BadDomain: {
    what: "A name is not a domain that can receive mail from the internet.",
    fix: "Give a registrable domain, such as `clinic.fr`; internationalised names are accepted as written.",
  },
  BadHostName: {
    what: "A name is not a host name.",
    fix: "Give a fully qualified host name, such as `mail.clinic.fr`.",
  },
  HostOutsideDomains: {
    what: "The mail host lies in none of the client's domains, so no zone of the client can hold its address.",
    fix: "Choose a name under one of `domains`.",
  },
  BadEmailAddress: { what: "A value is not an e-mail address.", fix: "Give one address, `name@domain`." },
  BadCidr: {
    what: "A value is not a network in CIDR notation.",
    fix: "Write the network address and the mask, such as `192.0.2.0/24`; a single host is `/32`.",
  },
  CidrTooWide: {
    what: "A network is wider than the place where it stands allows.",
    fix: "Name the networks that are really meant.",
  },
  CidrNotPublic: {
    what: "A private or reserved network stands where only public addresses make sense.",
    fix: "Give the addresses as the internet sees them.",
  },
  CidrOutsideNetwork: {
    what: "A subnet or an address is not inside the network that should hold it.",
    fix: "Choose it inside the network shown.",
  },
  CidrNotPrivate: {
    what: "A VPC network is not a private one (RFC 1918).",
    fix: "Use a network in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.",
  },
  BadMerakiNetwork: {
    what: "The id of a Meraki network is not one.",
    fix: "Copy it from the dashboard's API: `L_` or `N_` with digits.",
  },
  BadFortiOsVersion: {
    what: "The version that a FortiGate runs is not one.",
    fix: "Give all three numbers, as `get system status` shows them.",
  },
  FortiOsUnsupported: {
    what: "The unit runs a release of FortiOS that has no more fixes, or that the provider does not configure.",
    fix: "Update the unit to a release that the message names, then state its version.",
  },
  BadUnitName: {
    what: "A name cannot begin the names of objects on a FortiGate, or leaves no room for their ends.",
    fix: "Use a short name of lower-case letters, digits and hyphens.",
  },
  BadInterface: {
    what: "A FortiGate has no interface of that name, or the name means all interfaces.",
    fix: "Copy it from `show system interface`.",
  },
  InterfaceTwice: {
    what: "Two links, or a link and the server, are behind the same interface of a FortiGate.",
    fix: "Name each link's own interface, and the server's.",
  },
  WanLinks: {
    what: "No link to the internet is given.",
    fix: "Give each link's interface and the server's public address there.",
  },
  SecretInProps: {
    what: "A secret itself is given to a construct that takes a reference.",
    fix: "Give the attribute of a resource or an ephemeral variable that holds it.",
  },
  EgressHostsInNetwork: {
    what: "A way out is limited to hosts and to networks at once, which a FortiGate cannot hold apart.",
    fix: "Give hosts anywhere, or networks without hosts.",
  },
  OverlappingCidrs: {
    what: "Two networks overlap where they must be apart, or one list names the same addresses twice.",
    fix: "Separate them, or keep only the wider one.",
  },
  CountryUnknown: {
    what: "A value is not a country's code.",
    fix: "Use the two capitals of ISO 3166-1, such as `FR`; the United Kingdom is `GB`.",
  },
  DenyListCutsRelay: {
    what: "A denied network holds addresses that the relay delivers from; its mail would not get through.",
    fix: "Take the network out of `edge.deny.networks`, or name the part of it that is meant.",
  },
  DenyListCutsUsers: {
    what: "The denied networks cover all those whose users may reach Exchange; nobody could.",
    fix: "Name the networks that are really meant, or narrow `edge.httpsFrom` instead.",
  },
  // AWS
  BadAwsAccount: { what: "Not an AWS account number.", fix: 'Twelve digits, in quotes: "123456789012".' },
  BadAwsRegion: { what: "Not an AWS Region.", fix: "Use the Region's code, such as `eu-west-3`." },
  AvailabilityZoneOutsideRegion: {
    what: "The availability zone does not belong to the Region.",
    fix: "An availability zone is the Region's code and one letter.",
  },
  AvailabilityZones: {
    what: "The availability zones of an edge are none, more than two, or not of one Region.",
    fix: "Give one zone, or two different ones of the same Region.",
  },
  ServerOutsideZones: {
    what: "A server or a subnet is in an availability zone that the edge does not have.",
    fix: "Use a zone of `availabilityZones`, or add it there.",
  },
  ServerTwice: {
    what: "Two servers have the same name or address.",
    fix: "Give every server its own.",
  },
  ZoneWithoutServer: {
    what: "An availability zone of the edge holds no server.",
    fix: "Place a server there, or leave the zone out; each zone costs a firewall endpoint.",
  },
  SubnetMissing: {
    what: "The VPC exists, and a subnet that the edge needs is not given.",
    fix: "Give its network, and its id where the subnet exists, too.",
  },
  RouteTableInUse: {
    what: "A plan would take a subnet or the internet gateway from the route table that leads it now.",
    fix: "Make sure that nothing needs that table's routes there; then say `adopt: true`.",
  },
  NetworkAclInUse: {
    what: "A plan would take a subnet from a network ACL that is not AWS's default one.",
    fix: "Make sure that nothing needs that ACL's rules there; then say `adopt: true`.",
  },
  AwsQuotaExceeded: {
    what: "The clients of one AWS account and Region need more of Network Firewall than AWS allows; a deployment would fail.",
    fix: "Have the quota raised and write it in `fleet.yaml` under `awsQuotas`, let clients share a firewall (`edge.sharedFirewall`), or give a client an account of its own.",
  },
  AwsQuotasTwice: {
    what: "The quotas of one account and Region are stated twice in `awsQuotas`.",
    fix: "Keep one of the two entries.",
  },
  // DNS
  BadZoneId: {
    what: "A value is not a zone id of the DNS host.",
    fix: "Cloudflare: 32 hexadecimal characters, on the zone's overview page.",
  },
  MissingAccount: {
    what: "A DNS host's account is needed to make a zone or to serve an MTA-STS policy, and none is given.",
    fix: "Add `dns.account`: 32 hexadecimal characters, on the account's overview page.",
  },
  BadDkimKey: {
    what: "A DKIM record is malformed, or its key cannot be read.",
    fix: "Copy the record from the relay's console as it stands.",
  },
  BadUrl: { what: "A value is not an HTTPS address.", fix: "Write it in full, beginning with https://." },
  BadKeyDigest: {
    what: "A value is not the SHA-256 digest of a public key.",
    fix: "Give 64 lower-case hexadecimal characters.",
  },
  TlsaWithoutDnssec: {
    what: "TLSA records are asked for in a zone that is not signed; nobody would believe them (RFC 7672 § 2.2).",
    fix: "Sign the zone (`dnssec: true`), or remove `tlsa`.",
  },
  TlsaWithoutNextKey: {
    what: "Only the current key is published; changing it would make the server unreachable for as long as the record lives.",
    fix: "Publish the next key beside the current one before you need it (RFC 7671 § 8.1).",
  },
  // Stages
  BadDate: { what: "A value is not a calendar day.", fix: "Write it as `2026-11-24`." },
  StageOrder: {
    what: "A rollout skips a stage, begins in the middle, or its dates do not follow each other.",
    fix: "The message names the next step that is allowed.",
  },
  NoMailKeys: {
    what: "A domain without mail has settings of a mail domain.",
    fix: "Remove them, or remove `mail: none`.",
  },
  NoMailDomain: {
    what: "No domain of the client receives mail.",
    fix: "At least the first domain is a mail domain.",
  },
  BimiWithoutPolicy: {
    what: "BIMI is asked for while DMARC asks for nothing; no receiver shows the logo.",
    fix: "Reach `quarantine` or `reject` first.",
  },
  // Secrets
  BadSecretReference: {
    what: "A value is not a reference to a secret.",
    fix: "Write where the secret is: `env:NAME`, `ssm:/path/to/parameter` or `secretsmanager:name`.",
  },
  MissingSecretReference: {
    what: "A service that needs credentials has no reference to them.",
    fix: "Store the secret and write where it is: `ssm:/path` or `secretsmanager:name`.",
  },
  SecretInClientFile: {
    what: "A value looks like the secret itself. Client files go into git.",
    fix: "Revoke it, store a new one, and write the reference.",
  },
  // Relay
  RelayVendorUnknown: {
    what: "The relay vendor is not in the catalogue.",
    fix: "Use one of the vendors the message lists.",
  },
  RelayRegionUnknown: {
    what: "The vendor has no such region in the catalogue.",
    fix: "Use one of the regions the message lists.",
  },
  VendorValueUnconfirmed: {
    what: "The catalogue holds a value that the vendor's documentation does not confirm; it is never used silently.",
    fix: "Check the value in the vendor's console or documentation and write it into the client file.",
  },
  RelayDomainUnknown: {
    what: "A relay made on AWS is asked to take mail for a domain that it was not made for.",
    fix: "Add the domain to the relay's domains; it refuses mail for all others.",
  },
  RelayTenantMissing: {
    what: "The vendor's names contain something it assigned to the client, and the client file does not give it.",
    fix: "Add `relay.tenant`; the message says what it is and where the vendor shows it.",
  },
  BadRelayTenant: {
    what: "A value is not what the vendor assigns to its clients.",
    fix: "Copy it from the vendor's console; the message shows an example.",
  },
  RelayKeyNotAllowed: {
    what: "A key of the relay section says something that another key already decides, or that the relay does not have.",
    fix: "Remove the key, or the one the message names.",
  },
  CustomRelayIncomplete: {
    what: "A relay that is not in the catalogue lacks a value; there is nothing to take it from.",
    fix: "Give every value the message names, as its vendor's documentation has them.",
  },
  OutboundMissing: {
    what: "The relay takes mail in and sends none, and nothing says who sends the server's mail.",
    fix: "Add `relay.outbound`: a vendor that sends, or `vendor: custom`. Direct delivery is not offered.",
  },
  SmartHostPort25Anywhere: {
    what: "Outgoing port 25 would be open to every mail server of the world, past the relay.",
    fix: "Give the smart host's addresses, or use port 587 or 465.",
  },
  MxIsOwnServer: {
    what: "The relay's MX set names the client's own server: senders would go past the filter.",
    fix: "Give the relay's hosts; the old MX of a staged move goes into `relay.previousMx`.",
  },
  PreviousMxMissing: {
    what: "The move to a relay is in its first stage, `observe`, and the MX that still holds is not given.",
    fix: "Add `relay.previousMx` with the hosts that take the mail today.",
  },
  RelayLockedTooEarly: {
    what: "Port 25 is closed to the world while senders may still know the old MX.",
    fix: "Wait for the old MX's TTL and 72 hours more; the message names the first day.",
  },
  BadSpfMechanism: {
    what: "A value is not an SPF mechanism that authorises a relay (RFC 7208).",
    fix: "Write one mechanism, such as `include:spf.example.net` or `ip4:192.0.2.0/24`.",
  },
  SmartHostIsOwnServer: {
    what: "The smart host is the client's own mail host: outgoing mail would loop.",
    fix: "Give the relay's outgoing host.",
  },
  // Constructs
  DuplicateRecord: {
    what: "The same DNS record is declared twice in one zone.",
    fix: "Remove one, or give the second a `key` of its own.",
  },
  RecordOutsideZone: {
    what: "A record's name does not end with the zone's name.",
    fix: "Add the record to the zone that holds the name.",
  },
  ApexAlias: {
    what: "An alias (CNAME) is asked for at the apex of a zone, where other records must stand.",
    fix: "Give the apex an address, or alias a name below it.",
  },
  BadTtl: { what: "The DNS host does not accept this TTL.", fix: "Use a TTL within the limits shown." },
  SpfConflict: {
    what: "Two contributions to one SPF record disagree, or the record breaks RFC 7208.",
    fix: "Follow the message; a name has one SPF record.",
  },
  IngressEmpty: {
    what: "An ingress admits nobody on a port that must serve somebody.",
    fix: "Give at least one source network.",
  },
  // Egress
  EgressTarget: {
    what: "A way out says both a host and a network, or neither.",
    fix: "Give `host` or `cidr`.",
  },
  EgressFileSharing: {
    what: "A way out is Windows file sharing (137 to 139, 445), with which a crafted message makes a computer send its user's password hash to an attacker (CVE-2023-23397).",
    fix: "Remove the entry; these ports never leave the network.",
  },
  EgressMailPort: {
    what: "A way out is a port on which mail leaves.",
    fix: "Declare the smart host under `relay`; mail leaves through it alone.",
  },
  EgressHostOverUdp: {
    what: "A way out names a host and UDP, in which no router reads names.",
    fix: "Give the network (`cidr`), or use TCP.",
  },
  BadEgressHost: {
    what: "A value is neither a host name nor `*.` and a domain.",
    fix: "Write `updates.example.com`, or `*.example.com` for every name below it.",
  },
  EgressHostTooWide: {
    what: "A way out leads to every name below a domain under which anyone can register one.",
    fix: "Give the host's own name.",
  },
  EgressReasonMissing: {
    what: "A way out that only one client has bears no reason.",
    fix: "Say why, for whoever reads it in a year.",
  },
  EgressNetwork: {
    what: "A network that the server may reach is wider than a /16, or a way out leads to no IPv4 network.",
    fix: "Give the IPv4 networks of the service; `edge.egress.web: any` opens 80 and 443 to all.",
  },
  SubnetTooSmall: {
    what: "A network is too small for the subnets it must hold.",
    fix: "Give the VPC at least a /26, with a load balancer a /25, and a subnet at least a /28.",
  },
  // Firewall
  SuricataSyntax: {
    what: "A line of a firewall rule group is not a Suricata rule.",
    fix: "Write `action protocol source port -> destination port (options)`, each option ended by a semicolon.",
  },
  SuricataUnsupported: {
    what: "A firewall rule uses an action, a protocol or a keyword that AWS Network Firewall does not take.",
    fix: "Express the rule with other keywords, or leave it out.",
  },
  SuricataBadValue: {
    what: "A keyword of a firewall rule has a value that the engine does not take, or takes for something else.",
    fix: "Write the value in the form the message shows.",
  },
  SuricataPriority: {
    what: "A firewall rule has a `priority`, which strict order does not allow.",
    fix: "Remove it; rules run in the order written.",
  },
  SuricataAppLayerPass: {
    what: "A pass rule looks into the connection; it would let every later request of it through unseen.",
    fix: "Pass packets by address and port only, and write what must not pass as drops before it.",
  },
  SuricataIncomplete: {
    what: "A firewall rule has no message, no id or no revision.",
    fix: "Add `msg`, `sid` and `rev`.",
  },
  SuricataDuplicateSid: {
    what: "Two rules of one firewall policy have the same id; AWS checks it inside one group only.",
    fix: "Give each rule an id of its own, over all groups of the policy.",
  },
  SuricataUndeclaredVariable: {
    what: "A firewall rule uses a variable that neither its group nor the policy declares.",
    fix: "Declare the address set, or correct the name.",
  },
  SuricataTooLong: {
    what: "A firewall rule is longer than the engine reads.",
    fix: "Split it into several.",
  },
  SuricataFlowbitUnset: {
    what: "A firewall rule asks for a mark that no rule of the policy sets.",
    fix: "Correct the name, or add the rule that sets the mark.",
  },
  RuleGroupTooSmall: {
    what: "A rule group holds more rules than the capacity reserved for it.",
    fix: "Raise the capacity; the group is then replaced, the new one before the old.",
  },
  RuleGroupsOverQuota: {
    what: "The rule groups that a firewall policy cannot do without exceed the quotas given.",
    fix: "Give the account's real quotas, from Service Quotas.",
  },
  IpsGroupUnknown: {
    what: "An override names a group that is not part of the IPS section.",
    fix: "Use one of the groups the message lists; the access rules always drop.",
  },
  IpsGroupTwice: {
    what: "Two overrides are about the same IPS group.",
    fix: "Keep one of the two.",
  },
  IpsReasonMissing: {
    what: "An exception from the IPS has no reason.",
    fix: "Say why, for whoever reads it in a year.",
  },
  VirtualPatchUnknown: {
    what: "A vulnerability is switched off for which there is no virtual patch.",
    fix: "Use one of those the message lists.",
  },
  CertificatesDiffer: {
    what: "TLS inspection would show another certificate than the server; Extended Protection would refuse Outlook.",
    fix: "Give the same certificate to the firewall and to the server.",
  },
  CertificateNotInstallable: {
    what: "TLS inspection, or delivery to the server, is asked for with a certificate whose key cannot leave AWS.",
    fix: "Use an exportable (`certificate.issuer: acm-exportable`) or imported certificate, or leave TLS inspection off.",
  },
  CertificateRequestMissing: {
    what: "The key of a certificate is made on the server, and the client file has no certificate request.",
    fix: "Run the command of the message on the server, and put what it prints under `certificate.request`.",
  },
  CertificateRequestUnreadable: {
    what: "A certificate request is not one: no PEM, cut short, or another kind of file.",
    fix: "Put all that the command of the message prints under `certificate.request`, from BEGIN to END.",
  },
  CertificateRequestUnsigned: {
    what: "The signature of a certificate request is not that of its own key.",
    fix: "Make the request anew with the command of the message.",
  },
  CertificateRequestKey: {
    what: "The key of a certificate request is not RSA of 2048 bits or more.",
    fix: "Make the request anew with the command of the message.",
  },
  CertificateRequestNames: {
    what: "A certificate request asks for other names than the stack needs.",
    fix: "Make the request anew with the command of the message, whenever a domain or an alias joins or leaves.",
  },
  CertificateAppliedTooSeldom: {
    what: "Applies are so far apart that a certificate that they renew could run out.",
    fix: "Apply as often as the message says, and say so under `certificate.appliesEveryDays`.",
  },
  CertificateKeyInState: {
    what: "A certificate's private key lies in Terraform's state, or would lie in one that is not encrypted.",
    fix: "Make the key on the server (`certificate.key: on-server`); a key in a state needs `backend.kind: s3` or `hcp`.",
  },
  CertificateNotInAws: {
    what: "TLS inspection, or delivery to the server, is asked for with a certificate that AWS Certificate Manager does not hold.",
    fix: "Import the certificate, take an exportable one of AWS, or leave TLS inspection off.",
  },
  CertificateWithoutNames: {
    what: "A certificate has no name.",
    fix: "Give the mail host and the autodiscover name.",
  },
  BadAcmeAccount: {
    what: "A value is not the URL of an account at Let's Encrypt.",
    fix: "Copy the line `account:` from the log of the server's first order.",
  },
  ChallengeZoneOutsideDomains: {
    what: "The zone for the answers to challenges is below none of the client's domains, so nothing could delegate it.",
    fix: "Choose a name below one of `domains`, such as `acme-challenge.clinic.fr`.",
  },
  ChallengeZoneShared: {
    what: "The zone in which challenges are answered holds a certified name; whoever renews the certificate could change its records.",
    fix: "Give the challenges a zone of their own, such as `acme-challenge.clinic.fr`.",
  },
  PolicyHostMismatch: {
    what: "An MTA-STS policy is to be served for a zone that its host cannot answer for.",
    fix: "Use the policy host of the zone's own DNS host.",
  },
  PolicyScriptTooLarge: {
    what: "The MTA-STS policies of a client do not fit the function that serves them.",
    fix: "Serve fewer domains from one stack, or host the zones at Cloudflare.",
  },
  // Posture
  PostureRuleBroken: {
    what: "The stack that would be deployed breaks a protection rule; nothing was written.",
    fix: "The message names the rule and the resource that lets it happen.",
  },
  StackGuardedTwice: {
    what: "A stack is guarded twice: `ProtectedExchange.guard` was called for it before.",
    fix: "Call it once, with all acknowledgements; the stack of a client file is guarded already.",
  },
  // Existing DNS records
  ZoneFileUnreadable: {
    what: "The zone file or the listing of record ids given to `import-dns` cannot be read.",
    fix: "Check the path; export the zone anew at the DNS host.",
  },
  ZoneFileSyntax: {
    what: "A file given to `import-dns` is not a zone file, or a line of it is not a record.",
    fix: "Correct the line shown, or export the zone anew at the DNS host.",
  },
  ZoneFileOfOtherZone: {
    what: "The client's stack publishes nothing in the zone of the zone file.",
    fix: "Give the export of a zone of this client, or the right client.",
  },
  RecordIdsUnreadable: {
    what: "The file given with `--ids` is not Cloudflare's listing of the zone's records, or not all of it.",
    fix: "Save the body of `GET /zones/<zone id>/dns_records?per_page=5000`.",
  },
  // Blocklists
  BlocklistUnknown: {
    what: "A blocklist is named that is not in the registry.",
    fix: "Use a zone of docs/watch.md.",
  },
  BlocklistExpired: {
    what: "A blocklist is named that nobody runs any more; its zone is empty, or answers for everything.",
    fix: "Leave it out; docs/watch.md lists those in use.",
  },
  BlocklistKeyMissing: {
    what: "A blocklist is named that answers only with a key, and none is given.",
    fix: "Get a key from the operator and give it by reference: `--key spamhaus-dqs=env:DQS_KEY`, in a client file `watch.keys`.",
  },
  BlocklistKeyMalformed: {
    what: "The reference to a blocklist's key leads to nothing that can stand in a name of the DNS, or is no reference.",
    fix: "Give `--key <name>=env:<variable>` or `--key <name>=file:<path>`; the key is letters, digits and hyphens.",
  },
  BlocklistAddressNotPublic: {
    what: "A private, reserved or documentation address is to be looked up; no list can hold it.",
    fix: "Give the public address that mail leaves from.",
  },
  BlocklistDomainReserved: {
    what: "A name is to be looked up that is no public domain, such as one below `.example` or `.local`.",
    fix: "Give the domain in the sender's address.",
  },
  PublicResolver: {
    what: "Blocklists would be asked through a public resolver; operators refuse, throttle or mislead those who do.",
    fix: "Give a resolver of your own with `--resolver <ip:port>`, such as Unbound on the same machine.",
  },
  // Watch
  WatchNotBuilt: {
    what: "The function of the watch has not been built, so nothing could be uploaded.",
    fix: "Run `npm run build`.",
  },
  // Who deploys
  DeployTypeUnknown: {
    what: "A resource type of which nobody has said what rights its deployment needs.",
    fix: "Add the type to a service in `constructs/deploy/`, with what it reads and what it changes.",
  },
  DeployPolicyTooLarge: {
    what: "The rights of a deploy role do not fit into the ten policies that AWS gives a role.",
    fix: "Deploy fewer kinds of resources in one stack, or name fewer domains and networks.",
  },
  DeployNeedsHcpBackend: {
    what: "HCP Terraform is to deploy, and the states are kept elsewhere.",
    fix: "Set `backend.kind: hcp` in `fleet.yaml`, or let GitHub or GitLab deploy.",
  },
  DeployNotDeclared: {
    what: "A command about pipelines finds no `deploy` in the fleet file.",
    fix: "Say in `fleet.yaml` who deploys: `deploy: { from: github, repository: owner/name }`.",
  },
  // Backup
  BackupWithoutPlan: {
    what: "The section `backup` says nothing of where backups go.",
    fix: "Give `backup.repository`, and `backup.snapshots` for servers on EC2; or leave `backup` out.",
  },
  BackupNotGranular: {
    what: "The objectives ask for the restore of one message, and nothing in the plan can do it: a snapshot holds whole disks.",
    fix: "Add `backup.repository` with a product that restores messages, such as Veeam; or say `granular: false`.",
  },
  BackupTooSeldom: {
    what: "Backups are made less often than the objectives allow; what was written in between would be lost.",
    fix: "Make them at least every `objectives.rpoHours`.",
  },
  BackupKeptTooShort: {
    what: "Backups are kept for fewer days than the objectives ask for.",
    fix: "Keep them at least `objectives.retentionDays`.",
  },
  BackupLockTooLong: {
    what: "Backups are to be locked for longer than they are kept, or than the product can lock them.",
    fix: "Lock them for at most as long as they are kept; Veeam locks for up to 999 days.",
  },
  BackupDefaultRetention: {
    what: "The bucket is to lock objects by itself, and the backup product does that already; both together lose backups.",
    fix: "Leave the default retention out.",
  },
  BackupPrincipalRefused: {
    what: "The backup product cannot sign in to AWS in the way that is asked for.",
    fix: "Use one of the ways that the message names.",
  },
  BackupSiteUnknown: {
    what: "Nothing says from where the backup repository is reached.",
    fix: "Give `backup.repository.addresses` or `backup.repository.vpcEndpoint`.",
  },
  BackupEndpointElsewhere: {
    what: "The repository is to be reached through a VPC endpoint of another Region; an endpoint leads to buckets of its own Region.",
    fix: "Give `backup.repository.addresses` instead, or put the repository beside the endpoint and a copy elsewhere.",
  },
  BackupOnSite: {
    what: "Every backup is in the Region of the server, and is lost together with it.",
    fix: "Put the repository into another Region, or give a copy there.",
  },
  BackupUntested: {
    what: "No restore is tried, or only rarely; a backup that nobody has restored is a hope.",
    fix: "Try a restore at least every three months.",
  },
  BackupTooSlow: {
    what: "A restore that was tried took longer than the objectives allow.",
    fix: "Make restores faster, or agree on another `objectives.rtoHours`.",
  },
  BackupAccountMissing: {
    what: "The backup goes to AWS, and the client has no account there.",
    fix: "Give `backup.aws`, or `edge.aws`.",
  },
  BackupRoleMissing: {
    what: "The backup goes to another account than the rest of the stack, and nothing says how to get in there.",
    fix: "Give `backup.aws.role`: a role of that account which whoever deploys may take.",
  },
  BackupSnapshotsElsewhere: {
    what: "Snapshots are asked for a server that is not on EC2; AWS Backup does not reach its disks.",
    fix: "Remove `backup.snapshots`; the repository serves servers everywhere.",
  },
  BackupComplianceUnacknowledged: {
    what: "A vault is to be locked in a way that nobody, AWS included, can undo, and nobody says that this is meant.",
    fix: "Use governance; or add `acknowledgeIrreversible: true` after agreeing with the client on the cost of keeping everything.",
  },
  BackupCopyHere: {
    what: "A copy is to be made in the Region where the original is.",
    fix: "Name another Region.",
  },
} as const satisfies Record<string, { readonly what: string; readonly fix: string }>;

/** A stable code of {@link ERROR_CODES}. */
export type ErrorCode = keyof typeof ERROR_CODES;
