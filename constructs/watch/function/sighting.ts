/** Something that a run found wrong. */
export interface Finding {
  /** Stable id, kebab-case; unique for its subject. */
  readonly code: string;
  /** Is somebody told at once? Otherwise it stands beside what somebody is told. */
  readonly pages: boolean;
  /** What is wrong and where; one line, lower case, no final period. */
  readonly what: string;
  /** Where something can be done about it: a page of somebody else, null where none is known. */
  readonly remedy: string | null;
  /** Section of `docs/watch-alarms.md`. */
  readonly runbook: string;
}

/** What a run saw of one thing that it looks at. */
export interface Sighting {
  /** Stable id of the thing, such as `blocklist/52.0.0.1/zen.spamhaus.org`. */
  readonly subject: string;
  /**
   * How much of it was seen.
   *
   * - `whole`: what is not among the findings is right
   * - `part`: a finding hides the rest, of which nothing is known, so that it stays as it was
   * - `nothing`: it is neither wrong nor right
   */
  readonly seen: "whole" | "part" | "nothing";
  /** Everything that is wrong with it; counts only where something was seen. */
  readonly findings: readonly Finding[];
}
