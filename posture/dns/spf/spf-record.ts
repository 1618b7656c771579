import { parseTerm, type SpfProblem, type SpfTerm } from "./spf-term";

/** An SPF record, taken apart. */
export interface SpfRecord {
  readonly text: string;
  /** Terms in the order of the record; what is no term at all is left out and is a problem. */
  readonly terms: readonly SpfTerm[];
  /** Every mistake, in the order of the record. */
  readonly problems: readonly SpfProblem[];
}

/** An expression of Terraform may hold spaces; it is one piece of a term. */
const TERM = /(?:\$\{[^}]*\}|[^ ])+/g;

/** Is a text an SPF record: the version, then a space or the end (RFC 7208 § 4.5)? */
export function isSpf(text: string): boolean {
  return /^v=spf1( |$)/.test(text);
}

/** Is a text meant to be an SPF record, well written or not? */
export function resemblesSpf(text: string): boolean {
  return /^[\s"]*v\s*=\s*["']?spf/i.test(text);
}

/**
 * Reads an SPF record (RFC 7208 § 12) and says everything that is wrong with its syntax.
 *
 * Never throws: a record with mistakes still has the terms that can be read.
 *
 * @param text strings of the TXT record joined, without quotes (RFC 7208 § 3.3)
 */
export function parseSpf(text: string): SpfRecord {
  const body = isSpf(text) ? text.slice("v=spf1".length) : text.replace(/^\s*v\s*=\s*spf[\d.]*/i, "");
  const parsed = [...body.matchAll(TERM)].map(([term]) => parseTerm(term));
  const terms = parsed.flatMap(({ term }) => (term === undefined ? [] : [term]));
  return {
    text,
    terms,
    problems: [...wholeProblems(text), ...parsed.flatMap(({ problems }) => problems), ...duplicates(terms)],
  };
}

function wholeProblems(text: string): readonly SpfProblem[] {
  const foreign = [...new Set(text.replace(/[\x20-\x7e\s]/g, ""))].join("");
  const spaces = [...new Set(text.match(/[^\S ]/g) ?? [])].join("");
  return [
    ...(isSpf(text)
      ? []
      : [
          {
            kind: "version" as const,
            message: `the record starts with ${JSON.stringify(text.slice(0, "v=spf1".length + 2))}; it is ignored unless it starts with "v=spf1" and a space`,
          },
        ]),
    ...(foreign === ""
      ? []
      : [
          {
            kind: "not-ascii" as const,
            message: `the record holds ${JSON.stringify(foreign)}; only ASCII is allowed, write internationalised names as A-labels`,
          },
        ]),
    ...(spaces === ""
      ? []
      : [
          {
            kind: "whitespace" as const,
            message: `the record holds ${JSON.stringify(spaces)}; separate terms by spaces only`,
          },
        ]),
  ];
}

/** `redirect` and `exp` may each stand once (RFC 7208 § 6). */
function duplicates(terms: readonly SpfTerm[]): readonly SpfProblem[] {
  return (["redirect", "exp"] as const).flatMap((name) => {
    const found = terms.filter((term) => term.name === name);
    return found.length < 2
      ? []
      : [
          {
            kind: "duplicate-modifier" as const,
            message: `${name} stands ${found.length} times (${found.map(({ text }) => JSON.stringify(text)).join(", ")}); keep one`,
          },
        ];
  });
}
