import { CidrSet, cidrProblem } from "../../constructs/core/cidr-set";
import { ALL_PORTS, type PortRange, PROTOCOLS, type Protocol } from "../packets";
import {
  isExpression,
  type Json,
  listOf,
  objectOf,
  type Resource,
  type TerraformJson,
  textOf,
} from "../terraform-json";

/** Ports that an appliance hands on to a host in the office. */
export interface OfficeForward {
  readonly resource: Resource;
  /** The host's address; an expression, or words, where only Terraform knows it. */
  readonly host: string;
  readonly protocol: Protocol;
  /** Ports on the outside. */
  readonly outside: PortRange;
  /** Ports of the host. */
  readonly inside: PortRange;
  readonly sources: CidrSet;
  /** The rule, in words. */
  readonly by: string;
}

type Members = { readonly [key: string]: Json };

/** Everything that the appliances of a stack hand on: forwarded ports, and addresses of hosts' own. */
export function forwardsOf(stack: TerraformJson): readonly OfficeForward[] {
  return [
    ...stack
      .all("meraki_appliance_port_forwarding_rules")
      .flatMap((resource) =>
        rulesOf(resource).flatMap((rule, index) =>
          forward(stack, resource, named(rule, index), rule.lan_ip, rule),
        ),
      ),
    ...stack.all("meraki_appliance_one_to_many_nat_rules").flatMap((resource) =>
      rulesOf(resource).flatMap((rule, index) =>
        listOf(rule.port_rules)
          .map(objectOf)
          .flatMap((port) => forward(stack, resource, named(port, index), port.local_ip, port)),
      ),
    ),
    ...stack.all("meraki_appliance_one_to_one_nat_rules").flatMap((resource) =>
      rulesOf(resource).flatMap((rule, index) =>
        // A host with an address of its own keeps its ports.
        listOf(rule.allowed_inbound)
          .map(objectOf)
          .flatMap((inbound) =>
            listOf(inbound.destination_ports ?? ["any"]).flatMap((port) =>
              forward(stack, resource, named(rule, index), rule.lan_ip, {
                ...inbound,
                public_port: port,
                local_port: port,
              }),
            ),
          ),
      ),
    ),
  ];
}

function rulesOf({ attributes }: Resource): readonly Members[] {
  return listOf(attributes.rules).map(objectOf);
}

function named({ name }: Members, index: number): string {
  const words = textOf(name) ?? "";
  return `rule ${words === "" ? index + 1 : JSON.stringify(words)}`;
}

function forward(
  stack: TerraformJson,
  resource: Resource,
  by: string,
  host: Json | undefined,
  { protocol, public_port, local_port, allowed_ips }: Members,
): readonly OfficeForward[] {
  const outside = portsOf(stack.resolved(public_port));
  const inside = portsOf(stack.resolved(local_port));
  return protocolsOf(textOf(stack.resolved(protocol))).map((each) => ({
    resource,
    host: textOf(stack.resolved(host)) ?? "a host that the stack does not name",
    protocol: each,
    outside: each === "icmp" ? ALL_PORTS : outside,
    inside: each === "icmp" ? ALL_PORTS : inside,
    sources: sourcesOf(listOf(allowed_ips).map((value) => stack.resolved(value))),
    by,
  }));
}

/** The protocols of a rule's word; all of them where it is not known. */
export function protocolsOf(word: string | undefined): readonly Protocol[] {
  const one = (word ?? "").replace(/^icmp.*$/, "icmp");
  return PROTOCOLS.some((protocol) => protocol === one) ? [one as Protocol] : PROTOCOLS;
}

/** `443`, `8100-8101`; every port where it is not known, or any. */
export function portsOf(value: Json | undefined): PortRange {
  const [, from, to] = /^(\d+)(?:-(\d+))?$/.exec(String(value ?? "").trim()) ?? [];
  return from === undefined ? ALL_PORTS : { from: Number(from), to: Number(to ?? from) };
}

/** Networks of a list; anyone where it holds what is not known. */
function sourcesOf(values: readonly (Json | undefined)[]): CidrSet {
  return values.reduce<CidrSet>((all, value) => all.union(networkOf(textOf(value))), CidrSet.EMPTY);
}

/** A network, address or range as the dashboard writes it; anyone where it is not known. */
export function networkOf(text: string | undefined): CidrSet {
  if (text === undefined || isExpression(text) || cidrProblem(asBlock(text)) !== undefined) {
    return CidrSet.ANY_IPV4;
  }
  return CidrSet.of(asBlock(text));
}

function asBlock(text: string): string {
  return text.includes("/") ? text : `${text}/32`;
}
