import type { Problem } from "../../core/errors";
import type { Blocklist, SubjectKind } from "./blocklist";
import { listProblems, missingKeys } from "./choice";
import { type DnsReply, decode, type ListAnswer } from "./decode";
import type { Ask } from "./dns-client";
import { Pace } from "./pace";
import { probeOf, queryName } from "./query-name";
import type { Subject } from "./subject";

/** What one list says about one subject. */
export interface LookUpResult {
  readonly list: Blocklist;
  readonly subject: Subject;
  readonly answer: ListAnswer;
}

/** How lists are asked. */
interface LookUpOptions {
  readonly ask: Ask;
  /** Keys by the name of their secret; those of all lists that need one. */
  readonly keys: Readonly<Record<string, string>>;
  /**
   * Told after each list, for whoever waits.
   *
   * @default - nobody waits
   */
  readonly onProgress?: (done: number, all: number) => void;
}

/** Questions that are under way at once. */
const QUESTIONS_AT_ONCE = 32;

/** What one operator gets: two questions at once, ten a second. */
const OPERATOR_QUESTIONS_AT_ONCE = 2;
const OPERATOR_GAP_MILLISECONDS = 100;
const OPERATOR_FAILURES = 4;

/** Lists that cannot be asked. */
export class BlocklistError extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(({ code, message }) => `${code}: ${message}`).join("\n"));
  }
}

/**
 * Looks subjects up in lists.
 *
 * A list is believed once its probe holds (RFC 5782 § 5): what must be listed is, and what must not be is not. Each
 * list is asked about its kinds of subjects only; a list whose answers stand in another one that is asked too costs
 * no question.
 *
 * @returns one result for each list and subject that fit, in the order of the subjects, then of the lists
 * @throws BlocklistError where a list has ended, or its key is missing
 */
export async function lookUp(
  lists: readonly Blocklist[],
  subjects: readonly Subject[],
  options: LookUpOptions,
): Promise<readonly LookUpResult[]> {
  const problems = [...listProblems(lists), ...missingKeys(lists, options.keys)];
  if (problems.length > 0) {
    throw new BlocklistError(problems);
  }
  const askedOf = (list: Blocklist): Blocklist => lists.find(({ zone }) => zone === list.answeredBy) ?? list;
  const questions = [...new Set(lists.map(askedOf))].flatMap((list) =>
    kindsIn(subjects)
      .filter((kind) => list.of.includes(kind))
      .map((kind) => ({ list, kind })),
  );
  const all = new Pace(QUESTIONS_AT_ONCE, 0);
  const operators = new Map<string, Ask>();
  const askOf = ({ operator: { name } }: Blocklist): Ask => {
    const ask = operators.get(name) ?? politely((question) => all.run(() => options.ask(question)));
    operators.set(name, ask);
    return ask;
  };
  let done = 0;
  const replies = new Map<string, DnsReply | Disbelief>();
  await Promise.all(
    questions.map(async ({ list, kind }) => {
      const ofKind = subjects.filter((subject) => subject.kind === kind);
      for (const [value, reply] of await repliesOf(
        list,
        kind,
        ofKind,
        zoneOf(list, options.keys),
        askOf(list),
      )) {
        replies.set(`${list.zone} ${value}`, reply);
      }
      done += 1;
      options.onProgress?.(done, questions.length);
    }),
  );
  return subjects.flatMap((subject) =>
    lists
      .filter(({ of }) => of.includes(subject.kind))
      .map((list): LookUpResult => {
        const reply = replies.get(`${askedOf(list).zone} ${subject.value}`) ?? {
          failure: "it was not asked",
        };
        return { list, subject, answer: "answer" in reply ? reply : decode(list, reply) };
      }),
  );
}

/**
 * Asks one operator no faster than is polite, and no more where none of the first questions is answered: its servers
 * are away, and each question would wait in vain.
 */
function politely(ask: Ask): Ask {
  const pace = new Pace(OPERATOR_QUESTIONS_AT_ONCE, OPERATOR_GAP_MILLISECONDS);
  let answered = false;
  let failed = 0;
  return (name) =>
    pace.run(async () => {
      if (!answered && failed >= OPERATOR_FAILURES) {
        return {
          failure: `its operator answered none of ${OPERATOR_FAILURES} questions, and is asked no more`,
        };
      }
      const reply = await ask(name);
      answered ||= !("failure" in reply);
      failed += "failure" in reply ? 1 : 0;
      return reply;
    });
}

/** An answer for all subjects of a list that is not believed. */
type Disbelief = Extract<ListAnswer, { readonly because: string }>;

function kindsIn(subjects: readonly Subject[]): readonly SubjectKind[] {
  return [...new Set(subjects.map(({ kind }) => kind))];
}

function zoneOf({ zone, operator: { key } }: Blocklist, keys: LookUpOptions["keys"]): string {
  return key === undefined ? zone : `${keys[key]}.${zone}`;
}

async function repliesOf(
  list: Blocklist,
  kind: SubjectKind,
  subjects: readonly Subject[],
  zone: string,
  ask: Ask,
): Promise<readonly (readonly [string, DnsReply | Disbelief])[]> {
  const disbelief = await disbeliefIn(list, kind, zone, ask);
  return Promise.all(
    subjects.map(async ({ value }) => [value, disbelief ?? (await ask(queryName(value, zone)))] as const),
  );
}

/** Why a list cannot be believed; undefined where its probe holds. */
async function disbeliefIn(
  list: Blocklist,
  kind: SubjectKind,
  zone: string,
  ask: Ask,
): Promise<Disbelief | undefined> {
  const probe = probeOf(list, kind);
  if (probe.listed !== null) {
    const listed = decode(list, await ask(queryName(probe.listed, zone)));
    if (listed.answer === "clean") {
      return {
        answer: "unusable",
        because: `its entry for tests, ${probe.listed}, is not listed: the zone is empty, or the answer does not come through`,
      };
    }
    if (listed.answer !== "listed") {
      return listed;
    }
  }
  const clean = decode(list, await ask(queryName(probe.clean, zone)));
  if (clean.answer === "listed") {
    return {
      answer: "unusable",
      because: `it lists ${probe.clean}, which no list does: it lists everything`,
    };
  }
  return clean.answer === "clean" ? undefined : clean;
}
