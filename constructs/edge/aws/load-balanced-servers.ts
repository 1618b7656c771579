import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { NetworkInterface } from "@cdktf/provider-aws/lib/network-interface";
import { Route } from "@cdktf/provider-aws/lib/route";
import { Construct } from "constructs";
import type { Ingress } from "../ingress";
import type { InspectedVpc } from "./inspected-vpc";
import { MailLoadBalancer } from "./mail-load-balancer";
import type { NetworkSubnet, ZoneSubnets } from "./mail-network";
import type { NetworkLayout } from "./network-layout";

/** Several servers of an edge. */
interface LoadBalancedServersProps {
  /** Prefix of the resources' names. */
  readonly name: string;
  readonly layout: NetworkLayout;
  readonly vpc: InspectedVpc;
  readonly ingress: Ingress;
  /** Security group of the load balancer. */
  readonly frontSecurityGroupId: string;
  /** Security group of the servers. */
  readonly serverSecurityGroupId: string;
  readonly protection: boolean;
}

/**
 * Servers in subnets of their own behind a network load balancer: an interface to launch each of them with.
 *
 * What they send leaves through a NAT gateway in the mail subnet of their zone, and so through the same firewall
 * endpoint as what they receive.
 */
export class LoadBalancedServers extends Construct {
  readonly publicAddresses: readonly string[];
  readonly egressAddresses: readonly string[];
  /** By the server's name. */
  readonly networkInterfaceIds: ReadonlyMap<string, string>;

  constructor(scope: Construct, id: string, props: LoadBalancedServersProps) {
    super(scope, id);
    const { name, layout, vpc } = props;
    this.networkInterfaceIds = new Map(
      layout.servers.map(({ name: server, availabilityZone, address }) => {
        const zone = vpc.network.zones.find(
          (each) => each.availabilityZone === availabilityZone,
        ) as ZoneSubnets;
        const networkInterface = new NetworkInterface(this, server, {
          subnetId: (zone.server as NetworkSubnet).id,
          description: `Exchange server ${server}`,
          privateIps: [address],
          securityGroups: [props.serverSecurityGroupId],
          tags: { Name: `${name}-${server}` },
        });
        return [server, networkInterface.id];
      }),
    );
    this.publicAddresses = new MailLoadBalancer(this, "load-balancer", {
      name,
      network: vpc.network,
      ingress: props.ingress,
      securityGroupId: props.frontSecurityGroupId,
      targets: layout.servers,
      targetsElsewhere: false,
      protection: props.protection,
    }).publicAddresses;
    this.egressAddresses = vpc.network.zones.map((zone) => this.wayOut(zone, props));
  }

  /** @returns the public address that the servers of a zone send from */
  private wayOut(zone: ZoneSubnets, { name, layout, vpc }: LoadBalancedServersProps): string {
    const { availabilityZone, mail } = zone;
    const way = new Construct(this, `out-${availabilityZone}`);
    const address = vpc.network.elasticAddress(way, "address", `${name}-out-${availabilityZone}`);
    const gateway = new NatGateway(way, "nat", {
      allocationId: address.id,
      subnetId: mail.id,
      tags: { Name: `${name}-${availabilityZone}` },
    });
    const table = vpc.tableOf(zone, "server");
    new Route(table, "to-nat", {
      routeTableId: table.tableId,
      destinationCidrBlock: "0.0.0.0/0",
      natGatewayId: gateway.id,
    });
    vpc.connect(table, layout);
    return address.publicIp;
  }
}
