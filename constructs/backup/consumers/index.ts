import { ARCSERVE } from "./arcserve";
import type { BackupConsumer } from "./consumer";
import { CREDENTIAL_CHAIN } from "./credential-chain";
import { VEEAM } from "./veeam";

/** Backup products whose needs are known, by the name used in client files. */
export const BACKUP_CONSUMERS = {
  veeam: VEEAM,
  arcserve: ARCSERVE,
  "credential-chain": CREDENTIAL_CHAIN,
} as const satisfies Readonly<Record<string, BackupConsumer>>;

/** A key of {@link BACKUP_CONSUMERS}. */
export type BackupConsumerId = keyof typeof BACKUP_CONSUMERS;
