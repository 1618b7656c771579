import type { ProductSteps } from "./product-steps";

/** Veeam Backup & Replication, or its agent on the server. */
export const VEEAM_STEPS: ProductSteps = {
  product: "Veeam Backup & Replication",
  settings: ({ everyHours, keepDays, immutableDays, targets }) => [
    [
      "repository",
      `Amazon S3, bucket \`${targets[0]?.bucket}\` in \`${targets[0]?.region}\`; *Make recent backups immutable for* ${immutableDays} days. Change neither versioning nor Object Lock of the bucket afterwards`,
    ],
    ["job, storage", `retention ${keepDays} days; encryption on, its password kept outside the network`],
    [
      "job, guest processing",
      "*Enable application-aware processing*; for the Exchange server *Require successful processing*, so that a backup that Exchange could not mount fails instead of counting",
    ],
    [
      "job, transaction logs",
      "*Process transaction logs with this job*: Exchange truncates its logs after each success. *Perform copy only* where another product truncates them, never both",
    ],
    [
      "job, account",
      "an account for nothing else, local administrator of the server; reached from the backup server only, inside. In a DAG, all members in one job",
    ],
    ["job, schedule", `every ${everyHours} hours; notify on warnings, too`],
    ...targets
      .slice(1)
      .map(
        ({ bucket, region }) =>
          [
            "backup copy job",
            `into a second repository: \`${bucket}\` in \`${region}\`, immutable as long, by its own key. No S3 replication`,
          ] as const,
      ),
    [
      "backup server",
      "not a member of the domain whose mail it keeps, with another administrator's password",
    ],
  ],
  restores: {
    message:
      "*Restore application items*, *Microsoft Exchange mailbox items*; in Veeam Explorer for Microsoft Exchange, search the message, *Restore to* another folder of a test mailbox",
    mailbox: "in the same window, the mailbox, *Export to* a PST file; count its folders and items",
    database:
      "*Restore guest files* of the restore point: database and logs into an empty folder of a disk with room; then into a recovery database (below)",
  },
  sources: [
    "https://helpcenter.veeam.com/docs/vbr/userguide/os_immutability_limitations.html",
    "https://helpcenter.veeam.com/docs/vbr_aws/deployment/permissions.html",
    "https://helpcenter.veeam.com/docs/vbr/explorers_powershell/getting_started.html",
  ],
};
