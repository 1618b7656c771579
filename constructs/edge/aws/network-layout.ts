import ipaddr from "ipaddr.js";
import { CidrSet, cidrProblem, PRIVATE_IPV4, prefixLength } from "../../core/cidr-set";
import type { Problem } from "../../core/errors";

/** A subnet: one to be made, or one that the client has. */
interface SubnetProps {
  /** Its network. */
  readonly cidr: string;
  /**
   * Id of a subnet that exists, `subnet-…`.
   *
   * @default - the subnet is made
   */
  readonly id?: string;
  /**
   * Take an existing subnet away from the route table and the network ACL it uses now.
   *
   * @default false - a plan that would do so is refused
   */
  readonly adopt?: boolean;
}

/** The subnets of one availability zone; those left out are derived from a VPC that is to be made. */
export interface ZoneSubnetsProps {
  readonly availabilityZone: string;
  /**
   * Faces the firewall: holds the only server, or the load balancer of several.
   *
   * @default - a quarter of the VPC
   */
  readonly mail?: SubnetProps;
  /**
   * Holds the firewall's endpoint and nothing else.
   *
   * @default - a /28 at the end of the VPC
   */
  readonly firewall?: SubnetProps;
  /**
   * Holds servers behind a load balancer.
   *
   * @default - an eighth of the VPC, where there is a load balancer
   */
  readonly server?: SubnetProps;
}

/** A VPC that the client has. */
export interface ExistingVpc {
  /** `vpc-…` */
  readonly id: string;
  /** Its internet gateway, `igw-…`. */
  readonly internetGateway: string;
  /**
   * Take the gateway away from the route table it uses now.
   *
   * @default false - a plan that would do so is refused
   */
  readonly adoptGateway?: boolean;
}

/** Another private network that the servers reach, and the way there. */
export interface ConnectedNetwork {
  readonly cidr: string;
  /** A gateway or connection that exists: `tgw-…`, `pcx-…` or `vgw-…`. */
  readonly through: string;
}

/** The network of an edge. */
export interface NetworkProps {
  /** The VPC's network: private IPv4, /16 to /26; with several servers to /25. */
  readonly cidr: string;
  /**
   * The VPC to use.
   *
   * @default - one is made
   */
  readonly vpc?: ExistingVpc;
  /**
   * The subnets, by availability zone. A VPC that exists needs all of them.
   *
   * @default - derived from the VPC's network and the place of the zone in the list
   */
  readonly subnets?: readonly ZoneSubnetsProps[];
  /**
   * Private networks elsewhere that the servers reach, such as a domain's.
   *
   * @default - none
   */
  readonly connected?: readonly ConnectedNetwork[];
}

/** An Exchange server in a subnet. */
export interface ServerProps {
  /** Short and lasting: part of names and resource ids. */
  readonly name: string;
  readonly availabilityZone: string;
  /**
   * Private address.
   *
   * @default - the eleventh of the subnet (AWS keeps the first four); the twelfth for a second server there
   */
  readonly address?: string;
}

/** What a network is laid out for. */
export interface NetworkLayoutProps {
  readonly network: NetworkProps;
  /** One or two, of one Region. Only append: the derived subnets go by the place in this list. */
  readonly availabilityZones: readonly string[];
  /**
   * The servers. Several stand behind a load balancer.
   *
   * @default - one in each availability zone
   */
  readonly servers?: readonly ServerProps[];
  /**
   * Are the servers elsewhere, so that the network holds the load balancer only?
   *
   * @default false
   */
  readonly serversElsewhere?: boolean;
}

/** A subnet in its place. */
export interface SubnetLayout {
  readonly cidr: string;
  /** Undefined for one that is to be made. */
  readonly id: string | undefined;
  readonly adopt: boolean;
}

/** The subnets of a zone. */
export interface ZoneLayout {
  readonly availabilityZone: string;
  readonly mail: SubnetLayout;
  readonly firewall: SubnetLayout;
  /** Undefined where the only server stands in the mail subnet. */
  readonly server: SubnetLayout | undefined;
}

/** A server in its place. */
export interface PlacedServer {
  readonly name: string;
  readonly availabilityZone: string;
  readonly address: string;
}

/** Which networks a client's VPC is cut into, and where the servers stand. */
export interface NetworkLayout {
  readonly vpcCidr: string;
  /** Undefined for a VPC that is to be made. */
  readonly vpc: ExistingVpc | undefined;
  readonly zones: readonly ZoneLayout[];
  readonly servers: readonly PlacedServer[];
  readonly connected: readonly ConnectedNetwork[];
  /** Does a load balancer stand between the firewall and the servers? */
  readonly loadBalanced: boolean;
}

/** AWS allows a VPC of /16 to /28 (https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html); its subnets, /28 at least, need more. */
const WIDEST_VPC = 16;
const NARROWEST_VPC = { direct: 26, loadBalanced: 25, existing: 28 } as const;
/** A firewall endpoint's subnet is a /28 (https://docs.aws.amazon.com/network-firewall/latest/developerguide/vpc-config-subnets.html), and AWS makes none that is smaller. */
const NARROWEST_SUBNET = 28;
const FIREWALL_SUBNET_SIZE = 2 ** (32 - NARROWEST_SUBNET);
const SERVER_OFFSET = 10;
/** Every zone costs a firewall endpoint; Exchange's own redundancy needs no third. */
const MOST_ZONES = 2;

const PURPOSES = ["mail", "firewall", "server"] as const;
type Purpose = (typeof PURPOSES)[number];

/**
 * Cuts a VPC into its subnets and places the servers.
 *
 * Derived networks depend on the VPC's network and a zone's place in the list only, so that a later change
 * elsewhere moves nothing.
 *
 * @returns the layout, or everything that is wrong with what was given; properties are paths, such as
 *   `network.subnets.0.mail.cidr`
 */
export function networkLayout(
  props: NetworkLayoutProps,
): NetworkLayout | { readonly problems: readonly Problem[] } {
  const { network } = props;
  const first = [...zoneProblems(props), ...malformed(network)];
  if (first.length > 0) {
    return { problems: first };
  }
  const servers = props.serversElsewhere === true ? [] : (props.servers ?? defaultServers(props));
  const loadBalanced = props.serversElsewhere === true || servers.length > 1;
  const second = [
    ...vpcProblems(network, loadBalanced),
    ...serverProblems(props, servers),
    ...(network.vpc === undefined ? [] : missingSubnets(props, loadBalanced)),
  ];
  if (second.length > 0) {
    return { problems: second };
  }
  const zones = props.availabilityZones.map((availabilityZone, index): ZoneLayout => {
    const given = network.subnets?.find((subnets) => subnets.availabilityZone === availabilityZone);
    const derived = derivedSubnets(network.cidr, index);
    const subnet = (purpose: Purpose): SubnetLayout => {
      const { cidr, id, adopt = false } = given?.[purpose] ?? { cidr: derived[purpose] };
      return { cidr, id, adopt };
    };
    return {
      availabilityZone,
      mail: subnet("mail"),
      firewall: subnet("firewall"),
      server: loadBalanced && props.serversElsewhere !== true ? subnet("server") : undefined,
    };
  });
  const layout: NetworkLayout = {
    vpcCidr: network.cidr,
    vpc: network.vpc,
    zones,
    servers: placed(servers, zones),
    connected: network.connected ?? [],
    loadBalanced,
  };
  const problems = [...subnetProblems(layout, network), ...addressProblems(layout, props)];
  return problems.length > 0 ? { problems } : layout;
}

function zoneProblems({ availabilityZones: zones }: NetworkLayoutProps): readonly Problem[] {
  const regions = new Set(zones.map(regionOf));
  return [
    ...(zones.length < 1 || zones.length > MOST_ZONES
      ? [
          {
            code: "AvailabilityZones" as const,
            property: "availabilityZones",
            message: `${zones.length} availability zones are given; give one, or two for servers in two`,
          },
        ]
      : []),
    ...(new Set(zones).size < zones.length || regions.size > 1
      ? [
          {
            code: "AvailabilityZones" as const,
            property: "availabilityZones",
            message: `${zones.join(", ")} are not different zones of one Region`,
          },
        ]
      : []),
  ];
}

/** The Region of an availability zone, which is named after it. */
export function regionOf(availabilityZone: string): string {
  return availabilityZone.replace(/[a-z]$/, "");
}

function malformed(network: NetworkProps): readonly Problem[] {
  const texts: readonly (readonly [string, string | undefined])[] = [
    ["network.cidr", network.cidr],
    ...(network.subnets ?? []).flatMap((subnets, index) =>
      PURPOSES.map(
        (purpose) => [`network.subnets.${index}.${purpose}.cidr`, subnets[purpose]?.cidr] as const,
      ),
    ),
    ...(network.connected ?? []).map(({ cidr }, index) => [`network.connected.${index}.cidr`, cidr] as const),
  ];
  return texts.flatMap(([property, text]) => {
    const problem = text === undefined ? undefined : cidrProblem(text);
    return problem === undefined ? [] : [{ code: "BadCidr" as const, property, message: problem }];
  });
}

function defaultServers({ availabilityZones: zones }: NetworkLayoutProps): readonly ServerProps[] {
  return zones.map((availabilityZone) => ({
    name: zones.length === 1 ? "server" : `server-${availabilityZone.at(-1)}`,
    availabilityZone,
  }));
}

function vpcProblems({ cidr, vpc, connected = [] }: NetworkProps, loadBalanced: boolean): readonly Problem[] {
  const length = prefixLength(cidr);
  const narrowest = NARROWEST_VPC[vpc !== undefined ? "existing" : loadBalanced ? "loadBalanced" : "direct"];
  const problems: Problem[] = [];
  if (!PRIVATE_IPV4.containsAll(CidrSet.of(cidr))) {
    problems.push(notPrivate("network.cidr", cidr));
  } else if (length < WIDEST_VPC || length > narrowest) {
    problems.push({
      code: length < WIDEST_VPC ? "CidrTooWide" : "SubnetTooSmall",
      property: "network.cidr",
      message: `${JSON.stringify(cidr)} is a /${length}; a client's network${loadBalanced ? " with a load balancer" : ""} is a /${WIDEST_VPC} to /${narrowest}`,
    });
  }
  for (const [index, { cidr: other, through }] of connected.entries()) {
    if (!PRIVATE_IPV4.containsAll(CidrSet.of(other))) {
      problems.push(notPrivate(`network.connected.${index}.cidr`, other));
    } else if (CidrSet.of(other).overlaps(CidrSet.of(cidr))) {
      problems.push({
        code: "OverlappingCidrs",
        property: `network.connected.${index}.cidr`,
        message: `${JSON.stringify(other)} overlaps the VPC's network ${cidr}; packets for it would never leave the VPC`,
      });
    }
    if (connectionOf(through) === undefined) {
      problems.push({
        code: "ValueNotAllowed",
        property: `network.connected.${index}.through`,
        message: `${JSON.stringify(through)} leads to no network; give a transit gateway (tgw-…), a peering connection (pcx-…) or a virtual private gateway (vgw-…)`,
      });
    }
  }
  return problems;
}

function notPrivate(property: string, cidr: string): Problem {
  return {
    code: "CidrNotPrivate",
    property,
    message: `${JSON.stringify(cidr)} is not a private IPv4 network; use one inside ${PRIVATE_IPV4}`,
  };
}

/** What a route names a gateway or connection by, from the form of its id; undefined for anything else. */
export function connectionOf(
  id: string,
): "transitGatewayId" | "vpcPeeringConnectionId" | "gatewayId" | undefined {
  const [prefix] = /^(?:tgw|pcx|vgw)(?=-[0-9a-f]{8,17}$)/.exec(id) ?? [];
  return prefix === undefined ? undefined : CONNECTIONS[prefix as keyof typeof CONNECTIONS];
}

const CONNECTIONS = {
  tgw: "transitGatewayId",
  pcx: "vpcPeeringConnectionId",
  vgw: "gatewayId",
} as const;

function serverProblems(
  { availabilityZones, servers: given }: NetworkLayoutProps,
  servers: readonly ServerProps[],
): readonly Problem[] {
  const problems: Problem[] = [];
  for (const [index, { name, availabilityZone }] of servers.entries()) {
    if (!availabilityZones.includes(availabilityZone)) {
      problems.push({
        code: "ServerOutsideZones",
        property: `servers.${index}.availabilityZone`,
        message: `${JSON.stringify(availabilityZone)} is none of the zones of this edge (${availabilityZones.join(", ")})`,
      });
    }
    if (servers.findIndex((other) => other.name === name) !== index) {
      problems.push({
        code: "ServerTwice",
        property: `servers.${index}.name`,
        message: `${JSON.stringify(name)} is already in this list; every server has a name of its own`,
      });
    }
  }
  const empty = availabilityZones.filter(
    (zone) => !servers.some(({ availabilityZone }) => availabilityZone === zone),
  );
  if (given !== undefined && empty.length > 0) {
    problems.push({
      code: "ZoneWithoutServer",
      property: "servers",
      message: `no server stands in ${empty.join(", ")}, and a firewall endpoint there would be paid for nothing; place one there or leave the zone out`,
    });
  }
  return problems;
}

function missingSubnets(
  { network, availabilityZones, serversElsewhere }: NetworkLayoutProps,
  loadBalanced: boolean,
): readonly Problem[] {
  const needed = PURPOSES.filter(
    (purpose) => purpose !== "server" || (loadBalanced && serversElsewhere !== true),
  );
  return availabilityZones.flatMap((zone) => {
    const given = network.subnets?.find(({ availabilityZone }) => availabilityZone === zone);
    const missing = needed.filter((purpose) => given?.[purpose] === undefined);
    return missing.length === 0
      ? []
      : [
          {
            code: "SubnetMissing" as const,
            property: "network.subnets",
            message: `the VPC exists, so nobody but its owner knows which networks are free: give the ${missing.join(" and the ")} subnet of ${zone}`,
          },
        ];
  });
}

/** Quarters of the VPC: one for the mail subnet of each zone, one for the servers, one for the firewall and what else the client has. */
function derivedSubnets(vpcCidr: string, index: number): Readonly<Record<Purpose, string>> {
  const length = prefixLength(vpcCidr);
  const start = addressNumber(vpcCidr);
  const size = 2 ** (32 - length);
  return {
    mail: `${address(start + (index * size) / 4)}/${length + 2}`,
    server: `${address(start + size / 2 + (index * size) / 8)}/${length + 3}`,
    firewall: `${address(start + size - (index + 1) * FIREWALL_SUBNET_SIZE)}/${NARROWEST_SUBNET}`,
  };
}

function placed(servers: readonly ServerProps[], zones: readonly ZoneLayout[]): readonly PlacedServer[] {
  return servers.map(({ name, availabilityZone, address: given }) => {
    const zone = zones.find((other) => other.availabilityZone === availabilityZone) as ZoneLayout;
    const neighbours = servers.filter((other) => other.availabilityZone === availabilityZone);
    const place = neighbours.findIndex((other) => other.name === name);
    const subnet = addressNumber((zone.server ?? zone.mail).cidr);
    return { name, availabilityZone, address: given ?? address(subnet + SERVER_OFFSET + place) };
  });
}

interface NamedSubnet {
  readonly zone: string;
  readonly purpose: Purpose;
  readonly cidr: string;
  /** Path of the property that says so; the VPC's network where it is derived. */
  readonly property: string;
}

function subnetProblems({ vpcCidr, zones }: NetworkLayout, network: NetworkProps): readonly Problem[] {
  const vpc = CidrSet.of(vpcCidr);
  const subnets = zones.flatMap((zone) =>
    PURPOSES.flatMap((purpose): readonly NamedSubnet[] => {
      const given = (network.subnets ?? []).findIndex(
        (each) => each.availabilityZone === zone.availabilityZone && each[purpose] !== undefined,
      );
      const subnet = zone[purpose];
      return subnet === undefined
        ? []
        : [
            {
              zone: zone.availabilityZone,
              purpose,
              cidr: subnet.cidr,
              property: given < 0 ? "network.cidr" : `network.subnets.${given}.${purpose}.cidr`,
            },
          ];
    }),
  );
  const strangers = (network.subnets ?? []).flatMap(({ availabilityZone }, index): readonly Problem[] =>
    zones.some((zone) => zone.availabilityZone === availabilityZone)
      ? []
      : [
          {
            code: "ServerOutsideZones",
            property: `network.subnets.${index}.availabilityZone`,
            message: `${JSON.stringify(availabilityZone)} is none of the zones of this edge (${zones.map((zone) => zone.availabilityZone).join(", ")})`,
          },
        ],
  );
  return [
    ...strangers,
    ...subnets.flatMap(({ zone, purpose, cidr, property }, index): readonly Problem[] => {
      const set = CidrSet.of(cidr);
      const earlier = subnets.slice(0, index).find((other) => CidrSet.of(other.cidr).overlaps(set));
      return [
        ...(vpc.containsAll(set)
          ? []
          : [
              {
                code: "CidrOutsideNetwork" as const,
                property,
                message: `${JSON.stringify(cidr)} is not inside the VPC's network ${vpcCidr}`,
              },
            ]),
        ...(prefixLength(cidr) > NARROWEST_SUBNET
          ? [
              {
                code: "SubnetTooSmall" as const,
                property,
                message: `${JSON.stringify(cidr)} is smaller than the /${NARROWEST_SUBNET} that a subnet needs`,
              },
            ]
          : []),
        ...(earlier === undefined
          ? []
          : [
              {
                code: "OverlappingCidrs" as const,
                property,
                message: `the ${purpose} subnet ${cidr} of ${zone} overlaps the ${earlier.purpose} subnet ${earlier.cidr} of ${earlier.zone}; traffic between them would pass no firewall`,
              },
            ]),
      ];
    }),
  ];
}

function addressProblems(
  { zones, servers }: NetworkLayout,
  { servers: given }: NetworkLayoutProps,
): readonly Problem[] {
  return servers.flatMap(({ name, availabilityZone, address: text }, index): readonly Problem[] => {
    const property = given?.[index]?.address === undefined ? "network.cidr" : `servers.${index}.address`;
    const zone = zones.find((other) => other.availabilityZone === availabilityZone) as ZoneLayout;
    const { cidr } = zone.server ?? zone.mail;
    if (
      !ipaddr.IPv4.isValidFourPartDecimal(text) ||
      !CidrSet.of(cidr).containsAll(CidrSet.of(text)) ||
      isReserved(text, cidr)
    ) {
      return [
        {
          code: "CidrOutsideNetwork",
          property,
          message: `${JSON.stringify(text)} is not an address that a server can have in its subnet ${cidr}; AWS keeps the first four and the last`,
        },
      ];
    }
    const twin = servers.slice(0, index).find((other) => other.address === text);
    return twin === undefined
      ? []
      : [
          {
            code: "ServerTwice",
            property,
            message: `${JSON.stringify(text)} is the address of ${twin.name}, too; ${name} needs one of its own`,
          },
        ];
  });
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html */
function isReserved(text: string, cidr: string): boolean {
  const offset = addressNumber(`${text}/32`) - addressNumber(cidr);
  return offset < 4 || offset === 2 ** (32 - prefixLength(cidr)) - 1;
}

function addressNumber(block: string): number {
  const [network] = ipaddr.IPv4.parseCIDR(block);
  return network.toByteArray().reduce((number, byte) => number * 256 + byte, 0);
}

function address(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");
}
