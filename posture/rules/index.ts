import { SPF_RULES } from "../dns/spf/rules";
import { MAIL_HOST_NOT_IN_MX } from "./mail-host-not-in-mx";
import { NO_UNMODELLED_PATH } from "./no-unmodelled-path";
import { ONLY_MAIL_PORTS } from "./only-mail-ports";
import type { Rule } from "./rule";
import { SMTP_FROM_RELAY_ONLY } from "./smtp-from-relay-only";

/** All rules, in the order in which their findings are shown. */
export const RULES: readonly Rule[] = [
  ONLY_MAIL_PORTS,
  SMTP_FROM_RELAY_ONLY,
  MAIL_HOST_NOT_IN_MX,
  NO_UNMODELLED_PATH,
  ...SPF_RULES,
];
