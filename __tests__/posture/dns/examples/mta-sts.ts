import type { Examples } from "./example";
import { MTA_STS_HOST_EXAMPLES } from "./mta-sts-hosts";
import { MTA_STS_POLICY_EXAMPLES } from "./mta-sts-policy";

export const MTA_STS_EXAMPLES: Examples = { ...MTA_STS_POLICY_EXAMPLES, ...MTA_STS_HOST_EXAMPLES };
