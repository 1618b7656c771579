import type { FileProblem } from "../../stacks/file-problem";
import type { BaseCommit } from "./repository";
import { reviewStack, type StackPair, type StackReview } from "./stack-review";

/** What a change does to a fleet. */
export interface Review {
  /** What the head is compared with; null where two files or folders are. */
  readonly base: BaseCommit | null;
  /**
   * `problems`: the head's client files have some; `look`: a human must; `changes`: something means something else,
   * nothing a human must look at; `none`: no semantic change.
   */
  readonly verdict: "problems" | "look" | "changes" | "none";
  /** What is wrong in the head's client files. */
  readonly problems: readonly FileProblem[];
  /** Changed files that may change what any client file means; each side was synthesized by its own code. */
  readonly code: readonly string[];
  /** May another version of this package be installed than at the base? Both sides were synthesized by the present one. */
  readonly otherVersion: boolean;
  /** Every stack that was compared, sorted by name. */
  readonly stacks: readonly StackReview[];
  /** How many clients no changed file concerns. */
  readonly untouched: number;
}

/** Reviews stacks that are synthesized already. */
export function reviewPairs(pairs: readonly StackPair[], today: string): Review {
  const stacks = pairs.map((pair) => reviewed(pair, today));
  return {
    base: null,
    verdict: worst(stacks),
    problems: [],
    code: [],
    otherVersion: false,
    stacks,
    untouched: 0,
  };
}

/**
 * Reviews one stack.
 *
 * @throws Error with the stack's name when its head cannot be judged
 */
export function reviewed(pair: StackPair, today: string): StackReview {
  try {
    return reviewStack(pair, today);
  } catch (error) {
    throw new Error(`${pair.name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The verdict about several stacks. */
export function worst(stacks: readonly StackReview[]): StackReview["verdict"] {
  const verdicts = new Set(stacks.map(({ verdict }) => verdict));
  return verdicts.has("look") ? "look" : verdicts.has("changes") ? "changes" : "none";
}
