import type { Rule } from "./rule";

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
