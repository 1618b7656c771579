import { unloggedDenials } from "../fortigate/denial-logs";
import type { Rule } from "./rule";

/** What is refused leaves a trace. */
export const DENIALS_LOGGED: Rule = {
  id: "denials-logged",
  what: "A FortiGate logs what it refuses from outside and what it refuses to let out: each policy that refuses, and what no policy matches.",
  why: "Attempts that fail are the first sign of somebody who will try again, or of somebody who is in already, and what explains why something does not arrive.",
  reference: "https://docs.fortinet.com/document/fortigate/6.4.16/cli-reference/333889629",
  severity: "warning",
  check: (_facts, stack) =>
    unloggedDenials(stack).map(({ address, isImplicit }) => ({
      address,
      message: isImplicit
        ? "what no policy matches is refused without a log; end the policies with one that refuses everyone and logs (logtraffic all), or set fwpolicy_implicit_log"
        : "what it refuses is logged nowhere; set logtraffic to all",
    })),
};
