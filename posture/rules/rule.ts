import type { Facts, Finding } from "../facts";
import type { TerraformJson } from "../terraform-json";

/** A rule over the facts of a stack: pure, one per file. */
export interface Rule {
  /** Stable id, kebab-case. */
  readonly id: string;
  /** What it demands. */
  readonly what: string;
  /** Why it matters. */
  readonly why: string;
  /** What breaks it, nothing when it holds. */
  check(facts: Facts, stack: TerraformJson): readonly Finding[];
}
