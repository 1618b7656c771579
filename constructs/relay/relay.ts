import type { CidrSet } from "../core/cidr-set";

/** A host that takes the domain's mail before the server does. */
export interface MxHost {
  /** Host name, no trailing dot; a token where the stack makes the host, which then has a {@link key}. */
  readonly host: string;
  /**
   * Tells hosts apart whose names are known only after apply, and goes into the record's address.
   *
   * @default - the host name
   */
  readonly key?: string;
  /** Lower is tried first; 0 to 65535. */
  readonly preference: number;
}

/** Where Exchange hands its outgoing mail to. */
export interface SmartHost {
  /** Host name, no trailing dot. */
  readonly host: string;
  /** TCP port: 25, 465 or 587. */
  readonly port: number;
  /** How the connection is encrypted: from its first byte (port 465), or by STARTTLS before anything is sent. */
  readonly tls: SmartHostTls;
  /** Where the credentials are: `ssm:/path` or `secretsmanager:name`; never the credentials themselves. */
  readonly credentials: string;
  /**
   * The smart host's addresses, to which the firewall then restricts its port.
   *
   * @default - only the name is known; the port is open to any address
   */
  readonly addresses?: CidrSet;
}

/** How a connection to a smart host is encrypted (RFC 8314 § 3.3 for `implicit`, RFC 3207 for `starttls`). */
export type SmartHostTls = "implicit" | "starttls";

/** What users can do with new mail while the server is down. */
export type Webmail = "read-and-answer" | "read" | "none" | "unknown";

/** What the company still has while the server is down. */
export interface Continuity {
  /**
   * Days the relay keeps mail for a server that does not answer.
   *
   * @default - none is stated
   */
  readonly queueDays?: number;
  /** Can users read new mail at the relay meanwhile, and answer it? `unknown` where nobody says so. */
  readonly webmail: Webmail;
  /** What has to be done for it, before or during the outage; a sentence for the managed-service provider. */
  readonly activation: string;
}

/** Who takes the domain's mail before the server does. */
export interface InboundRelay {
  /** Name for people. */
  readonly name: string;
  /** Addresses the relay delivers to the server from; the only ones that may reach port 25. */
  readonly deliversFrom: CidrSet;
  /**
   * Where the user name and password are that the relay signs in on the server with: `ssm:/path` or
   * `secretsmanager:name-or-ARN`; never the credentials themselves.
   *
   * @default - it does not sign in; the networks it delivers from tell who it is
   */
  readonly signsInWith?: string;
  /** What the relay does while the server is down. */
  readonly continuity: Continuity;
  /** The domain's MX set. */
  mxHosts(domain: string): readonly MxHost[];
}

/** Who sends the server's mail on to the world. */
export interface OutboundRelay {
  /** SPF mechanisms that authorise what the relay sends, such as `include:spf.example.net`. */
  readonly spf: readonly string[];
  /** Where outgoing mail is handed over, in order of preference. */
  readonly smartHosts: readonly SmartHost[];
}

/**
 * The cloud anti-spam relay, as the rest of the house sees it: what goes into DNS, who may speak to
 * port 25, where mail leaves, and what happens when the server is down.
 */
export interface Relay extends InboundRelay, OutboundRelay {}
