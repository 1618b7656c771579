import type { BackupPrincipalChoice } from "../backup-principal";

/** How a backup product signs in to AWS. */
export type PrincipalKind = BackupPrincipalChoice["kind"];

/** What a backup product needs of a bucket, as its vendor documents it. */
export interface BackupConsumer {
  /** Name for people. */
  readonly name: string;
  /** Actions on the bucket itself. */
  readonly bucketActions: readonly string[];
  /** Actions on the objects in it. */
  readonly objectActions: readonly string[];
  /** Actions that AWS lets nobody narrow to one bucket. */
  readonly accountActions: readonly string[];
  /** How it can sign in, the best way first. */
  readonly principals: readonly PrincipalKind[];
  /** Why not the other ways; lower case, no final period. */
  readonly principalReason: string;
  /**
   * Who locks objects: the product, each one as it writes it, or the bucket, every one by a default retention.
   */
  readonly locksBy: "product" | "bucket";
  /** Most days for which a lock can be set. */
  readonly longestLockDays: number;
  /** Program that restores one message; undefined where nobody says that there is one. */
  readonly restoresMessagesWith: string | undefined;
  /** Pages that say it; what none says stands in the product's docstring, and is to be tried before it is relied on. */
  readonly sources: readonly string[];
}
