import { CidrSet } from "../../constructs/core/cidr-set";
import type { PortRange, Protocol } from "../packets";
import { isExpression, type Json, listOf, objectOf, type Resource, textOf } from "../terraform-json";
import { type Host, interfacesOf } from "./hosts";
import { LOAD_BALANCERS, portOf, protocolsOf } from "./load-balancers";
import type { IpVersion, Networks } from "./networks";

/** Something that a target group sends to. */
export interface Target {
  /** A host of the stack, the identity of a load balancer, or neither: then it is not part of the stack. */
  readonly host?: Host;
  readonly loadBalancer?: string;
  /** What the stack says of it, for people. */
  readonly named: string;
  /** Every port where only Terraform knows it. */
  readonly port: PortRange;
  /** Is it registered for the nodes of all zones, wherever it stands? */
  readonly everyZone: boolean;
}

/** What a listener sends to. */
export interface TargetGroup {
  readonly id: string;
  readonly targets: readonly Target[];
  /** The protocols in which it speaks to its targets; undefined for those of the listener. */
  readonly protocols: readonly Protocol[] | undefined;
  /** Do nodes send to targets in other zones? Undefined where the load balancer decides. */
  readonly crossesZones: boolean | undefined;
  /** Version of the targets' addresses. */
  readonly ipVersion: IpVersion;
  /** What targets may see as the source of a packet: the client, or the load balancer; both where nobody knows. */
  sources(protocol: Protocol, client: IpVersion): readonly ("client" | "load-balancer")[];
}

const TARGET_GROUPS: readonly string[] = ["aws_lb_target_group", "aws_alb_target_group"];
const ATTACHMENTS: readonly string[] = ["aws_lb_target_group_attachment", "aws_alb_target_group_attachment"];

/** Resources that register targets nobody can list: attribute of the group's ARN by type. */
const REGISTRARS: readonly (readonly [type: string, attribute: string])[] = [
  ["aws_autoscaling_attachment", "lb_target_group_arn"],
  ["aws_autoscaling_group", "target_group_arns"],
  ["aws_autoscaling_traffic_source_attachment", "traffic_source"],
  ["aws_ecs_service", "load_balancer"],
];

/** The target group behind an identity. */
export function targetGroup(networks: Networks, hosts: readonly Host[], id: string): TargetGroup {
  const { stack } = networks;
  const own = stack.at(id);
  const attributes = own === undefined || !TARGET_GROUPS.includes(own.type) ? {} : own.attributes;
  const attached = attachments(networks, id).map((attachment) =>
    targetOf(networks, hosts, attributes, attachment),
  );
  const unlisted = REGISTRARS.flatMap(([type, attribute]) =>
    stack.all(type).filter((resource) => registers(networks, resource, attribute, id)),
  ).map(({ address }) => elsewhere(`the targets of ${address}`));
  const targets = [...attached, ...unlisted];
  const crossing = attributes.load_balancing_cross_zone_enabled;
  const protocol = textOf(attributes.protocol);
  return {
    id,
    targets: targets.length === 0 ? [elsewhere("targets that are not part of the stack")] : targets,
    protocols: protocol === undefined || protocol.includes("_") ? undefined : protocolsOf(protocol),
    crossesZones: crossing === "true" ? true : crossing === "false" ? false : undefined,
    ipVersion: attributes.ip_address_type === "ipv6" ? 6 : 4,
    sources: (packets, client) => sourcesOf(attributes, packets, client),
  };
}

/** Hosts that target groups outside the stack send to, by the identities of the groups. */
export function adoptedTargetGroups({ stack }: Networks): readonly string[] {
  const groups = ATTACHMENTS.flatMap((type) => stack.all(type)).flatMap(({ attributes }) =>
    stack.identities(attributes.target_group_arn),
  );
  return [...new Set(groups)].filter((id) => !TARGET_GROUPS.includes(stack.at(id)?.type ?? ""));
}

function attachments({ stack }: Networks, group: string): readonly Resource[] {
  return ATTACHMENTS.flatMap((type) => stack.pointing(type, "target_group_arn", group));
}

/** Does a resource register targets in a group, by its ARN or in a block that holds it? */
function registers({ stack }: Networks, resource: Resource, attribute: string, group: string): boolean {
  return listOf(resource.attributes[attribute])
    .flatMap((value): readonly (Json | undefined)[] =>
      typeof value === "string" ? [value] : [objectOf(value).target_group_arn, objectOf(value).identifier],
    )
    .some((value) => stack.identities(value).includes(group));
}

function targetOf(
  networks: Networks,
  hosts: readonly Host[],
  group: Resource["attributes"],
  { attributes }: Resource,
): Target {
  const { stack } = networks;
  const id = stack.identity(attributes.target_id) ?? "";
  const port = portOf(attributes.port ?? group.port);
  const everyZone = attributes.availability_zone === "all";
  if (LOAD_BALANCERS.includes(stack.at(id)?.type ?? "")) {
    return { loadBalancer: id, named: id, port, everyZone };
  }
  const host = hostAt(networks, hosts, id, textOf(stack.resolved(attributes.target_id)) ?? "", group);
  return host === undefined
    ? { ...elsewhere(`${id}, a target that is not part of the stack`), port, everyZone }
    : { host, named: host.address, port, everyZone };
}

function elsewhere(named: string): Target {
  return { named, port: portOf(undefined), everyZone: true };
}

/** The host of an instance, an interface, or an address of one in the group's VPC. */
function hostAt(
  networks: Networks,
  hosts: readonly Host[],
  id: string,
  address: string,
  group: Resource["attributes"],
): Host | undefined {
  const { stack } = networks;
  const resource = stack.at(id);
  const ids = resource?.type === "aws_instance" ? [id, ...interfacesOf(networks, resource)] : [id];
  const named = hosts.find((host) => ids.includes(host.address));
  if (
    named !== undefined ||
    isExpression(address) ||
    !/^[\d.]+$|:/.test(address) ||
    address.startsWith("arn:")
  ) {
    return named;
  }
  const vpc = stack.identity(group.vpc_id);
  return hosts.find(
    (host) =>
      host.privateAddresses.containsAll(CidrSet.of(address)) &&
      (vpc === undefined || host.subnet?.vpc === vpc),
  );
}

/**
 * A Network Load Balancer keeps the client's address for instances and for UDP, and where it is told to; never
 * between versions of IP (https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#client-ip-preservation).
 */
function sourcesOf(
  attributes: Resource["attributes"],
  protocol: Protocol,
  client: IpVersion,
): readonly ("client" | "load-balancer")[] {
  const targets = attributes.ip_address_type === "ipv6" ? 6 : 4;
  if (client !== targets) {
    return ["load-balancer"];
  }
  if (protocol === "udp") {
    return ["client"];
  }
  if (["HTTP", "HTTPS"].includes(textOf(attributes.protocol) ?? "")) {
    // An Application Load Balancer's.
    return ["load-balancer"];
  }
  const told = attributes.preserve_client_ip;
  const type = textOf(attributes.target_type) ?? "instance";
  if (isExpression(told) || isExpression(type)) {
    return ["client", "load-balancer"];
  }
  const keeps = told === undefined || told === null ? type !== "ip" : `${told}` === "true";
  return keeps ? ["client"] : ["load-balancer"];
}
