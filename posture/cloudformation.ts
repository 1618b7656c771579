import { isExpression, objectOf, type Resource, textOf } from "./terraform-json";

/**
 * Types of what a CloudFormation stack holds, one per resource.
 *
 * @returns undefined where only AWS knows: the template is elsewhere, computed, or no JSON
 */
export function templateTypes({ attributes }: Resource): readonly string[] | undefined {
  const body = textOf(attributes.template_body);
  if (body === undefined || isExpression(body)) {
    return undefined;
  }
  try {
    return Object.values(objectOf(objectOf(JSON.parse(body)).Resources)).map(
      (resource) => textOf(objectOf(resource).Type) ?? "",
    );
  } catch {
    return undefined;
  }
}
