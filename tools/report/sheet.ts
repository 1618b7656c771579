import type { Posture } from "../../posture/facts";
import { type JudgedAdvice, judgeAll } from "./advices";
import type { Catalogue } from "./catalogue";
import { mailScore, type Score } from "./internet-nl";
import { type Achievement, type Gap, STATUSES, type Status } from "./judgement";
import { type Statement, sentence } from "./statement";

/** The protection sheet of a client, before it has a language. */
export interface ProtectionSheet {
  /** The company. */
  readonly client: string;
  /** Day on which it was judged, `YYYY-MM-DD`. */
  readonly date: string;
  /** How many rules of severity error are broken without anybody who answers for it. */
  readonly brokenRules: number;
  readonly advices: readonly JudgedAdvice[];
  readonly score: Score;
}

/**
 * The protection sheet of a stack.
 *
 * @param fallback what the company is called where the stack does not say
 * @param date day against which the posture held exceptions
 */
export function protectionSheet(posture: Posture, fallback: string, date: string): ProtectionSheet {
  return {
    client: posture.client ?? fallback,
    date,
    brokenRules: new Set(
      posture.findings.filter(({ severity }) => severity === "error").map(({ rule }) => rule),
    ).size,
    advices: judgeAll(posture),
    score: mailScore(posture),
  };
}

/** How many advices have each status. */
export function countByStatus({ advices }: ProtectionSheet): Readonly<Record<Status, number>> {
  const count = (wanted: Status): number => advices.filter(({ status }) => status === wanted).length;
  return Object.fromEntries(STATUSES.map((status) => [status, count(status)])) as Record<Status, number>;
}

/** What is said on the sheet, in a language, with that language's typography. */
export function spoken(catalogue: Catalogue, statement: Statement): string {
  return catalogue.typeset(sentence(catalogue.sentences, statement));
}

/** The sheet for programs: every judgement with its sentence in a language. */
export function sheetJson(sheet: ProtectionSheet, catalogue: Catalogue): unknown {
  const told = ({ statement }: Achievement | Gap) => ({ ...statement, text: spoken(catalogue, statement) });
  const gapTold = (each: Gap) => ({ ...told(each), accepted: each.accepted });
  return {
    client: sheet.client,
    date: sheet.date,
    locale: catalogue.locale,
    brokenRules: sheet.brokenRules,
    statuses: countByStatus(sheet),
    advices: sheet.advices.map(({ what, missing, unknown, ...advice }) => ({
      ...advice,
      title: catalogue.typeset(catalogue.advices[advice.advice].title),
      what: what.map((each) => ({ ...told(each), since: each.since })),
      missing: missing.map(gapTold),
      unknown: unknown.map(gapTold),
    })),
    score: sheet.score,
  };
}
