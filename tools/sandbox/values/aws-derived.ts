import { isList, isObject, type ObjectValue, type Value } from "../protocol/value";
import { addressName, attachedPrivateAddress, elasticAddress, privateAddress } from "./addresses";
import { stackOutputs } from "./cloudformation-outputs";
import { ACCOUNT_ID, type Derivation, findObject, text } from "./context";
import type { Derive } from "./derive";
import { hexadecimal, letters } from "./seeded";

function strings(value: Value): readonly string[] {
  return isList(value) ? value.filter((each) => typeof each === "string") : [];
}

/** One record per distinct name: a wildcard is proved by the record of the name it covers. */
function validationOptions(derivation: Derivation): Value {
  if (derivation.attribute("validation_method") !== "DNS") return [];
  const names = [
    text(derivation, "domain_name"),
    ...strings(derivation.attribute("subject_alternative_names")),
  ];
  return [...new Set(names)].map((name) => {
    const proved = name.replace(/^\*\./, "");
    return {
      domain_name: name,
      resource_record_name: `_${hexadecimal(`${derivation.key}/${proved}/name`, 32)}.${proved}.`,
      resource_record_type: "CNAME",
      resource_record_value: `_${hexadecimal(`${derivation.key}/${proved}/value`, 32)}.${letters(proved, 10).toLowerCase()}.acm-validations.aws.`,
    };
  });
}

function alternativeNames(derivation: Derivation): Value {
  const name = text(derivation, "domain_name");
  return name === "" ? [] : [name];
}

/** Requested certificates wait for their proof; imported and private ones are good at once. */
function certificateStatus(derivation: Derivation): Value {
  const given = text(derivation, "certificate_body") + text(derivation, "certificate_authority_arn");
  return given === "" ? "PENDING_VALIDATION" : "ISSUED";
}

function certificateType(derivation: Derivation): Value {
  if (text(derivation, "certificate_body") !== "") return "IMPORTED";
  return text(derivation, "certificate_authority_arn") === "" ? "AMAZON_ISSUED" : "PRIVATE";
}

function subnetZone(derivation: Derivation, subnetId: Value): string {
  const zone = findObject(derivation.state, "aws_subnet", "id", subnetId)?.availability_zone;
  return typeof zone === "string" ? zone : `${derivation.region}a`;
}

function mappedSubnets(derivation: Derivation): readonly string[] {
  const mappings = derivation.attribute("subnet_mapping");
  return (isList(mappings) ? mappings : []).flatMap((each) => {
    const id = isObject(each) ? each.subnet_id : null;
    return typeof id === "string" ? [id] : [];
  });
}

function endpoint(derivation: Derivation, subnetId: string): ObjectValue {
  return { endpoint_id: `vpce-${hexadecimal(`${derivation.key}/${subnetId}`, 17)}`, subnet_id: subnetId };
}

/** A firewall has an endpoint in every subnet it is mapped to, reported by availability zone. */
function firewallStatus(derivation: Derivation): Value {
  const states = mappedSubnets(derivation).map((subnetId) => ({
    availability_zone: subnetZone(derivation, subnetId),
    attachment: [endpoint(derivation, subnetId)],
  }));
  return [{ sync_states: states, transit_gateway_attachment_sync_states: [] }];
}

function associationStatus(derivation: Derivation): Value {
  const states = mappedSubnets(derivation).map((subnetId) => ({
    availability_zone: subnetZone(derivation, subnetId),
    attachment: [{ ...endpoint(derivation, subnetId), status: "READY", status_message: "" }],
  }));
  return [{ association_sync_state: states }];
}

function ownPrivateAddress(derivation: Derivation): Value {
  return privateAddress(derivation, text(derivation, "subnet_id"));
}

function privateAddresses(derivation: Derivation): Value {
  return [text(derivation, "private_ip")];
}

/** The first private address, when the configuration lists them instead of naming one. */
function interfaceAddress(derivation: Derivation): Value {
  return strings(derivation.attribute("private_ips"))[0] ?? ownPrivateAddress(derivation);
}

function interfaceAddresses(derivation: Derivation): Value {
  return [privateAddress(derivation, text(derivation, "subnet_id"))];
}

function instanceZone(derivation: Derivation): Value {
  return subnetZone(derivation, text(derivation, "subnet_id"));
}

function allocationAddress(derivation: Derivation): Value {
  const address = findObject(derivation.state, "aws_eip", "id", text(derivation, "allocation_id"))?.public_ip;
  return typeof address === "string" ? address : "";
}

function recordName(derivation: Derivation): Value {
  const name = text(derivation, "name");
  const zone = findObject(derivation.state, "aws_route53_zone", "zone_id", text(derivation, "zone_id"))?.name;
  if (typeof zone !== "string" || name === zone || name.endsWith(`.${zone}`)) return name.replace(/\.$/, "");
  return name === "" ? zone : `${name}.${zone}`;
}

/** The kind of rule group is part of its ARN, in lower case. */
function ruleGroupArn(derivation: Derivation): Value {
  const kind = text(derivation, "type") === "STATELESS" ? "stateless" : "stateful";
  return `arn:aws:network-firewall:${derivation.region}:${ACCOUNT_ID}:${kind}-rulegroup/${text(derivation, "name")}`;
}

function instanceInterface(derivation: Derivation): Value | undefined {
  for (const block of ["primary_network_interface", "network_interface"]) {
    const attached = derivation.attribute(block);
    const first = isList(attached) ? attached[0] : undefined;
    if (isObject(first) && typeof first.network_interface_id === "string") return first.network_interface_id;
  }
  return undefined;
}

function instanceAddress(derivation: Derivation): Value {
  const attached = findObject(
    derivation.state,
    "aws_network_interface",
    "id",
    text(derivation, "primary_network_interface_id"),
  );
  return attached?.private_ip ?? ownPrivateAddress(derivation);
}

/** AWS attributes that follow from other attributes or other objects, by type. */
export const AWS_DERIVED: Readonly<Record<string, Readonly<Record<string, Derive>>>> = {
  aws_acm_certificate: {
    domain_validation_options: validationOptions,
    subject_alternative_names: alternativeNames,
    status: certificateStatus,
    type: certificateType,
  },
  aws_cloudformation_stack: { outputs: stackOutputs },
  aws_eip: {
    public_ip: elasticAddress,
    public_dns: (derivation) => addressName(text(derivation, "public_ip"), "ec2", derivation.region),
    private_ip: attachedPrivateAddress,
    private_dns: (derivation) => addressName(attachedPrivateAddress(derivation), "ip", derivation.region),
  },
  aws_eip_association: { public_ip: allocationAddress, private_ip_address: attachedPrivateAddress },
  aws_instance: {
    availability_zone: instanceZone,
    primary_network_interface_id: instanceInterface,
    private_ip: instanceAddress,
    private_dns: (derivation) => addressName(text(derivation, "private_ip"), "ip", derivation.region),
  },
  aws_nat_gateway: { private_ip: ownPrivateAddress, public_ip: allocationAddress },
  aws_network_interface: {
    private_ip: interfaceAddress,
    private_ips: interfaceAddresses,
    private_ip_list: privateAddresses,
    private_dns_name: (derivation) => addressName(text(derivation, "private_ip"), "ip", derivation.region),
  },
  aws_networkfirewall_firewall: { firewall_status: firewallStatus },
  aws_networkfirewall_rule_group: { arn: ruleGroupArn },
  aws_networkfirewall_vpc_endpoint_association: { vpc_endpoint_association_status: associationStatus },
  aws_route53_record: { fqdn: recordName },
};
