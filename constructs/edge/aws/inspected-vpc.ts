import { Route } from "@cdktf/provider-aws/lib/route";
import { Construct } from "constructs";
import { idFor } from "../../core/ids";
import { AssociatedRouteTable } from "./associated-route-table";
import { type FirewallEndpoints, OwnFirewall, SharedFirewall } from "./firewall-endpoints";
import { MailNetwork, type ZoneSubnets } from "./mail-network";
import { connectionOf, type NetworkLayout } from "./network-layout";

/** A network whose only way in and out leads through a firewall. */
export interface InspectedVpcProps {
  /** Prefix of the resources' names. */
  readonly name: string;
  /** How the network is cut, or what of it exists. */
  readonly layout: NetworkLayout;
  /** The firewall: one made here with the policy of this ARN, or the endpoints of one that stands elsewhere. */
  readonly firewall: { readonly policyArn: string } | { readonly sharedFirewallArn: string };
  /**
   * Refuse deletion of the firewall and changes of its subnets and policy.
   *
   * @default true
   */
  readonly protection?: boolean;
}

/**
 * A VPC in AWS Network Firewall's distributed topology: everything between the internet gateway and a mail
 * subnet crosses the firewall's endpoint in the same availability zone, in both directions.
 *
 * The gateway has a route table of its own that leads to the endpoints; without it, incoming packets
 * would reach the server directly and only the replies would be inspected
 * (https://docs.aws.amazon.com/network-firewall/latest/developerguide/arch-igw-ngw.html).
 */
export class InspectedVpc extends Construct {
  /** VPC, gateway and subnets. */
  readonly network: MailNetwork;
  /** The firewall's endpoints. */
  readonly endpoints: FirewallEndpoints;
  /** Escape hatch: the firewall, where it is made here. */
  readonly firewall: OwnFirewall | undefined;
  /** Route tables of the mail subnets, by availability zone. */
  readonly mailTables: ReadonlyMap<string, AssociatedRouteTable>;

  private readonly name: string;

  constructor(scope: Construct, id: string, props: InspectedVpcProps) {
    super(scope, id);
    const { name, layout } = props;
    this.name = name;
    this.network = new MailNetwork(this, "Default", { name, layout });
    const { network } = this;
    this.endpoints =
      "policyArn" in props.firewall
        ? new OwnFirewall(this, "network-firewall", {
            name,
            network,
            policyArn: props.firewall.policyArn,
            protection: props.protection ?? true,
          })
        : new SharedFirewall(this, "shared-firewall", {
            name,
            network,
            firewallArn: props.firewall.sharedFirewallArn,
          });
    this.firewall = this.endpoints instanceof OwnFirewall ? this.endpoints : undefined;
    this.leadIn(layout);
    this.mailTables = new Map(
      network.zones.map((zone) => [zone.availabilityZone, this.leadOut(zone, layout)]),
    );
  }

  /** A table for the packets of a subnet. */
  tableOf(zone: ZoneSubnets, purpose: "mail" | "firewall" | "server"): AssociatedRouteTable {
    const subnet = zone[purpose];
    if (subnet === undefined) {
      throw new Error(`${zone.availabilityZone} has no ${purpose} subnet`);
    }
    return new AssociatedRouteTable(this.inZone(zone), `from-${purpose}`, {
      vpcId: this.network.vpcId,
      name: `${this.name}-from-${purpose}-${zone.availabilityZone}`,
      of: { subnetId: subnet.id },
      existing: subnet.existing,
      adopt: subnet.adopt,
    });
  }

  /** Leads the packets of a table to the private networks elsewhere. */
  connect(table: AssociatedRouteTable, { connected }: NetworkLayout): void {
    for (const { cidr, through } of connected) {
      new Route(table, idFor(cidr), {
        routeTableId: table.tableId,
        destinationCidrBlock: cidr,
        [connectionOf(through) as string]: through,
      });
    }
  }

  private leadIn({ vpc }: NetworkLayout): void {
    const table = new AssociatedRouteTable(this, "from-internet", {
      vpcId: this.network.vpcId,
      name: `${this.name}-from-internet`,
      of: { gatewayId: this.network.gatewayId },
      existing: vpc !== undefined,
      adopt: vpc?.adoptGateway ?? false,
    });
    for (const { availabilityZone, mail } of this.network.zones) {
      new Route(table, `to-${availabilityZone}`, {
        routeTableId: table.tableId,
        destinationCidrBlock: mail.cidr,
        vpcEndpointId: this.endpoints.endpointIn(availabilityZone),
      });
    }
  }

  private leadOut(zone: ZoneSubnets, layout: NetworkLayout): AssociatedRouteTable {
    const fromMail = this.tableOf(zone, "mail");
    new Route(fromMail, "to-firewall", {
      routeTableId: fromMail.tableId,
      destinationCidrBlock: "0.0.0.0/0",
      vpcEndpointId: this.endpoints.endpointIn(zone.availabilityZone),
    });
    if (zone.server === undefined) {
      this.connect(fromMail, layout);
    }
    const fromFirewall = this.tableOf(zone, "firewall");
    new Route(fromFirewall, "to-internet", {
      routeTableId: fromFirewall.tableId,
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId: this.network.gatewayId,
    });
    return fromMail;
  }

  private inZone({ availabilityZone }: ZoneSubnets): Construct {
    const zone = this.node.tryFindChild(availabilityZone) as Construct | undefined;
    return zone ?? new Construct(this, availabilityZone);
  }
}
