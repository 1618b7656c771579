import { Eip } from "@cdktf/provider-aws/lib/eip";
import { EipAssociation } from "@cdktf/provider-aws/lib/eip-association";
import { NetworkInterface } from "@cdktf/provider-aws/lib/network-interface";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { throwIfAny } from "../../core/errors";
import { idFor } from "../../core/ids";
import { type EgressRule, SERVER_EGRESS } from "../egress";
import type { Ingress } from "../ingress";
import type { MailEdge } from "../mail-edge";
import { EdgeLogs } from "./edge-logs";
import { FirewallPolicy } from "./firewall-policy";
import { InspectedVpc } from "./inspected-vpc";
import type { IpsProps } from "./ips/ips-section";
import { MailNetworkAcl } from "./mail-network-acl";
import { ManagementEndpoints } from "./management-endpoints";
import { type NetworkLayoutProps, networkLayout } from "./network-layout";
import type { TlsInspectionProps } from "./tls-inspection";

/** An Exchange server on EC2 and what stands in front of it. */
export interface AwsMailEdgeProps {
  /** Prefix of the resources' names; the client's id. */
  readonly name: string;
  /** What may come in. */
  readonly ingress: Ingress;
  /** The availability zone of server and firewall, such as `eu-west-3a`. */
  readonly availabilityZone: string;
  /** The network. */
  readonly network: NetworkLayoutProps;
  /**
   * What may leave.
   *
   * @default - the server's own needs (updates, mitigations, revocation lists); no mail
   */
  readonly egress?: readonly EgressRule[];
  /**
   * What the firewall looks for in what may pass.
   *
   * @default - everything is detected, nothing prevented
   */
  readonly ips?: IpsProps;
  /**
   * Whose certificate decrypts 443.
   *
   * @default - 443 is not decrypted, and no rule about requests is in the policy
   */
  readonly tlsInspection?: TlsInspectionProps;
  /**
   * Refuse deletion of the firewall and changes of its subnets and policy.
   *
   * @default true
   */
  readonly protection?: boolean;
  /**
   * Days the logs of the edge are kept.
   *
   * @default 90
   */
  readonly logRetentionDays?: number;
  /**
   * Administer the server through AWS Systems Manager, from inside the network.
   *
   * @default true
   */
  readonly managementEndpoints?: boolean;
}

/**
 * The edge of an Exchange server on EC2: AWS Network Firewall between the internet and the server's
 * subnet, a security group as second lock, and the server's network interface with an elastic address.
 *
 * The server itself is not declared: it is launched with {@link networkInterfaceId}.
 *
 * @throws ValidationError when the network cannot be cut as asked
 */
export class AwsMailEdge extends Construct implements MailEdge {
  readonly publicAddresses: readonly string[];
  readonly egressAddresses: readonly string[];
  /** Interface to launch the server with. */
  readonly networkInterfaceId: string;
  /** The network and its firewall. */
  readonly network: InspectedVpc;
  /** What the firewall lets through. */
  readonly policy: FirewallPolicy;
  /** What it dropped, and all it saw. */
  readonly logs: EdgeLogs;

  constructor(scope: Construct, id: string, props: AwsMailEdgeProps) {
    super(scope, id);
    const layout = networkLayout(props.network);
    if ("problems" in layout) {
      throwIfAny(layout.problems, this);
      throw new Error("unreachable: a layout without a problem is a layout");
    }
    const egress = props.egress ?? SERVER_EGRESS;
    this.policy = new FirewallPolicy(this, "policy", {
      name: props.name,
      // A zone is named after its Region.
      region: props.availabilityZone.replace(/[a-z]$/, ""),
      serverAddress: layout.serverAddress,
      vpcCidr: layout.vpcCidr,
      access: { ingress: props.ingress, egress },
      ...(props.ips === undefined ? {} : { ips: props.ips }),
      ...(props.tlsInspection === undefined ? {} : { tlsInspection: props.tlsInspection }),
    });
    this.network = new InspectedVpc(this, "network", {
      name: props.name,
      layout,
      availabilityZone: props.availabilityZone,
      firewallPolicyArn: this.policy.policyArn,
      ...(props.protection === undefined ? {} : { protection: props.protection }),
    });
    const lock = this.securityGroup(props.name, props.ingress, egress);
    const vpcId = this.network.vpc.id;
    const subnetId = this.network.mailSubnet.id;
    new MailNetworkAcl(this, "subnet-lock", {
      name: props.name,
      vpcId,
      vpcCidr: layout.vpcCidr,
      subnetId,
      ingress: props.ingress,
      egress,
    });
    this.logs = new EdgeLogs(this, "logs", {
      name: props.name,
      firewallArn: this.network.firewall.arn,
      vpcId,
      ...(props.logRetentionDays === undefined ? {} : { retentionDays: props.logRetentionDays }),
    });
    if (props.managementEndpoints ?? true) {
      new ManagementEndpoints(this, "management", {
        name: props.name,
        vpcId,
        subnetId,
        serverSecurityGroupId: lock.id,
      });
    }
    const server = new NetworkInterface(this, "server", {
      subnetId: this.network.mailSubnet.id,
      description: "Exchange server",
      privateIps: [layout.serverAddress],
      securityGroups: [lock.id],
      tags: { Name: `${props.name}-server` },
    });
    const address = new Eip(this, "address", {
      domain: "vpc",
      tags: { Name: `${props.name}-server` },
      dependsOn: [this.network.gateway],
    });
    new EipAssociation(this, "address-association", {
      allocationId: address.id,
      networkInterfaceId: server.id,
    });
    this.networkInterfaceId = server.id;
    this.publicAddresses = [address.publicIp];
    this.egressAddresses = [address.publicIp];
  }

  private securityGroup(name: string, ingress: Ingress, egress: readonly EgressRule[]): SecurityGroup {
    const group = new SecurityGroup(this, "lock", {
      name: `${name}-server`,
      description: "Second lock behind the firewall: 25 from the relay and 443 only",
      vpcId: this.network.vpc.id,
      tags: { Name: `${name}-server` },
    });
    for (const rule of ingress.rules) {
      const port = new Construct(group, `in-${rule.port}`);
      for (const block of rule.sources.ipv4.blocks) {
        new VpcSecurityGroupIngressRule(port, idFor(block), {
          securityGroupId: group.id,
          description: rule.purpose,
          ipProtocol: rule.protocol,
          fromPort: rule.port,
          toPort: rule.port,
          cidrIpv4: block,
        });
      }
    }
    for (const rule of egress) {
      const port = new Construct(group, `out-${rule.port}`);
      for (const block of rule.destinations.ipv4.blocks) {
        new VpcSecurityGroupEgressRule(port, idFor(block), {
          securityGroupId: group.id,
          description: rule.purpose,
          ipProtocol: rule.protocol,
          fromPort: rule.port,
          toPort: rule.port,
          cidrIpv4: block,
        });
      }
    }
    return group;
  }
}
