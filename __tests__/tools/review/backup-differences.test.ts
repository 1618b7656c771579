import type { BackupFact } from "../../../posture/backup/backup-fact";
import { backupChanges, backupWeakenings } from "../../../tools/review/backup-differences";

const BACKUP: BackupFact = {
  objectives: { rpoHours: 24, rtoHours: 8, retentionDays: 30, granular: true },
  repositories: [
    {
      bucket: "mailboxes",
      region: "eu-central-1",
      product: "Veeam Backup & Replication",
      restoresMessagesWith: "Veeam Explorer for Microsoft Exchange",
      everyHours: 24,
      keepDays: 30,
      immutableDays: 30,
      elsewhere: true,
      erasable: [],
      open: [],
      address: "aws_s3_bucket.mailboxes",
    },
  ],
  snapshots: [
    {
      everyHours: 24,
      retentionDays: 35,
      vss: true,
      vaults: [
        { lock: "governance", lockedDays: 35, region: null, elsewhere: false, address: "aws_backup_vault.a" },
      ],
      failedTold: ["aws_cloudwatch_event_rule.failed"],
      missingTold: ["aws_cloudwatch_metric_alarm.missing"],
      restoreTest: "cron(0 6 ? * 1#1 *)",
      address: "aws_backup_plan.servers",
    },
  ],
  policies: [{ mayDestroy: [], notDenied: [], fromAnywhere: false, address: "aws_iam_policy.writer" }],
  restoreTests: { everyMonths: 3, last: { message: "2026-11-04", mailbox: null, database: null } },
  thirdLine: null,
  granular: true,
  immutable: true,
  offSite: true,
  restoreTested: true,
  judgedOn: "2026-11-24",
};

const [REPOSITORY] = BACKUP.repositories;
const [SNAPSHOTS] = BACKUP.snapshots;
const [POLICY] = BACKUP.policies;

const repository = (more: object): BackupFact => ({
  ...BACKUP,
  repositories: [{ ...REPOSITORY, ...more } as never],
});
const snapshots = (more: object): BackupFact => ({
  ...BACKUP,
  snapshots: [{ ...SNAPSHOTS, ...more } as never],
});

test("a change shows the value that differs, and nothing around it", () => {
  expect(backupChanges(BACKUP, repository({ keepDays: 14 }))).toEqual([
    { what: "backup in mailboxes: keep days", before: 30, after: 14 },
  ]);
  expect(backupChanges(BACKUP, { ...BACKUP, judgedOn: "2026-12-24" })).toEqual([]);
});

test.each<readonly [what: string, after: BackupFact | null, reads: string]>([
  ["is gone", null, "the backup is no longer part of the stack"],
  ["has no repository any more", { ...BACKUP, repositories: [] }, "the repository mailboxes is gone"],
  ["runs less often", repository({ everyHours: 48 }), "hours between two backups: from 24 to 48"],
  ["is kept shorter", repository({ keepDays: 14 }), "days that backups are kept: from 30 to 14"],
  ["is locked shorter", repository({ immutableDays: 7 }), "days that nobody can delete them: from 30 to 7"],
  ["can be erased", repository({ erasable: ["Object Lock is off"] }), "Object Lock is off"],
  ["is open", repository({ open: ["public access is not blocked"] }), "public access is not blocked"],
  ["has no snapshots", { ...BACKUP, snapshots: [] }, "no snapshots are made any more"],
  [
    "has rarer snapshots",
    snapshots({ everyHours: null }),
    "hours between two snapshots: from 24 to nobody says how many",
  ],
  ["uses no VSS", snapshots({ vss: false }), "Windows is no longer told to make its disks consistent"],
  ["tells nobody of failures", snapshots({ failedTold: [] }), "nobody is told of jobs that fail"],
  ["tells nobody of silence", snapshots({ missingTold: [] }), "nobody is told when no job runs"],
  [
    "is locked for fewer days",
    snapshots({ vaults: [{ ...SNAPSHOTS?.vaults[0], lockedDays: 7 }] }),
    "days that its lock holds: from 35 to 7",
  ],
  [
    "lets its writer do more",
    { ...BACKUP, policies: [{ ...POLICY, mayDestroy: ["s3:DeleteBucket"], notDenied: [] } as never] },
    "allowed: s3:DeleteBucket",
  ],
  [
    "has another writer, who is not held back",
    {
      ...BACKUP,
      policies: [
        ...BACKUP.policies,
        { ...POLICY, address: "aws_iam_policy.new", notDenied: ["s3:DeleteBucket"] } as never,
      ],
    },
    "not denied: s3:DeleteBucket",
  ],
  [
    "restores no single message",
    { ...BACKUP, granular: false },
    "nothing restores a single message any more",
  ],
  [
    "is written from everywhere",
    { ...BACKUP, policies: [{ ...POLICY, fromAnywhere: true } as never] },
    "of use from everywhere",
  ],
  [
    "is tried less often",
    { ...BACKUP, restoreTests: { everyMonths: 12, last: { message: null, mailbox: null, database: null } } },
    "restores are to be tried less often",
  ],
  [
    "need not restore one message",
    { ...BACKUP, objectives: { rpoHours: 24, rtoHours: 8, retentionDays: 30, granular: false } },
    "one message need no longer be restorable",
  ],
])("a backup that %s is less than it was", (_what, after, reads) => {
  expect(backupWeakenings(BACKUP, after).map(({ what }) => what)).toContain(reads);
});

test("more is not less: a longer retention, another lock, a backup where there was none", () => {
  const more = snapshots({
    retentionDays: null,
    everyHours: 12,
    vaults: [{ ...SNAPSHOTS?.vaults[0], lock: "compliance", lockedDays: 90 }],
  });

  expect(backupWeakenings(BACKUP, more)).toEqual([]);
  expect(backupWeakenings(null, BACKUP)).toEqual([]);
});
