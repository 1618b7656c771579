/**
 * How an SPF record got into the catalogue.
 *
 * - `resolved`: `spf refresh` asked the DNS on the day given
 * - `seen-in-wild`: a public page or repository quotes the DNS answer
 */
export type SpfConfidence = "resolved" | "seen-in-wild";

/** What a name of a provider publishes. */
export interface PublishedSpf {
  /** Lower case, no trailing dot. */
  readonly name: string;
  /** The record with its strings joined; null where the name publishes none, which makes it a void look-up. */
  readonly text: string | null;
  /** Last day on which the source is known to have seen it, ISO 8601; of an undated source, the earliest day it can be from. */
  readonly asOf: string;
  readonly confidence: SpfConfidence;
  /** Where it was read. */
  readonly sources: readonly string[];
}
