import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { Construct } from "constructs";
import type { AlarmDestination } from "../core/alarm-topic";
import { METRIC_NAMES } from "./function/metric-names";

/** What says that the watch itself works. */
export interface WatchAlarmsProps {
  readonly name: string;
  readonly namespace: string;
  readonly blocklistsEveryHours: number;
  /** Undefined where nothing live is looked at. */
  readonly liveEveryMinutes: number | undefined;
  readonly failures: SqsQueue;
  readonly alarms: AlarmDestination;
  readonly runbooks: string;
}

const HOUR_SECONDS = 3600;
const FIVE_MINUTES_SECONDS = 300;

/** Alarms on the watch itself: one that is silent looks like one that finds nothing. */
export class WatchAlarms extends Construct {
  /** Escape hatch: the alarms. */
  readonly alarms: readonly CloudwatchMetricAlarm[];

  constructor(scope: Construct, id: string, props: WatchAlarmsProps) {
    super(scope, id);
    const { name, namespace, failures, alarms, runbooks, blocklistsEveryHours, liveEveryMinutes } = props;
    const actions = { alarmActions: [alarms.topicArn], okActions: [alarms.topicArn] };
    const silent = (
      kind: string,
      metricName: string,
      what: string,
      period: number,
      periods: number,
    ): CloudwatchMetricAlarm =>
      new CloudwatchMetricAlarm(this, `${kind}-silent`, {
        alarmName: `${name}-watch-${kind}-silent`,
        alarmDescription: `${what} First: look at the errors in the log group /protected-exchange/${name}/watch, and at the queue ${name}-watch-failures. Runbook: ${runbooks}/watch-alarms.md#watch-silent`,
        namespace,
        metricName,
        statistic: "Sum",
        period,
        evaluationPeriods: periods,
        threshold: 1,
        comparisonOperator: "LessThanThreshold",
        treatMissingData: "breaching",
        ...actions,
      });
    this.alarms = [
      silent(
        "blocklists",
        METRIC_NAMES.blocklists.runs,
        "Two runs in a row have not looked the client's addresses and domains up in blocklists: nobody would notice a listing.",
        HOUR_SECONDS,
        // Two runs and the window in which they may begin.
        2 * blocklistsEveryHours + 2,
      ),
      ...(liveEveryMinutes === undefined
        ? []
        : [
            silent(
              "live",
              METRIC_NAMES.live.runs,
              "Three runs in a row have not looked at certificates and records: nobody would notice that they are wrong.",
              FIVE_MINUTES_SECONDS,
              // The window in which they may begin is a third.
              Math.ceil((10 * liveEveryMinutes) / 15) + 1,
            ),
          ]),
      new CloudwatchMetricAlarm(this, "failed", {
        alarmName: `${name}-watch-failed`,
        alarmDescription: `A run of the watch has failed three times, or its schedule could not start it. First: look at the errors in the log group /protected-exchange/${name}/watch. Runbook: ${runbooks}/watch-alarms.md#watch-failed`,
        namespace: "AWS/SQS",
        metricName: "NumberOfMessagesSent",
        dimensions: { QueueName: failures.name },
        statistic: "Sum",
        period: FIVE_MINUTES_SECONDS,
        evaluationPeriods: 1,
        threshold: 1,
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        treatMissingData: "notBreaching",
        ...actions,
      }),
    ];
  }
}
