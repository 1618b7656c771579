import type { ErrorCode } from "../constructs/core/error-codes";

/** A stage of a rollout, as a client file states it. */
export interface Stage<Name extends string> {
  readonly stage: Name;
  /** Day on which it began; ISO 8601. */
  readonly since: string;
  /**
   * Was it in force before this product took the domain over?
   *
   * @default false
   */
  readonly inherited?: boolean | undefined;
}

/** What is wrong with one stage of a list. */
interface StageProblem {
  /** Place in the list. */
  readonly index: number;
  readonly code: ErrorCode;
  readonly message: string;
}

/**
 * What is wrong with a rollout. It begins at the first stage, or at one that was inherited, and goes one
 * step forward at a time; going back is always allowed.
 *
 * @param order all stages, in the order in which they may follow
 */
export function stageProblems<Name extends string>(
  stages: readonly Stage<Name>[],
  order: readonly Name[],
): readonly StageProblem[] {
  const problems: StageProblem[] = [];
  for (const [index, { stage, since, inherited }] of stages.entries()) {
    const previous = stages[index - 1];
    if (previous === undefined) {
      if (order.indexOf(stage) > 0 && inherited !== true) {
        problems.push({
          index,
          code: "StageOrder",
          message: `a rollout does not begin with ${JSON.stringify(stage)}; begin with ${JSON.stringify(order[0])}, or add "inherited: true" when it was in force before`,
        });
      }
      continue;
    }
    const step = order.indexOf(stage) - order.indexOf(previous.stage);
    if (step > 1) {
      problems.push({
        index,
        code: "StageOrder",
        message: `${JSON.stringify(previous.stage)} is not followed by ${JSON.stringify(stage)}; the next step is ${JSON.stringify(order[order.indexOf(previous.stage) + 1])}`,
      });
    }
    if (step === 0) {
      problems.push({
        index,
        code: "StageOrder",
        message: `${JSON.stringify(stage)} follows itself; remove one of the two`,
      });
    }
    if (since <= previous.since) {
      problems.push({
        index,
        code: "StageOrder",
        message: `${since} is not after ${previous.since}, when the stage before it began`,
      });
    }
    if (inherited === true) {
      problems.push({
        index,
        code: "StageOrder",
        message: "only the first stage can be inherited; remove the key",
      });
    }
  }
  return problems;
}
