import type { IpsFact, IpsGroupFact } from "../facts";
import { parseRules } from "../suricata";
import { blockOf, type Resource, type TerraformJson, textOf } from "../terraform-json";
import { type GroupReference, groupReferences, isManagedGroup, rulesText } from "./firewall-rules";

/** What each firewall policy of a stack looks for, and what it does with what it finds. */
export function intrusionPrevention(stack: TerraformJson): readonly IpsFact[] {
  return stack.all("aws_networkfirewall_firewall_policy").map((policy) => {
    const body = blockOf(policy.attributes.firewall_policy);
    const groups = groupReferences(stack, body).flatMap((reference) => groupFact(reference));
    const prevented = groups.filter(({ action }) => action === "prevent").length;
    return {
      groups,
      mode:
        groups.length === 0
          ? "none"
          : prevented === 0
            ? "detect"
            : prevented === groups.length
              ? "prevent"
              : "prevent-in-part",
      blindSpots: blindSpots(stack, body),
      address: policy.address,
    };
  });
}

/** A group that passes anything decides about access and is none of the IPS. */
function groupFact(reference: GroupReference): readonly IpsGroupFact[] {
  const { group, arn, alertsOnly } = reference;
  if (isManagedGroup(reference)) {
    return [
      {
        name: arn.replace(/^.*\//, ""),
        by: "aws",
        action: alertsOnly ? "detect" : "prevent",
        rules: null,
      },
    ];
  }
  const rules = group === undefined ? [] : parseRules(rulesText(group));
  if (group === undefined || rules.length === 0 || rules.some(({ action }) => action === "pass")) {
    return [];
  }
  const drops = rules.some(({ action }) => action === "drop" || action === "reject");
  return [
    {
      name: textOf(group.attributes.name) ?? group.address,
      by: "own",
      action: drops && !alertsOnly ? "prevent" : "detect",
      rules: rules.length,
    },
  ];
}

function blindSpots(stack: TerraformJson, policy: Resource["attributes"]): IpsFact["blindSpots"] {
  const configuration = policy.tls_inspection_configuration_arn;
  const decrypted =
    stack.referredBy(configuration).length > 0 || (textOf(configuration) ?? "").startsWith("arn:");
  return [
    { port: 25, because: "mail is encrypted after STARTTLS" },
    ...(decrypted ? [] : [{ port: 443, because: "TLS is not inspected" }]),
  ];
}
