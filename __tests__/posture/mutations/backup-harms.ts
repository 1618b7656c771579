import {
  blockIn,
  change,
  type EditedResource,
  type EditedStack,
  type Harm,
  listIn,
  type Members,
} from "./edited-stack";

/** The buckets that backups lie in, and what is set on them. */
const ofRepositories = (stack: EditedStack, type: string): readonly EditedResource[] =>
  stack.all(type).filter(({ name }) => /^backup-repository(-copy)?_(bucket|lock)_/.test(name));

const rules = (stack: EditedStack): readonly Members[] =>
  stack.all("aws_backup_plan").flatMap(({ attributes }) => listIn(attributes, "rule"));

/** Statements of a policy that can be read. */
function statements({ attributes }: EditedResource): readonly Members[] {
  return (JSON.parse(String(attributes.policy)) as { Statement: Members[] }).Statement;
}

function setStatements({ attributes }: EditedResource, to: readonly Members[]): void {
  attributes.policy = JSON.stringify({ Version: "2012-10-17", Statement: to });
}

/** What it takes to lose the backup, or to give it away. */
export const BACKUP_HARMS: readonly Harm[] = [
  {
    does: "no longer locks what is backed up",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(ofRepositories(stack, "aws_s3_bucket"), chance, ({ attributes }) => {
        if (chance.integer(0, 1) === 0) {
          delete attributes.object_lock_enabled;
        } else {
          attributes.object_lock_enabled = false;
        }
      }),
  },
  {
    does: "locks what is backed up for fewer days, where the bucket locks it",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(stack.all("aws_s3_bucket_object_lock_configuration"), chance, (lock) => {
        if (chance.integer(0, 1) === 0) {
          stack.remove(lock);
        } else {
          Object.assign(listIn(blockIn(lock.attributes, "rule"), "default_retention")[0] ?? {}, {
            days: chance.integer(1, 20),
          });
        }
      }),
  },
  {
    does: "keeps no versions of what is backed up",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(ofRepositories(stack, "aws_s3_bucket_versioning"), chance, ({ attributes }) => {
        attributes.versioning_configuration = { status: chance.of(["Suspended", "Disabled"]) };
      }),
  },
  {
    does: "deletes backups by age",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(ofRepositories(stack, "aws_s3_bucket"), chance, ({ name }) => {
        stack.add("aws_s3_bucket_lifecycle_configuration", "added", {
          bucket: `\${aws_s3_bucket.${name}.id}`,
          rule: [{ id: "expire", status: "Enabled", expiration: [{ days: chance.integer(1, 90) }] }],
        });
      }),
  },
  {
    does: "opens the backup to the public",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(ofRepositories(stack, "aws_s3_bucket_public_access_block"), chance, (block) => {
        const name = chance.of(
          Object.keys(block.attributes).filter((key) => /^(block|ignore|restrict)_/.test(key)),
        );
        if (chance.integer(0, 3) === 0) {
          stack.remove(block);
        } else {
          block.attributes[name ?? ""] = false;
        }
      }),
  },
  {
    does: "takes a refusal out of the policy of the bucket",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(ofRepositories(stack, "aws_s3_bucket_policy"), chance, (policy) => {
        // That the product itself keeps the lock, its own policy says too.
        const gone = chance.of(
          statements(policy).filter(
            ({ Sid }) => Sid !== "ProductKeepsTheLock" && Sid !== "AccessLogsDelivered",
          ),
        );
        setStatements(
          policy,
          statements(policy).filter(({ Sid }) => Sid !== gone?.Sid),
        );
      }),
  },
  {
    does: "takes a refusal out of the policy of whoever writes the backup",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(
        stack.all("aws_iam_policy").filter(({ name }) => name.startsWith("backup-repository")),
        chance,
        (policy) => {
          const gone = chance.of(statements(policy).filter(({ Effect }) => Effect === "Deny"));
          const less = (statement: Members): Members => ({
            ...statement,
            Action: ((statement.Action as string[]) ?? []).slice(1),
          });
          const whole = chance.integer(0, 1) === 0 || gone?.Action === "*";
          setStatements(
            policy,
            statements(policy).flatMap((one) => (one.Sid === gone?.Sid ? (whole ? [] : [less(one)]) : [one])),
          );
        },
      ),
  },
  {
    does: "lets whoever writes the backup do more",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(
        stack.all("aws_iam_policy").filter(({ name }) => name.startsWith("backup-repository")),
        chance,
        (policy) => {
          const kept = statements(policy).filter(({ Sid }) => Sid !== "KeepTheLock");
          setStatements(policy, [
            ...kept,
            {
              Effect: "Allow",
              Action: chance.of(["s3:*", "s3:Put*", "*", "s3:DeleteBucket*"]),
              Resource: "*",
            },
          ]);
        },
      ),
  },
  {
    does: "lets the backup be written from everywhere",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(
        [
          ...stack.all("aws_iam_policy").filter(({ name }) => name.startsWith("backup-repository")),
          ...ofRepositories(stack, "aws_s3_bucket_policy"),
        ],
        chance,
        (policy) => {
          setStatements(
            policy,
            statements(policy).map((statement) => {
              const { NotIpAddress, ...others } = (statement.Condition ?? {}) as Members;
              return NotIpAddress === undefined
                ? statement
                : {
                    ...statement,
                    Condition: { ...others, NotIpAddress: { "aws:SourceIp": ["0.0.0.0/0"] } },
                  };
            }),
          );
        },
      ),
  },
  {
    does: "takes the lock off a vault, or shortens it",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(stack.all("aws_backup_vault_lock_configuration"), chance, (lock) => {
        if (chance.integer(0, 1) === 0) {
          stack.remove(lock);
        } else {
          lock.attributes.min_retention_days = chance.integer(1, 20);
        }
      }),
  },
  {
    does: "keeps snapshots for a few days",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(rules(stack), chance, (rule) => {
        rule.lifecycle = { delete_after: chance.integer(1, 20) };
      }),
  },
  {
    does: "makes snapshots less often",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(rules(stack), chance, (rule) => {
        rule.schedule = chance.of(["cron(0 2 ? * SUN *)", "cron(0 2 1 * ? *)"]);
      }),
  },
  {
    does: "copies snapshots nowhere",
    caughtBy: "review",
    edit: (stack, chance) =>
      change(rules(stack), chance, (rule) => {
        delete rule.copy_action;
      }),
  },
  {
    does: "copies disks while Exchange writes to them",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(stack.all("aws_backup_plan"), chance, ({ attributes }) => {
        delete attributes.advanced_backup_setting;
      }),
  },
  {
    does: "tries no restore any more",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(
        stack.all("aws_backup_restore_testing_plan", "aws_backup_restore_testing_selection"),
        chance,
        (resource) => stack.remove(resource),
      ),
  },
  {
    does: "tells nobody of backups that fail or are not made",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(
        stack
          .all("aws_cloudwatch_event_rule", "aws_cloudwatch_event_target", "aws_cloudwatch_metric_alarm")
          .filter(({ name }) => name.startsWith("backup-snapshots")),
        chance,
        (resource) => stack.remove(resource),
      ),
  },
  {
    does: "agrees on less than was agreed",
    caughtBy: "review",
    edit: (stack, chance) => {
      const objectives = blockIn(stack.output("backup"), "objectives");
      if (objectives === undefined) {
        return false;
      }
      Object.assign(
        objectives,
        chance.of([{ rpo_hours: 168 }, { rto_hours: 700 }, { retention_days: 7 }, { granular: false }]),
      );
      return true;
    },
  },
  {
    does: "states that the product keeps less, or makes backups less often",
    caughtBy: "rule",
    edit: (stack, chance) => {
      const [repository] = listIn(stack.output("backup"), "repositories");
      if (repository === undefined) {
        return false;
      }
      Object.assign(
        repository,
        chance.of([{ keep_days: 8 }, { every_hours: 100 }, { keep_days: null }, { every_hours: null }]),
      );
      return true;
    },
  },
  {
    does: "has nothing that restores one message",
    caughtBy: "rule",
    edit: (stack) => {
      const repositories = listIn(stack.output("backup"), "repositories");
      for (const repository of repositories) {
        delete repository.restores_messages_with;
      }
      return repositories.length > 0;
    },
  },
  {
    does: "has Terraform make the key of the backup's user",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(
        stack.all("aws_iam_user").filter(({ name }) => name.startsWith("backup-repository")),
        chance,
        ({ name }) => {
          stack.add("aws_iam_access_key", "added", { user: `\${aws_iam_user.${name}.name}` });
        },
      ),
  },
];
