import type { Condition } from "./transitions";

/** What somebody is told. */
interface Message {
  /** At most 100 characters of ASCII, as Amazon SNS has it (https://docs.aws.amazon.com/sns/latest/api/API_Publish.html). */
  readonly subject: string;
  readonly text: string;
}

/** Whose message it is. */
interface MessageContext {
  readonly client: string;
  readonly clientName: string;
  readonly runbooks: string;
  /** ISO 8601. */
  readonly now: string;
}

/** Longest subject. */
const MOST_CHARACTERS = 100;

/** More would not be read; the table has all of them. */
const MOST_ENTRIES = 40;

/**
 * One message for all that a run changed.
 *
 * @param changed what has begun or ended, and nobody has been told of
 * @param standing all that goes on
 */
export function changeMessage(
  changed: readonly Condition[],
  standing: readonly Condition[],
  context: MessageContext,
): Message {
  // What only informs is no reason to begin reading; where nothing else has changed, it is all there is to say.
  const worth = changed.some(({ pages }) => pages) ? changed.filter(({ pages }) => pages) : changed;
  const began = worth.filter(({ phase }) => phase !== "ended");
  const ended = worth.filter(({ phase }) => phase === "ended");
  const others = standing.filter((condition) => !worth.includes(condition));
  const [first] = [...began, ...ended];
  return {
    subject: subjectLine(
      `${context.client}: ${count(began, "began")}${began.length * ended.length > 0 ? ", " : ""}${count(ended, "ended")}`,
      first,
    ),
    text: [
      `${context.clientName} (${context.client}), ${minute(context.now)}`,
      ...section("BEGAN", began, context),
      ...section("ENDED", ended, context),
      ...section(
        "GOES ON",
        others.filter(({ pages }) => pages),
        context,
      ),
      ...section(
        "INFORMS, nobody has to act at once",
        others.filter(({ pages }) => !pages),
        context,
      ),
      "",
    ].join("\n"),
  };
}

function count(conditions: readonly Condition[], word: string): string {
  return conditions.length === 0 ? "" : `${conditions.length} ${word}`;
}

function subjectLine(counts: string, first: Condition | undefined): string {
  const text = first === undefined ? counts : `${counts}: ${first.what}`;
  const plain = text.replace(/[^\x20-\x7e]/g, "?");
  return plain.length <= MOST_CHARACTERS ? plain : `${plain.slice(0, MOST_CHARACTERS - 3)}...`;
}

function section(
  title: string,
  conditions: readonly Condition[],
  { runbooks, now }: MessageContext,
): readonly string[] {
  if (conditions.length === 0) {
    return [];
  }
  const left = conditions.length - MOST_ENTRIES;
  return [
    "",
    title,
    ...conditions
      .slice(0, MOST_ENTRIES)
      .flatMap(({ what, since, phase, remedy, runbook }) => [
        `- ${what}`,
        phase === "ended" ? `  since ${minute(since)}, until ${minute(now)}` : `  since ${minute(since)}`,
        ...(phase === "ended" || remedy === null ? [] : [`  look it up and have it removed: ${remedy}`]),
        ...(phase === "ended" ? [] : [`  what to do: ${runbooks}/watch-alarms.md#${runbook}`]),
      ]),
    ...(left > 0 ? [`- and ${left} more`] : []),
  ];
}

/** A moment, to the minute. */
function minute(time: string): string {
  return `${time.slice(0, 16).replace("T", " ")} UTC`;
}
