import type { CaaIssuer } from "./caa";

/** What a CAA record must name for AWS Certificate Manager to issue (https://docs.aws.amazon.com/acm/latest/userguide/setup-caa.html). */
export const AMAZON_AUTHORITIES: readonly CaaIssuer[] = [{ domain: "amazon.com" }];
