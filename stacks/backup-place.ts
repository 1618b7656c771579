import type { BackupSection } from "./backup-schema";
import { type AwsPlace, awsPlaceOf, type Edge } from "./edge-schema";

/** Where the repository is; undefined where the file does not say enough. */
export function backupPlaceOf({ account, repository }: BackupSection, edge: Edge): AwsPlace | undefined {
  const own = awsPlaceOf(edge);
  const place = { account: account ?? own?.account, region: repository?.region ?? own?.region };
  return place.account === undefined || place.region === undefined
    ? undefined
    : { account: place.account, region: place.region };
}

/** Is it reached by the provider that the rest of the stack uses? */
export function isOwnAccount({ account }: BackupSection, edge: Edge): boolean {
  const own = awsPlaceOf(edge);
  return own !== undefined && (account === undefined || account === own.account);
}

/** Days for which the product keeps backups. */
export function keepDaysOf({ repository, objectives }: BackupSection): number {
  return repository?.keepDays ?? objectives.retentionDays;
}

/** Days for which nobody can delete them. */
export function immutableDaysOf(backup: BackupSection): number {
  return backup.repository?.immutableDays ?? keepDaysOf(backup);
}
