import type { Breach } from "../rules/rule";

export { shown, shownAll } from "../../constructs/core/visible-text";

/**
 * One breach for each thing that has something against it.
 *
 * @param complaint what is wrong, undefined where nothing is
 */
export function breachesOf<T extends { readonly address: string }>(
  things: readonly T[],
  complaint: (thing: T) => string | undefined,
): readonly Breach[] {
  return things.flatMap((thing) => {
    const message = complaint(thing);
    return message === undefined ? [] : [{ address: thing.address, message }];
  });
}
