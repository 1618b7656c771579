import { MAX_LOOK_UPS, type SpfBranch, type SpfBudget, type SpfNode, type SpfOrigin } from "./spf-budget";

/** What is said about a record that could not be followed. */
const REMARKS: Readonly<Record<SpfOrigin, string>> = {
  stack: "",
  catalogue: "",
  nothing: "publishes no SPF record",
  unknown: "not known, counted as 1",
  loop: "leads back to a record above",
};

/**
 * The tree of a budget, for people: one line per look-up with what it costs in all, then the sum.
 *
 * @returns lines without line ends
 */
export function spfTreeLines({ tree, ...budget }: SpfBudget): readonly string[] {
  return [`${tree.name}  ${tree.text ?? ""}`, ...branchLines(tree, ""), sumLine(budget)];
}

function branchLines({ branches }: SpfNode, indent: string): readonly string[] {
  return branches.flatMap((branch, index) => {
    const last = index === branches.length - 1;
    const below =
      branch.record === undefined ? [] : branchLines(branch.record, `${indent}${last ? "   " : "│  "}`);
    return [`${indent}${last ? "└─ " : "├─ "}${branchLine(branch)}`, ...below];
  });
}

function branchLine({ term, record, isVoid }: SpfBranch): string {
  const remark = record === undefined ? (isVoid ? "finds nothing" : "") : REMARKS[record.origin];
  const cost = 1 + (record?.lookUps ?? 0);
  return [term.text, `${cost}`, ...(remark === "" ? [] : [remark])].join("  ");
}

function sumLine({ lookUps, headroom, voids, unknown, octets }: Omit<SpfBudget, "tree">): string {
  const atLeast = unknown.length === 0 ? "" : "at least ";
  const left = headroom < 0 ? `${-headroom} too many` : `headroom ${headroom}`;
  return [
    `${atLeast}${lookUps} of ${MAX_LOOK_UPS} look-ups, ${left}`,
    ...(voids === 0 ? [] : [`${voids} void`]),
    `${octets} octets`,
    ...(unknown.length === 0 ? [] : [`not known: ${unknown.join(", ")}`]),
  ].join("; ");
}
