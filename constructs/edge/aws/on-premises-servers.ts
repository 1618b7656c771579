import { CustomerGateway } from "@cdktf/provider-aws/lib/customer-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { VpnConnection, type VpnConnectionConfig } from "@cdktf/provider-aws/lib/vpn-connection";
import { VpnConnectionRoute } from "@cdktf/provider-aws/lib/vpn-connection-route";
import { VpnGateway } from "@cdktf/provider-aws/lib/vpn-gateway";
import { Annotations } from "cdktf";
import { Construct } from "constructs";
import { CidrSet, cidrProblem, isPublic, PRIVATE_IPV4 } from "../../core/cidr-set";
import type { Problem } from "../../core/errors";
import { idFor } from "../../core/ids";
import type { Ingress } from "../ingress";
import type { InspectedVpc } from "./inspected-vpc";
import { MailLoadBalancer } from "./mail-load-balancer";
import type { NetworkProps } from "./network-layout";

/** Servers in the client's office. */
export interface OnPremisesProps {
  /** Private IPv4 addresses of the servers. */
  readonly servers: readonly string[];
  /** The office's public IPv4 address: what its own connections, outgoing mail among them, come from. */
  readonly publicAddress: string;
  /**
   * The office's networks, for a site-to-site VPN that is made here, with static routes.
   *
   * @default - no VPN is made; the servers are in one of the network's `connected`
   */
  readonly networks?: readonly string[];
}

/** Everything that is wrong with servers in an office; properties are paths, such as `servers.0`. */
export function onPremisesProblems(
  { servers, publicAddress, networks = [] }: OnPremisesProps,
  { cidr, connected = [] }: NetworkProps,
): readonly Problem[] {
  const malformed = networks.flatMap((network, index) => {
    const problem = cidrProblem(network);
    return problem === undefined
      ? []
      : [{ code: "BadCidr" as const, property: `networks.${index}`, message: problem }];
  });
  if (malformed.length > 0) {
    return malformed;
  }
  const reached = CidrSet.of(...networks, ...connected.map((each) => each.cidr));
  return [
    ...networks.flatMap((network, index): readonly Problem[] => [
      ...(PRIVATE_IPV4.containsAll(CidrSet.of(network))
        ? []
        : [
            {
              code: "CidrNotPrivate" as const,
              property: `networks.${index}`,
              message: `${JSON.stringify(network)} is not a private IPv4 network; use one inside ${PRIVATE_IPV4}`,
            },
          ]),
      ...(CidrSet.of(network).overlaps(CidrSet.of(cidr))
        ? [
            {
              code: "OverlappingCidrs" as const,
              property: `networks.${index}`,
              message: `${JSON.stringify(network)} overlaps the VPC's network ${cidr}; packets for it would never leave the VPC`,
            },
          ]
        : []),
    ]),
    ...servers.flatMap((server, index): readonly Problem[] =>
      cidrProblem(`${server}/32`) === undefined && reached.containsAll(CidrSet.of(server))
        ? []
        : [
            {
              code: "CidrOutsideNetwork",
              property: `servers.${index}`,
              message: `${JSON.stringify(server)} is not an address of a network that the VPC reaches (${reached.isEmpty ? "none; give the office's networks" : reached})`,
            },
          ],
    ),
    ...(cidrProblem(`${publicAddress}/32`) === undefined && isPublic(`${publicAddress}/32`)
      ? []
      : [
          {
            code: "CidrNotPublic" as const,
            property: "publicAddress",
            message: `${JSON.stringify(publicAddress)} is not a public IPv4 address; give the one of the office's router`,
          },
        ]),
  ];
}

/** What an engineer should know before choosing this shape. */
const LIMITS =
  "the servers in the office see the load balancer's address and not who connects, so 25 is locked before it and their own checks by address are blind; what they send passes no firewall here";

/** What stands between the firewall and an office. */
interface OnPremisesServersProps extends OnPremisesProps {
  /** Prefix of the resources' names. */
  readonly name: string;
  readonly vpc: InspectedVpc;
  readonly ingress: Ingress;
  /** Security group of the load balancer. */
  readonly frontSecurityGroupId: string;
  readonly protection: boolean;
}

/** Any autonomous system number does where no routes are exchanged; this is the first private one (RFC 6996). */
const ASN_WITHOUT_BGP = "64512";

/**
 * Ciphers of both tunnels: IKEv2 with AEAD ciphers and groups of at least 2048 bits; AWS's own defaults allow
 * SHA-1 and 1024-bit groups (https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html).
 */
const CIPHERS = {
  IkeVersions: ["ikev2"],
  Phase1EncryptionAlgorithms: ["AES256-GCM-16"],
  Phase1IntegrityAlgorithms: ["SHA2-384", "SHA2-512"],
  Phase1DhGroupNumbers: [14, 19, 20, 21],
  Phase2EncryptionAlgorithms: ["AES256-GCM-16"],
  Phase2IntegrityAlgorithms: ["SHA2-384", "SHA2-512"],
  Phase2DhGroupNumbers: [14, 19, 20, 21],
  DpdTimeoutAction: "restart",
  StartupAction: "start",
} as const;

/**
 * Servers in an office, reached from the load balancer through a VPN.
 *
 * The limits of it: the servers see the load balancer's address and not the client's, so the firewall and the
 * load balancer's security group alone know who delivers, and Exchange must not take the mail subnets for a
 * relay of its own; what the servers send leaves through the office's own router and passes no firewall here.
 */
export class OnPremisesServers extends Construct {
  readonly publicAddresses: readonly string[];
  readonly egressAddresses: readonly string[];
  /** None: the servers are launched with nothing of AWS's. */
  readonly networkInterfaceIds: ReadonlyMap<string, string> = new Map();
  /** Escape hatch: the VPN, where it is made here. */
  readonly connection: VpnConnection | undefined;

  constructor(scope: Construct, id: string, props: OnPremisesServersProps) {
    super(scope, id);
    Annotations.of(this).addWarning(LIMITS);
    this.connection = props.networks === undefined ? undefined : this.connect(props.networks, props);
    this.publicAddresses = new MailLoadBalancer(this, "load-balancer", {
      name: props.name,
      network: props.vpc.network,
      ingress: props.ingress,
      securityGroupId: props.frontSecurityGroupId,
      targets: props.servers.map((address) => ({ name: idFor(address), address })),
      targetsElsewhere: true,
      protection: props.protection,
    }).publicAddresses;
    this.egressAddresses = [props.publicAddress];
  }

  private connect(
    networks: readonly string[],
    { name, publicAddress, vpc }: OnPremisesServersProps,
  ): VpnConnection {
    const office = new CustomerGateway(this, "office", {
      type: "ipsec.1",
      ipAddress: publicAddress,
      bgpAsn: ASN_WITHOUT_BGP,
      tags: { Name: name },
    });
    const gateway = new VpnGateway(this, "gateway", { vpcId: vpc.network.vpcId, tags: { Name: name } });
    const connection = new VpnConnection(this, "connection", {
      type: "ipsec.1",
      customerGatewayId: office.id,
      vpnGatewayId: gateway.id,
      staticRoutesOnly: true,
      // The keys of the tunnels stay out of the state, in a secret of AWS's own.
      presharedKeyStorage: "SecretsManager",
      ...tunnelOptions(),
      tags: { Name: name },
    });
    for (const network of networks) {
      new VpnConnectionRoute(connection, idFor(network), {
        vpnConnectionId: connection.id,
        destinationCidrBlock: network,
      });
      for (const [zone, table] of vpc.mailTables) {
        new Route(table, `${idFor(network)}-${zone}`, {
          routeTableId: table.tableId,
          destinationCidrBlock: network,
          gatewayId: gateway.id,
        });
      }
    }
    return connection;
  }
}

function tunnelOptions(): Partial<VpnConnectionConfig> {
  return Object.fromEntries(
    ["tunnel1", "tunnel2"].flatMap((tunnel) =>
      Object.entries(CIPHERS).map(([option, value]) => [`${tunnel}${option}`, value]),
    ),
  );
}
