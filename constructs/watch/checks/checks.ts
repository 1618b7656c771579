import { BLOCKLISTS } from "./blocklists";
import { CERTIFICATES } from "./certificates";
import type { Check } from "./check";
import { ENDPOINT } from "./endpoint";
import { PORTS } from "./ports";
import { RECORDS } from "./records";
import { RELAY_BYPASS } from "./relay-bypass";
import { REVERSE_NAMES } from "./reverse-names";
import { STARTTLS } from "./starttls";

/** All checks, in the order in which they are shown. */
export const CHECKS: readonly Check[] = [
  RECORDS,
  CERTIFICATES,
  STARTTLS,
  ENDPOINT,
  REVERSE_NAMES,
  BLOCKLISTS,
  PORTS,
  RELAY_BYPASS,
];

/** Those that nobody has to ask for: what a schedule runs. */
export const UNASKED_CHECKS: readonly Check[] = CHECKS.filter(({ option }) => option === undefined);
