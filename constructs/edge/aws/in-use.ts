import { Fn, type IResolvable, Op } from "cdktf";

/** A condition that Terraform checks before it plans a change of the resource. */
export interface Precondition {
  readonly condition: IResolvable;
  readonly errorMessage: string;
}

/**
 * Refuses a plan while something that is not ours is in the place of ours.
 *
 * @param now ids of what is in the place
 * @param ours those of them that this stack made
 * @param message what is wrong, from the ids of the others
 */
export function nothingElseInUse(
  now: readonly string[],
  ours: readonly string[],
  message: (others: string) => string,
): Precondition {
  const others = Fn.setsubtract([...now], [...ours]);
  return {
    condition: Op.lt(Fn.lengthOf(others), 1),
    errorMessage: message(Fn.join(", ", others)),
  };
}
