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

/** Fire and water are no respecters of a locked bucket beside the server. */
export const BACKUP_OFF_SITE: Rule = {
  id: "backup-off-site",
  what: "A backup is kept in another place than the server: in another Region for a server on AWS, on AWS for one in the office.",
  why: "What destroys a site destroys everything in it.",
  reference: "https://docs.aws.amazon.com/aws-backup/latest/devguide/cross-region-backup.html",
  severity: "error",
  check: ({ backup }) =>
    backup === null || backup.offSite
      ? []
      : [
          {
            address: backup.repositories[0]?.address ?? backup.snapshots[0]?.address ?? "output.backup",
            message:
              "every backup is in the Region of the server; put the repository into another one, or copy snapshots there",
          },
        ],
};

/** The backup server is the first thing an intruder looks for. */
export const BACKUP_LEAST_PRIVILEGE: Rule = {
  id: "backup-least-privilege",
  what: "Whoever writes to a repository is denied by name what would destroy it, and is let in from the site only.",
  why: "Its key lies on a server in the client's network, which is where intruders are.",
  reference:
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html; https://helpcenter.veeam.com/docs/vbr_aws/deployment/permissions.html",
  severity: "error",
  check: ({ backup }) =>
    (backup?.policies ?? []).flatMap(({ address, mayDestroy, notDenied, fromAnywhere }) => [
      ...(mayDestroy.length > 0
        ? [{ address, message: `it allows what destroys a backup: ${mayDestroy.join(", ")}` }]
        : notDenied.length > 0
          ? [
              {
                address,
                message: `another policy could give what destroys a backup, because this one does not deny it: ${notDenied.join(", ")}`,
              },
            ]
          : []),
      ...(fromAnywhere
        ? [
            {
              address,
              message:
                "a stolen key works from everywhere; deny requests that come neither from the site's addresses nor through its VPC endpoint",
            },
          ]
        : []),
    ]),
};

/** All mail of a company lies in its backup. */
export const BACKUP_CLOSED: Rule = {
  id: "backup-closed",
  what: "A repository is never public, is reached over TLS and from the site only, and what is read there is written down elsewhere.",
  why: "A copy of all mail is worth as much to a thief as the server itself.",
  reference: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html",
  severity: "error",
  check: ({ backup }) =>
    (backup?.repositories ?? []).flatMap(({ address, open }) =>
      open.map((message) => ({
        address,
        message,
        ...(address.startsWith("output.") ? { severity: "warning" as const } : {}),
      })),
    ),
};
