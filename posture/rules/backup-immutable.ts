import type { Rule } from "./rule";

/** Who encrypts a company's data begins with its backup. */
export const BACKUP_IMMUTABLE: Rule = {
  id: "backup-immutable",
  what: "Nobody can delete a backup before its day: repositories have Object Lock, versions and no rule that deletes, vaults have a lock that lasts as long as their recovery points.",
  why: "An intruder deletes the backup before he encrypts the mailboxes; what cannot be deleted is what remains.",
  reference:
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html; https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html; https://helpcenter.veeam.com/docs/vbr/userguide/os_immutability_limitations.html",
  severity: "error",
  check: ({ backup }) => [
    ...(backup?.repositories ?? []).flatMap(({ address, erasable, keepDays, immutableDays }) => [
      ...erasable.map((message) => ({
        address,
        message,
        // What the stack does not make, it cannot show; somebody who looked may answer for it.
        ...(address.startsWith("output.") ? { severity: "warning" as const } : {}),
      })),
      ...(keepDays !== null && immutableDays !== null && immutableDays > keepDays
        ? [
            {
              address,
              message: `locked for ${immutableDays} days and kept for ${keepDays}: what the product has released would still be paid for`,
              severity: "warning" as const,
            },
          ]
        : []),
    ]),
    ...(backup?.snapshots ?? []).flatMap(({ vaults, retentionDays }) =>
      vaults.flatMap(({ address, lock, lockedDays }) =>
        lock === "none"
          ? [
              {
                address,
                message: "the vault has no lock, so whoever may delete recovery points deletes them all",
              },
            ]
          : lock === "governance" && (lockedDays ?? 0) < (retentionDays ?? 0)
            ? [
                {
                  address,
                  message: `the lock holds recovery points for ${lockedDays} days, and they are kept for ${retentionDays}; min_retention_days must be as many`,
                },
              ]
            : [],
      ),
    ),
  ],
};
