import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import type { CidrSet } from "../../core/cidr-set";
import { idFor } from "../../core/ids";

/** A port, and with whom. */
export interface OpenPort {
  readonly protocol: "tcp" | "udp";
  readonly port: number;
  /** Networks, or another security group of this stack. */
  readonly peers: CidrSet | SecurityGroup;
  /** Why, for people. */
  readonly purpose: string;
}

/** What a security group admits. */
interface PortLockProps {
  /** Name of the group. */
  readonly name: string;
  readonly description: string;
  readonly vpcId: string;
  readonly inbound: readonly OpenPort[];
  readonly outbound: readonly OpenPort[];
  /**
   * Networks with which everything passes, both ways.
   *
   * @default - none
   */
  readonly trusted?: readonly { readonly networks: CidrSet; readonly purpose: string }[];
  /**
   * Does everything pass between the members of the group?
   *
   * @default false
   */
  readonly amongThemselves?: boolean;
}

/**
 * A security group with one rule per port and network, so that a plan shows which of them changes.
 *
 * IPv4 only, like the edge.
 */
export class PortLock extends Construct {
  /** Escape hatch: the group. */
  readonly group: SecurityGroup;

  constructor(scope: Construct, id: string, props: PortLockProps) {
    super(scope, id);
    this.group = new SecurityGroup(this, "Default", {
      name: props.name,
      description: props.description,
      vpcId: props.vpcId,
      tags: { Name: props.name },
    });
    for (const open of props.inbound) {
      this.open("in", open);
    }
    for (const open of props.outbound) {
      this.open("out", open);
    }
    for (const { networks, purpose } of props.trusted ?? []) {
      for (const cidrIpv4 of networks.ipv4.blocks) {
        this.trust(idFor(cidrIpv4), { cidrIpv4, description: purpose });
      }
    }
    if (props.amongThemselves === true) {
      this.trust("each-other", {
        referencedSecurityGroupId: this.group.id,
        description: "the servers among themselves",
      });
    }
  }

  private open(direction: "in" | "out", { protocol, port, peers, purpose }: OpenPort): void {
    const Rule = direction === "in" ? VpcSecurityGroupIngressRule : VpcSecurityGroupEgressRule;
    const id = `${direction}-${protocol === "tcp" ? "" : `${protocol}-`}${port}`;
    const rules = new Construct(this, id);
    const rule = {
      securityGroupId: this.group.id,
      description: purpose,
      ipProtocol: protocol,
      fromPort: port,
      toPort: port,
    };
    if (peers instanceof SecurityGroup) {
      new Rule(rules, "group", { ...rule, referencedSecurityGroupId: peers.id });
      return;
    }
    for (const cidrIpv4 of peers.ipv4.blocks) {
      new Rule(rules, idFor(cidrIpv4), { ...rule, cidrIpv4 });
    }
  }

  private trust(
    id: string,
    peer: { readonly description: string } & (
      | { readonly cidrIpv4: string }
      | { readonly referencedSecurityGroupId: string }
    ),
  ): void {
    const rules = new Construct(this, `all-${id}`);
    const rule = { securityGroupId: this.group.id, ipProtocol: "-1", ...peer };
    new VpcSecurityGroupIngressRule(rules, "in", rule);
    new VpcSecurityGroupEgressRule(rules, "out", rule);
  }
}
