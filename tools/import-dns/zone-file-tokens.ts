/** A word or a quoted string of a zone file. */
export interface Token {
  /** As written, escapes included, quotes not. */
  readonly text: string;
  readonly quoted: boolean;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/** A directive or a record: one line, or several inside parentheses. */
export interface Entry {
  /** At least one. */
  readonly tokens: readonly [Token, ...Token[]];
  /** Does it begin with a blank, and so repeat the owner before it? */
  readonly ownerOmitted: boolean;
  /** The comment on its last commented line, without the semicolon; empty where there is none. */
  readonly comment: string;
}

/** Something that cannot be read, at its place. */
export interface SyntaxProblem {
  readonly line: number;
  readonly column: number;
  /** Lower case, no final period. */
  readonly message: string;
}

/** The entries of a zone file, and what is wrong with its brackets and quotes. */
interface Entries {
  readonly entries: readonly Entry[];
  readonly problems: readonly SyntaxProblem[];
}

/** What a line consists of; the last alternative makes sure that nothing is skipped. */
const PIECE =
  /[ \t\f]+|;(?<comment>.*)|"(?<quoted>(?:\\.|[^"\\])*)"|(?<unclosed>".*)|(?<bracket>[()])|(?<word>(?:\\.|[^\s;"()\\]|\\$)+)|(?<other>.)/gu;

/**
 * Cuts a zone file into entries (RFC 1035 § 5.1).
 *
 * @param text content of the file; any line endings
 */
export function entriesOf(text: string): Entries {
  const entries: Entry[] = [];
  const problems: SyntaxProblem[] = [];
  const opened: SyntaxProblem[] = [];
  let tokens: Token[] = [];
  let ownerOmitted = false;
  let comment = "";

  const endEntry = () => {
    const [first, ...rest] = tokens;
    if (first !== undefined) {
      entries.push({ tokens: [first, ...rest], ownerOmitted, comment });
    }
    tokens = [];
    comment = "";
  };

  for (const [index, row] of text
    .replace(/^\uFEFF/, "")
    .split(/\r\n|\n|\r/)
    .entries()) {
    const line = index + 1;
    if (opened.length === 0) {
      ownerOmitted = /^[ \t]/.test(row);
    }
    for (const piece of pieces(row)) {
      const { column, groups } = piece;
      if (groups.comment !== undefined) {
        comment = groups.comment.trim();
      } else if (groups.quoted !== undefined) {
        tokens.push({ text: groups.quoted, quoted: true, line, column });
      } else if (groups.word !== undefined) {
        tokens.push({ text: groups.word, quoted: false, line, column });
      } else if (groups.bracket === "(") {
        opened.push({ line, column, message: 'this "(" is never closed' });
      } else if (groups.bracket === ")" && opened.pop() === undefined) {
        problems.push({ line, column, message: 'this ")" closes nothing' });
      } else if (groups.unclosed !== undefined) {
        problems.push({ line, column, message: "this quote is not closed on its line" });
      } else if (groups.other !== undefined) {
        problems.push({
          line,
          column,
          message: `${JSON.stringify(groups.other)} does not belong in a zone file`,
        });
      }
    }
    if (opened.length === 0) {
      endEntry();
    }
  }
  endEntry();
  return { entries, problems: [...problems, ...opened] };
}

function pieces(
  row: string,
): readonly { readonly column: number; readonly groups: { readonly [name: string]: string | undefined } }[] {
  return [...row.matchAll(PIECE)].map(({ index, groups = {} }) => ({
    column: index + 1,
    groups,
  }));
}
