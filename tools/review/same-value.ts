import type { Json } from "../../posture/terraform-json";
import type { ValueType } from "../sandbox/schema/model";
import { stableText } from "./resource-blocks";

/**
 * Do two values of Terraform JSON mean the same to an argument of this type? Sets have no order, a single block
 * may stand without brackets, and a number may stand in quotes.
 */
export function sameValue(type: ValueType, a: Json | undefined, b: Json | undefined): boolean {
  return canonical(type, a) === canonical(type, b);
}

function canonical(type: ValueType, value: Json | undefined): string {
  if (value === undefined || value === null) {
    return "null";
  }
  if (typeof value === "string" && value.includes("${")) {
    return JSON.stringify(value);
  }
  if (typeof type === "string") {
    return type === "dynamic" ? stableText(value) : JSON.stringify(String(stringOrText(value)));
  }
  if (type[0] === "list" || type[0] === "set") {
    const items = (Array.isArray(value) ? value : [value]).map((item) => canonical(type[1], item as Json));
    return `[${(type[0] === "set" ? items.sort() : items).join(",")}]`;
  }
  if (Array.isArray(value)) {
    const [only, ...others] = value as readonly Json[];
    return only !== undefined && others.length === 0 ? canonical(type, only) : stableText(value);
  }
  if (typeof value !== "object") {
    return stableText(value);
  }
  const members = Object.entries(value)
    .filter(([, member]) => member !== null)
    .map(([key, member]) => {
      const memberType = type[0] === "object" ? (type[1][key] ?? "dynamic") : type[1];
      return `${JSON.stringify(key)}:${canonical(memberType, member as Json)}`;
    });
  return `{${members.sort().join(",")}}`;
}

function stringOrText(value: Json): unknown {
  return typeof value === "object" ? stableText(value) : value;
}
