import { canonical } from "../../posture/dns/names";
import type { DnsRecordFact } from "../../posture/facts";
import { isExpression, type TerraformJson, textOf } from "../../posture/terraform-json";
import type { DeclaredRecord } from "./record";
import { canonicalData } from "./record-data";

/** The resource type that holds all records of a name and type. */
const WHOLE_SET = "aws_route53_record";

/**
 * Records of a stack that belong to one zone, in the form in which they can be compared.
 *
 * @param stack where the resources are
 * @param facts records of the stack, as the posture tells them
 * @param apex the zone's name
 * @returns empty when the stack publishes nothing there
 */
export function declaredRecords(
  stack: TerraformJson,
  facts: readonly DnsRecordFact[],
  apex: string,
): readonly DeclaredRecord[] {
  const all = facts.map((fact) => declared(stack, fact));
  // A zone below another has names under both apexes; the id says which one a record is in. The zone's
  // own is that of the record nearest to the apex.
  const [nearest] = all
    .filter(({ name }) => name === apex || name.endsWith(`.${apex}`))
    .sort((a, b) => a.name.length - b.name.length);
  return all.filter(({ zoneId }) => zoneId === nearest?.zoneId);
}

function declared(stack: TerraformJson, { value, ...fact }: DnsRecordFact): DeclaredRecord {
  const { address, name, type } = fact;
  const attributes = stack.at(address)?.attributes;
  const setIdentifier = textOf(attributes?.set_identifier);
  return {
    ...fact,
    name: isExpression(name) ? name : canonical(name),
    value: isExpression(value) ? value : canonicalData(type, value),
    zoneId: textOf(attributes?.zone_id) ?? "",
    wholeSet: address.startsWith(`${WHOLE_SET}.`),
    ...(setIdentifier === undefined ? {} : { setIdentifier }),
  };
}
