import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { DataAwsVpcEndpoint } from "@cdktf/provider-aws/lib/data-aws-vpc-endpoint";
import { Construct } from "constructs";
import { AlarmTopic } from "../../core/alarm-topic";
import { idFor } from "../../core/ids";
import { EDGE_ALARMS, type EdgeAlarmDefinition, PERIOD_SECONDS } from "./edge-alarm-definitions";
import { EdgeDashboard } from "./edge-dashboard";
import {
  type EndpointIdentity,
  endpointMetric,
  type FirewallMetricName,
  firewallMetric,
  logMetric,
  type Metric,
} from "./edge-metrics";
import { VIRTUAL_PATCH_SIDS } from "./ips/sid-ranges";
import type { WatchedFirewall } from "./watched-firewall";

/** What is watched, and who is told. */
export interface EdgeAlarmsProps {
  /** Prefix of the resources' names; the client's id. */
  readonly name: string;
  /** Region of the firewall, such as `eu-west-3`. */
  readonly region: string;
  /** The client's network. */
  readonly vpcId: string;
  /** Ids of the firewall's endpoints in that network, by availability zone. */
  readonly endpoints: ReadonlyMap<string, string>;
  /**
   * The firewall.
   *
   * @default - it is somebody else's, who watches it; only the client's endpoints are watched
   */
  readonly firewall?: WatchedFirewall;
  /**
   * E-mail addresses to tell; each must answer AWS's question first.
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
}

/** A series that an alarm watches. */
interface Watched {
  readonly scope: Construct;
  readonly definition: EdgeAlarmDefinition;
  readonly metric: Metric;
  /** The end of the alarm's name that tells it from others of its kind; may be empty. */
  readonly suffix: string;
}

/**
 * The alarms of an edge, a topic that tells of them, and a dashboard: attacks on known vulnerabilities of
 * Exchange, floods, an endpoint that is silent or loses packets, connections that are cut, and a certificate
 * that does not fit. {@link EDGE_ALARMS} says what each means, from when on it sounds and why.
 */
export class EdgeAlarms extends Construct {
  /** Topic to which every alarm goes, when it sounds and when it ends; further alarms may use it. */
  readonly topicArn: string;
  /** The topic, and the key that encrypts what is sent to it. */
  readonly topic: AlarmTopic;
  /** Escape hatch: the alarms. */
  readonly alarms: readonly CloudwatchMetricAlarm[];
  /** Everything on one page. */
  readonly dashboard: EdgeDashboard;

  private readonly name: string;
  private readonly runbooks: string;

  constructor(scope: Construct, id: string, props: EdgeAlarmsProps) {
    super(scope, id);
    const { name, region, firewall } = props;
    this.name = name;
    this.runbooks = props.runbooks ?? "docs";
    this.topic = new AlarmTopic(this, "topic", {
      name,
      region,
      ...(props.notify === undefined ? {} : { notify: props.notify }),
    });
    this.topicArn = this.topic.topicArn;
    const zones = [...props.endpoints]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([availabilityZone, endpointId]) => {
        const zone = new Construct(this, availabilityZone);
        const { serviceName } = new DataAwsVpcEndpoint(zone, "endpoint", { id: endpointId });
        return { availabilityZone, zone, endpoint: { id: endpointId, serviceName, vpcId: props.vpcId } };
      });
    const watched = [
      ...zones.flatMap(({ availabilityZone, zone, endpoint }) =>
        zoneAlarms(zone, availabilityZone, endpoint, firewall),
      ),
      ...(firewall === undefined ? [] : this.logAlarms(firewall)),
    ];
    this.alarms = watched.map((alarm) => this.alarm(alarm));
    this.dashboard = new EdgeDashboard(this, "dashboard", {
      name,
      region,
      endpoints: new Map(zones.map(({ availabilityZone, endpoint }) => [availabilityZone, endpoint])),
      alarmArns: this.alarms.map(({ arn }) => arn),
      ...(firewall === undefined ? {} : { firewall }),
    });
  }

  private alarm({ scope, definition, metric, suffix }: Watched): CloudwatchMetricAlarm {
    const { id, means, first, threshold, periods, silence = false } = definition;
    return new CloudwatchMetricAlarm(scope, id, {
      alarmName: `${this.name}-${id}${suffix}`,
      alarmDescription: `${means} First: ${first} Runbook: ${this.runbooks}/edge-aws.md#logs-alarms-dashboard`,
      namespace: metric.namespace,
      metricName: metric.metricName,
      dimensions: { ...metric.dimensions },
      statistic: "Sum",
      period: PERIOD_SECONDS,
      evaluationPeriods: periods,
      threshold,
      comparisonOperator: silence ? "LessThanThreshold" : "GreaterThanOrEqualToThreshold",
      treatMissingData: silence ? "breaching" : "notBreaching",
      alarmActions: [this.topicArn],
      okActions: [this.topicArn],
    });
  }

  private logAlarms({ alertLogGroupName, virtualPatches, tls }: WatchedFirewall): readonly Watched[] {
    const watched: Watched[] = [];
    const watch = (definition: EdgeAlarmDefinition, metric: Metric): void => {
      watched.push({ scope: this, definition, metric, suffix: "" });
    };
    if (virtualPatches) {
      const attacks = logMetric(this.name, "ExchangeAttacks");
      this.count(this, "exchange-attacks", alertLogGroupName, ATTACK_PATTERN, attacks);
      watch(EDGE_ALARMS.exchangeAttack, attacks);
    }
    if (tls !== undefined) {
      const errors = logMetric(this.name, "TlsErrors");
      const names = new Construct(this, "tls-errors-of");
      for (const host of tls.names) {
        this.count(names, idFor(host), tls.logGroupName, tlsErrorPattern(host), errors);
      }
      watch(EDGE_ALARMS.tlsErrors, errors);
    }
    return watched;
  }

  private count(scope: Construct, id: string, logGroupName: string, pattern: string, metric: Metric): void {
    new CloudwatchLogMetricFilter(scope, id, {
      name: `${this.name}-${id}`,
      logGroupName,
      pattern,
      metricTransformation: {
        namespace: metric.namespace,
        name: metric.metricName,
        value: "1",
        unit: "Count",
      },
    });
  }
}

/**
 * The alert log's entries about virtual patches, dropped or not
 * (https://docs.aws.amazon.com/network-firewall/latest/developerguide/firewall-logging-contents.html).
 */
const ATTACK_PATTERN = `{ ($.event.alert.signature_id >= ${VIRTUAL_PATCH_SIDS.first}) && ($.event.alert.signature_id <= ${VIRTUAL_PATCH_SIDS.last}) }`;

/** The TLS log's entries about clients that know the server's name. */
function tlsErrorPattern(host: string): string {
  return `{ ($.event.sni = ${JSON.stringify(host)}) && ($.event.tls_error.error_message = *) }`;
}

function zoneAlarms(
  scope: Construct,
  availabilityZone: string,
  endpoint: EndpointIdentity,
  firewall: WatchedFirewall | undefined,
): readonly Watched[] {
  const ofFirewall = (metricName: FirewallMetricName): readonly Metric[] =>
    firewall === undefined ? [] : [firewallMetric(metricName, firewall.name, availabilityZone)];
  return (
    [
      [EDGE_ALARMS.endpointSilent, [endpointMetric("BytesProcessed", endpoint)]],
      [EDGE_ALARMS.endpointDrops, [endpointMetric("PacketsDropped", endpoint)]],
      [EDGE_ALARMS.firewallDrops, ofFirewall("OtherDroppedPackets")],
      [EDGE_ALARMS.streamExceptions, ofFirewall("StreamExceptionPolicyPackets")],
      [EDGE_ALARMS.deniedSurge, ofFirewall("DroppedPackets")],
    ] as const
  ).flatMap(([definition, metrics]) =>
    metrics.map((metric) => ({ scope, definition, metric, suffix: `-${availabilityZone}` })),
  );
}
