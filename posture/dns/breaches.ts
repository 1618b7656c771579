import type { Breach } from "../rules/rule";

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

/** A value as messages show it. */
export function shown(value: unknown): string {
  return JSON.stringify(value);
}

/** Several values as messages show them. */
export function shownAll(values: readonly string[]): string {
  return values.map((value) => JSON.stringify(value)).join(", ");
}
