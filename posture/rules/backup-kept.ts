import type { BackupFact, BackupObjectives } from "../backup/backup-fact";
import { overdueTests } from "../backup/overdue-tests";
import type { Breach, Rule } from "./rule";

/** A company without a backup finds out on its worst day. */
export const BACKUP_DECLARED: Rule = {
  id: "backup-declared",
  what: "A stack with an Exchange server has a backup of the mailboxes, or somebody answers for one that is made elsewhere.",
  why: "Ransomware, a failed update or a deleted mailbox is then the end of the mail.",
  reference: "advice sheet, row 11",
  severity: "warning",
  check: ({ exchangeVersion, backup }) =>
    exchangeVersion === null || backup !== null
      ? []
      : [
          {
            address: "output.exchange_version",
            message:
              "nothing backs the mailboxes up; add the section backup (docs/backup.md), or say who makes the backup and how it is tested in an acknowledgement",
          },
        ],
};

/** What was agreed must be what is done. */
export const BACKUP_OBJECTIVES: Rule = {
  id: "backup-objectives",
  what: "Backups are made as often, kept as long and restorable as finely as was agreed with the client.",
  why: "An objective that the plan cannot meet is a promise that is broken on the day it counts.",
  reference:
    "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/plan-for-disaster-recovery-dr.html",
  severity: "error",
  check: ({ backup }) =>
    backup === null || backup.objectives === null
      ? []
      : [...missedBy(backup, backup.objectives), ...notGranular(backup, backup.objectives)],
};

function missedBy({ repositories, snapshots }: BackupFact, objectives: BackupObjectives): readonly Breach[] {
  const { rpoHours, retentionDays } = objectives;
  const plans = [
    ...repositories.map(({ address, everyHours, keepDays }) => ({ address, everyHours, keepDays })),
    ...snapshots.map(({ address, everyHours, retentionDays: keepDays }) => ({
      address,
      everyHours,
      keepDays: keepDays ?? Number.POSITIVE_INFINITY,
    })),
  ];
  return plans.flatMap(({ address, everyHours, keepDays }) => [
    ...(everyHours === null || everyHours > rpoHours
      ? [
          {
            address,
            message: `${everyHours === null ? "nothing says that backups are made often enough" : `backups are made every ${everyHours} hours`}, and at most ${rpoHours} hours of mail may be lost`,
          },
        ]
      : []),
    ...(keepDays === null || keepDays < retentionDays
      ? [
          {
            address,
            message: `${keepDays === null ? "nothing says how long backups are kept" : `backups are kept ${keepDays} days`}, and ${retentionDays} days back were agreed`,
          },
        ]
      : []),
  ]);
}

function notGranular({ granular, snapshots }: BackupFact, objectives: BackupObjectives): readonly Breach[] {
  return !objectives.granular || granular
    ? []
    : [
        {
          address: snapshots[0]?.address ?? "output.backup",
          message:
            "one message was to be restorable, and nothing here restores messages: a snapshot brings back whole disks; add a repository for a product that does",
        },
      ];
}

/** A backup is worth what was restored from it. */
export const BACKUP_TESTED: Rule = {
  id: "backup-tested",
  what: "Restores are tried: of one message, one mailbox and one database by hand every three months, of a server by AWS Backup itself.",
  why: "Half of what is wrong with a backup shows when somebody restores it: a job without logs, a password that nobody knows, hours where minutes were promised.",
  reference:
    "https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html; advice sheet, row 11",
  severity: "warning",
  check: ({ backup }) => {
    if (backup === null) {
      return [];
    }
    const overdue =
      backup.repositories.length === 0 ? [] : overdueTests(backup.restoreTests, backup.judgedOn);
    return [
      ...(overdue.length === 0
        ? []
        : [
            {
              address: "output.backup",
              message: `no restore of one ${overdue.join(", one ")} is on record within the last ${backup.restoreTests?.everyMonths ?? 3} months; make it as the runbook says, and write the day into backup.restoreTests`,
            },
          ]),
      ...backup.snapshots
        .filter(({ restoreTest }) => restoreTest === null)
        .map(({ address }) => ({
          address,
          message:
            "nothing restores a server from these snapshots to see that it works; add a restore testing plan with a selection",
        })),
    ];
  },
};

/** A backup that has stopped says nothing. */
export const BACKUP_WATCHED: Rule = {
  id: "backup-watched",
  what: "Somebody is told when a snapshot fails, and when none is made at all; Windows servers are made consistent first.",
  why: "Backups stop quietly, after a tag is lost or a server is exchanged, and nobody notices until one is needed.",
  reference: "https://docs.aws.amazon.com/aws-backup/latest/devguide/monitoring.html",
  severity: "warning",
  check: ({ backup }) =>
    (backup?.snapshots ?? []).flatMap(({ address, failedTold, missingTold, vss }) => [
      ...(failedTold.length > 0
        ? []
        : [{ address, message: "nobody is told of jobs that fail; send their events to a topic" }]),
      ...(missingTold.length > 0
        ? []
        : [
            {
              address,
              message:
                "nobody is told when no job runs; add an alarm on completed jobs that takes missing data for a breach",
            },
          ]),
      ...(vss
        ? []
        : [
            {
              address,
              message:
                "disks are copied while Exchange writes to them; switch WindowsVSS on, or its databases may not mount again",
            },
          ]),
    ]),
};
