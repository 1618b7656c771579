import type { Exposure, IpsFact } from "../facts";
import { admitsTcp } from "../ports";
import { type TerraformJson, textOf } from "../terraform-json";

/** What each appliance that forwards ports looks for, and that it reads no TLS. */
export function applianceInspection(
  stack: TerraformJson,
  exposures: readonly Exposure[],
): readonly IpsFact[] {
  return stack.all("meraki_appliance_port_forwarding_rules").map(({ address, attributes }) => {
    const settings = stack
      .all("meraki_appliance_network_security_intrusion")
      .find((each) => textOf(each.attributes.network_id) === textOf(attributes.network_id));
    const mode = textOf(settings?.attributes.mode);
    const action = mode === "prevention" ? "prevent" : "detect";
    const isOn = mode === "prevention" || mode === "detection";
    const open = (port: number): boolean =>
      exposures.some((exposure) => exposure.target === address && admitsTcp(exposure, port));
    return {
      groups: isOn
        ? [
            {
              name: `Snort rules "${textOf(settings?.attributes.ids_rulesets) ?? "balanced"}"`,
              by: "cisco" as const,
              action,
              rules: null,
            },
          ]
        : [],
      mode: isOn ? action : settings === undefined || mode === undefined ? "unknown" : "none",
      decrypts: [],
      blindSpots: [
        ...(open(25) ? [{ port: 25, because: "mail is encrypted after STARTTLS" }] : []),
        ...(open(443) ? [{ port: 443, because: "the appliance does not decrypt" }] : []),
      ],
      address,
    };
  });
}
