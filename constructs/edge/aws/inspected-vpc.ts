import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { NetworkfirewallFirewall } from "@cdktf/provider-aws/lib/networkfirewall-firewall";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { Construct } from "constructs";
import { lookupInSet } from "../../core/set-lookup";
import type { NetworkLayout } from "./network-layout";

/** A network whose only way in and out leads through a firewall. */
export interface InspectedVpcProps {
  /** Prefix of the resources' names. */
  readonly name: string;
  /** How the network is cut. */
  readonly layout: NetworkLayout;
  /** The availability zone of server and firewall, such as `eu-west-3a`. */
  readonly availabilityZone: string;
  /** ARN of the firewall's policy. */
  readonly firewallPolicyArn: string;
  /**
   * Refuse deletion of the firewall and changes of its subnets and policy.
   *
   * @default true
   */
  readonly protection?: boolean;
}

/**
 * A VPC in AWS Network Firewall's distributed topology: everything between the internet gateway and the
 * server's subnet crosses the firewall's endpoint in the same availability zone, in both directions.
 *
 * The gateway has a route table of its own that leads to the endpoint; without it, incoming packets
 * would reach the server directly and only the replies would be inspected
 * (https://docs.aws.amazon.com/network-firewall/latest/developerguide/arch-single-zone-igw.html).
 */
export class InspectedVpc extends Construct {
  /** Escape hatch: the VPC. */
  readonly vpc: Vpc;
  /** Escape hatch: the firewall. */
  readonly firewall: NetworkfirewallFirewall;
  /** Escape hatch: the server's subnet. */
  readonly mailSubnet: Subnet;
  /** Escape hatch: the way to the internet; elastic addresses need it first. */
  readonly gateway: InternetGateway;

  constructor(scope: Construct, id: string, props: InspectedVpcProps) {
    super(scope, id);
    const { name, layout, availabilityZone } = props;
    const protection = props.protection ?? true;

    this.vpc = new Vpc(this, "Resource", {
      cidrBlock: layout.vpcCidr,
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: { Name: name },
    });
    this.gateway = new InternetGateway(this, "gateway", { vpcId: this.vpc.id, tags: { Name: name } });
    this.mailSubnet = this.subnet("mail", layout.mailSubnetCidr, props);
    const firewallSubnet = this.subnet("firewall", layout.firewallSubnetCidr, props);

    this.firewall = new NetworkfirewallFirewall(this, "network-firewall", {
      name,
      vpcId: this.vpc.id,
      firewallPolicyArn: props.firewallPolicyArn,
      subnetMapping: [{ subnetId: firewallSubnet.id }],
      deleteProtection: protection,
      subnetChangeProtection: protection,
      firewallPolicyChangeProtection: protection,
      tags: { Name: name },
    });
    const endpointId = lookupInSet({
      fqn: this.firewall.fqn,
      set: "firewall_status[0].sync_states",
      key: "availability_zone",
      equals: availabilityZone,
      value: "attachment[0].endpoint_id",
    });

    const fromInternet = this.routeTable("from-internet", name);
    new RouteTableAssociation(fromInternet, "association", {
      gatewayId: this.gateway.id,
      routeTableId: fromInternet.id,
    });
    new Route(fromInternet, "to-firewall", {
      routeTableId: fromInternet.id,
      destinationCidrBlock: layout.mailSubnetCidr,
      vpcEndpointId: endpointId,
    });

    const fromServer = this.routeTable("from-server", name);
    new RouteTableAssociation(fromServer, "association", {
      subnetId: this.mailSubnet.id,
      routeTableId: fromServer.id,
    });
    new Route(fromServer, "to-firewall", {
      routeTableId: fromServer.id,
      destinationCidrBlock: "0.0.0.0/0",
      vpcEndpointId: endpointId,
    });

    const fromFirewall = this.routeTable("from-firewall", name);
    new RouteTableAssociation(fromFirewall, "association", {
      subnetId: firewallSubnet.id,
      routeTableId: fromFirewall.id,
    });
    new Route(fromFirewall, "to-internet", {
      routeTableId: fromFirewall.id,
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId: this.gateway.id,
    });
  }

  private subnet(purpose: string, cidrBlock: string, props: InspectedVpcProps): Subnet {
    return new Subnet(this, `${purpose}-subnet`, {
      vpcId: this.vpc.id,
      cidrBlock,
      availabilityZone: props.availabilityZone,
      mapPublicIpOnLaunch: false,
      tags: { Name: `${props.name}-${purpose}` },
    });
  }

  private routeTable(id: string, name: string): RouteTable {
    return new RouteTable(this, id, { vpcId: this.vpc.id, tags: { Name: `${name}-${id}` } });
  }
}
