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
}

/** The MX set of a region. */
export interface VendorMxSet {
  /** Host and preference, lowest preference first. */
  readonly hosts: readonly { readonly host: string; readonly preference: number }[];
}

/** A region of a vendor. */
export interface VendorRegion {
  readonly mx: Sourced<VendorMxSet>;
}

/** An anti-spam relay as its vendor describes it: data, no code. */
export interface RelayVendor {
  /** Stable id, used in client files. */
  readonly id: string;
  /** Name for people. */
  readonly name: string;
  /** Day the sources were read; ISO 8601. */
  readonly asOf: string;
  /** Regions by the name the client file uses, the recommended one first. */
  readonly regions: Readonly<Record<string, VendorRegion>>;
  /** Networks the vendor delivers from, all regions. */
  readonly deliversFrom: Sourced<readonly string[]>;
  /** SPF mechanism that authorises the vendor's outgoing hosts. */
  readonly spf: Sourced<string>;
  /** Smart host for outgoing mail. */
  readonly smartHost: Sourced<{ readonly host: string; readonly port: number }>;
  /** What happens while the client's server is down. */
  readonly continuity: Sourced<Continuity>;
}
