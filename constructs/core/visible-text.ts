/** Longer values are cut: a page and a terminal have an end. */
const LONGEST = 1000;

/**
 * A text that somebody else wrote, as it may be shown: control characters, invisible ones, and those that turn
 * the direction of writing (CVE-2021-42574) are spelt out.
 */
export function visible(text: string): string {
  const spelt = text
    .replace(/\r?\n/g, " ↵ ")
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
  const cut = [...spelt].slice(0, LONGEST).join("");
  return cut === spelt ? (spelt === "" ? "(empty)" : spelt) : `${cut}…`;
}

/** A value as messages show it. */
export function shown(value: unknown): string {
  return JSON.stringify(value);
}

/** Several values as messages show them. */
export function shownAll(values: readonly string[]): string {
  return values.map((value) => JSON.stringify(value)).join(", ");
}
