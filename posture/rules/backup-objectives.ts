import type { BackupFact, BackupObjectives } from "../backup/backup-fact";
import type { Breach, Rule } from "./rule";

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
