/**
 * Does something during which nobody reads where it came from.
 *
 * CDKTF notes the whole call stack of every token it makes, a quarter of the time of a synthesis, and shows it only in
 * the message of an error. V8 takes none while `Error.stackTraceLimit` is no number of its own
 * (https://v8.dev/docs/stack-trace-api), so errors thrown meanwhile have none either: whoever catches one that nobody
 * expected does the work again without this.
 */
export function withoutTraces<T>(work: () => T): T {
  const before = Object.getOwnPropertyDescriptor(Error, "stackTraceLimit");
  Object.defineProperty(Error, "stackTraceLimit", {
    configurable: true,
    get: () => 0,
    // CDKTF sets it before each note, and puts it back.
    set: () => undefined,
  });
  try {
    return work();
  } finally {
    Object.defineProperty(
      Error,
      "stackTraceLimit",
      before ?? { configurable: true, enumerable: true, writable: true, value: 10 },
    );
  }
}
