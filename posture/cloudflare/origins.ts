import { CidrSet, cidrProblem } from "../../constructs/core/cidr-set";
import { interfacesOf } from "../aws/hosts";
import type { DnsRecordFact, Exposure } from "../facts";
import { addressesIn } from "../fortigate/addresses";
import { NEVER_ON_INTERNET } from "../ports";
import { isExpression, listOf, objectOf, type TerraformJson } from "../terraform-json";

/** Where Cloudflare sends what it takes. */
interface Origin {
  /** Things of the stack that it is; empty for one outside. */
  readonly things: readonly string[];
  /** Its name or address, for people. */
  readonly named: string;
}

/** Names that lead to names that lead to names… are circles. */
const LONGEST_CHAIN = 5;

/**
 * The origins that a host name or an address means: over the stack's own records to what it declares.
 *
 * @returns nothing for addresses that are no host's, by which a proxied name shows that it has no origin
 */
export function originsOf(
  stack: TerraformJson,
  records: readonly DnsRecordFact[],
  value: string,
  depth = 0,
): readonly Origin[] {
  if (isExpression(value)) {
    const things = stack.identities(value).filter((id) => stack.at(id) !== undefined);
    return [{ things: things.flatMap((id) => behind(stack, id)), named: things[0] ?? value }];
  }
  if (isAddress(value)) {
    const things = hostsAt(stack, value);
    const isNobodys = things.length === 0 && PLACEHOLDERS.containsAll(CidrSet.of(value));
    return isNobodys ? [] : [{ things, named: value }];
  }
  const own = records.filter(
    ({ name, type }) => name === value && (type === "A" || type === "AAAA" || type === "CNAME"),
  );
  return own.length === 0 || depth >= LONGEST_CHAIN
    ? [{ things: [], named: value }]
    : own.flatMap((record) => originsOf(stack, records, record.value, depth + 1));
}

/** What comes from the internet to an origin of the stack. */
export function exposuresAt(exposures: readonly Exposure[], { things }: Origin): readonly Exposure[] {
  return exposures.filter(
    ({ from, target, via }) =>
      from === "internet" && things.some((thing) => thing === target || via.includes(thing)),
  );
}

/** Addresses that are nobody's (RFC 5737 § 3, RFC 6666 § 2), by which a proxied name shows that a Worker or a rule answers. */
const PLACEHOLDERS = NEVER_ON_INTERNET.union(CidrSet.of("192.0.2.1/32", "100::/64"));

function isAddress(value: string): boolean {
  return /^[\d.]+$|:/.test(value) && cidrProblem(`${value}/${value.includes(":") ? 128 : 32}`) === undefined;
}

/** A thing, and what has its address. */
function behind(stack: TerraformJson, id: string): readonly string[] {
  const resource = stack.at(id);
  if (resource?.type === "aws_instance") {
    return [id, ...interfacesOf({ stack }, resource)];
  }
  if (resource?.type !== "aws_eip") {
    return [id];
  }
  const { instance, network_interface: networkInterface } = resource.attributes;
  const associations = stack.pointing("aws_eip_association", "allocation_id", id);
  const balancers = [...stack.all("aws_lb"), ...stack.all("aws_alb")].filter((balancer) =>
    listOf(balancer.attributes.subnet_mapping).some((mapping) =>
      stack.identities(objectOf(mapping).allocation_id).includes(id),
    ),
  );
  return [
    id,
    ...[instance, networkInterface].flatMap((value) => stack.identities(value)),
    ...associations.flatMap((association) => [
      association.address,
      ...stack.identities(association.attributes.instance_id),
      ...stack.identities(association.attributes.network_interface_id),
    ]),
    ...balancers.map(({ address }) => address),
  ].flatMap((thing) => (stack.at(thing)?.type === "aws_instance" ? behind(stack, thing) : [thing]));
}

/** Interfaces, instances and virtual IPs that have a literal address. */
function hostsAt(stack: TerraformJson, address: string): readonly string[] {
  const published = ["fortios_firewall_vip", "fortios_firewall_vip6"]
    .flatMap((type) => stack.all(type))
    .filter(({ attributes }) => addressesIn(stack.resolved(attributes.extip))?.overlaps(CidrSet.of(address)));
  const hosts = [...stack.all("aws_network_interface"), ...stack.all("aws_instance")].filter(
    ({ attributes }) =>
      ["private_ips", "private_ip", "private_ip_list", "ipv6_addresses", "ipv6_address_list"].some((name) =>
        listOf(attributes[name]).includes(address),
      ),
  );
  return [...hosts, ...published].map((host) => host.address);
}
