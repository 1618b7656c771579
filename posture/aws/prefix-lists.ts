import { CidrSet } from "../../constructs/core/cidr-set";
import { isExpression, type Json, listOf, objectOf, type TerraformJson, textOf } from "../terraform-json";

/**
 * The networks of a prefix list.
 *
 * @returns undefined where they are not all part of the stack, as those of AWS's own lists
 */
export function prefixListBlocks(stack: TerraformJson, list: Json | undefined): CidrSet | undefined {
  const id = stack.identity(list) ?? "";
  const own = stack.at(id);
  if (own?.type !== "aws_ec2_managed_prefix_list") {
    return undefined;
  }
  const entries = [
    ...listOf(own.attributes.entry).map((entry) => objectOf(entry).cidr),
    ...stack
      .pointing("aws_ec2_managed_prefix_list_entry", "prefix_list_id", id)
      .map(({ attributes }) => attributes.cidr),
  ].map((cidr) => textOf(stack.resolved(cidr)) ?? "${unknown}");
  return entries.some(isExpression) ? undefined : CidrSet.of(...entries);
}
