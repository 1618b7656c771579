import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";

/** What is watched, and who is told. */
interface SnapshotAlarmsProps {
  /** Prefix of the resources' names; the client's id. */
  readonly name: string;
  readonly vaultName: string;
  /** Hours between two backups. */
  readonly everyHours: number;
  /** Topic that alarms go to; EventBridge and CloudWatch may publish there. */
  readonly topicArn: string;
}

/** Hours after the time for a backup in which it begins and ends (`start_window` and `completion_window` of the plan). */
export const BACKUP_HOURS = { start: 2, completion: 8 } as const;

/** Jobs that did not do what they were for. */
const ENDED_BADLY = ["ABORTED", "EXPIRED", "FAILED", "PARTIAL"];

/**
 * Two alarms on the snapshots, because they fail in two ways: a job says that it failed, or no job runs at all and
 * nothing says anything.
 *
 * A job that was to use VSS and could not still completes, with a message; that is told, too: Exchange may not mount
 * what it restores.
 */
export class SnapshotAlarms extends Construct {
  constructor(scope: Construct, id: string, props: SnapshotAlarmsProps) {
    super(scope, id);
    const { name, vaultName, everyHours, topicArn } = props;
    const failed = new CloudwatchEventRule(this, "failed", {
      name: `${name}-backup-failed`,
      description: "A backup, a copy or a restore test failed, or was made without VSS",
      // Restores say "status" where the others say "state" (https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html).
      eventPattern: JSON.stringify({
        source: ["aws.backup"],
        "detail-type": ["Backup Job State Change", "Copy Job State Change", "Restore Job State Change"],
        detail: {
          $or: [
            { state: ENDED_BADLY },
            { status: ENDED_BADLY },
            { state: ["COMPLETED"], statusMessage: [{ exists: true }] },
          ],
        },
      }),
    });
    new CloudwatchEventTarget(this, "failed-told", { rule: failed.name, arn: topicArn });
    const hours = everyHours + BACKUP_HOURS.start + BACKUP_HOURS.completion;
    new CloudwatchMetricAlarm(this, "missing", {
      alarmName: `${name}-backup-missing`,
      alarmDescription: `For ${hours} hours no backup has been completed. First: look at the jobs of AWS Backup; does a server still have the tag of the plan?`,
      namespace: "AWS/Backup",
      metricName: "NumberOfBackupJobsCompleted",
      dimensions: { BackupVaultName: vaultName },
      statistic: "Sum",
      period: 3600,
      evaluationPeriods: hours,
      datapointsToAlarm: hours,
      threshold: 1,
      comparisonOperator: "LessThanThreshold",
      // The metric is not there at all while no job runs.
      treatMissingData: "breaching",
      alarmActions: [topicArn],
      okActions: [topicArn],
    });
  }
}
