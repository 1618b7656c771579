import type { CertificateLifetime, RenewalWindow } from "../constructs/core/certificate-lifetime";
import type { BackupFact } from "./backup/backup-fact";
import type { CostFact } from "./cost/cost";

/** A set of packets that can travel from outside to a server. */
export interface Exposure {
  /**
   * Where they come from: the internet, or a network that is connected to the server's own, by VPN, peering or a
   * transit gateway. What comes from the internet through a service, such as a proxy, comes from the internet.
   */
  readonly from: "internet" | "connected-network";
  readonly protocol: "tcp" | "udp" | "icmp";
  /** First destination port; 0 for ICMP. */
  readonly fromPort: number;
  /** Last destination port; 0 for ICMP. */
  readonly toPort: number;
  /**
   * Ports of the host, where a forward leads from the ports outside to others.
   *
   * @default - the same ports
   */
  readonly hostPorts?: { readonly fromPort: number; readonly toPort: number };
  /** Who can send them: CIDR blocks, the fewest that cover the set. */
  readonly sources: readonly string[];
  /** Address of the resource they reach: a host, or what stands for hosts that are not part of the stack. */
  readonly target: string;
  /**
   * Everything that lets them in, from outside inwards; a firewall rule is named by its id. What the stack does not
   * say, and is therefore taken to let everything in, is named in words.
   */
  readonly via: readonly string[];
}

/** What a firewall itself answers to the internet, or may answer. */
export interface ManagementFact {
  /** The kind, in the firewall's own word: `https`, `ssh`, `ping`. */
  readonly service: string;
  readonly protocol: "tcp" | "udp" | "icmp";
  /** First port; 0 for ICMP. */
  readonly fromPort: number;
  /** Last port; 0 for ICMP. */
  readonly toPort: number;
  /** Who can reach it: CIDR blocks. */
  readonly sources: readonly string[];
  /** Does the stack say that it answers? If not, it says nothing about the interface, and what refuses it is not there. */
  readonly stated: boolean;
  /** Address of the interface, or words. */
  readonly address: string;
}

/** What the facts rest on and the JSON does not show. */
export interface AssumptionFact {
  /** The statement, lower case, no final period. */
  readonly assumed: string;
  /** How somebody finds out. */
  readonly check: string;
  /** What it is about. */
  readonly address: string;
}

/** A way through an edge that somebody else manages, as it is asked for. */
export interface StatedWayFact {
  readonly protocol: string;
  readonly port: number;
  /** CIDR blocks: who comes in, or where it leads. */
  readonly networks: readonly string[];
  /** Host names that it leads to; null where any will do. */
  readonly hosts: readonly string[] | null;
  /** What it is for. */
  readonly purpose: string;
}

/** An edge that somebody else manages: what it is asked to do. None of it is proved. */
export interface ExternalEdgeFact {
  /** Who manages it. */
  readonly managedBy: string;
  /** Whom to write to or call there. */
  readonly contact: string;
  /** Addresses at which the servers are reached. */
  readonly publicAddresses: readonly string[];
  /** Addresses that the servers' own connections have. */
  readonly egressAddresses: readonly string[];
  /** What it is to let in. */
  readonly ingress: readonly StatedWayFact[];
  /** What it is to let the servers reach. */
  readonly egress: readonly StatedWayFact[];
  /** What it is to do with attacks: detect, prevent-reputation, prevent, unknown. */
  readonly ips: string;
  /** Where the stack says so. */
  readonly address: string;
}

/** How the packets of one connection travel between the internet and a server, there and back. */
export interface InternetPath {
  /** Address of the host, or of the load balancer in front of it. */
  readonly target: string;
  /** Where it stands; null where the stack does not say. */
  readonly subnet: string | null;
  readonly ipVersion: 4 | 6;
  /** The gateway to the internet: its address, its id, or words. */
  readonly gateway: string;
  /** Can the internet open connections? If not, these are replies to the server's own. */
  readonly ingress: boolean;
  /** Firewall endpoints on the way in, from the gateway inwards. */
  readonly inbound: readonly string[];
  /** Firewall endpoints on the way out, from the gateway inwards as well; null where nothing leads out. */
  readonly outbound: readonly string[] | null;
}

/** Senders that a firewall turns away before it looks at what they send. */
export interface DeniedFact {
  /** `ip` is every protocol. */
  readonly protocol: "ip" | "tcp" | "udp" | "icmp";
  readonly fromPort: number;
  readonly toPort: number;
  /** CIDR blocks; empty where it is decided by country alone. */
  readonly networks: readonly string[];
  /**
   * Codes of ISO 3166-1 alpha-2; empty where it is decided by network alone. Who is where, the firewall's database
   * decides: an {@link Exposure} is not smaller for it.
   */
  readonly countries: readonly string[];
  /** Address of the rule group, and id of the rule; address of the policy. */
  readonly by: string;
}

/** What a server may open connections to. */
export interface Egress {
  readonly protocol: "tcp" | "udp" | "icmp";
  readonly fromPort: number;
  readonly toPort: number;
  /** CIDR blocks. */
  readonly destinations: readonly string[];
  /**
   * Host names of which the server must ask for one before an answer comes back, or whose addresses alone are let
   * through, sorted; `*.` stands for every name below a domain. Null where any name will do, and none.
   */
  readonly hosts: readonly string[] | null;
  /** Address of the resource they leave from. */
  readonly source: string;
  readonly via: readonly string[];
}

/** A DNS record that would be published. */
export interface DnsRecordFact {
  /** Owner name; an expression where it is known only after apply. */
  readonly name: string;
  readonly type: string;
  /** Content in presentation form (RFC 1035 § 5.1), host names without trailing dot: `10 mx.example.net`, `"v=spf1 -all"`, `0 issue "amazon.com"`. */
  readonly value: string;
  readonly ttlSeconds: number;
  /** Does the DNS host answer with its own addresses and carry the traffic itself? */
  readonly proxied: boolean;
  /** Address of the resource. */
  readonly address: string;
}

/** A zone that the stack declares or publishes records in. */
export interface ZoneFact {
  /** Apex; undefined where the JSON gives an id only. */
  readonly name: string | undefined;
  /** Who serves it. */
  readonly host: "cloudflare" | "route53";
  /** Does the stack sign it? */
  readonly dnssec: boolean;
  /**
   * Does the zone's DS record leave the stack: in an output with key tag, algorithm, digest type and digest, or
   * in a resource that gives them to the registrar? Means nothing where the stack does not sign the zone.
   */
  readonly dsHandedOver: boolean;
  /** Address of the resource that declares it, or the id under which its records are published. */
  readonly address: string;
}

/** A policy for inbound TLS (RFC 8461) that the stack serves over HTTPS. */
export interface MtaStsPolicyFact {
  /** The mail domain. */
  readonly domain: string;
  /** The policy file, as it would be served. */
  readonly text: string;
  /** Address of the resource that serves it. */
  readonly address: string;
}

/**
 * How far a client's move to its relay is.
 *
 * - `observe`: the old MX holds, 25 is open to anyone
 * - `cutover`: the MX names the relay, 25 is still open, because senders may know the old MX
 * - `locked`: 25 is the relay's alone
 */
export type RelayStage = "observe" | "cutover" | "locked";

/** What a stack states about the relay, in its outputs. */
export interface RelayFact {
  /** Name for people. */
  readonly name: string;
  /** Networks it delivers from, in the form of {@link Exposure.sources}. */
  readonly networks: readonly string[];
  /** Its hosts that take mail in, sorted; an expression where one is known only after apply; empty where the stack states none. */
  readonly mxHosts: readonly string[];
}

/** What the company still has while the server is down, as the stack states it. */
export interface WhenDown {
  /** Days that mail waits at the relay; null where nobody says. */
  readonly queueDays: number | null;
  /** What users can do with new mail meanwhile: read-and-answer, read, none, unknown. */
  readonly webmail: string;
  /** What has to be done for it. */
  readonly activation: string;
}

/** Where mail flows. */
export interface MailFlow {
  /** Per domain with an MX: who takes its mail, in the order senders try them. */
  readonly inbound: readonly {
    readonly domain: string;
    readonly exchanges: readonly { readonly host: string; readonly preference: number }[];
  }[];
  /** Networks on the internet that may deliver to the server. */
  readonly deliversFrom: readonly string[];
  /** Where the server hands over outgoing mail. */
  readonly smartHost: { readonly host: string; readonly port: number } | null;
  /** The relay; null where the stack states none. */
  readonly relay: RelayFact | null;
  /** `locked` where the stack states no stage. */
  readonly stage: RelayStage;
  /** Day on which the stage began; null where the stack states none. */
  readonly stageSince: string | null;
  /** Null where the stack states nothing. */
  readonly whenDown: WhenDown | null;
  /** Per domain: who may send for it. */
  readonly senders: readonly { readonly domain: string; readonly spf: string }[];
}

/** How a certificate is renewed. */
export interface CertificateRenewalFact {
  /** The authority by itself, a run of Terraform, or a task on the server. */
  readonly by: "issuer" | "apply" | "server";
  /** When, counted from its end. */
  readonly window: RenewalWindow;
  /** Most days between two occasions; null where nothing has to be run, or nobody says how often it is. */
  readonly everyDays: number | null;
}

/** A certificate that the stack declares. */
export interface CertificateFact {
  /** Host names, sorted. */
  readonly names: readonly string[];
  /** Name of the authority, for people. */
  readonly issuer: string;
  /** Domains of which a CAA record must name one for the authority to issue (RFC 8659 § 4.2); empty where none is known. */
  readonly caaDomains: readonly string[];
  /** Does the stack prove its names: by records of its own, or by a DNS challenge at each order? */
  readonly validatedByStack: boolean;
  /** Can it be installed on a server: does its key leave AWS, or come from outside? */
  readonly installable: boolean;
  /** Does something other than a message happen whenever AWS renews it? */
  readonly renewalDelivered: boolean;
  /** Its key; null where the stack does not say. */
  readonly key: { readonly algorithm: string; readonly bits: number } | null;
  /** Days that one issued today is valid; null where the stack does not say. */
  readonly lifetimeDays: number | null;
  /** Lifetimes that are announced for later, the next first. */
  readonly laterLifetimes: readonly CertificateLifetime[];
  /** How it is renewed; null where the stack does not say. */
  readonly renewal: CertificateRenewalFact | null;
  /** Address of the resource. */
  readonly address: string;
}

/** A protection that is switched on stage by stage, as the stack states it. */
export interface RolloutFact {
  readonly of: "dmarc" | "mta-sts" | "ips";
  /** The mail domain; null where it is about the firewall. */
  readonly domain: string | null;
  /** The stage in force. */
  readonly stage: string;
  /** Day on which it began, `YYYY-MM-DD`. */
  readonly since: string;
}

/** A rule group, or an entry of a sensor, that looks for attacks. */
export interface IpsGroupFact {
  /** The vendor's name, or the group's own. */
  readonly name: string;
  /** Who writes its rules. */
  readonly by: "aws" | "cisco" | "fortinet" | "own";
  /** Does it drop what it finds, or only say so? */
  readonly action: "detect" | "prevent";
  /** How many rules; null where they are not part of the stack. */
  readonly rules: number | null;
}

/** What a firewall looks for in what it lets through. */
export interface IpsFact {
  /** In the order of evaluation. */
  readonly groups: readonly IpsGroupFact[];
  /** What the groups do, taken together; unknown where the firewall's policy is not part of the stack. */
  readonly mode: "none" | "detect" | "prevent-in-part" | "prevent" | "unknown";
  /** Destination ports that are decrypted, as far as the stack itself says so. */
  readonly decrypts: readonly { readonly fromPort: number; readonly toPort: number }[];
  /** Open ports whose content no rule can read. */
  readonly blindSpots: readonly { readonly port: number; readonly because: string }[];
  /** Address of the policy that lets packets in and looks through them, or of the endpoint of a firewall elsewhere. */
  readonly address: string;
}

/** Who would notice that a firewall is attacked, or fails. */
export interface WatchFact {
  /** Log group, bucket, stream or log server that holds what it drops and alerts on; null where nothing does. */
  readonly alertLog: string | null;
  /** Addresses of the alarms on it that tell somebody. */
  readonly alarms: readonly string[];
  /** Address of the firewall; of its first policy, where it is no resource itself. */
  readonly address: string;
}

/** A regular look at blocklists. */
export interface BlocklistWatchFact {
  /** How many lists are asked. */
  readonly lists: number;
  /** Addresses that are looked up, sorted; an expression where one is known only after apply. */
  readonly addresses: readonly string[];
  /** Domains that are looked up, sorted. */
  readonly domains: readonly string[];
  /** How often, in words of the scheduler: `rate(6 hours)`. */
  readonly schedule: string;
  /** Is what is live held against what the stack declares, too? */
  readonly live: boolean;
  /** Is somebody told of a listing, and of a watch that has fallen silent? */
  readonly heard: boolean;
  /** Address of the schedule. */
  readonly address: string;
}

/** A secret that the stack needs, makes or holds. */
export interface SecretFact {
  /**
   * How near it is to whoever reads the files.
   *
   * - `reference`: it is kept elsewhere, and the stack says where
   * - `in-state`: after an apply its value stands in Terraform's state
   * - `in-json`: its value stands in the JSON itself, and so in every copy of it
   */
  readonly kind: "reference" | "in-state" | "in-json";
  /** What it is, or where it is kept; never its value. */
  readonly what: string;
  /** Address of what needs, makes or holds it. */
  readonly address: string;
}

/** Something a rule has against a stack. */
export interface Finding {
  /** Id of the rule, kebab-case. */
  readonly rule: string;
  readonly severity: "error" | "warning";
  /** Address of the resource it is about. */
  readonly address: string;
  /** What is wrong and what to do; lower case, no final period. */
  readonly message: string;
}

/** A finding that somebody answers for until a day: why it stands, and who looks at it again. */
export interface Acknowledgement {
  /** Id of the rule. */
  readonly rule: string;
  /** Why the finding may stand. */
  readonly reason: string;
  /** Who answers for it. */
  readonly owner: string;
  /** Last day on which it holds, `YYYY-MM-DD`. */
  readonly until: string;
  /**
   * The one resource it is about.
   *
   * @default - every finding of the rule
   */
  readonly address?: string;
}

/** A finding that stands by somebody's decision. */
export interface AcknowledgedFinding extends Finding {
  readonly acknowledgement: Acknowledgement;
}

/** What would be true once a stack is deployed. Lists are sorted; the same JSON gives the same facts. */
export interface Facts {
  /** The company's name, as the stack states it; null where it states none. */
  readonly client: string | null;
  readonly exposures: readonly Exposure[];
  /** In the order of evaluation. */
  readonly denied: readonly DeniedFact[];
  readonly egress: readonly Egress[];
  readonly paths: readonly InternetPath[];
  /** Of firewalls that have interfaces of their own. */
  readonly management: readonly ManagementFact[];
  /** Of firewalls that the stack configures in part. */
  readonly assumptions: readonly AssumptionFact[];
  /** Null where the edge is part of the stack, or nobody states whose it is. */
  readonly externalEdge: ExternalEdgeFact | null;
  readonly mailFlow: MailFlow;
  readonly records: readonly DnsRecordFact[];
  readonly zones: readonly ZoneFact[];
  readonly mtaStsPolicies: readonly MtaStsPolicyFact[];
  readonly certificates: readonly CertificateFact[];
  /** Names that lead to the servers: those of address records with an address of the output `server_addresses`. */
  readonly mailHosts: readonly string[];
  /**
   * Addresses that the servers' own connections leave from, as the stack states them, sorted; an expression where one
   * is known only after apply.
   */
  readonly egressAddresses: readonly string[];
  /** Version of Exchange that the servers run, as the stack states it: `SE`, `2019`, `2016`; null where it states none. */
  readonly exchangeVersion: string | null;
  readonly rollouts: readonly RolloutFact[];
  readonly cost: CostFact;
  /** One per firewall policy. */
  readonly ips: readonly IpsFact[];
  /** One per firewall. */
  readonly watched: readonly WatchFact[];
  /** Null where nobody looks. */
  readonly blocklistWatch: BlocklistWatchFact | null;
  readonly secrets: readonly SecretFact[];
  /** Null where the stack has none. */
  readonly backup: BackupFact | null;
}

/** The facts that can be held against what is live. */
export type LiveFacts = Pick<
  Facts,
  | "client"
  | "exposures"
  | "externalEdge"
  | "mailFlow"
  | "records"
  | "zones"
  | "mtaStsPolicies"
  | "certificates"
  | "mailHosts"
  | "egressAddresses"
>;

/** Facts and what the rules have against them. */
export interface Posture extends Facts {
  readonly findings: readonly Finding[];
  /** Findings that somebody answers for, until a day. */
  readonly acknowledged: readonly AcknowledgedFinding[];
}
