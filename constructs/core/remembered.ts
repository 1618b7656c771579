/** Results kept of one function; then it begins anew, so that a long run holds no more than this. */
const KEPT = 10_000;

/** Longer texts are hardly met twice, and would be kept whole. */
const LONGEST = 2000;

/**
 * A function of a text that remembers what it gave: of a thousand clients, most write the same names, rules and
 * networks. What throws is not remembered.
 *
 * @param work depends on nothing but the text, and gives what nobody changes
 */
export function remembered<Result>(work: (text: string) => Result): (text: string) => Result {
  const known = new Map<string, Result>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined || known.has(text)) {
      return before as Result;
    }
    const result = work(text);
    if (text.length <= LONGEST) {
      if (known.size >= KEPT) {
        known.clear();
      }
      known.set(text, result);
    }
    return result;
  };
}
