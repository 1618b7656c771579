import type { WatchFact } from "../facts";
import { listOf, objectOf, type TerraformJson, textOf, textsOf } from "../terraform-json";

/** Kinds of messages that hold what an appliance drops and recognises. */
const ROLES = ["Security events", "IDS alerts", "Flows", "Appliance flows"] as const;

/**
 * Where each appliance that forwards ports sends what it drops and recognises. Whom the dashboard writes to is no
 * part of a stack, so nobody hears of it as far as the stack shows.
 */
export function applianceWatch(stack: TerraformJson): readonly WatchFact[] {
  return stack.all("meraki_appliance_port_forwarding_rules").map(({ address, attributes }) => {
    const [collector] = stack
      .all("meraki_network_syslog_servers")
      .filter((each) => textOf(each.attributes.network_id) === textOf(attributes.network_id))
      .flatMap((each) => listOf(each.attributes.servers).map(objectOf))
      .filter(({ roles }) => textsOf(roles).some((role) => ROLES.some((known) => known === role)));
    return {
      alertLog: collector === undefined ? null : (textOf(stack.resolved(collector.host)) ?? address),
      alarms: [],
      address,
    };
  });
}
