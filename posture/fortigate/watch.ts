import type { WatchFact } from "../facts";
import { listOf, objectOf, type Resource, type TerraformJson, textOf } from "../terraform-json";
import { type Unit, unitsOf } from "./unit";

/** Places outside a unit that it can write its log to. */
const LOG_TYPES = [
  ...["", "2", "3", "4"].map((number) => `fortios_logsyslogd${number}_setting`),
  ...["", "2", "3"].map((number) => `fortios_logfortianalyzer${number}_setting`),
  "fortios_log_fortianalyzer_setting",
  "fortios_log_syslog_setting",
  "fortios_logfortianalyzercloud_setting",
  "fortios_logfortiguard_setting",
] as const;

/** Kinds of actions that reach somebody. */
const HEARD_ACTIONS = [
  "alicloud-function",
  "aws-lambda",
  "azure-function",
  "email",
  "fortiexplorer-notification",
  "google-cloud-function",
  "microsoft-teams-notification",
  "slack-notification",
  "webhook",
] as const;

/** For each unit whose policies a stack writes: where it writes its log, and which automations tell somebody. */
export function unitWatch(stack: TerraformJson): readonly WatchFact[] {
  return unitsOf(stack).flatMap((unit): readonly WatchFact[] => {
    const [policy] = unit.all("fortios_firewall_policy");
    return policy === undefined
      ? []
      : [
          {
            alertLog: logOf(unit),
            alarms: alarmsOf(unit).map(({ address }) => address),
            address: policy.address,
          },
        ];
  });
}

function logOf(unit: Unit): string | null {
  const logs = LOG_TYPES.flatMap((type) => unit.all(type)).filter(
    ({ attributes }) => textOf(attributes.status) === "enable",
  );
  const [log] = logs;
  return log === undefined ? null : (textOf(unit.stack.resolved(log.attributes.server)) ?? log.address);
}

function alarmsOf(unit: Unit): readonly Resource[] {
  const stitches = unit
    .all("fortios_system_automationstitch")
    .filter(
      ({ attributes }) =>
        textOf(attributes.status) === "enable" && actionsOf(attributes).some((name) => isHeard(unit, name)),
    );
  const mails = unit
    .all("fortios_alertemail_setting")
    .filter(
      ({ attributes }) =>
        textOf(attributes.ips_logs) === "enable" && (textOf(attributes.mailto1) ?? "") !== "",
    );
  return [...stitches, ...mails];
}

/** The older form names actions under `name`, the newer under `action`. */
function actionsOf({ action, actions }: Resource["attributes"]) {
  return [
    ...listOf(action).map((entry) => objectOf(entry).name),
    ...listOf(actions).map((entry) => objectOf(entry).action),
  ].filter((value) => value !== undefined);
}

/** An action that the stack does not hold may be one that a unit comes with: nobody knows whom it reaches. */
function isHeard(unit: Unit, name: Resource["attributes"][string]): boolean {
  return unit
    .objects(["fortios_system_automationaction"], name)
    .some(
      ({ attributes }) =>
        HEARD_ACTIONS.some((kind) => kind === textOf(attributes.action_type)) &&
        (textOf(attributes.action_type) !== "email" || listOf(attributes.email_to).length > 0),
    );
}
