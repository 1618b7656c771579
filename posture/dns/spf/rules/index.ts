import type { Rule } from "../../../rules/rule";
import { spfBudgetRules } from "./budget-rules";
import { SPF_POLICY_RULES } from "./policy-rules";
import { SPF_RECORD_RULES } from "./record-rules";
import { SPF_SIZE_RULES } from "./size-rules";

/** Everything that can be said of a stack's SPF records without asking the DNS or the clock. */
export const SPF_RULES: readonly Rule[] = [
  ...SPF_RECORD_RULES,
  ...SPF_POLICY_RULES,
  ...spfBudgetRules(),
  ...SPF_SIZE_RULES,
];
