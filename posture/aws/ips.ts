import type { IpsFact, IpsGroupFact } from "../facts";
import { isBySender, type ParsedRule, parseRules } from "../suricata";
import { blockOf, listOf, objectOf, type Resource, type TerraformJson, textOf } from "../terraform-json";
import { type GroupReference, groupReferences, isManagedGroup } from "./firewall-rules";
import { rulesText } from "./rule-sources";

/** What each firewall policy of a stack looks for, and what it does with what it finds. */
export function intrusionPrevention(stack: TerraformJson): readonly IpsFact[] {
  return [...ownPolicies(stack), ...policiesElsewhere(stack)];
}

/** Endpoints of firewalls that are not part of the stack. */
function policiesElsewhere(stack: TerraformJson): readonly IpsFact[] {
  return stack
    .all("aws_networkfirewall_vpc_endpoint_association")
    .filter(({ attributes }) => stack.referredBy(attributes.firewall_arn).length === 0)
    .map(({ address }) => ({
      groups: [],
      mode: "unknown",
      decrypts: [],
      blindSpots: [25, 443].map((port) => ({
        port,
        because: "the policy of the firewall is not part of this stack",
      })),
      address,
    }));
}

function ownPolicies(stack: TerraformJson): readonly IpsFact[] {
  return stack.all("aws_networkfirewall_firewall_policy").map((policy) => {
    const body = blockOf(policy.attributes.firewall_policy);
    const groups = groupReferences(stack, body).flatMap((reference) => groupFact(stack, reference));
    const prevented = groups.filter(({ action }) => action === "prevent").length;
    const decrypts = stack.referredBy(body.tls_inspection_configuration_arn).flatMap(decryptedPorts);
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
      decrypts,
      blindSpots: [
        { port: 25, because: "mail is encrypted after STARTTLS" },
        ...(decrypts.some(({ fromPort, toPort }) => fromPort <= 443 && toPort >= 443)
          ? []
          : [{ port: 443, because: "TLS is not inspected by this stack" }]),
      ],
      address: policy.address,
    };
  });
}

/** A group that passes anything, or turns senders away, decides about access and is none of the IPS. */
function groupFact(stack: TerraformJson, reference: GroupReference): readonly IpsGroupFact[] {
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
  const rules = group === undefined ? [] : parseRules(rulesText(stack, group) ?? "");
  if (group === undefined || rules.length === 0 || rules.some(({ action }) => action === "pass")) {
    return [];
  }
  const drops = rules.some(isDrop);
  if (drops && !alertsOnly && rules.every(isBySender)) {
    return [];
  }
  return [
    {
      name: textOf(group.attributes.name) ?? group.address,
      by: "own",
      action: drops && !alertsOnly ? "prevent" : "detect",
      rules: rules.length,
    },
  ];
}

function isDrop({ action }: ParsedRule): boolean {
  return action === "drop" || action === "reject";
}

/** Destination ports in the scope of an `aws_networkfirewall_tls_inspection_configuration`. */
function decryptedPorts(configuration: Resource): IpsFact["decrypts"] {
  const { server_certificate_configuration: certificates } = blockOf(
    configuration.attributes.tls_inspection_configuration,
  );
  return listOf(certificates)
    .flatMap((certificate) => listOf(objectOf(certificate).scope))
    .flatMap((scope) => listOf(objectOf(scope).destination_ports))
    .map((ports) => {
      const { from_port: from, to_port: to } = objectOf(ports);
      return { fromPort: Number(from), toPort: Number(to) };
    });
}
