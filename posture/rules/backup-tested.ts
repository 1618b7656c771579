import { overdueTests } from "../backup/overdue-tests";
import type { Rule } from "./rule";

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
