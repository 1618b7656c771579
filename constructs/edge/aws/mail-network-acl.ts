import { DataAwsNetworkAcls } from "@cdktf/provider-aws/lib/data-aws-network-acls";
import { NetworkAcl } from "@cdktf/provider-aws/lib/network-acl";
import { NetworkAclRule } from "@cdktf/provider-aws/lib/network-acl-rule";
import { Construct } from "constructs";
import { CidrSet } from "../../core/cidr-set";
import { type EgressRule, egressPorts } from "../egress";
import type { Ingress } from "../ingress";
import { nothingElseInUse, type Precondition } from "./in-use";
import type { NetworkSubnet } from "./mail-network";

/** What may cross the border of the server's subnet. */
export interface MailNetworkAclProps {
  /** Name of the ACL, unique in the VPC: it tells the ACL from those of others. */
  readonly name: string;
  readonly vpcId: string;
  /** The VPC's own network and others with which everything passes; the other locks are exact. */
  readonly localCidrs: readonly string[];
  /** Subnets of one kind. */
  readonly subnets: readonly NetworkSubnet[];
  /**
   * What stands in them: a Windows server, or a load balancer and a NAT gateway, which takes replies on any
   * port (https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html).
   */
  readonly hold: "server" | "load-balancer";
  readonly ingress: Ingress;
  readonly egress: readonly EgressRule[];
}

/** Windows answers on these too, and they lie among the ports that replies come back on. */
const NEVER_IN = [
  { from: 3389, to: 3389, what: "remote desktop" },
  { from: 5985, to: 5986, what: "Windows remote management" },
] as const;

/** Ports that Windows opens connections from (https://learn.microsoft.com/troubleshoot/windows-server/networking/default-dynamic-port-range-tcpip-chang), widened to what clients elsewhere use. */
const REPLIES = { from: 1024, to: 65_535 } as const;

/** Clients may ask for the time from this port too, and the answer then comes back on it (RFC 9109 § 3). */
const NTP_PORT = 123;

/** Rules a network ACL holds in each direction (https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-nacls). */
const MAX_RULES = 20;

interface AclRule {
  readonly action: "allow" | "deny";
  readonly protocol: "tcp" | "udp" | "-1";
  readonly cidr: string;
  readonly from: number;
  readonly to: number;
}

/**
 * A third lock, on the subnet: it knows no connections, so it admits the ports and the replies, and names
 * the management ports that must never come in even as replies. Networks that do not fit the list are admitted
 * together; the other two locks tell them apart.
 */
export class MailNetworkAcl extends Construct {
  /** Escape hatch: the network ACL. */
  readonly resource: NetworkAcl;

  constructor(scope: Construct, id: string, props: MailNetworkAclProps) {
    super(scope, id);
    const everywhere = "0.0.0.0/0";
    const local = props.localCidrs.map(
      (cidr): AclRule => ({ action: "allow", protocol: "-1", cidr, from: 0, to: 0 }),
    );
    const fixed: readonly AclRule[] = [
      ...local,
      ...(props.hold === "server" ? NEVER_IN : []).map(
        ({ from, to }): AclRule => ({ action: "deny", protocol: "tcp", cidr: everywhere, from, to }),
      ),
    ];
    const replies: AclRule = { action: "allow", protocol: "tcp", cidr: everywhere, ...REPLIES };
    const out = egressPorts(props.egress);
    const inbound = [
      ...fixed,
      ...fitting(
        [
          ...props.ingress.rules.map(({ protocol, port, sources }) => ({
            protocol,
            from: port,
            to: port,
            networks: sources,
          })),
          ...out
            .filter(({ protocol }) => protocol === "udp")
            .map(({ protocol, port, destinations }) => ({
              protocol,
              from: port === NTP_PORT ? NTP_PORT : REPLIES.from,
              to: REPLIES.to,
              networks: destinations,
            })),
        ],
        MAX_RULES - fixed.length - 1,
      ),
      replies,
    ];
    const outbound = [
      ...local,
      ...fitting(
        out.map(({ protocol, port, destinations }) => ({
          protocol,
          from: port,
          to: port,
          networks: destinations,
        })),
        MAX_RULES - local.length - 1,
      ),
      replies,
    ];
    const conditions = props.subnets.flatMap((subnet, index) =>
      subnet.existing && !subnet.adopt ? [this.refuseOthers(subnet.id, props, `${index}`)] : [],
    );
    this.resource = new NetworkAcl(this, "Resource", {
      vpcId: props.vpcId,
      subnetIds: props.subnets.map(({ id }) => id),
      tags: { Name: props.name },
      ...(conditions.length > 0 ? { lifecycle: { precondition: conditions } } : {}),
    });
    this.declare("in", inbound);
    this.declare("out", outbound);
  }

  /** Every subnet has one ACL; AWS's default one may be replaced, somebody's own may not. */
  private refuseOthers(subnetId: string, { vpcId, name }: MailNetworkAclProps, id: string): Precondition {
    const now = [
      { name: "association.subnet-id", values: [subnetId] },
      { name: "default", values: ["false"] },
    ];
    const inUse = new DataAwsNetworkAcls(this, `in-use-${id}`, { vpcId, filter: now });
    const ours = new DataAwsNetworkAcls(this, `ours-${id}`, {
      vpcId,
      filter: [...now, { name: "tag:Name", values: [name] }],
    });
    return nothingElseInUse(
      inUse.ids,
      ours.ids,
      (others) =>
        `NetworkAclInUse: the subnet ${subnetId} has a network ACL of its own (${others}); say "adopt: true" for it once it is certain that its rules are not needed there`,
    );
  }

  private declare(direction: "in" | "out", rules: readonly AclRule[]): void {
    const numbered = new Construct(this, direction);
    for (const [index, rule] of rules.entries()) {
      const ruleNumber = (index + 1) * 10;
      new NetworkAclRule(numbered, `${ruleNumber}`, {
        networkAclId: this.resource.id,
        egress: direction === "out",
        ruleNumber,
        ruleAction: rule.action,
        protocol: rule.protocol,
        cidrBlock: rule.cidr,
        ...(rule.protocol === "-1" ? {} : { fromPort: rule.from, toPort: rule.to }),
      });
    }
  }
}

/** Ports and the networks they are open to. */
interface OpenPorts {
  readonly protocol: "tcp" | "udp";
  readonly from: number;
  readonly to: number;
  readonly networks: CidrSet;
}

/**
 * The rules that open ports, no more than fit: the port with the most networks is opened to all of them at
 * once, as often as needed. The firewall and the security group stay exact.
 */
function fitting(ports: readonly OpenPorts[], most: number): readonly AclRule[] {
  const rules = ports.flatMap(allow);
  if (rules.length <= most) {
    return rules;
  }
  const widest = Math.max(...ports.map(({ networks }) => networks.ipv4.blocks.length));
  return fitting(
    ports.map((open) =>
      open.networks.ipv4.blocks.length === widest ? { ...open, networks: CidrSet.ANY_IPV4 } : open,
    ),
    most,
  );
}

function allow({ protocol, from, to, networks }: OpenPorts): readonly AclRule[] {
  return networks.ipv4.blocks.map((cidr) => ({ action: "allow", protocol, cidr, from, to }));
}
