import {
  blockOf,
  type Json,
  listOf,
  objectOf,
  type Resource,
  type TerraformJson,
  textOf,
  textsOf,
} from "../terraform-json";
import type { SnapshotFact, VaultFact } from "./backup-fact";
import { numberOf } from "./number-of";

/** Every plan of AWS Backup. */
export function snapshotPlans(
  stack: TerraformJson,
  isElsewhere: (region: string | null) => boolean,
): readonly SnapshotFact[] {
  return stack.all("aws_backup_plan").map((plan) => {
    const rules = listOf(plan.attributes.rule).map(objectOf);
    const vaults = rules.flatMap((rule) => [
      ...vaultsNamed(stack, rule.target_vault_name),
      ...listOf(rule.copy_action).flatMap((copy) => vaultsNamed(stack, objectOf(copy).destination_vault_arn)),
      ...vaultsNamed(stack, rule.target_logically_air_gapped_backup_vault_arn),
    ]);
    const targets = rules.flatMap((rule) => vaultsNamed(stack, rule.target_vault_name));
    const chosen = stack.pointing("aws_backup_selection", "plan_id", plan.address);
    return {
      everyHours: chosen.length === 0 ? null : fewest(rules.map(({ schedule }) => hoursOf(textOf(schedule)))),
      retentionDays: fewest(rules.map(({ lifecycle }) => numberOf(blockOf(lifecycle).delete_after))),
      vss: listOf(plan.attributes.advanced_backup_setting).some(
        (setting) => objectOf(objectOf(setting).backup_options).WindowsVSS === "enabled",
      ),
      vaults: [...new Set(vaults)].map((vault) => vaultOf(stack, vault, isElsewhere)),
      failedTold: toldOfFailures(stack),
      missingTold: targets.flatMap((vault) => toldOfSilence(stack, vault)),
      restoreTest: restoreTestOf(stack, targets),
      address: plan.address,
    };
  });
}

const VAULTS = ["aws_backup_vault", "aws_backup_logically_air_gapped_vault"] as const;

/** The vaults that a name, an ARN or a reference means. */
function vaultsNamed(stack: TerraformJson, value: Json | undefined): readonly Resource[] {
  const meant = new Set(stack.identities(value));
  return VAULTS.flatMap((type) => stack.all(type)).filter(
    ({ address, attributes }) => meant.has(address) || meant.has(textOf(attributes.name) ?? ""),
  );
}

function vaultOf(
  stack: TerraformJson,
  vault: Resource,
  isElsewhere: (region: string | null) => boolean,
): VaultFact {
  const region = textOf(vault.attributes.region) ?? null;
  const place = { region, elsewhere: isElsewhere(region), address: vault.address };
  if (vault.type === "aws_backup_logically_air_gapped_vault") {
    return { lock: "compliance", lockedDays: numberOf(vault.attributes.min_retention_days), ...place };
  }
  const [lock] = stack
    .all("aws_backup_vault_lock_configuration")
    .filter(({ attributes }) => vaultsNamed(stack, attributes.backup_vault_name).includes(vault));
  if (lock === undefined) {
    return { lock: "none", lockedDays: null, ...place };
  }
  return {
    lock: lock.attributes.changeable_for_days === undefined ? "governance" : "compliance",
    lockedDays: numberOf(lock.attributes.min_retention_days) ?? 0,
    ...place,
  };
}

/** Hours between two runs of a schedule, where it is as simple as once a day or every so many hours of each day. */
function hoursOf(schedule: string | undefined): number | null {
  const [, hour = "", days = ""] = /^cron\(\S+ (\S+) ([^)]*)\)$/.exec(schedule ?? "") ?? [];
  if (!/^[*?]( [*?])+$/.test(days)) {
    return null;
  }
  if (/^\d+$/.test(hour)) {
    return 24;
  }
  const step = /^0\/(\d+)$/.exec(hour)?.[1];
  return step === undefined ? (hour === "*" ? 1 : null) : Number(step);
}

/** Rules that tell a topic of backup jobs which failed. */
function toldOfFailures(stack: TerraformJson): readonly string[] {
  return stack
    .all("aws_cloudwatch_event_rule")
    .filter(({ attributes }) => {
      const pattern = textOf(attributes.event_pattern) ?? "";
      return /aws\.backup/.test(pattern) && /FAILED/.test(pattern) && attributes.state !== "DISABLED";
    })
    .filter((rule) =>
      stack
        .pointing("aws_cloudwatch_event_target", "rule", rule.address)
        .some(({ attributes }) => stack.identities(attributes.arn).some((to) => /sns/.test(to))),
    )
    .map(({ address }) => address);
}

/** Alarms that sound when nothing is backed up into a vault. */
function toldOfSilence(stack: TerraformJson, vault: Resource): readonly string[] {
  return stack
    .all("aws_cloudwatch_metric_alarm")
    .filter(
      ({ attributes }) =>
        attributes.metric_name === "NumberOfBackupJobsCompleted" &&
        attributes.treat_missing_data === "breaching" &&
        attributes.actions_enabled !== false &&
        textsOf(attributes.alarm_actions).length > 0 &&
        vaultsNamed(stack, objectOf(attributes.dimensions).BackupVaultName).includes(vault),
    )
    .map(({ address }) => address);
}

/** Schedule of a restore test that takes recovery points from one of the vaults, and restores something. */
function restoreTestOf(stack: TerraformJson, vaults: readonly Resource[]): string | null {
  const [plan] = stack
    .all("aws_backup_restore_testing_plan")
    .filter(({ attributes }) =>
      textsOf(blockOf(attributes.recovery_point_selection).include_vaults).some(
        (vault) => vault === "*" || vaultsNamed(stack, vault).some((each) => vaults.includes(each)),
      ),
    )
    .filter(
      (test) =>
        stack.pointing("aws_backup_restore_testing_selection", "restore_testing_plan_name", test.address)
          .length > 0,
    );
  return textOf(plan?.attributes.schedule_expression) ?? null;
}

function fewest(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length < values.length || known.length === 0 ? null : Math.min(...known);
}
