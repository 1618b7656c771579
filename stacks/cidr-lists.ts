import { CidrSet } from "../constructs/core/cidr-set";
import type { ErrorCode } from "../constructs/core/error-codes";
import type { YamlPath } from "./yaml-source";

/** Notes a problem at a place of a client file. */
export type AddProblem = (path: YamlPath, code: ErrorCode, message: string) => void;

/** Every entry of a list that names addresses an earlier one already names. */
export function overlaps(blocks: readonly string[], path: YamlPath, add: AddProblem): void {
  const earlier: { readonly block: string; readonly set: CidrSet }[] = [];
  for (const [index, block] of blocks.entries()) {
    const set = CidrSet.of(block);
    const same = earlier.find((other) => other.set.overlaps(set));
    earlier.push({ block, set });
    if (same !== undefined) {
      add(
        [...path, index],
        "OverlappingCidrs",
        `${JSON.stringify(block)} overlaps ${JSON.stringify(same.block)} of the same list; keep the wider one`,
      );
    }
  }
}
