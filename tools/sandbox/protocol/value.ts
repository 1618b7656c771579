import type { ValueType } from "../schema/model";

/** Marks what Terraform will only know after apply. One instance, so `===` tells it. */
export class UnknownValue {
  toJSON(): never {
    throw new Error("an unknown value cannot be stored: every unknown must be settled at apply");
  }
}

/** The one unknown value. */
export const UNKNOWN = new UnknownValue();

/** A decoded Terraform value. A number that a double cannot hold exactly stays a string of digits. */
export type Value =
  | null
  | boolean
  | number
  | string
  | UnknownValue
  | readonly Value[]
  | { readonly [key: string]: Value };

/** A decoded object: one key per attribute and per block. */
export interface ObjectValue {
  readonly [key: string]: Value;
}

/** True for a decoded object or map; false for null, lists, scalars and unknown. */
export function isObject(value: Value | undefined): value is ObjectValue {
  return typeof value === "object" && value !== null && !Array.isArray(value) && value !== UNKNOWN;
}

/** True for a decoded list or set. */
export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** True when the value, or anything inside it, is not known yet. */
export function hasUnknown(value: Value): boolean {
  if (value === UNKNOWN) return true;
  if (isList(value)) return value.some(hasUnknown);
  return isObject(value) && Object.values(value).some(hasUnknown);
}

/** Text that is equal for equal values of a type: keys sorted, set elements sorted. */
export function canonical(type: ValueType, value: Value): string {
  if (value === UNKNOWN) return "?";
  if (value === null || value === undefined) return "null";
  if (typeof type === "string") {
    return type === "number" ? String(value) : JSON.stringify(value);
  }
  if (type[0] === "object") {
    const members = isObject(value) ? value : {};
    return `{${Object.entries(type[1])
      .map(([name, inner]) => `${name}:${canonical(inner, members[name] ?? null)}`)
      .sort()
      .join(",")}}`;
  }
  if (type[0] === "map") {
    const entries = Object.entries(isObject(value) ? value : {});
    return `{${entries
      .map(([key, inner]) => `${JSON.stringify(key)}:${canonical(type[1], inner)}`)
      .sort()
      .join(",")}}`;
  }
  const elements = (isList(value) ? value : []).map((element) => canonical(type[1], element));
  return `[${(type[0] === "set" ? elements.sort() : elements).join(",")}]`;
}

/** Equality as Terraform sees it: sets have no order, object keys have none either. */
export function equal(type: ValueType, left: Value, right: Value): boolean {
  return canonical(type, left) === canonical(type, right);
}
