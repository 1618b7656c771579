import { templateTypes } from "../cloudformation";
import { unitsOf } from "../fortigate/unit";
import { isExportable } from "../inspected-certificates";
import {
  blockOf,
  listOf,
  objectOf,
  type Resource,
  type TerraformJson,
  textOf,
  textsOf,
} from "../terraform-json";
import {
  HOURS_PER_MONTH,
  PRICES_AS_OF,
  type Price,
  RENEWALS_PER_MONTH,
  STANDING_PRICES,
  TRAFFIC_PRICES,
} from "./prices";

/** What a stack costs in a month, estimated. */
export interface CostFact {
  /** US dollars, for what stands there. */
  readonly standing: number;
  /** US dollars for each gigabyte that reaches or leaves the server. */
  readonly perGigabyte: number;
  /** What the standing cost consists of, dearest first. */
  readonly items: readonly CostItem[];
  /** Day on which the prices were read. */
  readonly asOf: string;
}

/** Resources of one kind. */
export interface CostItem {
  readonly what: string;
  readonly count: number;
  /** US dollars in a month, for all of them. */
  readonly dollars: number;
  /** Was the price read on a page, or only remembered? */
  readonly checked: boolean;
}

/** How many things of a price the resources of a type are. */
interface Counted {
  readonly what: string;
  readonly type: string;
  readonly price: Price;
  readonly count: (resources: readonly Resource[], stack: TerraformJson) => number;
  /**
   * So many of them cost nothing.
   *
   * @default - none
   */
  readonly waived?: (stack: TerraformJson) => number;
}

const each = (resources: readonly Resource[]): number => resources.length;

/** Counts resources that are more than one thing of a price, or none. */
function sum(count: (resource: Resource) => number): Counted["count"] {
  return (resources) => resources.reduce((total, resource) => total + count(resource), 0);
}

const firewallEndpoints = sum(({ attributes }) => listOf(attributes.subnet_mapping).length);

/** Runs, faults and advices of both looks, and how many lists answer (`constructs/watch/function/run.ts`). */
export const WATCH_METRICS = 7;

const COUNTED: readonly Counted[] = [
  {
    what: "AWS Network Firewall endpoint",
    type: "aws_networkfirewall_firewall",
    price: STANDING_PRICES.firewallEndpoint,
    count: firewallEndpoints,
  },
  {
    what: "TLS inspection at an endpoint",
    type: "aws_networkfirewall_firewall",
    price: STANDING_PRICES.tlsInspection,
    count: (firewalls, stack) =>
      firewallEndpoints(
        firewalls.filter(({ attributes }) =>
          stack.referredBy(attributes.firewall_policy_arn).some(inspectsTls),
        ),
        stack,
      ),
  },
  {
    what: "endpoint of another network's firewall",
    type: "aws_networkfirewall_vpc_endpoint_association",
    price: STANDING_PRICES.firewallEndpointOfAnother,
    count: each,
  },
  { what: "load balancer", type: "aws_lb", price: STANDING_PRICES.loadBalancer, count: each },
  {
    what: "NAT gateway",
    type: "aws_nat_gateway",
    price: STANDING_PRICES.natGateway,
    count: each,
    // AWS charges no hours for one per firewall endpoint that stands in its way out
    // (https://aws.amazon.com/network-firewall/pricing/).
    waived: (stack) => firewallEndpoints(stack.all("aws_networkfirewall_firewall"), stack),
  },
  { what: "site-to-site VPN", type: "aws_vpn_connection", price: STANDING_PRICES.vpnConnection, count: each },
  {
    what: "interface endpoint",
    type: "aws_vpc_endpoint",
    price: STANDING_PRICES.interfaceEndpoint,
    count: sum(({ attributes }) =>
      attributes.vpc_endpoint_type === "Interface" ? Math.max(listOf(attributes.subnet_ids).length, 1) : 0,
    ),
  },
  { what: "public IPv4 address", type: "aws_eip", price: STANDING_PRICES.publicAddress, count: each },
  {
    what: "name of an exportable certificate",
    type: "aws_acm_certificate",
    price: STANDING_PRICES.exportableName,
    count: sum((certificate) => (isExportable(certificate) ? namesOf(certificate) : 0)),
  },
  { what: "KMS key", type: "aws_kms_key", price: STANDING_PRICES.kmsKey, count: each },
  {
    what: "ingress endpoint for mail",
    type: "aws_cloudformation_stack",
    price: STANDING_PRICES.mailIngress,
    count: sum(
      (stack) =>
        (templateTypes(stack) ?? []).filter((type) => type === "AWS::SES::MailManagerIngressPoint").length,
    ),
  },
  { what: "hosted zone", type: "aws_route53_zone", price: STANDING_PRICES.hostedZone, count: each },
  {
    what: "metric that an alarm watches",
    type: "aws_cloudwatch_metric_alarm",
    price: STANDING_PRICES.alarmMetric,
    count: sum(({ attributes }) =>
      Math.max(listOf(attributes.metric_query).filter((query) => "metric" in objectOf(query)).length, 1),
    ),
  },
  {
    what: "metric counted in logs",
    type: "aws_cloudwatch_log_metric_filter",
    price: STANDING_PRICES.customMetric,
    count: (filters) => new Set(filters.map(metricOf)).size,
  },
  {
    what: "metric of the watch",
    type: "aws_lambda_function",
    price: STANDING_PRICES.customMetric,
    count: sum(({ attributes }) =>
      objectOf(blockOf(attributes.environment).variables).WATCH_NAMESPACE === undefined ? 0 : WATCH_METRICS,
    ),
  },
  { what: "dashboard", type: "aws_cloudwatch_dashboard", price: STANDING_PRICES.dashboard, count: each },
];

/** The metric that a filter adds to; several filters may add to one. */
function metricOf({ attributes }: Resource): string {
  const { namespace, name } = blockOf(attributes.metric_transformation);
  return JSON.stringify([namespace, name]);
}

/**
 * What a stack costs in a month, from list prices of a day.
 *
 * The server itself, its disks and licences, log volume and what other vendors charge are left out. What an
 * account has for nothing each month (10 alarm metrics, 10 metrics, 3 dashboards) is not taken off: something else
 * in the account may have used it up.
 */
export function costOf(stack: TerraformJson): CostFact {
  const items = COUNTED.flatMap(({ what, type, price, count, waived }) => {
    const total = Math.max(count(stack.all(type), stack) - (waived?.(stack) ?? 0), 0);
    return total === 0
      ? []
      : [{ what, count: total, dollars: rounded(total * monthly(price)), checked: price.checked }];
  }).sort((a, b) => b.dollars - a.dollars || (a.what < b.what ? -1 : 1));
  const inspected = stack.all("aws_networkfirewall_firewall").length > 0;
  // What passes a firewall in the office never was on AWS.
  const outbound = unitsOf(stack).length > 0 ? 0 : TRAFFIC_PRICES.outbound.dollars;
  return {
    standing: rounded(items.reduce((total, { dollars }) => total + dollars, 0)),
    perGigabyte: rounded(outbound + (inspected ? TRAFFIC_PRICES.firewall.dollars : 0)),
    items,
    asOf: PRICES_AS_OF,
  };
}

function inspectsTls({ attributes }: Resource): boolean {
  return textOf(blockOf(attributes.firewall_policy).tls_inspection_configuration_arn) !== undefined;
}

function namesOf({ attributes }: Resource): number {
  return new Set([...textsOf(attributes.domain_name), ...textsOf(attributes.subject_alternative_names)]).size;
}

function monthly({ dollars, per }: Price): number {
  return dollars * (per === "hour" ? HOURS_PER_MONTH : per === "renewal" ? RENEWALS_PER_MONTH : 1);
}

/** Rounded to a tenth of a cent: a gigabyte's price has three places. */
function rounded(dollars: number): number {
  return Math.round(dollars * 1000) / 1000;
}
