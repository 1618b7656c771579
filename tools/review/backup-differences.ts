import type { BackupFact, RepositoryFact, SnapshotFact } from "../../posture/backup/backup-fact";
import type { Json } from "../../posture/terraform-json";
import { type Change, valueChanges } from "./fact-differences";

/** How the backup differs, each part by itself. */
export function backupChanges(
  before: BackupFact | null | undefined,
  after: BackupFact | null | undefined,
): readonly Change[] {
  return valueChanges(partsOf(before ?? null), partsOf(after ?? null));
}

/** Every value of a backup by what it is about, so that a change shows the value alone. */
function partsOf(backup: BackupFact | null): ReadonlyMap<string, Json> {
  if (backup === null) {
    return new Map();
  }
  const { objectives, repositories, snapshots, policies, restoreTests, thirdLine } = backup;
  return new Map<string, Json>([
    ...values("backup, agreed", objectives),
    ...repositories.flatMap(({ address: _, elsewhere: __, ...one }) =>
      values(`backup in ${one.bucket}`, one),
    ),
    ...snapshots.flatMap(({ address, vaults, ...one }) =>
      values(`snapshots by ${address}`, {
        ...one,
        vaults: vaults.map((vault) => `${vault.address}, ${vault.lock}, ${vault.lockedDays ?? 0} days`),
      }),
    ),
    ...policies.flatMap(({ address, ...one }) => values(`policy ${address}`, one)),
    ...values(
      "restores",
      restoreTests === null ? null : { ...restoreTests.last, everyMonths: restoreTests.everyMonths },
    ),
    ...values("backup, third line", thirdLine),
  ]);
}

function values(about: string, of: object | null): readonly (readonly [string, Json])[] {
  return Object.entries(of ?? {}).map(([name, value]) => [
    `${about}: ${name.replace(/[A-Z]/g, (letter: string) => ` ${letter.toLowerCase()}`)}`,
    value as Json,
  ]);
}

/** A part of a backup that is less than it was. */
interface Weakening {
  readonly at: string;
  readonly what: string;
}

/** What of a backup is less than it was: promised, kept, locked, copied, tried or watched. */
export function backupWeakenings(before: BackupFact | null, after: BackupFact | null): readonly Weakening[] {
  if (before === null) {
    return [];
  }
  if (after === null) {
    return [{ at: "output.backup", what: "the backup is no longer part of the stack" }];
  }
  return [
    ...promises(before, after),
    ...(before.granular && !after.granular
      ? [{ at: "output.backup", what: "nothing restores a single message any more" }]
      : []),
    ...before.repositories.flatMap((was) => repositoryLosses(was, after)),
    ...before.snapshots.flatMap((was) => snapshotLosses(was, after)),
    ...policyLosses(before, after),
    ...((after.restoreTests?.everyMonths ?? Number.POSITIVE_INFINITY) >
    (before.restoreTests?.everyMonths ?? Number.POSITIVE_INFINITY)
      ? [{ at: "output.backup", what: "restores are to be tried less often" }]
      : []),
  ];
}

function promises({ objectives: was }: BackupFact, { objectives: is }: BackupFact): readonly Weakening[] {
  const at = "output.backup";
  if (was === null) {
    return [];
  }
  if (is === null) {
    return [{ at, what: "what was agreed about restoring mail is no longer stated" }];
  }
  return [
    ...more(at, "hours of mail that may be lost", was.rpoHours, is.rpoHours),
    ...more(at, "hours until mail works again", was.rtoHours, is.rtoHours),
    ...fewer(at, "days back that can be restored", was.retentionDays, is.retentionDays),
    ...(was.granular && !is.granular ? [{ at, what: "one message need no longer be restorable" }] : []),
  ];
}

function repositoryLosses(was: RepositoryFact, { repositories }: BackupFact): readonly Weakening[] {
  const at = was.address;
  const is = repositories.find(({ bucket }) => bucket === was.bucket);
  return is === undefined
    ? [{ at, what: `the repository ${was.bucket} is gone` }]
    : [
        ...more(at, "hours between two backups", was.everyHours, is.everyHours),
        ...fewer(at, "days that backups are kept", was.keepDays, is.keepDays),
        ...fewer(at, "days that nobody can delete them", was.immutableDays, is.immutableDays),
        ...added(at, was.erasable, is.erasable),
        ...added(at, was.open, is.open),
      ];
}

function snapshotLosses(was: SnapshotFact, { snapshots }: BackupFact): readonly Weakening[] {
  const at = was.address;
  const is = snapshots.find(({ address }) => address === at);
  if (is === undefined) {
    return [{ at, what: "no snapshots are made any more" }];
  }
  return [
    ...more(at, "hours between two snapshots", was.everyHours, is.everyHours),
    ...fewer(at, "days that snapshots are kept", was.retentionDays, is.retentionDays),
    ...(was.vss && !is.vss ? [{ at, what: "Windows is no longer told to make its disks consistent" }] : []),
    ...(was.restoreTest !== null && is.restoreTest === null
      ? [{ at, what: "no restore of a server is tried any more" }]
      : []),
    ...(was.failedTold.length > is.failedTold.length
      ? [{ at, what: "nobody is told of jobs that fail" }]
      : []),
    ...(was.missingTold.length > is.missingTold.length
      ? [{ at, what: "nobody is told when no job runs" }]
      : []),
    ...was.vaults.flatMap((vault) => {
      const now = is.vaults.find(({ address }) => address === vault.address);
      return now === undefined
        ? [{ at: vault.address, what: "no snapshot goes into this vault any more" }]
        : [
            ...(LOCKS.indexOf(now.lock) < LOCKS.indexOf(vault.lock)
              ? [{ at: vault.address, what: `its lock goes from ${vault.lock} to ${now.lock}` }]
              : []),
            ...fewer(vault.address, "days that its lock holds", vault.lockedDays, now.lockedDays),
          ];
    }),
  ];
}

/** Vault locks, weakest first. */
const LOCKS = ["none", "governance", "compliance"];

function policyLosses(before: BackupFact, after: BackupFact): readonly Weakening[] {
  return after.policies.flatMap(({ address: at, notDenied, mayDestroy, fromAnywhere }) => {
    const was = before.policies.find(({ address }) => address === at);
    return [
      ...added(
        at,
        was?.notDenied ?? [],
        notDenied,
        was === undefined ? "not denied: " : "no longer denied: ",
      ),
      ...added(at, was?.mayDestroy ?? [], mayDestroy, "allowed: "),
      ...(fromAnywhere && was?.fromAnywhere !== true ? [{ at, what: "of use from everywhere" }] : []),
    ];
  });
}

function more(at: string, what: string, was: number | null, is: number | null): readonly Weakening[] {
  return was !== null && (is === null || is > was)
    ? [{ at, what: `${what}: from ${was} to ${is ?? "nobody says how many"}` }]
    : [];
}

/** For ever is more than any number of days. */
function fewer(at: string, what: string, was: number | null, is: number | null): readonly Weakening[] {
  return is !== null && is < (was ?? Number.POSITIVE_INFINITY)
    ? [{ at, what: `${what}: from ${was ?? "no end"} to ${is}` }]
    : [];
}

function added(at: string, was: readonly string[], is: readonly string[], what = ""): readonly Weakening[] {
  return is.filter((each) => !was.includes(each)).map((each) => ({ at, what: `${what}${each}` }));
}
