import type { Resolver } from "node:dns/promises";
import { ask } from "../constructs/core/dns-question";
import type { PublishedSpf } from "../posture/dns/spf/published-spf";
import { referredNames } from "../posture/dns/spf/spf-catalogue";
import { isSpf } from "../posture/dns/spf/spf-record";

/** What the DNS said about one name. */
export type SpfAnswer =
  | { readonly name: string; readonly kind: "record"; readonly text: string }
  | { readonly name: string; readonly kind: "nothing" }
  | { readonly name: string; readonly kind: "unanswered"; readonly reason: string };

/** One way in which the DNS and the catalogue differ. */
export interface SpfDrift {
  readonly name: string;
  /** "new" where the catalogue had nothing to say about the name. */
  readonly kind: "new" | "changed" | "gone";
  /** What the catalogue says; null for no record, undefined where it says nothing. */
  readonly was: string | null | undefined;
  /** What the DNS says; null for no record. */
  readonly is: string | null;
}

/** Rounds of includes inside includes; a tree deeper than its budget is no use to anyone. */
const MAX_ROUNDS = 10;

/**
 * Asks the DNS for the records of these names and for those that they include.
 *
 * Never rejects: a name that cannot be asked for is an answer of its own.
 *
 * @returns answers sorted by name
 */
export async function askForSpf(
  names: readonly string[],
  resolver: Pick<Resolver, "resolveTxt">,
): Promise<readonly SpfAnswer[]> {
  const answers = new Map<string, SpfAnswer>();
  let open = [...new Set(names)];
  for (let round = 0; round < MAX_ROUNDS && open.length > 0; round += 1) {
    const given = await Promise.all(open.map((name) => askName(name, resolver)));
    for (const answer of given) {
      answers.set(answer.name, answer);
    }
    const nested = given.flatMap((answer) => (answer.kind === "record" ? referredNames(answer.text) : []));
    open = [...new Set(nested)].filter((name) => !answers.has(name));
  }
  return [...answers.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function askName(name: string, resolver: Pick<Resolver, "resolveTxt">): Promise<SpfAnswer> {
  const answer = await ask(() => resolver.resolveTxt(name));
  if (answer.kind !== "record") {
    return { name, ...answer };
  }
  const texts = answer.value.map((strings) => strings.join("")).filter(isSpf);
  const [text] = texts;
  if (texts.length > 1) {
    return { name, kind: "unanswered", reason: `publishes ${texts.length} SPF records` };
  }
  return text === undefined ? { name, kind: "nothing" } : { name, kind: "record", text };
}

/** Where the answers differ from the records, sorted by name; spaces at the end of a record make no difference. */
export function driftOf(
  records: readonly PublishedSpf[],
  answers: readonly SpfAnswer[],
): readonly SpfDrift[] {
  const known = new Map(records.map(({ name, text }) => [name, text]));
  return answers.flatMap((answer) => {
    if (answer.kind === "unanswered") {
      return [];
    }
    const was = known.get(answer.name);
    const is = answer.kind === "record" ? answer.text : null;
    return was !== undefined && was?.trimEnd() === is?.trimEnd()
      ? []
      : [{ name: answer.name, kind: was === undefined ? "new" : is === null ? "gone" : "changed", was, is }];
  });
}

/**
 * The records as the answers make them; a name without answer keeps what it had.
 *
 * @param today ISO 8601 day on which the answers were given
 * @param resolver how the resolver is named in the sources
 */
export function refreshedRecords(
  records: readonly PublishedSpf[],
  answers: readonly SpfAnswer[],
  today: string,
  resolver: string,
): readonly PublishedSpf[] {
  const byName = new Map(records.map((record) => [record.name, record]));
  for (const answer of answers) {
    if (answer.kind !== "unanswered") {
      byName.set(answer.name, {
        name: answer.name,
        text: answer.kind === "record" ? answer.text.trimEnd() : null,
        asOf: today,
        confidence: "resolved",
        sources: [`DNS answer of ${resolver}`],
      });
    }
  }
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
