/** Whole numbers from the first to the last, both included. */
export type Interval = readonly [first: bigint, last: bigint];

/** Intervals in order that neither overlap nor touch. */
export type Intervals = readonly Interval[];

/** The same numbers as intervals in order that neither overlap nor touch. */
export function normalized(intervals: readonly Interval[]): Intervals {
  if (
    intervals.every(([first], index) => index === 0 || first > (intervals[index - 1] as Interval)[1] + 1n)
  ) {
    return [...intervals];
  }
  const result: Interval[] = [];
  for (const [first, last] of [...intervals].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))) {
    const previous = result.at(-1);
    if (previous !== undefined && first <= previous[1] + 1n) {
      result[result.length - 1] = [previous[0], last > previous[1] ? last : previous[1]];
    } else {
      result.push([first, last]);
    }
  }
  return result;
}

/** Numbers in both. */
export function intersection(a: Intervals, b: Intervals): Intervals {
  const result: Interval[] = [];
  let i = 0;
  let j = 0;
  for (let left = a[i], right = b[j]; left !== undefined && right !== undefined; left = a[i], right = b[j]) {
    const first = left[0] > right[0] ? left[0] : right[0];
    const last = left[1] < right[1] ? left[1] : right[1];
    if (first <= last) {
      result.push([first, last]);
    }
    if (left[1] < right[1]) {
      i += 1;
    } else {
      j += 1;
    }
  }
  return result;
}

/** Numbers in the first and not in the second. */
export function difference(a: Intervals, b: Intervals): Intervals {
  const result: Interval[] = [];
  for (const [first, last] of a) {
    let next = first;
    for (const [from, to] of b) {
      if (to < next) {
        continue;
      }
      if (from > last) {
        break;
      }
      if (from > next) {
        result.push([next, from - 1n]);
      }
      next = to + 1n;
    }
    if (next <= last) {
      result.push([next, last]);
    }
  }
  return result;
}

/**
 * The fewest aligned power-of-two blocks that cover an interval.
 *
 * @param bits width of the numbers: 32 for IPv4, 128 for IPv6
 * @returns first number and prefix length of each block
 */
export function alignedBlocks([first, last]: Interval, bits: number): readonly (readonly [bigint, number])[] {
  const blocks: (readonly [bigint, number])[] = [];
  for (let start = first; start <= last; ) {
    let size = 0;
    while (
      size < bits &&
      (start >> BigInt(size)) % 2n === 0n &&
      start + (1n << BigInt(size + 1)) - 1n <= last
    ) {
      size += 1;
    }
    blocks.push([start, bits - size]);
    start += 1n << BigInt(size);
  }
  return blocks;
}
