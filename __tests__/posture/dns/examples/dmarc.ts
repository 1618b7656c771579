import { DMARC_POLICY_EXAMPLES } from "./dmarc-policy";
import { DMARC_REPORT_EXAMPLES } from "./dmarc-reports";
import { DMARC_SYNTAX_EXAMPLES } from "./dmarc-syntax";
import type { Examples } from "./example";

export const DMARC_EXAMPLES: Examples = {
  ...DMARC_SYNTAX_EXAMPLES,
  ...DMARC_POLICY_EXAMPLES,
  ...DMARC_REPORT_EXAMPLES,
};
