import { Annotations } from "cdktf";
import { Construct } from "constructs";
import { MerakiApplianceFirewalledService } from "../../../providers/meraki/firewalled-service";
import { MerakiApplianceL3FirewallRules } from "../../../providers/meraki/l3-firewall-rules";
import { MerakiApplianceNetworkSecurityIntrusion } from "../../../providers/meraki/network-security-intrusion";
import { MerakiAppliancePortForwardingRules } from "../../../providers/meraki/port-forwarding-rules";
import { MerakiNetworkSyslogServers } from "../../../providers/meraki/syslog-servers";
import { CidrSet, cidrProblem, PRIVATE_IPV4 } from "../../core/cidr-set";
import { type Problem, throwIfAny } from "../../core/errors";
import { type EgressRule, ipv4EgressProblems } from "../egress";
import {
  HTTPS_UNINSPECTED,
  type InspectionLevel,
  type PortForward,
  type PortForwardEdge,
  type PortForwardEdgeProps,
  portForwardProblems,
  portForwards,
} from "../port-forward-edge";

/** A server for logs in the office. */
export interface SyslogServerProps {
  /** IPv4 address. */
  readonly host: string;
  /** UDP port. */
  readonly port: number;
}

/** An outgoing rule of the office that has nothing to do with mail. */
export interface OfficeRule {
  readonly policy: "allow" | "deny";
  readonly protocol: "any" | "tcp" | "udp" | "icmp";
  /** Networks as the dashboard takes them: CIDR notation with commas, or `Any`. */
  readonly sources: string;
  /** Networks or host names as the dashboard takes them, or `Any`. */
  readonly destinations: string;
  /**
   * Ports with commas.
   *
   * @default "Any"
   */
  readonly ports?: string;
  /** What it is for. */
  readonly comment: string;
}

/** What the server may reach, and what else the office has. */
export interface OutgoingRulesProps {
  /** What the server may reach. Names are not looked at: a port leads to its networks, whatever is asked for there. */
  readonly server: readonly EgressRule[];
  /**
   * The office's own rules, after the server's. The list in the dashboard is replaced as a whole, so what is not
   * repeated here goes; after the last one, the appliance lets everything out.
   *
   * @default - none
   */
  readonly office?: readonly OfficeRule[];
}

/** A Meraki MX in the office. */
export interface MerakiMailEdgeProps extends PortForwardEdgeProps {
  /** Id of the network in the dashboard, such as `L_123456789012345678` or `N_…`. */
  readonly networkId: string;
  /**
   * Outgoing rules of the whole office.
   *
   * @default - they stay as they are, and nothing here limits what the server reaches
   */
  readonly outgoing?: OutgoingRulesProps;
  /**
   * Where the appliance sends its flows and alerts.
   *
   * @default - they stay in the dashboard
   */
  readonly syslog?: SyslogServerProps;
}

/**
 * Which of Cisco's Snort rules are on: `balanced` is the appliance's own default, `security` has more rules and more
 * mistakes (https://documentation.meraki.com/MX/Content_Filtering_and_Threat_Protection/Threat_Protection).
 */
const RULESET = "balanced";

/** The appliance's own services, none of which anyone on the internet needs: the dashboard is reached from inside. */
const OWN_SERVICES = ["ICMP", "SNMP", "web"] as const;

/** Words of the dashboard for what is done with attacks. */
const MODES: Readonly<Record<InspectionLevel, string>> = {
  none: "disabled",
  detect: "detection",
  prevent: "prevention",
};

/**
 * 25 and 443 on a Cisco Meraki MX: forwarded to the server, 25 from the relay's networks only, with the appliance's
 * intrusion detection in front of all its networks.
 *
 * Each list is one resource and holds all that the dashboard shows: forwards that are not declared here are closed at
 * the first apply. Intrusion detection needs the licence Advanced Security. TLS is not decrypted.
 *
 * @see https://registry.terraform.io/providers/CiscoDevNet/meraki
 * @throws ValidationError with everything that {@link merakiProblems} finds
 */
export class MerakiMailEdge extends Construct implements PortForwardEdge {
  readonly publicAddresses: readonly string[];
  readonly egressAddresses: readonly string[];
  readonly forwards: readonly PortForward[];
  readonly inspection: InspectionLevel;
  /** Escape hatch: the forwarded ports. */
  readonly rules: MerakiAppliancePortForwardingRules;
  /** Escape hatch: what is done with attacks. */
  readonly intrusion: MerakiApplianceNetworkSecurityIntrusion;

  constructor(scope: Construct, id: string, props: MerakiMailEdgeProps) {
    super(scope, id);
    const { networkId, outgoing, syslog } = props;
    throwIfAny([...merakiProblems(props), ...ipv4EgressProblems(outgoing?.server ?? [])], this);
    this.publicAddresses = props.publicAddresses;
    this.egressAddresses = props.publicAddresses;
    this.forwards = portForwards(props);
    this.inspection = props.inspection ?? "detect";
    Annotations.of(this).addWarning(HTTPS_UNINSPECTED);

    // Attacks are looked for before the first port opens.
    this.intrusion = new MerakiApplianceNetworkSecurityIntrusion(this, "intrusion", {
      networkId,
      mode: MODES[this.inspection],
      idsRulesets: RULESET,
      protectedNetworksUseDefault: true,
    });
    this.rules = new MerakiAppliancePortForwardingRules(this, "forwards", {
      networkId,
      rules: this.forwards.map(({ protocol, port, sources, server, purpose }) => ({
        name: purpose,
        protocol,
        publicPort: String(port),
        localPort: String(port),
        lanIp: server,
        uplink: "both",
        allowedIps: sources.containsAll(CidrSet.ANY_IPV4) ? ["any"] : sources.blocks,
      })),
      dependsOn: [this.intrusion],
    });
    for (const service of OWN_SERVICES) {
      new MerakiApplianceFirewalledService(this, `own-${service.toLowerCase()}`, {
        networkId,
        service,
        access: "blocked",
      });
    }
    if (syslog !== undefined) {
      new MerakiNetworkSyslogServers(this, "syslog", {
        networkId,
        servers: [{ ...syslog, roles: ["Appliance event log", "Flows", "Security events"] }],
      });
    }
    if (outgoing !== undefined) {
      new MerakiApplianceL3FirewallRules(this, "outgoing", {
        networkId,
        rules: outgoingRules(props.serverAddress, outgoing, syslog !== undefined),
        syslogDefaultRule: false,
      });
    }
  }
}

/** Everything that is wrong with what the appliance is told; properties are paths, such as `publicAddresses.0`. */
export function merakiProblems(props: MerakiMailEdgeProps): readonly Problem[] {
  return [
    ...portForwardProblems(props),
    ...networkProblems(props.networkId),
    ...(props.syslog === undefined || cidrProblem(`${props.syslog.host}/32`) === undefined
      ? []
      : [
          {
            code: "BadCidr" as const,
            property: "syslog.host",
            message: `${JSON.stringify(props.syslog.host)} is not an IPv4 address, which is all that the appliance takes for a collector`,
          },
        ]),
  ];
}

function networkProblems(networkId: string): readonly Problem[] {
  return /^[LN]_\d+$/.test(networkId)
    ? []
    : [
        {
          code: "BadMerakiNetwork",
          property: "networkId",
          message: `${JSON.stringify(networkId)} is no id of a network; the dashboard's API lists them as "L_" or "N_" with digits (GET /organizations/{id}/networks)`,
        },
      ];
}

/**
 * The office, the server's ways out, nothing else from the server, then the office's own rules. The list decides
 * between the office's own networks, too
 * (https://documentation.meraki.com/MX/Firewall_and_Traffic_Shaping/MX_Firewall_Settings).
 */
function outgoingRules(serverAddress: string, { server, office = [] }: OutgoingRulesProps, logged: boolean) {
  const source = `${serverAddress}/32`;
  return [
    {
      comment: "the office's own networks",
      policy: "allow",
      protocol: "any",
      srcCidr: source,
      srcPort: "Any",
      destCidr: PRIVATE_IPV4.blocks.join(","),
      destPort: "Any",
      syslogEnabled: false,
    },
    ...server.map(({ protocol, port, destinations, purpose }) => ({
      comment: purpose,
      policy: "allow",
      protocol,
      srcCidr: source,
      srcPort: "Any",
      destCidr: destinations.containsAll(CidrSet.ANY_IPV4) ? "Any" : destinations.ipv4.blocks.join(","),
      destPort: String(port),
      syslogEnabled: false,
    })),
    {
      comment: "nothing else leaves the mail server",
      policy: "deny",
      protocol: "any",
      srcCidr: source,
      srcPort: "Any",
      destCidr: "Any",
      destPort: "Any",
      syslogEnabled: logged,
    },
    ...office.map(({ policy, protocol, sources, destinations, ports = "Any", comment }) => ({
      comment,
      policy,
      protocol,
      srcCidr: sources,
      srcPort: "Any",
      destCidr: destinations,
      destPort: ports,
      syslogEnabled: false,
    })),
  ];
}
