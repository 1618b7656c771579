import { blockOf, type Json, listOf, objectOf, type Resource, textOf } from "../terraform-json";
import type { Networks, Subnet } from "./networks";

/** Where packets are handed to a firewall. */
export interface Endpoint {
  /** One word for each endpoint: the firewall's address and the zone, or the association's address. */
  readonly id: string;
  /** The firewall, where it is part of the stack. */
  readonly firewall: Resource | undefined;
  /** What lets packets through that the firewall's own policy does not name, from outside inwards. */
  readonly via: readonly string[];
  /** The subnet it stands in; undefined where the JSON does not say. */
  readonly subnet: Subnet | undefined;
}

/**
 * The endpoint that a route's `vpc_endpoint_id` leads to.
 *
 * Firewalls have an endpoint in each zone, in a set without order, so routes pick theirs by an expression: by
 * `availability_zone`, by `subnet_id`, or from a map by zone. One that picks by position is told apart from any
 * other spelling.
 */
export function endpointOf(networks: Networks, value: Json | undefined): Endpoint {
  const { stack } = networks;
  const text = textOf(stack.resolved(value)) ?? "";
  const things = stack.identities(value).map((id) => ({ id, thing: stack.thing(id) }));
  const association = things.find(
    ({ thing }) => thing?.type === "aws_networkfirewall_vpc_endpoint_association",
  );
  if (association !== undefined) {
    return associationEndpoint(networks, association.id, association.thing?.attributes ?? {});
  }
  const firewall = things.find(({ thing }) => thing?.type === "aws_networkfirewall_firewall");
  if (firewall !== undefined) {
    return firewallEndpoint(networks, firewall.id, text);
  }
  const [endpoint] = things;
  return {
    id: endpoint?.id ?? text,
    firewall: undefined,
    via: [endpoint?.id ?? text, "an endpoint whose rules are not part of the stack"],
    subnet: networks.subnet(listOf(endpoint?.thing?.attributes.subnet_ids)[0]),
  };
}

function associationEndpoint(
  networks: Networks,
  id: string,
  { firewall_arn: arn, subnet_mapping: mapping }: Resource["attributes"],
): Endpoint {
  const { stack } = networks;
  const firewall = stack.at(stack.identity(arn) ?? "");
  return {
    id,
    firewall,
    via: [id, ...(firewall === undefined ? [outside(stack.identity(arn) ?? "known after apply only")] : [])],
    subnet: networks.subnet(blockOf(mapping).subnet_id),
  };
}

function firewallEndpoint(networks: Networks, id: string, text: string): Endpoint {
  const firewall = networks.stack.at(id);
  const mappings = listOf(firewall?.attributes.subnet_mapping)
    .map((mapping) => networks.subnet(objectOf(mapping).subnet_id))
    .filter((subnet) => subnet !== undefined);
  const picked = mappings.length === 1 ? mappings[0] : pickedSubnet(networks, mappings, text);
  const place = picked === undefined ? (zoneIn(networks, text) ?? text) : (picked.zone ?? picked.id);
  return {
    id: `${id} in ${place}`,
    firewall,
    via: firewall === undefined ? [outside(id)] : [],
    subnet: picked,
  };
}

function outside(firewall: string): string {
  return `a firewall outside the stack: ${firewall}`;
}

function pickedSubnet(networks: Networks, mappings: readonly Subnet[], text: string): Subnet | undefined {
  const zone = zoneIn(networks, text);
  const [subnet] = picks(networks, text, "subnet_id").flatMap((word) => networks.stack.identities(word));
  return mappings.find(
    (candidate) => (zone !== undefined && candidate.zone === zone) || candidate.id === subnet,
  );
}

/** The zone that an expression asks for, in the same words as a subnet's. */
function zoneIn(networks: Networks, text: string): string | undefined {
  const [asked] = [...picks(networks, text, "availability_zone"), ...mapKeys(text)];
  return textOf(networks.stack.resolved(asked));
}

/** What an attribute of an element is compared with, on either side. */
function picks({ stack }: Networks, text: string, attribute: string): readonly string[] {
  const operand = '("[^"]*"|[\\w.-]+(?:\\[[^\\]]*\\])?(?:\\.[\\w.]+)?)';
  const after = new RegExp(`\\.${attribute}\\s*==\\s*${operand}`, "g");
  const before = new RegExp(`${operand}\\s*==\\s*[\\w.\\[\\]]+\\.${attribute}(?![\\w.])`, "g");
  return (
    [...text.matchAll(after), ...text.matchAll(before)]
      .map(([, word = ""]) => asValue(word))
      // The other side is the element itself.
      .filter((value) => !value.includes("${") || stack.identity(value) !== value || /\{var\./.test(value))
  );
}

/** What an expression takes out of a map: `{for s in … : s.availability_zone => …}["eu-west-3a"]`. */
function mapKeys(text: string): readonly string[] {
  const match = /\.availability_zone\s*=>.*\}\)?\s*\[("[^"]*"|[\w.-]+)\]/s.exec(text);
  return match === null ? [] : [asValue(match[1] ?? "")];
}

/** A word of an expression as a value of its own. */
function asValue(word: string): string {
  return word.startsWith('"') ? word.slice(1, -1) : `\${${word}}`;
}
