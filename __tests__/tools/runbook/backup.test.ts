import { BACKUP_CONSUMERS } from "../../../constructs/backup/consumers";
import { TerraformJson } from "../../../posture/terraform-json";
import { type BackupPlanFacts, backupPlanFacts } from "../../../tools/runbook/backup/backup-plan";
import { backupPage } from "../../../tools/runbook/backup/page";
import { productSteps } from "../../../tools/runbook/backup/product-steps";

const REPOSITORY = {
  bucket: "clinic-backup-123456789012",
  region: "eu-central-1",
  product: "Veeam Backup & Replication",
  restores_messages_with: "Veeam Explorer for Microsoft Exchange",
  every_hours: 12,
  keep_days: 40,
  immutable_days: 30,
  signs_in_as: { user: "clinic-backup" },
};

const STATED = {
  objectives: { rpo_hours: 24, rto_hours: 8, retention_days: 30, granular: true },
  repositories: [REPOSITORY],
  restore_tests: { every_months: 3, done: [] },
};

function factsOf(more: object = {}): BackupPlanFacts {
  const stack = new TerraformJson({ output: { backup: { value: { ...STATED, ...more } } } } as never);
  return backupPlanFacts(stack) as BackupPlanFacts;
}

const pageOf = (more: object = {}): string => backupPage(factsOf(more)).join("\n");

test("the page has the job's settings with the client's values", () => {
  const page = pageOf();

  expect(page).toContain("*Make recent backups immutable for* 30 days");
  expect(page).toContain("retention 40 days");
  expect(page).toContain("every 12 hours");
  expect(page).toContain("*Enable application-aware processing*");
  expect(page).toContain("*Process transaction logs with this job*");
  expect(page).toContain("aws iam create-access-key --user-name clinic-backup");
});

test("the page has a restore of one message, one mailbox and one database, and what to record", () => {
  const page = pageOf();

  for (const what of [
    "| one message |",
    "| one mailbox |",
    "| one database |",
    "against 8 hours",
    "how many minutes",
  ]) {
    expect(page).toContain(what);
  }
});

test("a second repository is for the product's own copy, not for replication", () => {
  const copy = {
    ...REPOSITORY,
    bucket: "clinic-backup-copy-123456789012",
    region: "eu-west-1",
    signs_in_as: { user: "clinic-backup-copy" },
  };

  expect(pageOf({ repositories: [REPOSITORY, copy] })).toMatch(
    /backup copy job \| into a second repository: `clinic-backup-copy-123456789012` in `eu-west-1`.*No S3 replication/,
  );
});

test("Arcserve's page asks to try what no page of the vendor says", () => {
  const page = pageOf({ repositories: [{ ...REPOSITORY, product: "Arcserve UDP" }] });

  expect(page).toContain("Test the connection, one backup, and one deletion by retention");
  expect(page).toContain("truncate log");
});

test("a product that nobody has described gets what holds for all", () => {
  expect(pageOf({ repositories: [{ ...REPOSITORY, product: "Something" }] })).toContain(
    "with the Exchange writer",
  );
});

test("a role needs no key", () => {
  expect(
    pageOf({ repositories: [{ ...REPOSITORY, signs_in_as: { instance_profile: "clinic-backup" } }] }),
  ).toContain("the instance profile `clinic-backup`");
  expect(pageOf({ repositories: [{ ...REPOSITORY, signs_in_as: { role: "x" } }] })).toContain(
    "IAM Roles Anywhere",
  );
});

test("snapshots are told with the tag, and with the policy where the stack cannot attach it", () => {
  const snapshots = {
    server_tags: { "protected-exchange-backup": "clinic" },
    server_policy: "arn:aws:iam::aws:policy/X",
  };

  expect(pageOf({ snapshots })).toContain("`protected-exchange-backup = clinic`");
  expect(pageOf({ snapshots })).toContain("arn:aws:iam::aws:policy/X");
  expect(pageOf()).not.toContain("AwsVssComponents");
});

test("a stack without a repository has no page", () => {
  expect(backupPlanFacts(new TerraformJson({}))).toBeUndefined();
});

test("every product that restores messages has steps of its own, by the name that stacks state", () => {
  const described = Object.values(BACKUP_CONSUMERS).filter(
    ({ restoresMessagesWith }) => restoresMessagesWith !== undefined,
  );

  expect(described).toHaveLength(2);
  for (const { name } of described) {
    expect(productSteps(name).sources.length).toBeGreaterThan(0);
  }
});
