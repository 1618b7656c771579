import { resolve } from "node:path";
import { ClientFilesError } from "../../stacks/file-problem";
import { Repository } from "./repository";
import { type Review, reviewed, worst } from "./review";
import { synthesizeChange } from "./stack-pairs";
import type { StackReview } from "./stack-review";

/** What is reviewed: a working tree against a commit. */
interface ReviewProps {
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
