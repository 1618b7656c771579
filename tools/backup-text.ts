import pc from "picocolors";
import type { BackupFact, RepositoryFact, SnapshotFact } from "../posture/backup/backup-fact";

/** What stands for the restore of mail, on two lines; that there is nothing, for a stack with a server. */
export function backupLines(backup: BackupFact | null, hasServer: boolean): readonly string[] {
  if (backup === null) {
    return hasServer ? [pc.bold("  Backup"), "    nothing, by way of this stack", ""] : [];
  }
  const { objectives, repositories, snapshots, restoreTests } = backup;
  const tested = Object.values(restoreTests?.last ?? {})
    .filter((day) => day !== null)
    .sort()
    .at(-1);
  const agreed =
    objectives === null
      ? ""
      : `: at most ${objectives.rpoHours} h of mail lost, back within ${objectives.rtoHours} h, ${objectives.retentionDays} days${objectives.granular ? ", one message at a time" : ""}${tested === undefined ? "; never tried" : `; last tried ${tested}`}`;
  return [
    `${pc.bold("  Backup")}${agreed}`,
    `    kept      ${[...repositories.map(inBucket), ...snapshots.map(inVaults)].join("; ")}`,
    "",
  ];
}

function inBucket({ bucket, region, immutableDays, erasable }: RepositoryFact): string {
  const lock =
    erasable.length > 0 ? "can be erased" : `locked${immutableDays === null ? "" : ` ${immutableDays} days`}`;
  return `s3://${bucket}${region === null ? "" : ` in ${region}`}, ${lock}`;
}

function inVaults({ retentionDays, vaults }: SnapshotFact): string {
  const lock = vaults.every((vault) => vault.lock !== "none") ? "locked" : "not all locked";
  return `snapshots in ${vaults.length} ${vaults.length === 1 ? "vault" : "vaults"}, ${lock}${retentionDays === null ? "" : ` ${retentionDays} days`}`;
}
