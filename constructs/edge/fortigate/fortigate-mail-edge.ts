import { Annotations } from "cdktf";
import { Construct } from "constructs";
import { FortiosVirtualIp } from "../../../providers/fortios/virtual-ip";
import { CidrSet, cidrProblem, isPublic, PRIVATE_IPV4 } from "../../core/cidr-set";
import { type Problem, throwIfAny } from "../../core/errors";
import { type DenyList, denyListProblems, reservedSources } from "../deny-list";
import { type EgressRule, ipv4EgressProblems, SERVER_EGRESS } from "../egress";
import { disabledCveProblems } from "../exchange-vulnerabilities";
import { type Ingress, ipv4IngressProblems } from "../ingress";
import type { MailEdge } from "../mail-edge";
import { AdministrationLock, type AdministrationProps } from "./administration-lock";
import { egressPolicies, egressPolicyProblems } from "./egress-policies";
import { FloodLimits, type FloodThresholds } from "./flood-limits";
import { fortiOsProblems } from "./fortios-releases";
import {
  type FortiGateIpsProps,
  type FortiGateTlsInspectionProps,
  InspectionProfiles,
  tlsInspectionProblems,
} from "./inspection-profiles";
import { OrderedPolicies, type OrderedPolicy } from "./ordered-policies";
import { LONGEST_NAME } from "./unit-defaults";
import { UnitLogs, type UnitLogsProps } from "./unit-logs";
import { type DomainProps, type NamedAddresses, type NameReference, UnitObjects } from "./unit-objects";

/** A link to the internet. */
export interface WanLinkProps {
  /** Its interface, as policies name it, such as `wan1`; not one that is a member of a zone or of SD-WAN. */
  readonly interface: string;
  /** IPv4 address, without a mask, under which the server is published there. */
  readonly publicAddress: string;
  /**
   * IPv4 address of the interface, which the server's own connections have.
   *
   * @default - the published one
   */
  readonly interfaceAddress?: string;
}

/** Where the server is. */
export interface InsideProps {
  /** The interface it is behind, as policies name it, such as `internal` or `dmz`. */
  readonly interface: string;
  /** Its private IPv4 address, or that of what balances several. */
  readonly server: string;
  /**
   * More private IPv4 addresses that leave under the same rules, such as those of the servers behind a balancer.
   *
   * @default - none
   */
  readonly senders?: readonly string[];
  /**
   * Global IPv6 address of the server, reached without a translation.
   *
   * @default - IPv6 is closed
   */
  readonly serverIpv6?: string;
}

/** An Exchange server in the office, behind a FortiGate. */
export interface FortiGateMailEdgeProps extends DomainProps, UnitLogsProps {
  /** Prefix of the objects' names on the unit; at most 18 characters. */
  readonly name: string;
  /** What the unit runs, such as `7.6.4`. */
  readonly fortiOsVersion: string;
  /** What may come in. */
  readonly ingress: Ingress;
  /** Links to the internet, the main one first. Only append. */
  readonly wan: readonly WanLinkProps[];
  /** Where the server is. */
  readonly inside: InsideProps;
  /**
   * Who may not come in, whatever the ingress says.
   *
   * @default - only networks that are nobody's on the internet are turned away
   */
  readonly deny?: DenyList;
  /**
   * What may leave.
   *
   * @default - the server's own needs by name (updates, mitigations, certificate checks); no mail
   */
  readonly egress?: readonly EgressRule[];
  /**
   * What the unit looks for in what may pass.
   *
   * @default - everything is detected, nothing prevented
   */
  readonly ips?: FortiGateIpsProps;
  /**
   * Whose certificate decrypts 443.
   *
   * @default - 443 is not decrypted, and attacks in requests pass unseen
   */
  readonly tlsInspection?: FortiGateTlsInspectionProps;
  /**
   * Who administers the unit.
   *
   * @default - nobody on the internet; inside, whoever the interface lets
   */
  readonly administration?: AdministrationProps;
  /**
   * How many connections are a flood.
   *
   * @default - Fortinet's recommendations
   */
  readonly floods?: FloodThresholds;
  /**
   * First id of the policies; the ids after it are kept free for good.
   *
   * @default 2000000
   */
  readonly firstPolicyId?: number;
}

/** What an engineer should know of a unit that does not decrypt. */
const NOT_DECRYPTED =
  "443 is not decrypted, so no signature about requests matches there; what remains: the sources admitted, what a TLS handshake shows, and the server's own updates and Emergency Mitigation";

/** The longest end of a policy's name: `-out-65535-hosts`, and one more. */
const LONGEST_END = 17;

const EVERYBODY: NamedAddresses = { ipv4: [{ name: "all" }], ipv6: [{ name: "all" }] };
const EVERY_SERVICE: readonly NameReference[] = [{ name: "ALL" }];

/**
 * The edge of an Exchange server in the office: a FortiGate that hands on 25 from the relay and 443, and refuses and
 * logs the rest of what comes for the server's network, and of what leaves the server.
 *
 * The unit's interfaces, routes and other policies are not declared, and stay as they are.
 *
 * @see docs/edge-fortigate.md
 * @throws ValidationError with everything that {@link fortiGateProblems} finds
 */
export class FortiGateMailEdge extends Construct implements MailEdge {
  readonly publicAddresses: readonly string[];
  readonly egressAddresses: readonly string[];
  /** Interfaces by where they lead: what a stack states for the posture, as output `edge_interfaces`. */
  readonly interfaces: { readonly inside: readonly string[]; readonly outside: readonly string[] };
  /** Escape hatch: published ports, by link and port. */
  readonly virtualIps: readonly FortiosVirtualIp[];
  /** What is looked for. */
  readonly profiles: InspectionProfiles;
  /** What passes, in order. */
  readonly policies: OrderedPolicies;
  /** Who reaches the unit itself. */
  readonly administration: AdministrationLock;
  /** What is turned away by its number. */
  readonly floods: FloodLimits;
  /** What is logged, and where to. */
  readonly logs: UnitLogs;

  constructor(scope: Construct, id: string, props: FortiGateMailEdgeProps) {
    super(scope, id);
    throwIfAny(fortiGateProblems(props), this);
    const { name, wan, inside, ingress, tlsInspection } = props;
    const domain = props.vdom === undefined ? {} : { vdom: props.vdom };
    const outside = wan.map((link) => link.interface);
    this.interfaces = { inside: [inside.interface], outside };
    this.publicAddresses = wan.map(({ publicAddress }) => publicAddress);
    this.egressAddresses = wan.map(({ publicAddress, interfaceAddress = publicAddress }) => interfaceAddress);
    if (tlsInspection === undefined) {
      Annotations.of(this).addWarning(NOT_DECRYPTED);
    }

    const objects = new UnitObjects(this, "objects", { name, ...domain });
    const server = objects.networks("server", CidrSet.of(inside.server));
    const server6 =
      inside.serverIpv6 === undefined ? [] : objects.networks("server", CidrSet.of(inside.serverIpv6)).ipv6;
    this.profiles = new InspectionProfiles(this, "profiles", {
      name,
      ...domain,
      ips: props.ips ?? { mode: "detect" },
      ...(tlsInspection === undefined ? {} : { tlsInspection }),
    });
    const published = this.publish(props);
    this.virtualIps = published.flatMap(({ addresses }) => addresses);
    this.policies = new OrderedPolicies(this, "policies", {
      name,
      ...domain,
      ...(props.firstPolicyId === undefined ? {} : { firstId: props.firstPolicyId }),
      orderedPolicies: [
        ...denials(objects, props),
        ...published.map(({ port, addresses }): OrderedPolicy => {
          const rule = ingress.rules.find((each) => each.port === port) as Ingress["rules"][number];
          return {
            id: `in-${port}`,
            place: port === 25 ? 20 : 30,
            action: "accept",
            from: outside,
            to: [inside.interface],
            sources: objects.networks(port === 25 ? "relay" : "users", rule.sources),
            destinations: { ipv4: addresses.map((each) => ({ name: each.name })), ipv6: server6 },
            services: [objects.service("tcp", port)],
            purpose: rule.purpose,
            profiles: port === 25 ? this.profiles.smtp : this.profiles.https,
          };
        }),
        {
          id: "in-else",
          place: 90,
          action: "deny",
          from: outside,
          to: [inside.interface],
          sources: EVERYBODY,
          destinations: EVERYBODY,
          services: EVERY_SERVICE,
          purpose: "Nothing else comes in to the mail server's network",
        },
        ...egressPolicies(objects, {
          rules: props.egress ?? SERVER_EGRESS,
          from: inside.interface,
          to: outside,
          servers: { ipv4: this.leaving(props, objects, server.ipv4), ipv6: server6 },
          profiles: this.profiles.outgoing,
        }),
      ],
    });
    this.floods = new FloodLimits(this, "floods", {
      name,
      ...domain,
      services: ingress.rules.map(({ port }) => objects.service("tcp", port)),
      links: wan.map((link, index) => ({
        interface: link.interface,
        ipv4: objects.networks(`public-${index + 1}`, CidrSet.of(link.publicAddress)).ipv4,
        ipv6: server6,
      })),
      ...(props.floods === undefined ? {} : { thresholds: props.floods }),
    });
    this.administration = new AdministrationLock(
      this,
      "administration",
      {
        name,
        ...domain,
        ...props.administration,
        outside,
        inside: inside.interface,
        ipv6: inside.serverIpv6 !== undefined,
      },
      objects,
    );
    this.logs = new UnitLogs(this, "logs", {
      ...domain,
      ...(props.syslog === undefined ? {} : { syslog: props.syslog }),
    });
  }

  private publish({ name, vdom, wan, ingress, inside }: FortiGateMailEdgeProps): readonly {
    readonly port: 25 | 443;
    readonly addresses: readonly FortiosVirtualIp[];
  }[] {
    return ingress.rules.map(({ port, purpose }) => ({
      port,
      addresses: wan.map(
        (link, index) =>
          new FortiosVirtualIp(this, `published-${index + 1}-${port}`, {
            name: `${name}-${port}-${index + 1}`,
            comment: purpose,
            extintf: link.interface,
            extip: link.publicAddress,
            mappedip: [{ range: inside.server }],
            portforward: "enable",
            protocol: "tcp",
            extport: `${port}`,
            mappedport: `${port}`,
            ...(vdom === undefined ? {} : { vdomparam: vdom }),
          }),
      ),
    }));
  }

  private leaving(
    { inside: { senders = [] } }: FortiGateMailEdgeProps,
    objects: UnitObjects,
    server: readonly NameReference[],
  ): readonly NameReference[] {
    return senders.length === 0
      ? server
      : [...server, ...objects.networks("sender", CidrSet.of(...senders)).ipv4];
  }
}

/** Who is turned away first: what cannot be real and what the client names, and countries at 443. */
function denials(
  objects: UnitObjects,
  { ingress, wan, inside, deny = {} }: FortiGateMailEdgeProps,
): readonly OrderedPolicy[] {
  const { networks = CidrSet.EMPTY, countries = [], reason } = deny;
  const isOpen6 = inside.serverIpv6 !== undefined;
  const route = {
    action: "deny",
    from: wan.map((link) => link.interface),
    to: [inside.interface],
    destinations: { ipv4: EVERYBODY.ipv4, ipv6: isOpen6 ? EVERYBODY.ipv6 : [] },
  } as const;
  const named = objects.networks("denied", networks);
  const reserved = objects.networks("reserved", reservedSources(ingress));
  return [
    {
      ...route,
      id: "denied",
      place: 1,
      sources: { ipv4: [...reserved.ipv4, ...named.ipv4], ipv6: isOpen6 ? named.ipv6 : [] },
      services: EVERY_SERVICE,
      purpose: oneLine(`Networks that are nobody's, and those that the client names`, reason),
    },
    ...(countries.length === 0
      ? []
      : [
          {
            ...route,
            id: "countries",
            place: 10,
            sources: objects.countries(countries),
            services: [objects.service("tcp", 443)],
            purpose: oneLine("Countries that the client names; mail is never refused by country", reason),
          },
        ]),
  ];
}

function oneLine(what: string, reason: string | undefined): string {
  return reason === undefined ? what : `${what}: ${reason}`;
}

/** Everything that is wrong with an edge; properties are paths, such as `wan.0.publicAddress`. */
export function fortiGateProblems(props: FortiGateMailEdgeProps): readonly Problem[] {
  const { name, wan, inside, ingress, deny, egress = [], ips, tlsInspection } = props;
  const everyone = CidrSet.ANY;
  const admitted = ingress.rules.find(({ port }) => port === 25)?.sources ?? CidrSet.EMPTY;
  return [
    ...nameProblems(name),
    ...fortiOsProblems(props.fortiOsVersion, "fortiOsVersion"),
    ...linkProblems(wan, inside),
    ...insideProblems(inside),
    ...ipv4IngressProblems(ingress),
    ...(deny === undefined
      ? []
      : denyListProblems(deny, {
          // As long as anyone may deliver, whose mail the list would cut off is not known here.
          relay: admitted.containsAll(CidrSet.ANY_IPV4) ? CidrSet.EMPTY : admitted,
          users: ingress.rules.find(({ port }) => port === 443)?.sources ?? everyone,
        }).map((problem) => ({ ...problem, property: `deny.${problem.property}` }))),
    ...ipv4EgressProblems(egress),
    ...egressPolicyProblems(egress),
    ...disabledCveProblems(ips?.disabledCves ?? []).map((problem) => ({
      ...problem,
      property: `ips.${problem.property}`,
    })),
    ...(tlsInspection === undefined ? [] : tlsInspectionProblems(tlsInspection)),
  ];
}

function nameProblems(name: string): readonly Problem[] {
  const longest = LONGEST_NAME - LONGEST_END;
  return /^[a-z][a-z0-9-]*$/.test(name) && name.length <= longest
    ? []
    : [
        {
          code: "BadUnitName",
          property: "name",
          message: `${JSON.stringify(name)} cannot begin the names of objects on the unit: up to ${longest} lower-case letters, digits and hyphens, because a policy's name has ${LONGEST_NAME} characters`,
        },
      ];
}

function linkProblems(wan: readonly WanLinkProps[], inside: InsideProps): readonly Problem[] {
  const names = [inside.interface, ...wan.map((link) => link.interface)];
  return [
    ...(wan.length > 0
      ? []
      : [
          {
            code: "WanLinks" as const,
            property: "wan",
            message: "no link to the internet is given; name its interface and the server's public address",
          },
        ]),
    ...wan.flatMap(({ interface: own, publicAddress, interfaceAddress }, index) => [
      ...interfaceProblems(own, `wan.${index}.interface`),
      ...(names.indexOf(own) === index + 1
        ? []
        : [
            {
              code: "InterfaceTwice" as const,
              property: `wan.${index}.interface`,
              message: `the interface ${JSON.stringify(own)} is already given; each link has its own, and the server another`,
            },
          ]),
      ...publicProblems(publicAddress, `wan.${index}.publicAddress`),
      ...(interfaceAddress === undefined
        ? []
        : publicProblems(interfaceAddress, `wan.${index}.interfaceAddress`)),
      ...(wan.findIndex((other) => other.publicAddress === publicAddress) === index
        ? []
        : [
            {
              code: "OverlappingCidrs" as const,
              property: `wan.${index}.publicAddress`,
              message: `${publicAddress} is already the address of another link; each has its own`,
            },
          ]),
    ]),
  ];
}

function insideProblems({
  interface: own,
  server,
  senders = [],
  serverIpv6,
}: InsideProps): readonly Problem[] {
  const addresses = [
    [server, "inside.server"] as const,
    ...senders.map((address, index) => [address, `inside.senders.${index}`] as const),
  ];
  return [
    ...interfaceProblems(own, "inside.interface"),
    ...addresses.flatMap(([address, property]) =>
      isAddress(address) && PRIVATE_IPV4.containsAll(CidrSet.of(address))
        ? []
        : [
            {
              code: "CidrNotPrivate" as const,
              property,
              message: `${JSON.stringify(address)} is not a private IPv4 address; give the server's own, inside ${PRIVATE_IPV4}`,
            },
          ],
    ),
    ...addresses.slice(1).flatMap(([address, property], index) =>
      addresses.findIndex(([other]) => other === address) === index + 1
        ? []
        : [
            {
              code: "OverlappingCidrs" as const,
              property,
              message: `${address} is already given; keep one of the two`,
            },
          ],
    ),
    ...(serverIpv6 === undefined || isGlobalIpv6(serverIpv6)
      ? []
      : [
          {
            code: "CidrNotPublic" as const,
            property: "inside.serverIpv6",
            message: `${JSON.stringify(serverIpv6)} is not a global IPv6 address; give the server's own, or leave IPv6 closed`,
          },
        ]),
  ];
}

function interfaceProblems(name: string, property: string): readonly Problem[] {
  return /^[\w./ -]{1,35}$/.test(name) && !["any", "all"].includes(name)
    ? []
    : [
        {
          code: "BadInterface",
          property,
          message: `${JSON.stringify(name)} is no name of an interface: 1 to 35 letters, digits and . _ - / and never "any", which would be all of them`,
        },
      ];
}

function publicProblems(address: string, property: string): readonly Problem[] {
  return isAddress(address) && isPublic(`${address}/32`)
    ? []
    : [
        {
          code: "CidrNotPublic",
          property,
          message: `${JSON.stringify(address)} is not a public IPv4 address; give the one that the internet sees`,
        },
      ];
}

function isAddress(text: string): boolean {
  return !text.includes("/") && !text.includes(":") && cidrProblem(`${text}/32`) === undefined;
}

function isGlobalIpv6(text: string): boolean {
  return (
    text.includes(":") &&
    !text.includes("/") &&
    cidrProblem(`${text}/128`) === undefined &&
    CidrSet.of("2000::/3").containsAll(CidrSet.of(text))
  );
}
