/** A set of packets that can travel from the internet to a server. */
export interface Exposure {
  readonly protocol: "tcp" | "udp" | "icmp";
  /** First destination port; 0 for ICMP. */
  readonly fromPort: number;
  /** Last destination port; 0 for ICMP. */
  readonly toPort: number;
  /** Who can send them: CIDR blocks, the fewest that cover the set. */
  readonly sources: readonly string[];
  /** Address of the resource they reach. */
  readonly target: string;
  /** Everything that lets them in, from the internet inwards; a firewall rule is named by its id. */
  readonly via: readonly string[];
}

/** What a server may open connections to. */
export interface Egress {
  readonly protocol: "tcp" | "udp" | "icmp";
  readonly fromPort: number;
  readonly toPort: number;
  /** CIDR blocks. */
  readonly destinations: readonly string[];
  /** Address of the resource they leave from. */
  readonly source: string;
  readonly via: readonly string[];
}

/** A DNS record that would be published. */
export interface DnsRecordFact {
  /** Owner name; an expression where it is known only after apply. */
  readonly name: string;
  readonly type: string;
  /** Content in presentation form; MX with its preference. */
  readonly value: string;
  readonly ttlSeconds: number;
  /** Address of the resource. */
  readonly address: string;
}

/** Where mail flows. */
export interface MailFlow {
  /** Per domain with an MX: who takes its mail, in the order senders try them. */
  readonly inbound: readonly {
    readonly domain: string;
    readonly exchanges: readonly { readonly host: string; readonly preference: number }[];
  }[];
  /** Networks that may deliver to the server. */
  readonly deliversFrom: readonly string[];
  /** Where the server hands over outgoing mail. */
  readonly smartHost: { readonly host: string; readonly port: number } | null;
  /** Per domain: who may send for it. */
  readonly senders: readonly { readonly domain: string; readonly spf: string }[];
}

/** A certificate that the stack declares. */
export interface CertificateFact {
  /** Host names, sorted. */
  readonly names: readonly string[];
  readonly issuer: string;
  /** Are the records that prove its names part of the stack? */
  readonly validatedByStack: boolean;
  /** Address of the resource. */
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

/** What would be true once a stack is deployed. Lists are sorted; the same JSON gives the same facts. */
export interface Facts {
  readonly exposures: readonly Exposure[];
  readonly egress: readonly Egress[];
  readonly mailFlow: MailFlow;
  readonly records: readonly DnsRecordFact[];
  readonly certificates: readonly CertificateFact[];
}

/** Facts and what the rules have against them. */
export interface Posture extends Facts {
  readonly findings: readonly Finding[];
}
