import type { Rule } from "./rule";

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
