import { NetworkfirewallFirewall } from "@cdktf/provider-aws/lib/networkfirewall-firewall";
import { NetworkfirewallVpcEndpointAssociation } from "@cdktf/provider-aws/lib/networkfirewall-vpc-endpoint-association";
import { Construct, type IConstruct } from "constructs";
import { lookupInSet } from "../../core/set-lookup";
import type { MailNetwork } from "./mail-network";

/** The doors of a firewall in a network: one in each availability zone. */
export interface FirewallEndpoints extends IConstruct {
  /**
   * The endpoint that stands in a zone.
   *
   * @returns a string token: AWS tells the endpoints as a set, so they are found by their zone
   */
  endpointIn(availabilityZone: string): string;
}

/** A firewall of the client's own. */
interface OwnFirewallProps {
  readonly name: string;
  readonly network: MailNetwork;
  /** ARN of its policy. */
  readonly policyArn: string;
  /** Refuse deletion, and changes of subnets and policy. */
  readonly protection: boolean;
}

/** A firewall in the client's network, with an endpoint in each of its zones. */
export class OwnFirewall extends Construct implements FirewallEndpoints {
  /** Escape hatch: the firewall. */
  readonly resource: NetworkfirewallFirewall;

  constructor(scope: Construct, id: string, { name, network, policyArn, protection }: OwnFirewallProps) {
    super(scope, id);
    this.resource = new NetworkfirewallFirewall(this, "Default", {
      name,
      vpcId: network.vpcId,
      firewallPolicyArn: policyArn,
      subnetMapping: network.zones.map(({ firewall }) => ({ subnetId: firewall.id })),
      deleteProtection: protection,
      subnetChangeProtection: protection,
      firewallPolicyChangeProtection: protection,
      tags: { Name: name },
    });
  }

  endpointIn(availabilityZone: string): string {
    return lookupInSet({
      fqn: this.resource.fqn,
      set: "firewall_status[0].sync_states",
      key: "availability_zone",
      equals: availabilityZone,
      value: "attachment[0].endpoint_id",
    });
  }
}

/** A firewall that stands elsewhere and protects several networks. */
interface SharedFirewallProps {
  readonly name: string;
  readonly network: MailNetwork;
  /** ARN of the firewall; one of another account must be shared with this one through AWS Resource Access Manager. */
  readonly firewallArn: string;
}

/**
 * Further endpoints of a firewall that is not part of this stack, one in each zone.
 *
 * The firewall's policy and its `HOME_NET` hold for all networks behind it, so its owner has to name this one
 * in both (https://docs.aws.amazon.com/network-firewall/latest/developerguide/vpc-endpoint-associations.html).
 */
export class SharedFirewall extends Construct implements FirewallEndpoints {
  private readonly associations: ReadonlyMap<string, NetworkfirewallVpcEndpointAssociation>;

  constructor(scope: Construct, id: string, { name, network, firewallArn }: SharedFirewallProps) {
    super(scope, id);
    this.associations = new Map(
      network.zones.map(({ availabilityZone, firewall }) => [
        availabilityZone,
        new NetworkfirewallVpcEndpointAssociation(this, availabilityZone, {
          firewallArn,
          vpcId: network.vpcId,
          description: `${name} in ${availabilityZone}`,
          subnetMapping: [{ subnetId: firewall.id }],
          tags: { Name: `${name}-${availabilityZone}` },
        }),
      ]),
    );
  }

  endpointIn(availabilityZone: string): string {
    return lookupInSet({
      fqn: (this.associations.get(availabilityZone) as NetworkfirewallVpcEndpointAssociation).fqn,
      set: "vpc_endpoint_association_status[0].association_sync_state",
      key: "availability_zone",
      equals: availabilityZone,
      value: "attachment[0].endpoint_id",
    });
  }
}
