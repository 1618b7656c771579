import type { Json } from "../terraform-json";

/** A number, which Terraform lets stand in quotes; null for anything else. */
export function numberOf(value: Json | undefined): number | null {
  if (typeof value === "number") {
    return value;
  }
  return typeof value === "string" && /^\d+$/.test(value) ? Number(value) : null;
}
