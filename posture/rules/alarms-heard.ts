import { isHeard } from "../aws/watch";
import type { Rule } from "./rule";

/** An alarm rings somewhere. */
export const ALARMS_HEARD: Rule = {
  id: "alarms-heard",
  what: "Every alarm tells somebody: its actions are on, and lead to a topic with a subscription.",
  why: "An alarm that nobody hears looks like protection, and is none.",
  reference: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-actions.html",
  severity: "warning",
  check: (_facts, stack) =>
    stack
      .all("aws_cloudwatch_metric_alarm")
      .filter((alarm) => !isHeard(stack, alarm))
      .map(({ address }) => ({
        address,
        message:
          "it tells nobody; name a topic with a subscription in its alarm_actions, and leave its actions on",
      })),
};

/** A month: what is noticed at the next look at the bills, or when a partner asks. */
const SHORTEST_RETENTION = 30;

/** What was written down is still there. */
export const LOGS_KEPT: Rule = {
  id: "logs-kept",
  what: "Log groups keep their entries for 30 days at least.",
  why: "An intrusion often comes to light weeks later; without the logs nobody can say what was read, and whom to tell.",
  reference: "Regulation (EU) 2016/679, article 33",
  severity: "warning",
  check: (_facts, stack) =>
    stack
      .all("aws_cloudwatch_log_group")
      .map(({ address, attributes }) => ({ address, days: Number(attributes.retention_in_days ?? 0) }))
      .filter(({ days }) => days > 0 && days < SHORTEST_RETENTION)
      .map(({ address, days }) => ({
        address,
        message: `its entries are gone after ${days} ${days === 1 ? "day" : "days"}; set retention_in_days to ${SHORTEST_RETENTION} or more`,
      })),
};
