import { type Json, listOf, objectOf, type Resource, type TerraformJson, textsOf } from "./terraform-json";

/** A statement of a policy of IAM, as it stands. */
export type Statement = { readonly [key: string]: Json };

/** The policies that hang on users, groups and roles. */
export function identityPolicies(stack: TerraformJson): readonly Resource[] {
  return ["aws_iam_group_policy", "aws_iam_policy", "aws_iam_role_policy", "aws_iam_user_policy"].flatMap(
    (type) => stack.all(type),
  );
}

/** The statements of a policy that is plain JSON; undefined where it is an expression, or no policy. */
export function statementsIn(text: string): readonly Statement[] | undefined {
  try {
    return listOf(objectOf(JSON.parse(text) as Json).Statement).map(objectOf);
  } catch {
    return undefined;
  }
}

/** Is an action among those of a statement? Patterns have `*` and `?`; upper and lower case are the same. */
export function coversAction({ Action, NotAction }: Statement, action: string): boolean {
  const matches = (pattern: string): boolean =>
    new RegExp(
      `^${pattern
        .replace(/[.+^${}()|[\]\\]/g, "\\$&")
        .replaceAll("*", ".*")
        .replaceAll("?", ".")}$`,
      "i",
    ).test(action);
  return NotAction === undefined ? textsOf(Action).some(matches) : !textsOf(NotAction).some(matches);
}

/** Are all resources of the kind meant? */
export function coversEverything({ Resource, NotResource }: Statement): boolean {
  return NotResource === undefined && textsOf(Resource).includes("*");
}

/** Keys of a statement's conditions, under operators that a pattern names, with their values. */
export function conditionValues({ Condition }: Statement, operator: RegExp, key: string): readonly string[] {
  return Object.entries(objectOf(Condition))
    .filter(([name]) => operator.test(name))
    .flatMap(([, keys]) => Object.entries(objectOf(keys)))
    .filter(([name]) => name.toLowerCase() === key.toLowerCase())
    .flatMap(([, values]) => textsOf(values));
}
