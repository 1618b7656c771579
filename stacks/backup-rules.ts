import { repositoryProblems } from "../constructs/backup/backup-repository";
import { BACKUP_CONSUMERS } from "../constructs/backup/consumers";
import type { BackupConsumer } from "../constructs/backup/consumers/consumer";
import { snapshotProblems } from "../constructs/backup/snapshot-plan";
import type { ErrorCode } from "../constructs/core/error-codes";
import { backupPlaceOf, immutableDaysOf, keepDaysOf } from "./backup-place";
import type { BackupSection } from "./backup-schema";
import { type AddProblem, overlaps } from "./cidr-lists";
import { awsPlaceOf, type Edge } from "./edge-schema";
import type { YamlPath } from "./yaml-source";

/** Most months between two restores that somebody tries. */
const MOST_MONTHS = 3;
const MINUTES = 60;

/** What is wrong with a client's backup: what cannot work, and what misses the objectives. */
export function backupProblems(backup: BackupSection, edge: Edge | undefined, add: AddProblem): void {
  const note = (path: YamlPath, code: ErrorCode, message: string): void => {
    add(["backup", ...path], code, message);
  };
  const { objectives, repository, snapshots, restoreTests } = backup;
  if (repository === undefined && snapshots === undefined) {
    note([], "BackupWithoutPlan", 'nothing says where backups go; add "repository" (docs/backup.md)');
    return;
  }
  granularProblems(backup, note);
  if (repository !== undefined) {
    overlaps(repository.addresses ?? [], ["backup", "repository", "addresses"], add);
    timeProblems("repository", repository.everyHours, keepDaysOf(backup), objectives, note);
    lockProblems(backup, repository, note);
  }
  if (snapshots !== undefined) {
    timeProblems("snapshots", snapshots.everyHours, snapshots.keepDays, objectives, note);
    if (snapshots.restoreTest === "none") {
      note(
        ["snapshots", "restoreTest"],
        "BackupUntested",
        "no restore of a server would be tried; use monthly or weekly",
      );
    }
  }
  if (restoreTests.everyMonths > MOST_MONTHS) {
    note(
      ["restoreTests", "everyMonths"],
      "BackupUntested",
      `a restore that nobody has tried for ${restoreTests.everyMonths} months is a hope; test at least every ${MOST_MONTHS} months`,
    );
  }
  for (const [index, { minutes, restored }] of restoreTests.done.entries()) {
    if (minutes > objectives.rtoHours * MINUTES) {
      note(
        ["restoreTests", "done", index, "minutes"],
        "BackupTooSlow",
        `the restore of one ${restored} took ${minutes} minutes, and objectives.rtoHours allows ${objectives.rtoHours * MINUTES}; make restores faster, or agree on more`,
      );
    }
  }
  if (edge !== undefined) {
    placeProblems(backup, edge, note);
  }
}

type Note = (path: YamlPath, code: ErrorCode, message: string) => void;

function granularProblems({ objectives, repository }: BackupSection, note: Note): void {
  const product: BackupConsumer | undefined = repository && BACKUP_CONSUMERS[repository.consumer];
  if (!objectives.granular || product?.restoresMessagesWith !== undefined) {
    return;
  }
  note(
    ["objectives"],
    "BackupNotGranular",
    repository === undefined
      ? 'a snapshot brings back whole disks, so restoring one message would lose everyone\'s later mail; add "repository" with a product that restores messages (veeam, arcserve), or agree on "granular: false"'
      : `nobody says that ${JSON.stringify(repository.consumer)} restores single messages; use veeam or arcserve, or agree on "granular: false"`,
  );
}

function timeProblems(
  part: "repository" | "snapshots",
  everyHours: number,
  keepDays: number,
  { rpoHours, retentionDays }: BackupSection["objectives"],
  note: Note,
): void {
  if (everyHours > rpoHours) {
    note(
      [part, "everyHours"],
      "BackupTooSeldom",
      `every ${everyHours} hours is less often than objectives.rpoHours allows (${rpoHours}); what was written in between would be lost`,
    );
  }
  if (keepDays < retentionDays) {
    note(
      [part, "keepDays"],
      "BackupKeptTooShort",
      `kept ${keepDays} days, and objectives.retentionDays asks for ${retentionDays}`,
    );
  }
}

function lockProblems(
  backup: BackupSection,
  { consumer, immutableDays, principal, addresses }: NonNullable<BackupSection["repository"]>,
  note: Note,
): void {
  const keepDays = keepDaysOf(backup);
  if (immutableDays !== undefined && immutableDays > keepDays) {
    note(
      ["repository", "immutableDays"],
      "BackupLockTooLong",
      `locked for ${immutableDays} days and kept for ${keepDays}: what the product no longer needs would still be paid for; lock for ${keepDays} days or fewer`,
    );
  }
  const problems = repositoryProblems({
    name: "",
    account: "",
    region: "",
    consumer,
    immutableDays: immutableDaysOf(backup),
    // Without addresses in the file, the edge's own are used, which a reader of the file does not know.
    site: addresses === undefined ? { vpcEndpointId: "vpce" } : { addresses },
    ...(principal === undefined ? {} : { principal }),
  });
  for (const { code, message, property } of problems) {
    note(
      ["repository", ...(SITES[property ?? ""] ?? (property === undefined ? [] : [property]))],
      code,
      message,
    );
  }
}

/** Keys of the file for what constructs call otherwise. */
const SITES: Readonly<Record<string, YamlPath>> = { principal: ["principal", "kind"], site: ["addresses"] };

function placeProblems(backup: BackupSection, edge: Edge, note: Note): void {
  const { repository, snapshots } = backup;
  const servers = edge.kind === "aws" && edge.onPremises === undefined ? edge : undefined;
  const own = awsPlaceOf(edge);
  if (repository !== undefined) {
    const place = backupPlaceOf(backup, edge);
    if (place === undefined) {
      note(
        backup.account === undefined ? [] : ["repository"],
        "BackupAccountMissing",
        backup.account === undefined
          ? 'the backup goes to AWS, and the client has no account there; add "account", and "repository.region"'
          : 'the client has no Region of its own; add "region"',
      );
    } else if (own !== undefined && place.account !== own.account && backup.role === undefined) {
      note(
        ["account"],
        "BackupRoleMissing",
        `the rest of the client is in account ${own.account}; add "role", a role of account ${place.account} that whoever deploys may take`,
      );
    }
    const regions = [place?.region, repository.copy?.region, snapshots?.copyTo];
    if (
      servers !== undefined &&
      place !== undefined &&
      regions.every((region) => (region ?? servers.region) === servers.region)
    ) {
      note(
        repository.region === undefined ? ["repository"] : ["repository", "region"],
        "BackupOnSite",
        `the servers are in ${servers.region}, and so is every backup; put the repository into another Region, such as ${servers.region === "eu-central-1" ? "eu-west-3" : "eu-central-1"}`,
      );
    }
    if (repository.vpcEndpoint !== undefined && place !== undefined && place.region !== servers?.region) {
      note(
        ["repository", "vpcEndpoint"],
        "BackupEndpointElsewhere",
        servers === undefined
          ? "the servers are in the office, where there is no VPC endpoint; give addresses, or nothing for those of the edge"
          : `an endpoint of ${servers.region} does not lead to a bucket in ${place.region}; give addresses, or a repository in ${servers.region} with a copy elsewhere`,
      );
    }
    if (repository.copy !== undefined && repository.copy.region === place?.region) {
      note(
        ["repository", "copy", "region"],
        "BackupCopyHere",
        `the repository is in ${place.region} already; copy to another Region`,
      );
    }
  }
  if (snapshots === undefined) {
    return;
  }
  if (servers === undefined) {
    note(
      ["snapshots"],
      "BackupSnapshotsElsewhere",
      "AWS Backup makes snapshots of servers on EC2, and these are in the office; remove the section",
    );
    return;
  }
  const { everyHours, keepDays, lock, copyTo, airGapped } = snapshots;
  const problems = snapshotProblems({
    region: servers.region,
    everyHours,
    retentionDays: keepDays,
    lock,
    airGapped,
    ...(copyTo === undefined ? {} : { copyToRegion: copyTo }),
  });
  for (const { code, message, property } of problems) {
    const key = property === "retentionDays" ? "keepDays" : property === "copyToRegion" ? "copyTo" : property;
    note(["snapshots", ...(key === undefined ? [] : [key])], code, message);
  }
  if (repository === undefined && copyTo === undefined) {
    note(
      ["snapshots"],
      "BackupOnSite",
      `the servers are in ${servers.region}, and so is every snapshot; add "copyTo" with another Region`,
    );
  }
}
