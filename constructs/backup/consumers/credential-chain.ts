import { ARCSERVE } from "./arcserve";
import type { BackupConsumer } from "./consumer";

/**
 * Any product that signs in to AWS the way AWS's own libraries do: with the role of the instance it runs on, or with a
 * program that fetches credentials for a certificate. No key is needed then that lasts longer than an hour
 * (https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html).
 *
 * Which product it is, nobody says here, so it is not taken to restore single messages.
 */
export const CREDENTIAL_CHAIN: BackupConsumer = {
  name: "The backup product",
  bucketActions: ARCSERVE.bucketActions,
  objectActions: ARCSERVE.objectActions,
  accountActions: [],
  principals: ["roles-anywhere", "instance-profile", "user"],
  principalReason: "it signs in as AWS's own libraries do",
  locksBy: "bucket",
  longestLockDays: ARCSERVE.longestLockDays,
  restoresMessagesWith: undefined,
  sources: ["https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html"],
};
