import type { BackupFact } from "../../posture/backup/backup-fact";
import { overdueTests } from "../../posture/backup/overdue-tests";
import { postureOf } from "../../posture/posture";
import { clinicJson, resources, TODAY, type Tree } from "../clinic";

/** Findings about the backup, each up to its first semicolon. */
const findings = (json: Tree): readonly string[] =>
  postureOf(json, TODAY)
    .findings.filter(({ rule }) => rule.startsWith("backup-"))
    .map(({ rule, severity, message }) => `${severity} ${rule}: ${message.split(";")[0]}`);

const backupOf = (json: Tree): BackupFact => postureOf(json, TODAY).backup as BackupFact;

const stated = (json: Tree): Record<string, unknown> =>
  (json.output as unknown as { backup: { value: Record<string, unknown> } }).backup.value;

/** The bucket that the backups lie in, or what is set on it. */
function ofRepository(json: Tree, type: string): Tree {
  const named = (json.resource as unknown as Record<string, Record<string, Tree>>)[type] ?? {};
  const [found] = Object.entries(named).filter(([name]) => name.startsWith("backup-repository_bucket"));
  return found?.[1] as Tree;
}

function edited(edit: (json: Tree) => unknown): Tree {
  const json = clinicJson();
  edit(json);
  return json;
}

const without =
  (type: string) =>
  (json: Tree): void => {
    delete (json.resource as unknown as Record<string, unknown>)[type];
  };

const rule =
  (values: object) =>
  (json: Tree): void => {
    const [plan] = resources(json, "aws_backup_plan") as unknown as readonly { readonly rule: object[] }[];
    Object.assign(plan?.rule[0] ?? {}, values);
  };

const repository =
  (values: object) =>
  (json: Tree): void => {
    Object.assign((stated(json).repositories as object[])[0] as object, values);
  };

/** Changes statements of the policy of the bucket. */
const bucketPolicy =
  (change: (statement: Record<string, unknown>) => object) =>
  (json: Tree): void => {
    const of = ofRepository(json, "aws_s3_bucket_policy");
    const { Statement } = JSON.parse(String(of.policy)) as { Statement: Record<string, unknown>[] };
    Object.assign(of, {
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: Statement.map((one) => ({ ...one, ...change(one) })),
      }),
    });
  };

/** Changes the statements of the policy of whoever writes the backup. */
const policy =
  (change: (statements: Record<string, unknown>[]) => unknown[]) =>
  (json: Tree): void => {
    const [one] = resources(json, "aws_iam_policy").filter(({ name }) => String(name) === "clinic-backup");
    const { Statement } = JSON.parse(String((one as Tree).policy)) as {
      Statement: Record<string, unknown>[];
    };
    Object.assign(one as Tree, {
      policy: JSON.stringify({ Version: "2012-10-17", Statement: change(Statement) }),
    });
  };

test("the sample clinic's backup is granular, out of reach, elsewhere and tried", () => {
  expect(backupOf(clinicJson())).toMatchObject({
    granular: true,
    immutable: true,
    offSite: true,
    restoreTested: true,
    objectives: { rpoHours: 24, rtoHours: 8, retentionDays: 30, granular: true },
    thirdLine: { queueDays: 60 },
  });
  expect(findings(clinicJson())).toEqual([]);
});

test.each<readonly [does: string, edit: (json: Tree) => unknown, reads: string]>([
  [
    "has Object Lock off",
    (json) => Object.assign(ofRepository(json, "aws_s3_bucket"), { object_lock_enabled: false }),
    "error backup-immutable: Object Lock is off (object_lock_enabled), and can be switched on only with a new bucket or by AWS",
  ],
  [
    "keeps no versions",
    (json) =>
      Object.assign(ofRepository(json, "aws_s3_bucket_versioning"), {
        versioning_configuration: { status: "Suspended" },
      }),
    "error backup-immutable: versioning is not enabled, without which nothing can be locked",
  ],
  [
    "has a lifecycle rule on locked objects",
    (json) =>
      Object.assign((json.resource as Tree).aws_s3_bucket_lifecycle_configuration as Tree, {
        added: { bucket: ofRepository(json, "aws_s3_bucket_versioning").bucket, rule: [] },
      }),
    "error backup-immutable: a lifecycle rule deletes what the product has not released",
  ],
  [
    "has a default retention beside Veeam's locks",
    (json) =>
      Object.assign(json.resource as Tree, {
        aws_s3_bucket_object_lock_configuration: {
          added: {
            bucket: ofRepository(json, "aws_s3_bucket_versioning").bucket,
            rule: { default_retention: { mode: "COMPLIANCE", days: 30 } },
          },
        },
      }),
    "error backup-immutable: the bucket locks by default for 30 days, and the product locks by itself: both together lose backups",
  ],
  [
    "lets locks be shortened for a part of its objects",
    bucketPolicy(({ Sid, Resource }) =>
      Sid === "NobodyShortensALock" ? { Resource: String(Resource).replace("/*", "/archive/*") } : {},
    ),
    "error backup-immutable: its policy does not deny s3:BypassGovernanceRetention to everyone",
  ],
  [
    "is reached from everywhere by one user",
    bucketPolicy(({ Sid, Condition }) =>
      Sid === "ContentFromTheSiteOnly"
        ? {
            Condition: { ...(Condition as object), StringNotEquals: { "aws:username": "somebody" } },
          }
        : {},
    ),
    "error backup-closed: its policy does not refuse s3:DeleteObject, s3:DeleteObjectVersion, s3:GetObject, s3:GetObjectVersion, s3:PutObject from elsewhere than the site",
  ],
  [
    "makes snapshots of no server",
    without("aws_backup_selection"),
    "error backup-objectives: nothing says that backups are made often enough, and at most 24 hours of mail may be lost",
  ],
  [
    "has a vault without lock",
    without("aws_backup_vault_lock_configuration"),
    "error backup-immutable: the vault has no lock, so whoever may delete recovery points deletes them all",
  ],
  [
    "has vaults whose locks end before their recovery points",
    (json) => {
      for (const lock of resources(json, "aws_backup_vault_lock_configuration")) {
        Object.assign(lock, { min_retention_days: 7 });
      }
    },
    "error backup-immutable: the lock holds recovery points for 7 days, and they are kept for 35",
  ],
  [
    "lies beside the server",
    (json) => {
      Object.assign(ofRepository(json, "aws_s3_bucket"), { region: "eu-west-3" });
      rule({ copy_action: [] })(json);
    },
    "error backup-off-site: every backup is in the Region of the server",
  ],
  [
    "is made more rarely than agreed",
    repository({ every_hours: 48 }),
    "error backup-objectives: backups are made every 48 hours, and at most 24 hours of mail may be lost",
  ],
  [
    "makes snapshots more rarely than agreed",
    rule({ schedule: "cron(0 2 ? * SUN *)" }),
    "error backup-objectives: nothing says that backups are made often enough, and at most 24 hours of mail may be lost",
  ],
  [
    "is kept shorter than agreed",
    rule({ lifecycle: { delete_after: 14 } }),
    "error backup-objectives: backups are kept 14 days, and 30 days back were agreed",
  ],
  [
    "restores no single message, as was agreed",
    repository({ restores_messages_with: null }),
    "error backup-objectives: one message was to be restorable, and nothing here restores messages: a snapshot brings back whole disks",
  ],
  [
    "lets its writer delete the bucket",
    policy((statements) => [
      ...statements.filter(({ Sid }) => Sid !== "KeepTheLock"),
      { Effect: "Allow", Action: "s3:DeleteB*", Resource: "*" },
    ]),
    "error backup-least-privilege: it allows what destroys a backup: s3:DeleteBucket, s3:DeleteBucketPolicy",
  ],
  [
    "has a writer whose key works everywhere",
    policy((statements) => statements.filter(({ Sid }) => Sid !== "FromTheSiteOnly")),
    "error backup-least-privilege: a stolen key works from everywhere",
  ],
  [
    "has a writer whose policy nobody can read",
    (json) => {
      const [one] = resources(json, "aws_iam_policy").filter(({ name }) => String(name) === "clinic-backup");
      Object.assign(one as Tree, {
        policy: `\${jsonencode({a = ${ofRepository(json, "aws_s3_bucket_versioning").bucket}})}`,
      });
    },
    "error backup-least-privilege: a stolen key works from everywhere",
  ],
  [
    "is public",
    (json) =>
      Object.assign(ofRepository(json, "aws_s3_bucket_public_access_block"), { block_public_acls: false }),
    "error backup-closed: public access is not blocked (block_public_acls)",
  ],
  [
    "is reached without TLS",
    (json) => {
      const one = ofRepository(json, "aws_s3_bucket_policy");
      Object.assign(one, { policy: String(one.policy).replace("aws:SecureTransport", "aws:Other") });
    },
    "error backup-closed: its policy does not refuse requests without TLS",
  ],
  [
    "is not logged",
    without("aws_s3_bucket_logging"),
    "error backup-closed: nothing writes down who reads and deletes there (access log into another bucket)",
  ],
  [
    "has no restore on record",
    (json) => Object.assign(stated(json), { restore_tests: { every_months: 3, done: [] } }),
    "warning backup-tested: no restore of one message, one mailbox, one database is on record within the last 3 months",
  ],
  [
    "restores no server for a test",
    without("aws_backup_restore_testing_selection"),
    "warning backup-tested: nothing restores a server from these snapshots to see that it works",
  ],
  [
    "tells nobody that it fails",
    (json) => {
      const targets = (json.resource as unknown as Record<string, Record<string, unknown>>)
        .aws_cloudwatch_event_target as Record<string, unknown>;
      for (const name of Object.keys(targets).filter((each) => each.startsWith("backup-"))) {
        delete targets[name];
      }
    },
    "warning backup-watched: nobody is told of jobs that fail",
  ],
  [
    "tells nobody that it has stopped",
    (json) => {
      const [alarm] = resources(json, "aws_cloudwatch_metric_alarm").filter(
        ({ metric_name }) => String(metric_name) === "NumberOfBackupJobsCompleted",
      );
      Object.assign(alarm as Tree, { treat_missing_data: "notBreaching" });
    },
    "warning backup-watched: nobody is told when no job runs",
  ],
  [
    "copies disks while Exchange writes to them",
    (json) =>
      delete (resources(json, "aws_backup_plan")[0] as unknown as Record<string, unknown>)
        .advanced_backup_setting,
    "warning backup-watched: disks are copied while Exchange writes to them",
  ],
])("a backup that %s is found", (_does, edit, reads) => {
  expect(findings(edited(edit))).toContain(reads);
});

describe("a stack without a backup", () => {
  const bare = (more: object): Tree => ({ resource: {}, output: more }) as unknown as Tree;

  test("is told of it where it has an Exchange server, and may answer for it", () => {
    const server = { exchange_version: { value: "SE" } };
    expect(findings(bare(server))).toEqual(["warning backup-declared: nothing backs the mailboxes up"]);
    const acknowledged = postureOf(
      bare({
        ...server,
        acknowledgements: {
          value: [
            {
              rule: "backup-declared",
              reason: "The client's own tapes, tried by its own people.",
              owner: "A. Martin, MSP",
              until: "2027-06-30",
            },
          ],
        },
      }),
      TODAY,
    );
    expect(acknowledged.findings.filter(({ rule }) => rule.startsWith("backup-"))).toEqual([]);
  });

  test("is none of this one's where it has no server", () => {
    expect(findings(bare({}))).toEqual([]);
  });
});

test("a bucket that the client owns is taken on trust, which somebody has to answer for", () => {
  const json = edited((stack) => {
    repository({ bucket: "mailboxes-of-the-clinic" })(stack);
    for (const type of Object.keys(stack.resource as Tree).filter((each) =>
      each.startsWith("aws_s3_bucket"),
    )) {
      delete (stack.resource as unknown as Record<string, unknown>)[type];
    }
  });

  expect(backupOf(json).immutable).toBe(false);
  expect(findings(json)).toEqual([
    "warning backup-immutable: the bucket is no part of the stack, so nothing shows that its objects are locked",
    "warning backup-closed: the bucket is no part of the stack, so nothing shows who reaches it",
  ]);
});

test("an access key that Terraform makes for the backup's user is a secret in the state", () => {
  const json = edited((stack) =>
    Object.assign(stack.resource as Tree, { aws_iam_access_key: { backup: { user: "clinic-backup" } } }),
  );

  expect(postureOf(json, TODAY).findings.map(({ rule }) => rule)).toContain("no-secret-in-state");
});

test("snapshots alone restore no message", () => {
  const json = edited((stack) => Object.assign(stated(stack), { repositories: [] }));
  delete (json.resource as unknown as Record<string, unknown>).aws_s3_bucket;

  expect(backupOf(json)).toMatchObject({ granular: false, repositories: [] });
});

test.each([
  ["2026-11-24", []],
  ["2027-03-24", ["message"]],
] as const)(
  "on %s, what has not been restored for three months and a fortnight is overdue",
  (today, overdue) => {
    const tests = {
      everyMonths: 3,
      last: { message: "2026-11-04", mailbox: "2027-01-10", database: "2027-01-10" },
    };

    expect(overdueTests(tests, today)).toEqual(overdue);
    expect(overdueTests(null, today)).toHaveLength(3);
  },
);
