/** A series of numbers in CloudWatch. */
export interface Metric {
  readonly namespace: string;
  readonly metricName: string;
  /** What tells the series apart; all of them, or CloudWatch finds nothing. */
  readonly dimensions: Readonly<Record<string, string>>;
}

/** A firewall's endpoint in one availability zone, as CloudWatch names it. */
export interface EndpointIdentity {
  readonly id: string;
  readonly serviceName: string;
  readonly vpcId: string;
}

/**
 * What an endpoint itself counts; a firewall's endpoint is a Gateway Load Balancer's
 * (https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-cloudwatch-metrics.html).
 */
export function endpointMetric(
  metricName: "ActiveConnections" | "BytesProcessed" | "PacketsDropped",
  { id, serviceName, vpcId }: EndpointIdentity,
): Metric {
  return {
    namespace: "AWS/PrivateLinkEndpoints",
    metricName,
    dimensions: {
      "Endpoint Type": "GatewayLoadBalancer",
      "Service Name": serviceName,
      "VPC Endpoint Id": id,
      "VPC Id": vpcId,
    },
  };
}

/** Which engine of a firewall counts what: every packet meets the stateless one first, and ours are all handed on. */
const ENGINES = {
  ReceivedPackets: "Stateless",
  OtherDroppedPackets: "Stateless",
  PassedPackets: "Stateful",
  DroppedPackets: "Stateful",
  StreamExceptionPolicyPackets: "Stateful",
} as const;

/** A number that a firewall counts. */
export type FirewallMetricName = keyof typeof ENGINES;

/** What a firewall counts in one zone (https://docs.aws.amazon.com/network-firewall/latest/developerguide/monitoring-cloudwatch.html). */
export function firewallMetric(
  metricName: FirewallMetricName,
  firewallName: string,
  availabilityZone: string,
): Metric {
  return {
    namespace: "AWS/NetworkFirewall",
    metricName,
    dimensions: {
      AvailabilityZone: availabilityZone,
      Engine: ENGINES[metricName],
      FirewallName: firewallName,
    },
  };
}

/** What a metric filter counts in a client's logs. */
export function logMetric(name: string, metricName: "ExchangeAttacks" | "TlsErrors"): Metric {
  return { namespace: `ProtectedExchange/${name}`, metricName, dimensions: {} };
}
