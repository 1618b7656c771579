import { visible } from "../../constructs/core/visible-text";

/*
 * A client file in a pull request is text by somebody who may want the review to say something else than it does.
 * Whatever comes from one goes through a function of this file, and only through it, into the page.
 */

/** Longer values are cut around what differs. */
const LONGEST = 1000;

/** How much stands before the first difference of two values that are cut. */
const LEAD = 40;

/**
 * A value as inline code. In it no Markdown, HTML, link or mention takes effect; what is invisible or turns the
 * direction of writing is spelt out.
 */
export function code(text: string): string {
  const shown = visible(text);
  const longestRun = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longestRun + 1);
  // One space at both ends is taken off again (CommonMark § 6.1), unless there is nothing else.
  const padded = /^[` ]|[` ]$/.test(shown) ? ` ${shown} ` : shown;
  return `${fence}${padded}${fence}`;
}

/** Two values as inline code; of long ones, what differs is shown, wherever it stands. */
export function codes(before: string, after: string): readonly [string, string] {
  if (Math.max(before.length, after.length) <= LONGEST) {
    return [code(before), code(after)];
  }
  let same = 0;
  while (same < before.length && before[same] === after[same]) {
    same += 1;
  }
  const start = Math.max(0, same - LEAD);
  const from = (text: string): string => code(start === 0 ? text : `…${text.slice(start)}`);
  return [from(before), from(after)];
}

/** A value inside an HTML element. */
export function html(text: string): string {
  return visible(text).replace(/[^\p{L}\p{N} ._-]/gu, (character) => `&#${character.codePointAt(0)};`);
}

/** A value as the label of a Mermaid node or edge, between quotation marks; entities are written `#35;` there. */
export function label(text: string): string {
  return visible(text).replace(/[^A-Za-z0-9 ._/,:-]/gu, (character) => `#${character.codePointAt(0)};`);
}
