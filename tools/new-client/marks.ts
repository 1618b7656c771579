/** Begins the note on a value that stands in for one that is not known yet. */
export const CHANGE = "CHANGE";

/** Begins the note on a value that the relay's vendor does not document. */
export const CONFIRM = "CONFIRM";

/** A line with a note that {@link openPoints} finds. */
export function marked(line: string, mark: typeof CHANGE | typeof CONFIRM, note: string): string {
  return `${line} # ${mark}: ${note}`;
}

/** A marked line of a client file. */
interface OpenPoint {
  /** From 1. */
  readonly line: number;
  readonly setting: string;
  /** Its mark, and what is to be done. */
  readonly note: string;
}

/** What is still to be done in a client file. */
export function openPoints(text: string): readonly OpenPoint[] {
  return text.split("\n").flatMap((content, index) => {
    const [, setting = "", note] = /^(.*) # ((?:CHANGE|CONFIRM): .*)$/.exec(content) ?? [];
    return note === undefined ? [] : [{ line: index + 1, setting: setting.replace(/^[\s-]+/, ""), note }];
  });
}
