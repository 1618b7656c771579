import type { Acknowledgement, Finding, Posture } from "../../posture/facts";
import type { Statement, StatementId, StatementValues } from "./statement";

/** How much of an advice is followed. */
export type Status = "in-place" | "partly" | "missing" | "unknown";

/** All of them, best first. */
export const STATUSES: readonly Status[] = ["in-place", "partly", "missing", "unknown"];

/** Something that is in place. */
export interface Achievement {
  readonly statement: Statement;
  /** Day since which, `YYYY-MM-DD`; null where the stack dates it not. */
  readonly since: string | null;
}

/** Something that is not in place, or of which the stack says nothing. */
export interface Gap {
  readonly statement: Statement;
  /** Who answers for it and until when; null where nobody has accepted it. */
  readonly accepted: Pick<Acknowledgement, "owner" | "until"> | null;
}

/** What a stack says about one advice. */
export interface Judgement {
  readonly status: Status;
  readonly what: readonly Achievement[];
  readonly missing: readonly Gap[];
  /** What only a look from outside can tell. */
  readonly unknown: readonly Gap[];
  /** Records, ports and rules behind it, for technicians: the same in every language. */
  readonly details: readonly string[];
}

/** A judgement as an advice gives it: what it comes to follows from its parts. */
export type Grounds = { readonly [Part in Exclude<keyof Judgement, "status">]?: Judgement[Part] };

/** The judgement that follows: in place only where nothing is missing and nothing is unknown. */
export function judgement({ what = [], missing = [], unknown = [], details = [] }: Grounds): Judgement {
  return { status: statusOf(what, missing, unknown), what, missing, unknown, details };
}

function statusOf(
  what: readonly unknown[],
  missing: readonly unknown[],
  unknown: readonly unknown[],
): Status {
  if (what.length > 0) {
    return missing.length + unknown.length === 0 ? "in-place" : "partly";
  }
  return missing.length > 0 ? "missing" : "unknown";
}

/** Something is in place. */
export function achieved<Id extends StatementId>(
  id: Id,
  values: StatementValues[Id],
  since: string | null = null,
): Achievement {
  return { statement: { id, values } as Statement, since };
}

/**
 * Something is not in place.
 *
 * @param accepted who answers for that
 */
export function gap<Id extends StatementId>(
  id: Id,
  values: StatementValues[Id],
  accepted: Gap["accepted"] = null,
): Gap {
  return { statement: { id, values } as Statement, accepted };
}

/** A sentence about names, unless there are none. */
export function about<Made>(
  names: readonly string[],
  make: (names: readonly string[]) => Made,
): readonly Made[] {
  return names.length === 0 ? [] : [make([...names].sort())];
}

/**
 * Details of several names, those with the same value in one: `a.example, b.example p=none`.
 *
 * @param values by name, in the order in which they are shown
 */
export function grouped(values: readonly (readonly [name: string, value: string])[]): readonly string[] {
  return [...new Set(values.map(([, value]) => value))].map((value) => {
    const names = values.filter(([, other]) => other === value).map(([name]) => name);
    return `${names.join(", ")} ${value}`;
  });
}

/** Is a rule broken, whether somebody answers for that or not? */
export function isBroken({ findings, acknowledged }: Posture, rule: string): boolean {
  return [...findings, ...acknowledged].some((finding) => finding.rule === rule);
}

/** Addresses of resources that may let something in which no check can follow: while there are any, nothing is proved closed. */
export function unjudgedWays({ findings, acknowledged }: Posture): readonly string[] {
  return [...findings, ...acknowledged]
    .filter(({ rule }) => rule === "no-unmodelled-path")
    .map(({ address }) => address);
}

/** What only the edge's manager knows, where that is somebody else; nothing is proved then, whatever the plan shows. */
export function knownElsewhere(
  posture: Posture,
  statement: "attackWatchElsewhere" | "waysInElsewhere" | "waysOutElsewhere",
): readonly Gap[] {
  const { externalEdge } = posture;
  return externalEdge === null
    ? []
    : [gap(statement, { manager: externalEdge.managedBy }, acceptance(posture, "edge-elsewhere"))];
}

/** Who answers for a broken rule; null where somebody does not answer for all of it. */
export function acceptance({ findings, acknowledged }: Posture, rule: string): Gap["accepted"] {
  const accepted = acknowledged.find((finding) => finding.rule === rule)?.acknowledgement;
  return accepted === undefined || findings.some((finding) => finding.rule === rule)
    ? null
    : { owner: accepted.owner, until: accepted.until };
}

/**
 * What rules of some families have against a stack: all that nobody answers for, and every error.
 *
 * @param families beginnings of rule ids, or whole ones
 * @param told rules that have a sentence of their own
 */
export function corrections(
  { findings, acknowledged }: Posture,
  families: readonly string[],
  told: readonly string[] = [],
): Pick<Required<Grounds>, "missing" | "details"> {
  const open: readonly Finding[] = [
    ...findings,
    ...acknowledged.filter(({ severity }) => severity === "error"),
  ].filter(({ rule }) => !told.includes(rule) && families.some((family) => rule.startsWith(family)));
  return {
    missing: open.length === 0 ? [] : [gap("toCorrect", { count: open.length })],
    details: [...new Set(open.map(({ rule }) => rule))].sort(),
  };
}
