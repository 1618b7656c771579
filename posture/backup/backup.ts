import { type Json, listOf, objectOf, type TerraformJson, textOf } from "../terraform-json";
import type { BackupFact, BackupObjectives, RestoreTestsFact, ThirdLineFact } from "./backup-fact";
import { numberOf } from "./number-of";
import { overdueTests } from "./overdue-tests";
import { backupPolicies } from "./policies";
import { repositories } from "./repositories";
import { snapshotPlans } from "./snapshots";

/** Output in which a stack says what was agreed about restoring mail. */
const OUTPUT = "backup";

/**
 * The backup of a stack, null where it has none.
 *
 * What AWS keeps is read from the resources; what a backup product does, and what people did, the stack states.
 *
 * @param today day against which restore tests are held; `YYYY-MM-DD`
 */
export function backupFacts(stack: TerraformJson, today: string): BackupFact | null {
  const serverRegion = serverRegionOf(stack);
  const isElsewhere = (region: string | null): boolean =>
    serverRegion === undefined || (region !== null && region !== serverRegion);
  const stores = repositories(stack, isElsewhere);
  const snapshots = snapshotPlans(stack, isElsewhere);
  if (stores.length === 0 && snapshots.length === 0) {
    return null;
  }
  const stated = objectOf(stack.output(OUTPUT));
  const restoreTests = restoreTestsOf(stated.restore_tests);
  const vaults = snapshots.flatMap((plan) => plan.vaults);
  return {
    objectives: objectivesOf(stated.objectives),
    repositories: stores,
    snapshots,
    policies: backupPolicies(stack, stores),
    restoreTests,
    thirdLine: thirdLineOf(stated.third_line),
    granular: stores.some(({ restoresMessagesWith }) => restoresMessagesWith !== null),
    immutable:
      stores.every(({ erasable }) => erasable.length === 0) && vaults.every(({ lock }) => lock !== "none"),
    offSite: [...stores, ...vaults].some(({ elsewhere }) => elsewhere),
    restoreTested:
      (stores.length === 0 || overdueTests(restoreTests, today).length === 0) &&
      snapshots.every(({ restoreTest }) => restoreTest !== null),
    judgedOn: today,
  };
}

/** The Region of the servers; undefined where they are not on AWS. */
function serverRegionOf(stack: TerraformJson): string | undefined {
  const onAws = stack.all("aws_network_interface").length > 0 || stack.all("aws_instance").length > 0;
  const own = stack.declarations
    .filter(({ kind, address }) => kind === "provider" && address === "provider.aws")
    .flatMap(({ value }) => listOf(value).map(objectOf))
    .find(({ alias }) => alias === undefined);
  return onAws ? textOf(own?.region) : undefined;
}

function objectivesOf(value: Json | undefined): BackupObjectives | null {
  const { rpo_hours, rto_hours, retention_days, granular } = objectOf(value);
  const [rpoHours, rtoHours, retentionDays] = [rpo_hours, rto_hours, retention_days].map(numberOf);
  return rpoHours == null || rtoHours == null || retentionDays == null
    ? null
    : { rpoHours, rtoHours, retentionDays, granular: granular === true };
}

function restoreTestsOf(value: Json | undefined): RestoreTestsFact | null {
  const { every_months, done } = objectOf(value);
  const everyMonths = numberOf(every_months);
  if (everyMonths === null) {
    return null;
  }
  const tests = listOf(done).map(objectOf);
  const last = (what: string): string | null =>
    tests
      .filter(({ restored }) => restored === what)
      .map(({ day }) => textOf(day) ?? "")
      .sort()
      .at(-1) ?? null;
  return {
    everyMonths,
    last: { message: last("message"), mailbox: last("mailbox"), database: last("database") },
  };
}

function thirdLineOf(value: Json | undefined): ThirdLineFact | null {
  const { relay, queue_days, archive } = objectOf(value);
  return typeof relay === "string"
    ? {
        relay,
        queueDays: numberOf(queue_days),
        archive: textOf(archive) ?? null,
      }
    : null;
}
