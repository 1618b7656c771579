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
  /** TCP port. */
  readonly port: number;
  /** Where the credentials are: `ssm:/path` or `secretsmanager:name`; never the credentials themselves. */
  readonly credentials: string;
}

/** What the users still have while the server is down. */
export interface Continuity {
  /**
   * Days the relay keeps mail for a server that does not answer.
   *
   * @default - the vendor states none
   */
  readonly queueDays?: number;
  /** What the vendor says, in a sentence. */
  readonly summary: string;
}

/**
 * The cloud anti-spam relay, as the rest of the house sees it: what goes into DNS, who may speak to
 * port 25, where mail leaves, and what happens when the server is down.
 */
export interface Relay {
  /** Name for people. */
  readonly name: string;
  /** Addresses the relay delivers to the server from; the only ones that may reach port 25. */
  readonly deliversFrom: CidrSet;
  /** SPF mechanisms that authorise what the relay sends, such as `include:spf.example.net`. */
  readonly spf: readonly string[];
  /** Where outgoing mail is handed over, in order of preference. */
  readonly smartHosts: readonly SmartHost[];
  /** What the relay does while the server is down. */
  readonly continuity: Continuity;
  /** The domain's MX set. */
  mxHosts(domain: string): readonly MxHost[];
}
