import { Construct } from "constructs";
import { CidrSet, cidrProblem, isPublic } from "../core/cidr-set";
import { type Problem, throwIfAny } from "../core/errors";
import { type EgressRule, ipv4EgressProblems } from "./egress";
import { type Ingress, ipv4IngressProblems } from "./ingress";
import type { IpsMode } from "./ips-mode";
import type { MailEdge } from "./mail-edge";

/** Who manages an edge. */
export interface EdgeManager {
  /** For people. */
  readonly name: string;
  /** Whom to write to or call. */
  readonly contact: string;
}

/** What somebody else's edge is asked to do. */
export interface ExternalMailEdgeProps {
  readonly managedBy: EdgeManager;
  readonly ingress: Ingress;
  /** What the server may reach; nothing else. */
  readonly egress: readonly EgressRule[];
  /** Public IPv4 addresses at which the server is reached, the main one first. */
  readonly publicAddresses: readonly string[];
  /**
   * Public IPv4 addresses that the server's own connections have.
   *
   * @default - those at which it is reached
   */
  readonly egressAddresses?: readonly string[];
  /**
   * What its manager has agreed to do with attacks.
   *
   * @default "prevent"
   */
  readonly ips?: IpsMode;
}

/** A way through the edge, in values that a stack can state. */
export interface StatedWay {
  readonly protocol: "tcp" | "udp";
  readonly port: number;
  /** IPv4 networks: who comes in, or where it leads. */
  readonly networks: readonly string[];
  /**
   * Host names that it leads to.
   *
   * @default - any
   */
  readonly hosts?: readonly string[];
  readonly purpose: string;
}

/**
 * A firewall that somebody else manages: it has no resource, and nothing that is deployed shows what it does. What it
 * is asked to do is stated, so that people can ask for it and look at it from outside.
 *
 * @throws ValidationError with everything that {@link externalEdgeProblems} and {@link ipv4EgressProblems} find
 */
export class ExternalMailEdge extends Construct implements MailEdge {
  readonly publicAddresses: readonly string[];
  readonly egressAddresses: readonly string[];
  readonly managedBy: EdgeManager;
  /** What it lets in, and nothing else. */
  readonly waysIn: readonly StatedWay[];
  /** What it lets the server reach, and nothing else. */
  readonly waysOut: readonly StatedWay[];
  readonly ips: IpsMode;

  constructor(scope: Construct, id: string, props: ExternalMailEdgeProps) {
    super(scope, id);
    throwIfAny([...externalEdgeProblems(props), ...ipv4EgressProblems(props.egress)], this);
    const { managedBy, ingress, egress, publicAddresses, egressAddresses, ips } = props;
    this.publicAddresses = publicAddresses;
    this.egressAddresses = egressAddresses ?? publicAddresses;
    this.managedBy = managedBy;
    this.waysIn = ingress.rules.map(({ protocol, port, sources, purpose }) => ({
      protocol,
      port,
      networks: sources.ipv4.blocks,
      purpose,
    }));
    this.waysOut = egress.map(({ protocol, port, destinations, hosts, purpose }) => ({
      protocol,
      port,
      networks: destinations.ipv4.blocks,
      ...(hosts === undefined ? {} : { hosts }),
      purpose,
    }));
    this.ips = ips ?? "prevent";
  }
}

/** Everything that is wrong with what the edge is asked to do; properties are paths, such as `publicAddresses.0`. */
export function externalEdgeProblems({
  ingress,
  publicAddresses,
  egressAddresses = [],
}: Pick<ExternalMailEdgeProps, "ingress" | "publicAddresses" | "egressAddresses">): readonly Problem[] {
  return [
    ...(publicAddresses.length > 0
      ? []
      : [
          {
            code: "CidrNotPublic" as const,
            property: "publicAddresses",
            message: "no public address is given; the mail host's name must lead somewhere",
          },
        ]),
    ...addressProblems(publicAddresses, "publicAddresses"),
    ...addressProblems(egressAddresses, "egressAddresses"),
    ...ipv4IngressProblems(ingress),
  ];
}

function addressProblems(addresses: readonly string[], property: string): readonly Problem[] {
  return addresses.flatMap((address, index) =>
    isPublicIpv4(address)
      ? []
      : [
          {
            code: "CidrNotPublic" as const,
            property: `${property}.${index}`,
            message: `${JSON.stringify(address)} is not a public IPv4 address; give the one that the internet sees`,
          },
        ],
  );
}

function isPublicIpv4(address: string): boolean {
  const block = `${address}/32`;
  return cidrProblem(block) === undefined && !CidrSet.of(block).ipv4.isEmpty && isPublic(block);
}
