import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { BackupRepository } from "../../constructs/backup/backup-repository";
import { BACKUP_CONSUMERS, type BackupConsumerId } from "../../constructs/backup/consumers";
import { synthesized } from "../synthesized-stack";
import { pythonTool } from "./python-tool";

/** A bucket as the stack declares it, and whether the product locks what it writes. */
interface DeclaredBucket {
  readonly bucket: unknown;
  readonly region: unknown;
  readonly object_lock: boolean;
  readonly versioning: unknown;
  readonly default_retention: unknown;
  readonly lock_objects: boolean;
}

function declared(consumer: BackupConsumerId): DeclaredBucket {
  const stack = synthesized((scope) => {
    new AwsProvider(scope, "aws", { region: "eu-west-3" });
    new BackupRepository(scope, "repository", {
      name: "clinic",
      consumer,
      account: "123456789012",
      region: "eu-central-1",
      site: { addresses: ["198.51.100.10/32"] },
      immutableDays: 30,
    });
  });
  const { bucket, region, object_lock_enabled } = stack.only("aws_s3_bucket", { object_lock_enabled: true });
  const [lock] = stack.all("aws_s3_bucket_object_lock_configuration") as readonly {
    readonly rule: { readonly default_retention: unknown };
  }[];
  return {
    bucket,
    region,
    object_lock: object_lock_enabled === true,
    versioning: (stack.all("aws_s3_bucket_versioning")[0] as { versioning_configuration: { status: string } })
      .versioning_configuration.status,
    default_retention: lock?.rule.default_retention ?? null,
    lock_objects: BACKUP_CONSUMERS[consumer].locksBy === "product",
  };
}

/** What becomes of a backup in it, tried in moto's S3 (https://docs.getmoto.org/en/latest/docs/services/s3.html). */
function attemptsOn(bucket: DeclaredBucket): Readonly<Record<string, string>> {
  const file = join(mkdtempSync(join(tmpdir(), "object-lock-")), "bucket.json");
  writeFileSync(file, JSON.stringify(bucket));
  const { status, output, errors } = pythonTool("moto").run(
    "python",
    join(__dirname, "object-lock.py"),
    file,
  );
  expect([status, errors]).toEqual([0, ""]);
  return JSON.parse(output) as Record<string, string>;
}

test("what Veeam has locked is not deleted, and not hidden for good", () => {
  expect(attemptsOn(declared("veeam"))).toMatchObject({
    overwrites: "done",
    hides: "done",
    "still reads": "mail",
    deletes: "AccessDenied",
    "deletes and asks to pass the lock": "AccessDenied",
  });
});

test("what Arcserve writes is locked by the bucket", () => {
  // Who may ask to pass a lock in governance mode is a matter of policies, which deny it to everyone.
  expect(attemptsOn(declared("arcserve"))).toMatchObject({
    "still reads": "mail",
    deletes: "AccessDenied",
  });
});

test("without the lock, the same attempts succeed", () => {
  expect(attemptsOn({ ...declared("veeam"), object_lock: false, lock_objects: false })).toMatchObject({
    deletes: "done",
  });
});
