import type { Eip } from "@cdktf/provider-aws/lib/eip";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbTargetGroup, type LbTargetGroupHealthCheck } from "@cdktf/provider-aws/lib/lb-target-group";
import { LbTargetGroupAttachment } from "@cdktf/provider-aws/lib/lb-target-group-attachment";
import { Construct } from "constructs";
import type { Ingress } from "../ingress";
import type { MailNetwork } from "./mail-network";
import { POLICY_DEFAULTS } from "./policy-defaults";
import { nameWithHash } from "./stateful-rule-group";

/** Somebody the load balancer hands connections to. */
interface LoadBalancerTarget {
  /** Short and lasting: part of a resource's id. */
  readonly name: string;
  /** Private address. */
  readonly address: string;
}

/** A load balancer and the servers behind it. */
interface MailLoadBalancerProps {
  /** Prefix of the resources' names. */
  readonly name: string;
  readonly network: MailNetwork;
  /** Its ports; who may use them is for the firewall and the security group to say. */
  readonly ingress: Ingress;
  readonly securityGroupId: string;
  readonly targets: readonly LoadBalancerTarget[];
  /** Are the targets outside the VPC, so that they see the load balancer's address and not the client's? */
  readonly targetsElsewhere: boolean;
  /** Refuse deletion. */
  readonly protection: boolean;
}

/** Longest name of a load balancer or target group (https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html), less what is put behind it: `-443-` and a hash. */
const NAME_ROOM = 19;

/**
 * How a server is asked whether it is well. Exchange answers on one page per protocol for as long as its own
 * monitoring finds the protocol healthy
 * (https://learn.microsoft.com/exchange/architecture/client-access/load-balancing).
 */
const HEALTH_CHECKS: Readonly<Record<25 | 443, LbTargetGroupHealthCheck>> = {
  25: { protocol: "TCP", interval: 10, healthyThreshold: 3, unhealthyThreshold: 3 },
  443: {
    protocol: "HTTPS",
    path: "/owa/healthcheck.htm",
    matcher: "200",
    interval: 10,
    healthyThreshold: 3,
    unhealthyThreshold: 3,
  },
};

/**
 * A network load balancer in the mail subnets, behind the firewall's endpoints and in front of the servers.
 *
 * TLS goes through it unopened, so the server's own certificate reaches the client. Each zone's address serves
 * the servers of its zone only: a connection stays within a zone, and with it within one firewall endpoint.
 */
export class MailLoadBalancer extends Construct {
  /** One per availability zone. */
  readonly publicAddresses: readonly string[];
  /** Escape hatch: the load balancer. */
  readonly resource: Lb;

  constructor(scope: Construct, id: string, props: MailLoadBalancerProps) {
    super(scope, id);
    const { name, network } = props;
    const addresses: readonly Eip[] = network.zones.map(({ availabilityZone }) =>
      network.elasticAddress(this, `address-${availabilityZone}`, `${name}-mail-${availabilityZone}`),
    );
    this.resource = new Lb(this, "Resource", {
      name,
      internal: false,
      loadBalancerType: "network",
      ipAddressType: "ipv4",
      enableCrossZoneLoadBalancing: false,
      enableDeletionProtection: props.protection,
      securityGroups: [props.securityGroupId],
      subnetMapping: network.zones.map(({ mail }, index) => ({
        subnetId: mail.id,
        allocationId: (addresses[index] as Eip).id,
      })),
      tags: { Name: name },
    });
    this.publicAddresses = addresses.map(({ publicIp }) => publicIp);
    for (const { port } of props.ingress.rules) {
      this.listen(port, props);
    }
  }

  private listen(port: 25 | 443, { name, network, targets, targetsElsewhere }: MailLoadBalancerProps): void {
    const forcing = { port, vpc: network.vpcCidr, targetsElsewhere };
    const group = new LbTargetGroup(this, `servers-${port}`, {
      name: nameWithHash(`${name.slice(0, NAME_ROOM)}-${port}`, forcing),
      port,
      protocol: "TCP",
      targetType: "ip",
      vpcId: network.vpcId,
      // https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#client-ip-preservation
      preserveClientIp: targetsElsewhere ? "false" : "true",
      healthCheck: HEALTH_CHECKS[port],
      lifecycle: { createBeforeDestroy: true },
    });
    for (const target of targets) {
      new LbTargetGroupAttachment(group, target.name, {
        targetGroupArn: group.arn,
        targetId: target.address,
        port,
        ...(targetsElsewhere ? { availabilityZone: "all" } : {}),
      });
    }
    new LbListener(this, `port-${port}`, {
      loadBalancerArn: this.resource.arn,
      port,
      protocol: "TCP",
      // No shorter than the firewall's, or phones lose their silent requests here.
      tcpIdleTimeoutSeconds: POLICY_DEFAULTS.tcpIdleTimeoutSeconds,
      defaultAction: [{ type: "forward", targetGroupArn: group.arn }],
    });
  }
}
