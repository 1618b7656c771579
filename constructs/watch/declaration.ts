import type { RenewalWindow } from "../core/certificate-lifetime";

/**
 * What a stack says about its live installation: what the checks of the watch and of `protected-exchange check` hold
 * it against. Plain JSON, so that a scheduled function can be given it.
 *
 * Names are A-labels in lower case, without trailing dot. Lists are sorted where their order means nothing. A text
 * with `${` in it is known only after apply ({@link isKnown}); once Terraform has filled it in, none is left.
 */
export interface Declaration {
  /** The company; null where the stack states none. */
  readonly client: string | null;
  /** Addresses that the servers' own connections leave from. */
  readonly egressAddresses: readonly string[];
  /** Domains that take people's mail. */
  readonly domains: readonly string[];
  /** Zones that the stack declares or publishes records in. */
  readonly zones: readonly DeclaredZone[];
  /** What it publishes, one for each name and type. */
  readonly records: readonly DeclaredRecords[];
  /** Names at which a certificate is shown. */
  readonly names: readonly DeclaredName[];
  /** Hosts that stand for the servers, with the addresses that the stack gives them. */
  readonly servers: readonly DeclaredServer[];
  /** Who takes mail in; null where the stack states nobody. */
  readonly relay: DeclaredRelay | null;
  /** Host that takes the servers' outgoing mail; null where they deliver it themselves. */
  readonly smartHost: string | null;
  /** How far the move to the relay is; 25 is the relay's alone from `locked` on. */
  readonly stage: "observe" | "cutover" | "locked";
  /** What may be connected to from the internet, over TCP. What is not among them is closed. */
  readonly ways: readonly DeclaredWay[];
  /** Is 443 of the servers for named networks only? */
  readonly limitsHttps: boolean;
  /** Is it one server that answers on 443, as far as the stack knows? */
  readonly isOneServer: boolean;
  /** Policies for inbound TLS (RFC 8461) that the stack serves. */
  readonly mtaStsPolicies: readonly DeclaredPolicy[];
}

/** A zone. */
export interface DeclaredZone {
  readonly name: string;
  /** Is the name that of the zone? Of a zone that the stack knows by an id, it is the highest that it publishes in. */
  readonly isApex: boolean;
  /** Does the stack sign it? */
  readonly signed: boolean;
}

/** All records of one name and type. */
export interface DeclaredRecords {
  /** Apex of the zone; null where the stack does not say. */
  readonly zone: string | null;
  readonly name: string;
  /** Such as `MX`. */
  readonly type: string;
  /**
   * In presentation form (RFC 1035 § 5.1), host names without trailing dot: `10 mx.example.net`, `"v=spf1 -all"`,
   * `0 issue "amazon.com"`.
   */
  readonly values: readonly string[];
  /** Does the DNS host answer with something of its own in their place, such as a proxy's addresses? */
  readonly substituted: boolean;
}

/** A certificate that the stack declares. */
export interface DeclaredCertificate {
  /** Host names; a wildcard is `*.` and a domain. */
  readonly names: readonly string[];
  /** Name of the authority, for people. */
  readonly issuer: string;
  /** Domains under which CAA records know it; empty where none is known. */
  readonly caaDomains: readonly string[];
  /** Can it be installed on a server? */
  readonly installable: boolean;
  /** Its key; null where the stack does not say. */
  readonly key: { readonly algorithm: string; readonly bits: number } | null;
  /** How it is renewed; null where the stack does not say. */
  readonly renewal: DeclaredRenewal | null;
  /** What messages call it: the address of its resource. */
  readonly address: string;
}

/** How a certificate is renewed. */
export interface DeclaredRenewal {
  /** The authority by itself, a run of Terraform, or a task on the server. */
  readonly by: "issuer" | "apply" | "server";
  /** When, counted from its end. */
  readonly window: RenewalWindow;
  /** Most days between two occasions; null where nothing has to be run, or nobody says how often it is. */
  readonly everyDays: number | null;
}

/** A name at which a certificate is shown. */
export interface DeclaredName {
  /** As SNI and certificates have it. */
  readonly name: string;
  /** Does it lead to the client's servers? Others lead to a service, such as a CDN. */
  readonly ofServer: boolean;
  /** Does the server take mail at it? */
  readonly mail: boolean;
  /** Certificates of the stack that name it. */
  readonly certificates: readonly DeclaredCertificate[];
}

/** A host that stands for the servers. */
export interface DeclaredServer {
  readonly name: string;
  /** Public addresses; empty where the stack does not publish them itself. */
  readonly addresses: readonly string[];
}

/** The relay. */
export interface DeclaredRelay {
  /** For people. */
  readonly name: string;
  /** CIDR blocks that it delivers from. */
  readonly networks: readonly string[];
  /** Its hosts that take mail in; empty where the stack states none. */
  readonly mxHosts: readonly string[];
}

/** Ports that are open. */
export interface DeclaredWay {
  readonly fromPort: number;
  readonly toPort: number;
  /** CIDR blocks: who may connect. */
  readonly sources: readonly string[];
  /** Are the blocks wider than any one organisation's, so that they stand for everybody? */
  readonly isForAnyone: boolean;
}

/** A policy for inbound TLS (RFC 8461). */
export interface DeclaredPolicy {
  /** The mail domain. */
  readonly domain: string;
  /** The policy file, as it is served. */
  readonly text: string;
}

/** Is a text known, or does it stand for what only an apply says? */
export function isKnown(text: string): boolean {
  return !text.includes("${");
}

/** Who may connect to a port, by CIDR blocks; empty where it is closed. */
export function sourcesOf({ ways }: Declaration, port: number): readonly string[] {
  return [...new Set(waysTo(ways, port).flatMap(({ sources }) => sources))];
}

/** Is a port open to anyone? */
export function isOpenToAnyone({ ways }: Declaration, port: number): boolean {
  return waysTo(ways, port).some(({ isForAnyone }) => isForAnyone);
}

function waysTo(ways: readonly DeclaredWay[], port: number): readonly DeclaredWay[] {
  return ways.filter(({ fromPort, toPort }) => fromPort <= port && port <= toPort);
}
