import { DataAwsInternetGateway } from "@cdktf/provider-aws/lib/data-aws-internet-gateway";
import { DataAwsSubnet } from "@cdktf/provider-aws/lib/data-aws-subnet";
import { DataAwsVpc } from "@cdktf/provider-aws/lib/data-aws-vpc";
import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { Eip } from "@cdktf/provider-aws/lib/eip";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { Construct } from "constructs";
import type { ExistingVpc, NetworkLayout, SubnetLayout } from "./network-layout";

/** What an edge's network is made of. */
interface MailNetworkProps {
  /** Prefix of the resources' names. */
  readonly name: string;
  readonly layout: NetworkLayout;
}

/** A subnet, made or found. */
export interface NetworkSubnet {
  readonly id: string;
  readonly cidr: string;
  /** Does it exist already, so that others may have said where its packets go? */
  readonly existing: boolean;
  /** May it be taken from the route table and the network ACL it uses now? */
  readonly adopt: boolean;
}

/** The subnets of one availability zone. */
export interface ZoneSubnets {
  readonly availabilityZone: string;
  readonly mail: NetworkSubnet;
  readonly firewall: NetworkSubnet;
  readonly server: NetworkSubnet | undefined;
}

/**
 * VPC, internet gateway and subnets of an edge: made here, or the client's own.
 *
 * What the client has is looked up with everything that was said about it, so that a plan fails where an id
 * belongs to another network, zone or VPC.
 */
export class MailNetwork extends Construct {
  readonly vpcId: string;
  readonly vpcCidr: string;
  readonly gatewayId: string;
  /** In the order of the layout. */
  readonly zones: readonly ZoneSubnets[];
  /** Escape hatch: the VPC, where it is made here. */
  readonly vpc: Vpc | undefined;
  /** Escape hatch: the gateway, where it is made here. */
  readonly gateway: InternetGateway | undefined;

  constructor(scope: Construct, id: string, { name, layout }: MailNetworkProps) {
    super(scope, id);
    this.vpcCidr = layout.vpcCidr;
    if (layout.vpc === undefined) {
      this.vpc = new Vpc(this, "Resource", {
        cidrBlock: layout.vpcCidr,
        enableDnsSupport: true,
        enableDnsHostnames: true,
        tags: { Name: name },
      });
      this.gateway = new InternetGateway(this, "gateway", { vpcId: this.vpc.id, tags: { Name: name } });
      // An interface that names no group is in this one. AWS fills it with rules; declared without any, it has none
      // (https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html).
      new DefaultSecurityGroup(this, "default-security-group", {
        vpcId: this.vpc.id,
        tags: { Name: `${name}-default` },
      });
      this.vpcId = this.vpc.id;
      this.gatewayId = this.gateway.id;
    } else {
      this.lookUp(layout.vpc);
      this.vpcId = layout.vpc.id;
      this.gatewayId = layout.vpc.internetGateway;
    }
    this.zones = layout.zones.map(({ availabilityZone, mail, firewall, server }) => {
      const zone = new Construct(this, availabilityZone);
      const subnet = (purpose: string, layoutOf: SubnetLayout): NetworkSubnet => ({
        id: this.subnetId(zone, name, availabilityZone, purpose, layoutOf),
        cidr: layoutOf.cidr,
        existing: layoutOf.id !== undefined,
        adopt: layoutOf.adopt,
      });
      return {
        availabilityZone,
        mail: subnet("mail", mail),
        firewall: subnet("firewall", firewall),
        server: server === undefined ? undefined : subnet("server", server),
      };
    });
  }

  /** A public address that lasts; AWS gives none out before the VPC has its gateway. */
  elasticAddress(scope: Construct, id: string, name: string): Eip {
    return new Eip(scope, id, {
      domain: "vpc",
      tags: { Name: name },
      ...(this.gateway === undefined ? {} : { dependsOn: [this.gateway] }),
    });
  }

  private lookUp({ id, internetGateway }: ExistingVpc): void {
    new DataAwsVpc(this, "existing", { id, cidrBlock: this.vpcCidr });
    new DataAwsInternetGateway(this, "existing-gateway", {
      internetGatewayId: internetGateway,
      filter: [{ name: "attachment.vpc-id", values: [id] }],
    });
  }

  private subnetId(
    zone: Construct,
    name: string,
    availabilityZone: string,
    purpose: string,
    { cidr, id }: SubnetLayout,
  ): string {
    if (id !== undefined) {
      new DataAwsSubnet(zone, `existing-${purpose}-subnet`, {
        id,
        vpcId: this.vpcId,
        cidrBlock: cidr,
        availabilityZone,
      });
      return id;
    }
    return new Subnet(zone, `${purpose}-subnet`, {
      vpcId: this.vpcId,
      cidrBlock: cidr,
      availabilityZone,
      mapPublicIpOnLaunch: false,
      tags: { Name: `${name}-${purpose}-${availabilityZone}` },
    }).id;
  }
}
