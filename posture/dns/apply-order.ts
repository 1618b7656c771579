import { type Resource, type TerraformJson, textsOf } from "../terraform-json";

/**
 * Does Terraform create one resource only after another: by `depends_on`, or by using what it gives?
 *
 * @returns undefined where the stack does not hold both, so that nothing can be said
 */
export function appliedAfter(stack: TerraformJson, later: string, earlier: string): boolean | undefined {
  const [start, goal] = [stack.at(later), stack.at(earlier)];
  if (start === undefined || goal === undefined) {
    return undefined;
  }
  const seen = new Set([start.address]);
  const open = [start];
  for (let resource = open.pop(); resource !== undefined; resource = open.pop()) {
    if (resource.address === goal.address) {
      return true;
    }
    for (const needed of neededBy(stack, resource)) {
      if (!seen.has(needed.address)) {
        seen.add(needed.address);
        open.push(needed);
      }
    }
  }
  return false;
}

function neededBy(stack: TerraformJson, { attributes }: Resource): readonly Resource[] {
  // Written out as one text, because a reference may stand at any depth.
  return [
    ...stack.referredBy(JSON.stringify(attributes)),
    ...textsOf(attributes.depends_on).flatMap((address) => stack.at(address) ?? []),
  ];
}
