import type { Construct } from "constructs";
import type { MailCertificate } from "../constructs/certificate/mail-certificate";
import type { AlarmTopic } from "../constructs/core/alarm-topic";
import { CidrSet } from "../constructs/core/cidr-set";
import { AwsMailEdge } from "../constructs/edge/aws/aws-mail-edge";
import type { EgressRule } from "../constructs/edge/egress";
import { ExternalMailEdge } from "../constructs/edge/external-mail-edge";
import { FortiGateMailEdge } from "../constructs/edge/fortigate/fortigate-mail-edge";
import type { Ingress } from "../constructs/edge/ingress";
import type { MailEdge } from "../constructs/edge/mail-edge";
import { MerakiMailEdge } from "../constructs/edge/meraki/meraki-mail-edge";
import type { CertificateWiring } from "./certificate-choice";
import type { Client } from "./client-schema";
import { denyListOf } from "./deny-choice";
import type { AwsEdge, ExternalEdge, FortiGateEdge, MerakiEdge } from "./edge-schema";
import { expectationsOf } from "./external-choice";
import type { Fleet } from "./fleet-schema";
import { unitOf } from "./fortigate-choice";
import { ipsOf } from "./ips-choice";
import { applianceOf, outgoingOf } from "./meraki-choice";
import { placementOf } from "./network-choice";
import { runbooksOf, toldOf } from "./watch-choice";

/** What an edge is made for. */
interface EdgeWiringProps {
  readonly client: Client;
  readonly fleet: Fleet;
  readonly ingress: Ingress;
  readonly egress: readonly EgressRule[];
  readonly certificate: MailCertificate;
  /** The certificate and its key for a unit in the office, where Terraform has them. */
  readonly onUnit: CertificateWiring["onUnit"];
}

/** A value of a stack, for people. */
export interface EdgeOutput {
  readonly id: string;
  readonly value: unknown;
  readonly description: string;
}

/** The edge of a client, and what its stack says of it. */
export interface EdgeWiring {
  readonly edge: MailEdge;
  /** Topic that hears of its alarms; undefined where it has none. */
  readonly alarmTopic: AlarmTopic | undefined;
  /** What people must know of it. */
  readonly outputs: readonly EdgeOutput[];
  /** What somebody must ask for. */
  readonly requests: readonly EdgeOutput[];
}

/** Begins the names of objects on a unit, which is the client's own. */
const OBJECT_PREFIX = "exchange";

/** Declares what a client's file puts in front of the server. */
export function mailEdgeOf(scope: Construct, id: string, props: EdgeWiringProps): EdgeWiring {
  const { edge } = props.client;
  switch (edge.kind) {
    case "aws":
      return awsWiring(scope, id, edge, props);
    case "fortigate":
      return fortiGateWiring(scope, id, edge, props);
    case "meraki":
      return merakiWiring(scope, id, edge, props);
    case "external":
      return externalWiring(scope, id, edge, props);
  }
}

function awsWiring(
  scope: Construct,
  id: string,
  section: AwsEdge,
  { client, fleet, ingress, egress, certificate }: EdgeWiringProps,
): EdgeWiring {
  const runbooks = runbooksOf(fleet);
  const edge = new AwsMailEdge(scope, id, {
    name: client.id,
    ingress,
    deny: denyListOf(section),
    egress,
    ...placementOf(section),
    domainControllers: CidrSet.of(...section.domainControllers),
    ...(section.sharedFirewall === undefined ? {} : { sharedFirewallArn: section.sharedFirewall }),
    ips: ipsOf(section),
    ...(section.tlsInspection ? { tlsInspection: { certificate, serverCertificate: certificate } } : {}),
    protection: section.protection,
    logs: section.logs,
    notify: toldOf(client, fleet),
    ...(runbooks === undefined ? {} : { runbooks }),
  });
  const quotaRequests = edge.policy?.ips.budget.quotaRequests ?? [];
  return {
    edge,
    alarmTopic: edge.alarms.topic,
    outputs: [
      {
        id: "server_network_interfaces",
        value: Object.fromEntries(edge.networkInterfaceIds),
        description: "Launch each Exchange server with its interface.",
      },
      ...(edge.loadBalancerNetworks.length === 0
        ? []
        : [
            {
              id: "load_balancer_networks",
              value: edge.loadBalancerNetworks,
              description:
                "Networks that all connections seem to come from: the servers do not see who connects.",
            },
          ]),
    ],
    requests:
      quotaRequests.length === 0
        ? []
        : [
            {
              id: "quota_requests",
              value: quotaRequests,
              description: "Quotas to ask AWS for; rule groups were left out.",
            },
          ],
  };
}

function fortiGateWiring(
  scope: Construct,
  id: string,
  section: FortiGateEdge,
  { ingress, egress, certificate, onUnit }: EdgeWiringProps,
): EdgeWiring {
  const edge = new FortiGateMailEdge(scope, id, {
    ...unitOf(section),
    name: OBJECT_PREFIX,
    ingress,
    deny: denyListOf(section),
    egress,
    ...(section.tlsInspection && onUnit !== undefined ? { tlsInspection: { certificate, onUnit } } : {}),
  });
  return {
    edge,
    alarmTopic: undefined,
    outputs: [
      {
        id: "edge_interfaces",
        value: edge.interfaces,
        description: "Interfaces of the unit: those of the server, and those to the internet.",
      },
      {
        id: "edge_unit",
        value: { kind: "FortiGate", forti_os: section.unit.fortiOs },
        description: "The unit in front of the server, and the version it is to run.",
      },
    ],
    requests: [],
  };
}

function merakiWiring(
  scope: Construct,
  id: string,
  section: MerakiEdge,
  { ingress, egress }: EdgeWiringProps,
): EdgeWiring {
  const outgoing = outgoingOf(section, egress);
  const edge = new MerakiMailEdge(scope, id, {
    ...applianceOf(section),
    ingress,
    ...(outgoing === undefined ? {} : { outgoing }),
  });
  return { edge, alarmTopic: undefined, outputs: [], requests: [] };
}

function externalWiring(
  scope: Construct,
  id: string,
  section: ExternalEdge,
  { ingress, egress }: EdgeWiringProps,
): EdgeWiring {
  const edge = new ExternalMailEdge(scope, id, { ...expectationsOf(section), ingress, egress });
  return {
    edge,
    alarmTopic: undefined,
    outputs: [
      {
        id: "external_edge",
        value: {
          managed_by: edge.managedBy,
          public_addresses: edge.publicAddresses,
          egress_addresses: edge.egressAddresses,
          ingress: edge.waysIn,
          egress: edge.waysOut,
          ips: edge.ips,
        },
        description: "What the firewall that somebody else manages is asked to do; nothing here does it.",
      },
    ],
    requests: [],
  };
}
