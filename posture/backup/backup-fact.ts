/** What was agreed with the client about restoring mail. */
export interface BackupObjectives {
  /** Hours of mail that may be lost at most. */
  readonly rpoHours: number;
  /** Hours after which mail works again. */
  readonly rtoHours: number;
  /** Days back that can be restored. */
  readonly retentionDays: number;
  /** Can one message be restored without the mail around it? */
  readonly granular: boolean;
}

/** A bucket that a backup product writes to. */
export interface RepositoryFact {
  /** Name of the bucket. */
  readonly bucket: string;
  readonly region: string | null;
  /** Name of the product, as the stack states it. */
  readonly product: string | null;
  /** Program that restores one message; null where none is stated. */
  readonly restoresMessagesWith: string | null;
  /** Hours between two runs of the product's job, as the stack states them. */
  readonly everyHours: number | null;
  /** Days for which the product keeps a backup, as the stack states them. */
  readonly keepDays: number | null;
  /** Days for which nobody can delete one, as the stack states them. */
  readonly immutableDays: number | null;
  /** Is it somewhere else than the server? */
  readonly elsewhere: boolean;
  /** Why somebody could delete backups, or the product lose them; empty where nobody can. Lower case, no final period. */
  readonly erasable: readonly string[];
  /** Why somebody could read or write there from elsewhere; empty where nobody can. */
  readonly open: readonly string[];
  /** Address of the bucket; of the output where it is no part of the stack. */
  readonly address: string;
}

/** A plan of AWS Backup. */
export interface SnapshotFact {
  /** Hours between two snapshots; null where the schedule is another than every so many hours, or no server is chosen. */
  readonly everyHours: number | null;
  /** Days for which each is kept; null where it is kept for ever. */
  readonly retentionDays: number | null;
  /** Are Windows servers told to make their data consistent? */
  readonly vss: boolean;
  /** The vault, and those to which each snapshot is copied. */
  readonly vaults: readonly VaultFact[];
  /** Addresses of what tells somebody: of jobs that failed, and of jobs that did not run. */
  readonly failedTold: readonly string[];
  readonly missingTold: readonly string[];
  /** Schedule of a restore that AWS tries by itself; null where there is none. */
  readonly restoreTest: string | null;
  /** Address of the plan. */
  readonly address: string;
}

/** A vault of AWS Backup. */
export interface VaultFact {
  readonly lock: "none" | "governance" | "compliance";
  /** Fewest days for which the lock holds a recovery point; null where there is no lock. */
  readonly lockedDays: number | null;
  readonly region: string | null;
  readonly elsewhere: boolean;
  /** Address of the vault. */
  readonly address: string;
}

/** A policy of whoever writes to a repository. */
export interface BackupPolicyFact {
  /** Ways to destroy a backup that it gives. */
  readonly mayDestroy: readonly string[];
  /** Ways to destroy one that another policy could give, because this one does not deny them. */
  readonly notDenied: readonly string[];
  /** Is it of use from everywhere? */
  readonly fromAnywhere: boolean;
  /** Address of the policy. */
  readonly address: string;
}

/** Restores that somebody tried by hand, as the stack states them. */
export interface RestoreTestsFact {
  /** Months between two tests. */
  readonly everyMonths: number;
  /** Day of the last test of each kind, `YYYY-MM-DD`; null where there was none. */
  readonly last: {
    readonly message: string | null;
    readonly mailbox: string | null;
    readonly database: string | null;
  };
}

/** What the relay still has of incoming mail, when server and backup are lost. */
export interface ThirdLineFact {
  readonly relay: string;
  /** Days that mail waits there; null where none are stated. */
  readonly queueDays: number | null;
  /** How long it keeps copies of what it delivered; null where it keeps none. */
  readonly archive: string | null;
}

/** The backup of a stack. */
export interface BackupFact {
  /** Null where the stack states none. */
  readonly objectives: BackupObjectives | null;
  readonly repositories: readonly RepositoryFact[];
  readonly snapshots: readonly SnapshotFact[];
  readonly policies: readonly BackupPolicyFact[];
  readonly restoreTests: RestoreTestsFact | null;
  readonly thirdLine: ThirdLineFact | null;
  /** Can one message come back alone? */
  readonly granular: boolean;
  /** Can nobody change or delete it before its time? */
  readonly immutable: boolean;
  /** Is it kept in another place than the server? */
  readonly offSite: boolean;
  /** Is a restore tried regularly, and was the last one not too long ago? */
  readonly restoreTested: boolean;
  /** Day against which restore tests were held, `YYYY-MM-DD`. */
  readonly judgedOn: string;
}
