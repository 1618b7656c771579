import type { Rule } from "./rule";

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
