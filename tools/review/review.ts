import { resolve } from "node:path";
import { ClientFilesError, type FileProblem } from "../../stacks/file-problem";
import { type BaseCommit, Repository } from "./repository";
import { synthesizeChange } from "./stack-pairs";
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

/** What is reviewed: a working tree against a commit. */
export interface ReviewProps {
  /** A branch, tag or commit; compared is where the head left it. */
  readonly baseRef: string;
  /** Folder of the client files. */
  readonly clientsDirectory: string;
  /** Day on which exceptions are held against their last one; `YYYY-MM-DD`. */
  readonly today: string;
  /** Interrupts the review; the temporary checkout is removed all the same. */
  readonly signal: AbortSignal;
}

/**
 * Reviews the change between a commit and the working tree.
 *
 * @throws Error when git does not know the commit, or the head cannot be built or judged
 */
export async function reviewChange(props: ReviewProps): Promise<Review> {
  const { baseRef, clientsDirectory, today, signal } = props;
  const repository = await Repository.holding(clientsDirectory);
  const base = await repository.base(baseRef);
  const stacks: StackReview[] = [];
  try {
    const { inputs, untouched } = await synthesizeChange(
      { repository, base, clientsDirectory: resolve(clientsDirectory), signal },
      (pair) => stacks.push(reviewed(pair, today)),
    );
    return {
      base,
      verdict: inputs.version ? "look" : worst(stacks),
      problems: [],
      code: inputs.code,
      otherVersion: inputs.version,
      stacks,
      untouched,
    };
  } catch (error) {
    if (!(error instanceof ClientFilesError)) {
      throw error;
    }
    return {
      base,
      verdict: "problems",
      problems: error.problems,
      code: [],
      otherVersion: false,
      stacks: [],
      untouched: 0,
    };
  }
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

function reviewed(pair: StackPair, today: string): StackReview {
  try {
    return reviewStack(pair, today);
  } catch (error) {
    throw new Error(`${pair.name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function worst(stacks: readonly StackReview[]): StackReview["verdict"] {
  const verdicts = new Set(stacks.map(({ verdict }) => verdict));
  return verdicts.has("look") ? "look" : verdicts.has("changes") ? "changes" : "none";
}
