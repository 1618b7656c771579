import type { Rule } from "../rules/rule";
import { DMARC_POLICY_RULES } from "./dmarc-policy";
import { DMARC_REPORT_RULES } from "./dmarc-reports";
import { DMARC_SYNTAX_RULES } from "./dmarc-syntax";

/** DMARC (RFC 9989, 9990): what receivers do with mail forged in a domain's name. */
export const DMARC_RULES: readonly Rule[] = [
  ...DMARC_SYNTAX_RULES,
  ...DMARC_POLICY_RULES,
  ...DMARC_REPORT_RULES,
];
