import type { Facts } from "../../../../posture/facts";
import type { Json } from "../../../../posture/terraform-json";
import type { Line } from "../zone-file";

/** A stack, as far as a rule looks at it. */
export interface Example extends Partial<Omit<Facts, "records">> {
  /** Completes "holds for" or "is broken by". */
  readonly stack: string;
  readonly records?: readonly Line[];
  /** The Terraform JSON, for rules that read it. */
  readonly json?: Json;
}

/** A stack that a rule has something against. */
interface BrokenExample extends Example {
  /** All it says. */
  readonly says: readonly string[];
  /**
   * Addresses of the breaches.
   *
   * @default - not compared
   */
  readonly at?: readonly string[];
}

/** What shows a rule at work. */
export interface RuleExamples {
  readonly broken: readonly BrokenExample[];
  readonly holds: readonly Example[];
}

/** Examples by the id of the rule. */
export type Examples = Readonly<Record<string, RuleExamples>>;
