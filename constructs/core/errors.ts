import { type IConstruct, Node } from "constructs";
import type { ErrorCode } from "./error-codes";

/** One thing that is wrong, as a construct or a value class reports it. */
export interface Problem {
  /** Stable code, listed in docs/errors.md. */
  readonly code: ErrorCode;
  /** What was given, what is allowed, how to fix it; lower case, no final period. */
  readonly message: string;
  /**
   * The property the problem is about, so that a client file can be pointed at.
   *
   * @default - the problem is about the whole
   */
  readonly property?: string;
}

/**
 * Thrown by constructs and value classes when they are given what they cannot accept.
 *
 * Carries every problem found, not the first one only; the message names the construct path.
 */
export class ValidationError extends Error {
  /** All that is wrong, in the order found. */
  readonly problems: readonly Problem[];

  /**
   * @param problems at least one
   * @param scope the construct that refuses; value classes, which have none, leave it out
   */
  constructor(problems: readonly [Problem, ...Problem[]], scope?: IConstruct) {
    const where = scope === undefined ? "" : `${Node.of(scope).path}: `;
    super(problems.map((problem) => `${where}${problem.code}: ${problem.message}`).join("\n"));
    this.name = "ValidationError";
    this.problems = problems;
  }

  /** The code of the first problem. */
  get code(): ErrorCode {
    return (this.problems[0] as Problem).code;
  }
}

/**
 * Throws one {@link ValidationError} with all the problems, or does nothing when there are none.
 *
 * @param scope the construct that refuses
 */
export function throwIfAny(problems: readonly Problem[], scope?: IConstruct): void {
  const [first, ...rest] = problems;
  if (first !== undefined) {
    throw new ValidationError([first, ...rest], scope);
  }
}
