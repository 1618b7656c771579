import type { Rule } from "./rule";

/** What nobody hears of happens again. */
export const EDGE_WATCHED: Rule = {
  id: "edge-watched",
  what: "A firewall logs what it drops and alerts on, and an alarm on it tells somebody.",
  why: "A firewall that is attacked, or fails, says so in its log and its metrics only; nobody looks there unasked.",
  reference: "https://docs.aws.amazon.com/network-firewall/latest/developerguide/monitoring-cloudwatch.html",
  severity: "warning",
  check: ({ watched }) =>
    watched.flatMap(({ address, alertLog, alarms }) => [
      ...(alertLog === null
        ? [
            {
              address,
              message:
                "what it drops and alerts on is logged nowhere; have it logged outside the firewall: in the ALERT log of a logging configuration, or on a log server",
            },
          ]
        : []),
      ...(alarms.length === 0
        ? [
            {
              address,
              message:
                "no alarm on it tells anybody; name who is to be told (`notify`), or send its alarms to a topic with a subscription",
            },
          ]
        : []),
    ]),
};
