import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { Construct } from "constructs";
import { PERIOD_SECONDS } from "./edge-alarm-definitions";
import {
  type EndpointIdentity,
  endpointMetric,
  firewallMetric,
  logMetric,
  type Metric,
} from "./edge-metrics";
import { OWN_SIDS } from "./ips/sid-ranges";
import type { WatchedFirewall } from "./watched-firewall";

/** What is shown. */
export interface EdgeDashboardProps {
  /** Prefix of the dashboard's name; the client's id. */
  readonly name: string;
  /** Region of the firewall, such as `eu-west-3`. */
  readonly region: string;
  /** The firewall's endpoints in the client's network, by availability zone. */
  readonly endpoints: ReadonlyMap<string, EndpointIdentity>;
  /** Alarms whose state is shown. */
  readonly alarmArns: readonly string[];
  /**
   * The firewall.
   *
   * @default - it is somebody else's; only the endpoints are shown
   */
  readonly firewall?: WatchedFirewall;
}

/** A widget without its place. */
interface Widget {
  readonly type: "alarm" | "log" | "metric";
  readonly properties: Readonly<Record<string, unknown>>;
}

/** A series in a graph. */
interface Series extends Metric {
  /**
   * What is otherwise than in the rest of the graph, such as its axis.
   *
   * @default - nothing
   */
  readonly shown?: Readonly<Record<string, string>>;
}

/** A dashboard is 24 units wide. */
const WIDTH = 24;
const HEIGHT = 6;
const ALARMS_HEIGHT = 4;

/**
 * The edge on one page: the alarms' state, packets and endpoints by zone, attacks on Exchange, what is dropped
 * most and from where (https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html).
 */
export class EdgeDashboard extends Construct {
  /** Name in the console. */
  readonly dashboardName: string;
  /** Escape hatch: the dashboard. */
  readonly resource: CloudwatchDashboard;

  constructor(scope: Construct, id: string, props: EdgeDashboardProps) {
    super(scope, id);
    const { name, region, firewall } = props;
    this.dashboardName = `${name}-edge`;
    const rows: readonly (readonly Widget[])[] = [
      ...[...props.endpoints].map(([zone, endpoint]) => [
        ...(firewall === undefined
          ? []
          : [
              graph(`Packets, ${zone}`, region, [
                firewallMetric("ReceivedPackets", firewall.name, zone),
                firewallMetric("PassedPackets", firewall.name, zone),
                firewallMetric("DroppedPackets", firewall.name, zone),
                firewallMetric("OtherDroppedPackets", firewall.name, zone),
                firewallMetric("StreamExceptionPolicyPackets", firewall.name, zone),
              ]),
            ]),
        graph(`Endpoint, ${zone}`, region, [
          endpointMetric("BytesProcessed", endpoint),
          {
            ...endpointMetric("ActiveConnections", endpoint),
            shown: { stat: "Maximum", yAxis: "right" },
          },
          { ...endpointMetric("PacketsDropped", endpoint), shown: { yAxis: "right" } },
        ]),
      ]),
      ...(firewall === undefined ? [] : firewallRows(name, region, firewall)),
    ];
    this.resource = new CloudwatchDashboard(this, "Resource", {
      dashboardName: this.dashboardName,
      dashboardBody: JSON.stringify({
        widgets: [
          {
            x: 0,
            y: 0,
            width: WIDTH,
            height: ALARMS_HEIGHT,
            type: "alarm",
            properties: { title: "Alarms", alarms: props.alarmArns },
          },
          ...rows.flatMap((row, index) =>
            row.map((widget, column) => ({
              x: (column * WIDTH) / row.length,
              y: ALARMS_HEIGHT + index * HEIGHT,
              width: WIDTH / row.length,
              height: HEIGHT,
              ...widget,
            })),
          ),
        ],
      }),
    });
  }
}

function firewallRows(
  name: string,
  region: string,
  { alertLogGroupName, virtualPatches, tls }: WatchedFirewall,
): readonly (readonly Widget[])[] {
  const counted = [
    ...(virtualPatches
      ? [graph("Attacks on known vulnerabilities of Exchange", region, [logMetric(name, "ExchangeAttacks")])]
      : []),
    ...(tls === undefined
      ? []
      : [graph("Clients that fail at TLS inspection", region, [logMetric(name, "TlsErrors")])]),
  ];
  const ours = `event.alert.signature_id >= ${OWN_SIDS.first} and event.alert.signature_id <= ${OWN_SIDS.last}`;
  const table = (title: string, ...steps: readonly string[]): Widget => ({
    type: "log",
    properties: {
      title,
      region,
      view: "table",
      query: [`SOURCE '${alertLogGroupName}'`, ...steps, "sort hits desc", "limit 20"].join(" | "),
    },
  });
  return [
    ...(counted.length === 0 ? [] : [counted]),
    [
      table(
        "Signatures that match most",
        "stats count(*) as hits by event.alert.signature_id, event.alert.signature, event.verdict.action",
      ),
      table(
        "Dropped by our rules",
        `filter ${ours} and event.alert.action = "blocked"`,
        "stats count(*) as hits by event.alert.signature",
      ),
      table(
        "Who is dropped most",
        'filter event.alert.action = "blocked"',
        "stats count(*) as hits by event.src_ip, event.dest_port",
      ),
    ],
  ];
}

function graph(title: string, region: string, series: readonly Series[]): Widget {
  return {
    type: "metric",
    properties: {
      title,
      region,
      view: "timeSeries",
      stat: "Sum",
      period: PERIOD_SECONDS,
      metrics: series.map(({ namespace, metricName, dimensions, shown }) => [
        namespace,
        metricName,
        ...Object.entries(dimensions).flat(),
        ...(shown === undefined ? [] : [shown]),
      ]),
    },
  };
}
