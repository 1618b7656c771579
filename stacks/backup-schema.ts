import { z } from "zod";
import { BACKUP_CONSUMERS, type BackupConsumerId } from "../constructs/backup/consumers";
import { RESTORE_TEST_SCHEDULES, type RestoreTestSchedule } from "../constructs/backup/restore-test";
import { SNAPSHOT_DEFAULTS, SNAPSHOT_HOURS } from "../constructs/backup/snapshot-plan";
import { awsAccount, awsRegion, cidr, day } from "./schema-types";

const consumers = Object.keys(BACKUP_CONSUMERS) as [BackupConsumerId, ...BackupConsumerId[]];
const schedules = Object.keys(RESTORE_TEST_SCHEDULES) as [RestoreTestSchedule, ...RestoreTestSchedule[]];

/** What is restored for a test, each in its own way. */
const RESTORED = ["message", "mailbox", "database"] as const;

/** Most days for which anything is kept: a century. */
const LONGEST_DAYS = 36_500;

const objectives = z.strictObject({
  rpoHours: z
    .int()
    .min(1)
    .max(168)
    .default(24)
    .describe("Hours of mail that may be lost at most: the time between two backups."),
  rtoHours: z
    .int()
    .min(1)
    .max(720)
    .default(24)
    .describe("Hours after which mail works again at the latest, when everything is lost."),
  retentionDays: z.int().min(7).max(LONGEST_DAYS).default(30).describe("Days back that can be restored."),
  granular: z.boolean().default(true).describe("One message can be restored without the mail around it."),
});

const principal = z
  .discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("user").describe("A user whose access key is made by hand, outside Terraform."),
    }),
    z.strictObject({
      kind: z.literal("instance-profile").describe("The role of a backup server on EC2."),
    }),
    z.strictObject({
      kind: z.literal("roles-anywhere").describe("A role for whoever holds a certificate; no key."),
      certificateAuthority: z
        .string()
        .regex(
          /^-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*$/,
          "a certificate in PEM, beginning with -----BEGIN CERTIFICATE-----",
        )
        .describe("Certificate of the client's own authority, in PEM; it is public."),
      commonName: z.string().min(1).max(64).describe("Common name in the backup server's certificate."),
    }),
  ])
  .optional()
  .describe("How the product signs in to AWS, as far as it can. Default: user.");

const repository = z.strictObject({
  consumer: z.enum(consumers).describe("The backup product; docs/backup.md says what each needs."),
  region: awsRegion
    .optional()
    .describe(
      "Region of the bucket; another one than the server's where that is on EC2. Default: the client's Region.",
    ),
  everyHours: z
    .int()
    .min(1)
    .max(168)
    .default(24)
    .describe("Hours between two runs of the product's job; its own schedule has to say the same."),
  keepDays: z
    .int()
    .min(7)
    .max(LONGEST_DAYS)
    .optional()
    .describe("Retention of the product's job in days. Default: objectives.retentionDays."),
  immutableDays: z
    .int()
    .min(1)
    .max(LONGEST_DAYS)
    .optional()
    .describe("Days for which nobody can delete a backup. Default: as long as it is kept."),
  writer: z
    .enum(["backup-server", "server"])
    .default("backup-server")
    .describe(
      "Which machine writes to the bucket: a backup server beside it, or an agent on the Exchange server, to which the edge then opens the bucket.",
    ),
  addresses: z
    .array(cidr)
    .min(1)
    .optional()
    .describe(
      "Public addresses of the site, from which alone the bucket is reached. Default: the edge's own.",
    ),
  vpcEndpoint: z
    .string()
    .regex(/^vpce-[0-9a-f]{8,17}$/, "the id of a VPC endpoint, such as vpce-0a1b2c3d4e5f60718")
    .optional()
    .describe("VPC endpoint for S3 through which the writer on EC2 comes, instead of the addresses."),
  principal,
  bucket: z
    .strictObject({
      name: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "the name of an S3 bucket"),
      keyArn: z
        .string()
        .regex(/^arn:aws[\w-]*:kms:[a-z0-9-]+:\d{12}:key\/.+$/, "the ARN of a KMS key")
        .optional()
        .describe("Key that encrypts it. Default: S3's own."),
    })
    .optional()
    .describe("A bucket that the client owns already, with Object Lock. Default: the stack makes it."),
  copy: z
    .strictObject({ region: awsRegion.describe("Another Region than that of the repository.") })
    .optional()
    .describe("A second repository, into which the product's own backup copy job writes. Default: none."),
});

const lock = z
  .discriminatedUnion("mode", [
    z.strictObject({
      mode: z.literal("governance").describe("An administrator can take it away; nobody else."),
    }),
    z.strictObject({
      mode: z.literal("compliance").describe("Nobody can take it away, AWS included."),
      graceDays: z.int().min(3).max(36_500).default(14).describe("Days in which it can still be taken back."),
      acknowledgeIrreversible: z
        .boolean()
        .default(false)
        .describe("true: somebody has agreed with the client that it cannot be undone."),
    }),
  ])
  .prefault({ mode: "governance" })
  .describe("How firmly the vaults hold snapshots.");

const snapshots = z.strictObject({
  everyHours: z
    .int()
    .default(SNAPSHOT_DEFAULTS.everyHours)
    .describe(`Hours between two snapshots: ${SNAPSHOT_HOURS.join(", ")}.`),
  keepDays: z
    .int()
    .min(1)
    .max(LONGEST_DAYS)
    .default(SNAPSHOT_DEFAULTS.retentionDays)
    .describe("Days for which each is kept; nobody deletes it earlier."),
  lock,
  copyTo: awsRegion.optional().describe("Region to which each is copied. Default: none."),
  airGapped: z
    .boolean()
    .default(false)
    .describe(
      "Also copy them into a vault outside the client's account; what is in it stays to its last day.",
    ),
  restoreTest: z
    .enum([...schedules, "none"])
    .default(SNAPSHOT_DEFAULTS.restoreTest)
    .describe("How often AWS Backup restores a server by itself, into a network without a way out."),
});

/** `backup` of a client file. */
export const backup = z.strictObject({
  account: awsAccount
    .optional()
    .describe(
      "AWS account of the repository; best another one than the server's. Default: the client's own.",
    ),
  role: z
    .string()
    .regex(/^[\w+=,.@-]{1,64}$/, "the name of a role")
    .optional()
    .describe("Role in that account which whoever deploys takes, where it is not the client's own account."),
  objectives: objectives
    .prefault({})
    .describe("What was agreed with the client; synth refuses a plan that misses it."),
  repository: repository
    .optional()
    .describe(
      "Where the product's backups of the mailboxes go. Default: none, and no message can be restored.",
    ),
  snapshots: snapshots
    .optional()
    .describe(
      "Snapshots of servers on EC2 by AWS Backup, beside the backup of the mailboxes. Default: none.",
    ),
  restoreTests: z
    .strictObject({
      everyMonths: z.int().min(1).max(12).default(3).describe("Months between two tests, 3 at most."),
      done: z
        .array(
          z.strictObject({
            day: day.describe("Day of the test."),
            restored: z.enum(RESTORED).describe("What was restored."),
            minutes: z.int().min(1).max(43_200).describe("Minutes until it was back."),
          }),
        )
        .default([])
        .describe("Tests that somebody has made; the runbook says how."),
    })
    .prefault({})
    .describe("Restores that somebody tries by hand: one message, one mailbox, one database."),
});

/** The backup of a client, defaults filled in. */
export type BackupSection = z.output<typeof backup>;
