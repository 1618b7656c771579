import { CidrSet } from "../constructs/core/cidr-set";
import type { ErrorCode } from "../constructs/core/error-codes";
import type { YamlPath } from "./yaml-source";

/** Notes a problem at a place of a client file. */
export type AddProblem = (path: YamlPath, code: ErrorCode, message: string) => void;

/** Every entry of a list that names addresses an earlier one already names. */
export function overlaps(blocks: readonly string[], path: YamlPath, add: AddProblem): void {
  for (const [index, block] of blocks.entries()) {
    const earlier = blocks.slice(0, index).find((other) => CidrSet.of(other).overlaps(CidrSet.of(block)));
    if (earlier !== undefined) {
      add(
        [...path, index],
        "OverlappingCidrs",
        `${JSON.stringify(block)} overlaps ${JSON.stringify(earlier)} of the same list; keep the wider one`,
      );
    }
  }
}
