import type { Finding, Sighting } from "./sighting";

/** Something wrong, as it is remembered from run to run. */
export interface Condition extends Finding {
  readonly subject: string;
  /**
   * How far it is.
   *
   * - `suspected`: seen, in fewer runs in a row than it takes
   * - `open`: it has begun
   * - `closing`: it has begun, and was not there in the last runs, in fewer than it takes
   * - `ended`: it is over; remembered until somebody has been told
   */
  readonly phase: "suspected" | "open" | "closing" | "ended";
  /** Runs in a row, of `suspected` and `closing`. */
  readonly runs: number;
  /** When it was first seen, ISO 8601. */
  readonly since: string;
  /** Is somebody still to be told that it has begun, or ended? */
  readonly untold: boolean;
}

/** How many runs in a row it takes, so that one odd answer changes nothing. At least 1. */
export interface Patience {
  readonly toBegin: number;
  readonly toEnd: number;
}

/** What becomes of a condition in a run. */
export interface Change {
  /** Undefined where it is new. */
  readonly before: Condition | undefined;
  /** Undefined where nothing is left to remember. */
  readonly after: Condition | undefined;
  /** What to write into the history; undefined where nothing began or ended. */
  readonly event: "begin" | "end" | undefined;
}

/** Identity of a condition. */
export function conditionId({ subject, code }: Pick<Condition, "subject" | "code">): string {
  return `${subject}#${code}`;
}

/**
 * What a run changes about what is remembered.
 *
 * A condition begins once and ends once, however many runs see it in between; what a run could not see stays as it is.
 * What is looked at no more ends at once.
 *
 * @param sightings everything that the run looked at, seen or not
 * @param now ISO 8601
 */
export function transitions(
  remembered: readonly Condition[],
  sightings: readonly Sighting[],
  patience: Patience,
  now: string,
): readonly Change[] {
  const before = new Map(remembered.map((condition) => [conditionId(condition), condition] as const));
  const looked = new Map(sightings.map((sighting) => [sighting.subject, sighting] as const));
  const found = sightings
    .filter(({ seen }) => seen !== "nothing")
    .flatMap(({ subject, findings }) => findings.map((finding) => ({ subject, ...finding })));
  const foundIds = new Set(found.map(conditionId));
  const changes = [
    ...found.map((finding) => seenAgain(before.get(conditionId(finding)), finding, patience, now)),
    ...remembered
      .filter((condition) => !foundIds.has(conditionId(condition)))
      .flatMap((condition) => {
        const sighting = looked.get(condition.subject);
        return sighting === undefined || sighting.seen === "whole"
          ? [notSeenAgain(condition, sighting, patience)]
          : [];
      }),
  ];
  return changes.filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after));
}

/** What is remembered once somebody has been told: nothing of what is over. */
export function told(condition: Condition): Condition | undefined {
  return condition.phase === "ended" ? undefined : { ...condition, untold: false };
}

function seenAgain(
  before: Condition | undefined,
  finding: Finding & Pick<Condition, "subject">,
  { toBegin }: Patience,
  now: string,
): Change {
  if (before?.phase === "open" || before?.phase === "closing" || before?.phase === "ended") {
    // It has become worse: now somebody is told.
    const worse = finding.pages && !before.pages;
    const after: Condition = {
      ...finding,
      pages: before.pages || finding.pages,
      phase: "open",
      runs: 0,
      since: before.since,
      // Of an end that nobody has been told of, nobody needs to be told.
      untold: worse || (before.untold && before.phase !== "ended"),
    };
    return { before, after, event: worse || before.phase === "ended" ? "begin" : undefined };
  }
  const runs = (before?.runs ?? 0) + 1;
  const begins = runs >= toBegin;
  const after: Condition = {
    ...finding,
    phase: begins ? "open" : "suspected",
    runs: begins ? 0 : runs,
    since: before?.since ?? now,
    untold: begins,
  };
  return { before, after, event: begins ? "begin" : undefined };
}

function notSeenAgain(before: Condition, sighting: Sighting | undefined, { toEnd }: Patience): Change {
  if (before.phase === "ended") {
    return { before, after: before, event: undefined };
  }
  if (before.phase === "suspected") {
    return { before, after: undefined, event: undefined };
  }
  const runs = before.runs + 1;
  if (sighting !== undefined && runs < toEnd) {
    return { before, after: { ...before, phase: "closing", runs }, event: undefined };
  }
  // Whoever was not told that it began needs not be told that it is over.
  const after: Condition | undefined = before.untold
    ? undefined
    : { ...before, phase: "ended", runs: 0, untold: true };
  return { before, after, event: "end" };
}
