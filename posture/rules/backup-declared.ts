import type { Rule } from "./rule";

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
