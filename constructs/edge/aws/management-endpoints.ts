import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";

/** How the server is administered without a port on the internet. */
export interface ManagementEndpointsProps {
  /** Prefix of the resources' names; the client's id. */
  readonly name: string;
  readonly vpcId: string;
  /** The servers' subnets, one in each availability zone. */
  readonly subnetIds: readonly string[];
  /** Security group of the server, which alone may use the endpoints. */
  readonly serverSecurityGroupId: string;
}

/** What Session Manager needs (https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html). */
const SERVICES = ["ec2messages", "ssm", "ssmmessages"] as const;

/**
 * AWS Systems Manager inside the network: remote desktop and PowerShell run through Session Manager, so no
 * management port is ever opened.
 */
export class ManagementEndpoints extends Construct {
  /** Escape hatch: the endpoints, by service. */
  readonly endpoints: ReadonlyMap<string, VpcEndpoint>;

  constructor(scope: Construct, id: string, props: ManagementEndpointsProps) {
    super(scope, id);
    const region = new DataAwsRegion(this, "region").region;
    const group = new SecurityGroup(this, "access", {
      name: `${props.name}-endpoints`,
      description: "Systems Manager, for the server only",
      vpcId: props.vpcId,
      tags: { Name: `${props.name}-endpoints` },
    });
    new VpcSecurityGroupIngressRule(group, "from-server", {
      securityGroupId: group.id,
      description: "the server",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      referencedSecurityGroupId: props.serverSecurityGroupId,
    });
    this.endpoints = new Map(
      SERVICES.map((service) => [
        service,
        new VpcEndpoint(this, service, {
          vpcId: props.vpcId,
          serviceName: `com.amazonaws.${region}.${service}`,
          vpcEndpointType: "Interface",
          subnetIds: [...props.subnetIds],
          securityGroupIds: [group.id],
          privateDnsEnabled: true,
          tags: { Name: `${props.name}-${service}` },
        }),
      ]),
    );
  }
}
