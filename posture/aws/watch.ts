import type { WatchFact } from "../facts";
import {
  blockOf,
  type Json,
  listOf,
  objectOf,
  type Resource,
  type TerraformJson,
  textOf,
} from "../terraform-json";

/** For each firewall of a stack: where it writes what it drops, and which alarms tell somebody about it. */
export function firewallWatch(stack: TerraformJson): readonly WatchFact[] {
  return stack.all("aws_networkfirewall_firewall").map((firewall) => {
    const logs = logsOf(stack, firewall);
    const alerts = logs.find(({ type }) => type === "ALERT");
    const counted = new Set(
      logs.flatMap(({ group }) => (group === undefined ? [] : metricsCountedIn(stack, group))),
    );
    return {
      alertLog: alerts?.name ?? null,
      alarms: stack
        .all("aws_cloudwatch_metric_alarm")
        .filter((alarm) => isHeard(stack, alarm))
        .filter((alarm) => seriesOf(alarm).some((series) => isAbout(stack, series, firewall, counted)))
        .map(({ address }) => address),
      address: firewall.address,
    };
  });
}

/** A log that a firewall writes. */
interface FirewallLog {
  readonly type: string | undefined;
  /** Name of the log group, the bucket or the stream; an expression where Terraform alone knows it. */
  readonly name: string;
  /** The log group, where the stack declares it. */
  readonly group: Resource | undefined;
}

function logsOf(stack: TerraformJson, firewall: Resource): readonly FirewallLog[] {
  return stack
    .referring("aws_networkfirewall_logging_configuration", "firewall_arn", firewall)
    .flatMap(({ attributes }) => listOf(blockOf(attributes.logging_configuration).log_destination_config))
    .map(objectOf)
    .flatMap(({ log_type: type, log_destination: destination }) => {
      const [given] = Object.values(objectOf(destination));
      const [declared] = stack.referredBy(given);
      const name = textOf(declared?.attributes.name) ?? textOf(declared?.attributes.bucket) ?? textOf(given);
      const group = declared?.type === "aws_cloudwatch_log_group" ? declared : undefined;
      return name === undefined ? [] : [{ type: textOf(type), name, group }];
    });
}

/** Namespaces and names of the metrics that filters count in a log group. */
function metricsCountedIn(stack: TerraformJson, group: Resource): readonly string[] {
  return stack
    .referring("aws_cloudwatch_log_metric_filter", "log_group_name", group)
    .map(({ attributes }) => blockOf(attributes.metric_transformation))
    .map(({ namespace, name }) => JSON.stringify([namespace, name]));
}

/** What an alarm watches: one series, or those that its formula is made of. */
interface AlarmSeries {
  readonly namespace: Json | undefined;
  readonly metricName: Json | undefined;
  readonly dimensions: { readonly [key: string]: Json };
}

function seriesOf({ attributes }: Resource): readonly AlarmSeries[] {
  const parts = listOf(attributes.metric_query).map((query) => blockOf(objectOf(query).metric));
  return [attributes, ...parts].map(({ namespace, metric_name: metricName, dimensions }) => ({
    namespace,
    metricName,
    dimensions: objectOf(dimensions),
  }));
}

/** A firewall is named in a dimension, is where an endpoint in a dimension comes from, or writes what is counted. */
function isAbout(
  stack: TerraformJson,
  { namespace, metricName, dimensions }: AlarmSeries,
  firewall: Resource,
  counted: ReadonlySet<string>,
): boolean {
  return (
    (namespace === "AWS/NetworkFirewall" && dimensions.FirewallName === firewall.attributes.name) ||
    stack.refers(dimensions, firewall) ||
    counted.has(JSON.stringify([namespace, metricName]))
  );
}

/** Does somebody hear an alarm? A topic of the stack that nobody has subscribed to is heard by nobody. */
export function isHeard(stack: TerraformJson, { attributes }: Resource): boolean {
  return (
    attributes.actions_enabled !== false &&
    listOf(attributes.alarm_actions).some((action) =>
      stack
        .referredBy(action)
        .every(
          (target) =>
            target.type !== "aws_sns_topic" ||
            stack.referring("aws_sns_topic_subscription", "topic_arn", target).length > 0,
        ),
    )
  );
}
