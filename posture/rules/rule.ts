import type { Facts, Finding } from "../facts";
import type { TerraformJson } from "../terraform-json";

/** Where and how a rule is broken; its severity where it is not the rule's own. */
export type Breach = Pick<Finding, "address" | "message"> & Partial<Pick<Finding, "severity">>;

/** A rule over the facts of a stack: pure. One to a file, or a family of records to a file. */
export interface Rule {
  /** Stable id, kebab-case. */
  readonly id: string;
  /** What it demands. */
  readonly what: string;
  /** Why it matters. */
  readonly why: string;
  /** Where it comes from: RFC and section, or a page. */
  readonly reference: string;
  /** Does a broken rule fail the synthesis, or warn? */
  readonly severity: Finding["severity"];
  /** What breaks it, nothing when it holds. */
  check(facts: Facts, stack: TerraformJson): readonly Breach[];
}
