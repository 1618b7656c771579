import type { BlocklistWatchFact } from "../facts";
import {
  blockOf,
  type Json,
  objectOf,
  type Resource,
  type TerraformJson,
  textOf,
  textsOf,
} from "../terraform-json";
import { isHeard } from "./watch";

/** The regular look at blocklists: a schedule that orders one, and who is told of what it finds. */
export function blocklistWatch(stack: TerraformJson): BlocklistWatchFact | null {
  const schedules = stack
    .all("aws_scheduler_schedule")
    .filter(({ attributes }) => attributes.state !== "DISABLED")
    .map((schedule) => ({ schedule, order: orderOf(schedule) }));
  const found = schedules.find(({ order }) => order.looks === "blocklists");
  if (found === undefined) {
    return null;
  }
  const { schedule, order } = found;
  return {
    lists: textsOf(order.lists).length,
    addresses: [...textsOf(order.addresses)].sort(),
    domains: [...textsOf(order.domains)].sort(),
    schedule: textOf(schedule.attributes.schedule_expression) ?? "",
    live: schedules.some(({ order }) => order.looks === "live"),
    heard: isTold(stack, schedule),
    address: schedule.address,
  };
}

/** The input of a schedule; what only an apply fills in is an expression in it. */
function orderOf({ attributes }: Resource): { readonly [key: string]: Json } {
  const input = textOf(blockOf(attributes.target).input) ?? "";
  const text = input.replace(/\$\{jsonencode\(((?:[^{}]|\{[^{}]*\})*)\)\}/gs, (_whole, expression: string) =>
    JSON.stringify(`\${${expression}}`),
  );
  try {
    return objectOf(JSON.parse(text.replaceAll("%%{", "%{")) as Json);
  } catch {
    return {};
  }
}

/** Where its function sends pages, somebody listens; and an alarm that is heard sounds when the function falls silent. */
function isTold(stack: TerraformJson, { attributes }: Resource): boolean {
  const functions = stack
    .referredBy(blockOf(attributes.target).arn)
    .filter(({ type }) => type === "aws_lambda_function");
  return functions.some((one) => {
    const { WATCH_TOPIC_ARN: topicArn, WATCH_NAMESPACE: namespace } = objectOf(
      blockOf(one.attributes.environment).variables,
    );
    return (
      topicArn !== undefined &&
      isHeardAt(stack, topicArn) &&
      stack
        .all("aws_cloudwatch_metric_alarm")
        .some(
          (alarm) =>
            alarm.attributes.namespace === namespace &&
            alarm.attributes.treat_missing_data === "breaching" &&
            isHeard(stack, alarm),
        )
    );
  });
}

/** Has somebody subscribed to a topic? One outside the stack is its owner's matter. */
function isHeardAt(stack: TerraformJson, topicArn: Json): boolean {
  return stack
    .referredBy(topicArn)
    .every(
      (topic) =>
        topic.type !== "aws_sns_topic" ||
        stack.referring("aws_sns_topic_subscription", "topic_arn", topic).length > 0,
    );
}
