import { CidrSet } from "../../constructs/core/cidr-set";
import { isExpression, listOf, objectOf, type Resource, textOf, textsOf } from "../terraform-json";
import { type IpVersion, type Networks, ofVersion, type Subnet } from "./networks";
import { defaultGroup, groupIds } from "./security-groups";

/** A network interface, or an instance with the interface that it begins with. */
export interface Host {
  /** Address of the resource; of the elastic address where the host is not part of the stack. */
  readonly address: string;
  /** Where it stands; undefined where the JSON does not say. */
  readonly subnet: Subnet | undefined;
  /** Identities of its security groups. */
  readonly groups: readonly string[];
  /** Does the internet know it by an IPv4 address? */
  readonly publicIpv4: boolean;
  /** May it have an IPv6 address? Those are the internet's, too. */
  readonly ipv6: boolean;
  /** Private addresses that the JSON gives it, of both versions; empty where only AWS knows them. */
  readonly privateAddresses: CidrSet;
}

/** Every host of a stack, sorted by kind and address, and every one outside that the stack gives an address. */
export function hostsOf(networks: Networks): readonly Host[] {
  const { stack } = networks;
  const interfaces = stack.all("aws_network_interface");
  const instances = stack
    .all("aws_instance")
    .filter((instance) => interfacesOf(networks, instance).length === 0);
  const known = [...interfaces, ...instances];
  const hosts = known.map((resource) => hostOf(networks, resource));
  return [...hosts, ...elsewhere(networks, new Set(known.map(({ address }) => address)))];
}

/** The interfaces of their own that an instance is launched with. */
export function interfacesOf(
  { stack }: Pick<Networks, "stack">,
  { attributes }: Resource,
): readonly string[] {
  const blocks = [...listOf(attributes.network_interface), ...listOf(attributes.primary_network_interface)];
  return blocks.flatMap((block) => stack.identities(objectOf(block).network_interface_id));
}

/** Private addresses of a host of one version: those it is given, else all that its subnet may give. */
export function addressesOf(networks: Networks, host: Host, version: IpVersion): CidrSet {
  const given = ofVersion(host.privateAddresses, version);
  return given.isEmpty ? networks.addresses(host.subnet, version) : given;
}

function hostOf(networks: Networks, resource: Resource): Host {
  const { attributes } = resource;
  const subnet = networks.subnet(attributes.subnet_id);
  const given = PRIVATE_ADDRESSES.flatMap((attribute) => textsOf(attributes[attribute]))
    .map((address) => textOf(networks.stack.resolved(address)) ?? "")
    .filter((address) => address !== "");
  const more = [attributes.private_ips_count, attributes.ipv4_prefix_count, attributes.ipv6_prefix_count];
  const complete = !given.some(isExpression) && more.every((count) => count === undefined || count === 0);
  return {
    address: resource.address,
    subnet,
    groups: groupsOf(networks, resource, subnet),
    publicIpv4: hasPublicIpv4(networks, resource, subnet),
    ipv6: hasIpv6(attributes, subnet),
    privateAddresses: complete ? CidrSet.of(...given) : CidrSet.EMPTY,
  };
}

const PRIVATE_ADDRESSES = [
  "private_ips",
  "private_ip",
  "private_ip_list",
  "secondary_private_ips",
  "ipv4_prefixes",
  "ipv6_addresses",
  "ipv6_address_list",
  "ipv6_prefixes",
] as const;

function groupsOf(
  networks: Networks,
  { address, attributes }: Resource,
  subnet: Subnet | undefined,
): readonly string[] {
  const { stack } = networks;
  const attached = stack
    .pointing("aws_network_interface_sg_attachment", "network_interface_id", address)
    .flatMap(({ attributes: attachment }) => groupIds(networks, attachment.security_group_id));
  const given = [
    ...groupIds(networks, attributes.security_groups),
    ...groupIds(networks, attributes.vpc_security_group_ids),
  ];
  // What is given no group has the default one, which an attachment does not take away.
  const own = given.length > 0 ? given : [defaultGroup(subnet?.vpc ?? "the default VPC")];
  return [...new Set([...own, ...attached])];
}

function hasPublicIpv4(networks: Networks, resource: Resource, subnet: Subnet | undefined): boolean {
  const { stack } = networks;
  const { address, type, attributes } = resource;
  const names = [
    address,
    ...stack
      .all("aws_instance")
      .filter((instance) => interfacesOf(networks, instance).includes(address))
      .map((instance) => instance.address),
  ];
  const given = names.some((name) =>
    ["instance", "network_interface"].some(
      (attribute) =>
        stack.pointing("aws_eip", attribute, name).length > 0 ||
        stack.pointing("aws_eip_association", `${attribute}_id`, name).length > 0,
    ),
  );
  if (given || type !== "aws_instance") {
    return given;
  }
  // The default VPC gives every instance an address; an adopted subnet may.
  const byDefault =
    subnet === undefined ? true : (subnet.attributes.map_public_ip_on_launch ?? !subnet.declared);
  const automatic = attributes.associate_public_ip_address ?? byDefault;
  return automatic !== false;
}

/** An adopted subnet may give IPv6 addresses without being asked. */
function hasIpv6(attributes: Resource["attributes"], subnet: Subnet | undefined): boolean {
  const asked = [
    ...textsOf(attributes.ipv6_addresses),
    ...textsOf(attributes.ipv6_address_list),
    ...textsOf(attributes.ipv6_prefixes),
  ];
  const counts = [attributes.ipv6_address_count, attributes.ipv6_prefix_count].some(
    (count) => count !== undefined && count !== null && count !== 0,
  );
  const automatic = subnet?.attributes.assign_ipv6_address_on_creation ?? subnet?.declared === false;
  return asked.length > 0 || counts || (automatic !== false && automatic !== undefined);
}

/** Hosts that are not part of the stack and that an elastic address of the stack belongs to. */
function elsewhere({ stack }: Networks, known: ReadonlySet<string>): readonly Host[] {
  const given = [
    ...stack.all("aws_eip").map((eip) => ({ eip, attributes: ["instance", "network_interface"] })),
    ...stack
      .all("aws_eip_association")
      .map((eip) => ({ eip, attributes: ["instance_id", "network_interface_id"] })),
  ];
  return given.flatMap(({ eip, attributes }) => {
    const ids = attributes
      .flatMap((attribute) => stack.identities(eip.attributes[attribute]))
      // An instance with interfaces of its own is its interfaces.
      .filter((id) => id !== "" && !known.has(id) && stack.at(id)?.type !== "aws_instance");
    return ids.map((id) => ({
      address: eip.address,
      subnet: undefined,
      groups: [`whatever ${id} has`],
      publicIpv4: true,
      ipv6: false,
      privateAddresses: CidrSet.EMPTY,
    }));
  });
}
