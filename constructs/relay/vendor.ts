import type { Continuity } from "./relay";

/**
 * How far a value of the catalogue can be trusted.
 *
 * - `documented`: the vendor's documentation, or an authorised partner's, says so
 * - `seen-in-wild`: seen in public configurations of customers
 * - `uncertain`: inferred
 *
 * Only `documented` values are used without the client file confirming them.
 */
export type Confidence = "documented" | "seen-in-wild" | "uncertain";

/** A value with where it comes from. */
export interface Sourced<T> {
  readonly value: T;
  readonly confidence: Confidence;
  /** Pages the value was read on; `public customer configuration` where no page is the vendor's. */
  readonly sources: readonly string[];
  /**
   * What has to be known to use it.
   *
   * @default - nothing more than the value
   */
  readonly note?: string;
  /**
   * Must a client confirm the value although it is documented: because the page is incomplete, or the choice
   * is the client's?
   *
   * @default false
   */
  readonly confirm?: boolean;
}

/** A value, or where it is to be found when the catalogue does not hold it. */
export type SourcedOrNull<T> = Sourced<T | null>;

/**
 * Names that depend on the client. `{tenant}` stands for what the vendor assigned to it, `{domainDashed}` for
 * the mail domain with hyphens instead of dots.
 */
export interface TenantParameter {
  /** What it is at this vendor, with an article. */
  readonly what: string;
  /** Whole-text pattern of an acceptable value, as the source of a regular expression. */
  readonly pattern: string;
  /** One that the pattern accepts. */
  readonly example: string;
}

/** An MX host as the vendor states it. */
export interface VendorMxHost {
  /** Host name, no trailing dot; may hold `{tenant}` and `{domainDashed}`. */
  readonly host: string;
  /**
   * Lower is tried first.
   *
   * @default - the vendor states none, and the client has to
   */
  readonly preference?: number;
}

/** Where outgoing mail is handed over, as the vendor states it. */
export interface VendorSmartHost {
  /** Host name, no trailing dot; may hold `{tenant}` and `{domainDashed}`. */
  readonly host: string;
  /** TCP ports, the vendor's preferred one first. */
  readonly ports: readonly number[];
}

/** Where the vendor publishes the networks it delivers from, for programs to read. */
export interface NetworkSource {
  /** Addresses of a name, the networks of an SPF record, or a JSON document. */
  readonly type: "A" | "TXT-SPF" | "https-json";
  /** Name in the DNS, or address of the document. */
  readonly name: string;
}

/** What a vendor states, for all regions or for one. */
export interface VendorValues {
  /**
   * The MX set, lowest preference first.
   *
   * @default - the catalogue holds none
   */
  readonly mx?: SourcedOrNull<readonly VendorMxHost[]>;
  /**
   * Networks the vendor delivers from, IPv4 and IPv6.
   *
   * @default - the catalogue holds none
   */
  readonly deliversFrom?: SourcedOrNull<readonly string[]>;
  /**
   * Where those networks are published.
   *
   * @default - nowhere that is known
   */
  readonly networkSource?: NetworkSource;
  /**
   * SPF mechanism that authorises the vendor's outgoing hosts; may hold `{tenant}`.
   *
   * @default - the catalogue holds none
   */
  readonly spf?: SourcedOrNull<string>;
  /**
   * Smart host for outgoing mail.
   *
   * @default - the catalogue holds none
   */
  readonly smartHost?: SourcedOrNull<VendorSmartHost>;
}

/** An anti-spam relay as its vendor describes it: data, no code. */
export interface RelayVendor extends VendorValues {
  /** Stable id, used in client files. */
  readonly id: string;
  /** Name for people. */
  readonly name: string;
  /** Other names of the service. */
  readonly aliases: readonly string[];
  /** Day the sources were read; ISO 8601. */
  readonly asOf: string;
  /** Does it also send the server's mail to the world? */
  readonly direction: "both" | "inbound";
  /** Pages where a value that is not documented could be checked; empty where none is known. */
  readonly documentation: readonly string[];
  /** Regions by the name the client file uses, the recommended one first. Their values go before the vendor's. */
  readonly regions: Readonly<Record<string, VendorValues>>;
  /**
   * What the vendor assigns to a client and its names contain.
   *
   * @default - names are the same for all clients
   */
  readonly tenant?: TenantParameter;
  /**
   * What happens while the client's server is down.
   *
   * @default - nothing is known
   */
  readonly continuity?: Sourced<Continuity>;
  /**
   * How outgoing mail is signed.
   *
   * @default - nothing is known
   */
  readonly dkim?: Sourced<string>;
  /**
   * How the vendor has a domain proved.
   *
   * @default - nothing is known
   */
  readonly domainVerification?: Sourced<string>;
  /** What goes wrong easily. */
  readonly pitfalls: readonly string[];
}
