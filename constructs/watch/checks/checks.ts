import { BLOCKLISTS } from "./blocklists";
import { CERTIFICATES } from "./certificates";
import type { Check } from "./check";
import { PORTS } from "./ports";

/** All checks, in the order in which they are shown. */
export const CHECKS: readonly Check[] = [CERTIFICATES, BLOCKLISTS, PORTS];
