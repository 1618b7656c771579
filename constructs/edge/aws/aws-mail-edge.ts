import { Construct } from "constructs";
import { CidrSet } from "../../core/cidr-set";
import { type Problem, throwIfAny } from "../../core/errors";
import type { DenyList } from "../deny-list";
import { type EgressRule, egressPorts, ipv4EgressProblems, SERVER_EGRESS } from "../egress";
import { type Ingress, ipv4IngressProblems } from "../ingress";
import type { MailEdge } from "../mail-edge";
import { DirectServer } from "./direct-server";
import { EdgeAlarms, type EdgeAlarmsProps } from "./edge-alarms";
import { EdgeLogs, type LogRetentionProps } from "./edge-logs";
import { FirewallPolicy } from "./firewall-policy";
import { InspectedVpc } from "./inspected-vpc";
import type { IpsProps } from "./ips/ips-section";
import { LoadBalancedServers } from "./load-balanced-servers";
import { MailNetworkAcl } from "./mail-network-acl";
import { ManagementEndpoints } from "./management-endpoints";
import {
  type NetworkLayout,
  type NetworkProps,
  networkLayout,
  type PlacedServer,
  regionOf,
  type ServerProps,
} from "./network-layout";
import { type OnPremisesProps, OnPremisesServers, onPremisesProblems } from "./on-premises-servers";
import { type OpenPort, PortLock } from "./port-lock";
import type { TlsInspectionProps } from "./tls-inspection";

/** Exchange servers and what stands in front of them on AWS. */
export interface AwsMailEdgeProps {
  /** Prefix of the resources' names; the client's id. */
  readonly name: string;
  /** What may come in. */
  readonly ingress: Ingress;
  /** The availability zones of servers and firewall, such as `eu-west-3a`: one or two. Only append. */
  readonly availabilityZones: readonly string[];
  /** The network: made, or the client's own. */
  readonly network: NetworkProps;
  /**
   * The servers on EC2. One has a public address of its own; several stand behind a network load balancer.
   *
   * @default - one in each availability zone
   */
  readonly servers?: readonly ServerProps[];
  /**
   * The servers in the client's office instead, behind the load balancer and a VPN.
   *
   * @default - the servers are on EC2
   */
  readonly onPremises?: OnPremisesProps;
  /**
   * Networks of the domain controllers: between them and the servers everything passes, because Microsoft
   * supports no filter there
   * (https://learn.microsoft.com/exchange/plan-and-deploy/deployment-ref/network-ports).
   *
   * @default - none
   */
  readonly domainControllers?: CidrSet;
  /**
   * ARN of a firewall that stands elsewhere and protects this network, too; its policy is its owner's.
   *
   * @default - a firewall is made
   */
  readonly sharedFirewallArn?: string;
  /**
   * Who may not come in, whatever the ingress says.
   *
   * @default - only networks that are nobody's on the internet are turned away
   */
  readonly deny?: DenyList;
  /**
   * What may leave.
   *
   * @default - the server's own needs by name (updates, mitigations, certificate checks); no mail
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
   * Refuse deletion of firewall and load balancer, and changes of the firewall's subnets and policy.
   *
   * @default true
   */
  readonly protection?: boolean;
  /**
   * How long the logs of the edge are kept, and where.
   *
   * @default - 90 days, in CloudWatch
   */
  readonly logs?: LogRetentionProps;
  /**
   * E-mail addresses to tell of alarms; each must answer AWS's question first.
   *
   * @default - nobody: alarms show on the dashboard only
   */
  readonly notify?: readonly string[];
  /**
   * Folder of this product's docs, where engineers read them: each alarm names the section that says what to do.
   *
   * @default "docs"
   */
  readonly runbooks?: string;
  /**
   * Administer the server through AWS Systems Manager, from inside the network.
   *
   * @default true
   */
  readonly managementEndpoints?: boolean;
}

/** What decides where servers stand. */
export type PlacementProps = Pick<
  AwsMailEdgeProps,
  "network" | "availabilityZones" | "servers" | "onPremises"
>;

/**
 * Where servers stand, and in which networks.
 *
 * @returns the layout, or everything that is wrong; properties are paths below {@link AwsMailEdgeProps}
 */
export function placement(props: PlacementProps): NetworkLayout | { readonly problems: readonly Problem[] } {
  const { network, onPremises } = props;
  const layout = networkLayout({ ...props, serversElsewhere: onPremises !== undefined });
  const problems = [
    ...("problems" in layout ? layout.problems : []),
    ...(onPremises === undefined || "problems" in layout
      ? []
      : onPremisesProblems(onPremises, network).map((problem) => ({
          ...problem,
          property: `onPremises.${problem.property}`,
        }))),
  ];
  return problems.length > 0 || "problems" in layout ? { problems } : layout;
}

/**
 * The edge of Exchange servers on AWS: AWS Network Firewall between the internet and the mail subnets,
 * security groups and network ACLs as further locks, and what the firewall hands packets to: the network
 * interface of one server with an elastic address, or a load balancer in front of several.
 *
 * The servers themselves are not declared: each is launched with its interface of {@link networkInterfaceIds}.
 *
 * @throws ValidationError when the network cannot be cut as asked, and for ports that are open to no IPv4 address
 */
export class AwsMailEdge extends Construct implements MailEdge {
  readonly publicAddresses: readonly string[];
  readonly egressAddresses: readonly string[];
  /** Interfaces to launch the servers with, by name of the server; none for servers in an office. */
  readonly networkInterfaceIds: ReadonlyMap<string, string>;
  /**
   * Networks of the load balancer, where the servers see its address instead of the client's; else none. Whoever
   * comes from there has passed the firewall, and is not to be trusted any further.
   */
  readonly loadBalancerNetworks: readonly string[];
  /** The network and its firewall. */
  readonly network: InspectedVpc;
  /** What the firewall lets through; undefined where another's firewall protects the network. */
  readonly policy: FirewallPolicy | undefined;
  /** What it dropped, and all it saw. */
  readonly logs: EdgeLogs;
  /** What tells when it is attacked, or fails. */
  readonly alarms: EdgeAlarms;

  constructor(scope: Construct, id: string, props: AwsMailEdgeProps) {
    super(scope, id);
    const { name, ingress } = props;
    const layout = placement(props);
    // What an office sends leaves through its own router.
    const egress = props.onPremises === undefined ? (props.egress ?? SERVER_EGRESS) : [];
    throwIfAny(
      [
        ...("problems" in layout ? layout.problems : []),
        ...ipv4IngressProblems(ingress),
        ...ipv4EgressProblems(egress),
      ],
      this,
    );
    if ("problems" in layout) {
      throw new Error("unreachable: a layout without a problem is a layout");
    }
    this.policy =
      props.sharedFirewallArn === undefined ? this.firewallPolicy(layout, egress, props) : undefined;
    this.network = new InspectedVpc(this, "network", {
      name,
      layout,
      firewall:
        this.policy === undefined
          ? { sharedFirewallArn: props.sharedFirewallArn as string }
          : { policyArn: this.policy.policyArn },
      protection: props.protection ?? true,
    });
    this.lockSubnets(layout, egress, props);
    this.logs = new EdgeLogs(this, "logs", {
      ...props.logs,
      name,
      ...(this.network.firewall === undefined ? {} : { firewallArn: this.network.firewall.resource.arn }),
      tlsInspected: props.tlsInspection !== undefined,
      vpcId: this.network.network.vpcId,
    });
    this.alarms = new EdgeAlarms(this, "alarms", {
      name,
      region: regionOf(props.availabilityZones[0] as string),
      vpcId: this.network.network.vpcId,
      endpoints: new Map(
        props.availabilityZones.map((zone) => [zone, this.network.endpoints.endpointIn(zone)]),
      ),
      ...this.watchedFirewall(props),
      ...(props.notify === undefined ? {} : { notify: props.notify }),
      ...(props.runbooks === undefined ? {} : { runbooks: props.runbooks }),
    });
    const reached = this.servers(layout, egress, props);
    this.publicAddresses = reached.publicAddresses;
    this.egressAddresses = reached.egressAddresses;
    this.networkInterfaceIds = reached.networkInterfaceIds;
    this.loadBalancerNetworks =
      props.onPremises === undefined ? [] : layout.zones.map(({ mail }) => mail.cidr);
  }

  private firewallPolicy(
    layout: NetworkLayout,
    egress: readonly EgressRule[],
    props: AwsMailEdgeProps,
  ): FirewallPolicy {
    return new FirewallPolicy(this, "policy", {
      name: props.name,
      region: regionOf(props.availabilityZones[0] as string),
      // A load balancer's addresses, and those that a NAT gateway sends from, are known to AWS only.
      serverAddresses: layout.loadBalanced
        ? layout.zones.map(({ mail }) => mail.cidr)
        : layout.servers.map(({ address }) => address),
      vpcCidr: layout.vpcCidr,
      access: {
        ingress: props.ingress,
        egress,
        ...(props.deny === undefined ? {} : { deny: props.deny }),
      },
      ...(props.ips === undefined ? {} : { ips: props.ips }),
      ...(props.tlsInspection === undefined ? {} : { tlsInspection: props.tlsInspection }),
    });
  }

  /** The firewall, as its alarms take it; nothing where it is another's. */
  private watchedFirewall({ name, tlsInspection }: AwsMailEdgeProps): Pick<EdgeAlarmsProps, "firewall"> {
    const { alertLogGroupName, tlsLogGroupName } = this.logs;
    if (this.policy === undefined || alertLogGroupName === undefined) {
      return {};
    }
    return {
      firewall: {
        name,
        alertLogGroupName,
        virtualPatches: this.policy.ips.own.some(({ group }) => group.id === "virtual-patches"),
        ...(tlsLogGroupName === undefined || tlsInspection === undefined
          ? {}
          : { tls: { logGroupName: tlsLogGroupName, names: tlsInspection.certificate.names } }),
      },
    };
  }

  private lockSubnets(
    layout: NetworkLayout,
    egress: readonly EgressRule[],
    { name, ingress, onPremises }: AwsMailEdgeProps,
  ): void {
    const { vpcId, zones } = this.network.network;
    const elsewhere = [...layout.connected.map(({ cidr }) => cidr), ...(onPremises?.networks ?? [])];
    const acl = { vpcId, localCidrs: [layout.vpcCidr, ...elsewhere], ingress, egress };
    new MailNetworkAcl(this, "subnet-lock", {
      ...acl,
      name: `${name}-mail`,
      subnets: zones.map(({ mail }) => mail),
      hold: layout.loadBalanced ? "load-balancer" : "server",
    });
    const servers = zones.flatMap(({ server }) => server ?? []);
    if (servers.length > 0) {
      new MailNetworkAcl(this, "server-subnet-lock", {
        ...acl,
        name: `${name}-server`,
        subnets: servers,
        hold: "server",
      });
    }
  }

  private servers(
    layout: NetworkLayout,
    egress: readonly EgressRule[],
    props: AwsMailEdgeProps,
  ): ReachedServers {
    const { name, ingress, onPremises, protection = true } = props;
    if (onPremises !== undefined) {
      const front = this.frontLock(props, CidrSet.of(...onPremises.servers));
      return new OnPremisesServers(this, "on-premises", {
        ...onPremises,
        name,
        vpc: this.network,
        ingress,
        frontSecurityGroupId: front.group.id,
        protection,
      });
    }
    const { vpcId, zones } = this.network.network;
    const front = layout.loadBalanced
      ? this.frontLock(props, CidrSet.of(...zones.map(({ server }) => server?.cidr as string)))
      : undefined;
    const lock = new PortLock(this, "lock", {
      name: `${name}-server`,
      description: "Second lock behind the firewall: 25 from the relay and 443 only",
      vpcId,
      inbound:
        front === undefined
          ? ingressPorts(ingress)
          : ingressPorts(ingress).map((open) => ({ ...open, peers: front.group })),
      outbound: egressPorts(egress).map(({ destinations, ...open }) => ({ ...open, peers: destinations })),
      trusted:
        props.domainControllers === undefined
          ? []
          : [{ networks: props.domainControllers, purpose: "domain controllers" }],
      amongThemselves: layout.loadBalanced,
    });
    if (props.managementEndpoints ?? true) {
      new ManagementEndpoints(this, "management", {
        name,
        vpcId,
        subnetIds: zones.map(({ server, mail }) => (server ?? mail).id),
        serverSecurityGroupId: lock.group.id,
      });
    }
    if (front !== undefined) {
      return new LoadBalancedServers(this, "load-balanced", {
        name,
        layout,
        vpc: this.network,
        ingress,
        frontSecurityGroupId: front.group.id,
        serverSecurityGroupId: lock.group.id,
        protection,
      });
    }
    return new DirectServer(this, "Default", {
      name,
      server: layout.servers[0] as PlacedServer,
      network: this.network.network,
      securityGroupId: lock.group.id,
    });
  }

  /** The lock on the load balancer: the last place that knows who connects, where the servers are elsewhere. */
  private frontLock({ name, ingress }: AwsMailEdgeProps, servers: CidrSet): PortLock {
    return new PortLock(this, "front-lock", {
      name: `${name}-front`,
      description: "Second lock behind the firewall: 25 from the relay and 443 only",
      vpcId: this.network.network.vpcId,
      inbound: ingressPorts(ingress),
      outbound: ingress.rules.map(({ protocol, port }) => ({
        protocol,
        port,
        peers: servers,
        purpose: "to the servers, and whether they are well",
      })),
    });
  }
}

/** How servers are reached, and where they send from. */
type ReachedServers = Pick<AwsMailEdge, "publicAddresses" | "egressAddresses" | "networkInterfaceIds">;

function ingressPorts(ingress: Ingress): readonly OpenPort[] {
  return ingress.rules.map(({ sources, ...rule }) => ({ ...rule, peers: sources }));
}
