import { txtText } from "../dns-records";
import { isExpression } from "../terraform-json";
import { type Published, recordSets } from "./look-up";

/** A TXT that says something about a domain, at a name of its own below it. */
export interface TextRecord {
  /** The domain it is about, canonical. */
  readonly domain: string;
  /** Owner name, canonical. */
  readonly name: string;
  /** The strings, joined. */
  readonly text: string;
  /** Is the text known before apply? */
  readonly known: boolean;
  /** Address of the resource. */
  readonly address: string;
}

/**
 * Every TXT whose owner name is a label in front of a domain.
 *
 * @param label such as `_dmarc`
 */
export function textRecords(facts: Published, label: string): readonly TextRecord[] {
  return recordSets(facts, "TXT")
    .filter(({ name }) => name.startsWith(`${label}.`))
    .flatMap(({ name, records }) =>
      records.map(({ value, address }) => ({
        domain: name.slice(label.length + 1),
        name,
        text: txtText(value),
        known: !isExpression(value),
        address,
      })),
    );
}

/** A name with more texts of a kind than the one it may have. */
interface Repetition {
  readonly name: string;
  readonly count: number;
  /** Address of the second: the one to remove. */
  readonly address: string;
}

/** Names at which more than one of these texts stands. */
export function repetitions(texts: readonly TextRecord[]): readonly Repetition[] {
  return [...new Set(texts.map(({ name }) => name))].flatMap((name) => {
    const [, second, ...more] = texts.filter((text) => text.name === name);
    return second === undefined ? [] : [{ name, count: more.length + 2, address: second.address }];
  });
}
