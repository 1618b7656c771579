import { templateTypes } from "../cloudformation";
import { listOf, type Resource, type TerraformJson } from "../terraform-json";
import { HOURS_PER_MONTH, PRICES_AS_OF, type Price, STANDING_PRICES, TRAFFIC_PRICES } from "./prices";

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

/** How many things of a price a resource is; none where it is none. */
interface Counted {
  readonly what: string;
  readonly type: string;
  readonly price: Price;
  readonly count: (resource: Resource) => number;
}

const one = (): number => 1;

const COUNTED: readonly Counted[] = [
  {
    what: "AWS Network Firewall endpoint",
    type: "aws_networkfirewall_firewall",
    price: STANDING_PRICES.firewallEndpoint,
    count: ({ attributes }) => listOf(attributes.subnet_mapping).length,
  },
  {
    what: "endpoint of another network's firewall",
    type: "aws_networkfirewall_vpc_endpoint_association",
    price: STANDING_PRICES.firewallEndpointOfAnother,
    count: one,
  },
  {
    what: "interface endpoint",
    type: "aws_vpc_endpoint",
    price: STANDING_PRICES.interfaceEndpoint,
    count: ({ attributes }) =>
      attributes.vpc_endpoint_type === "Interface" ? Math.max(listOf(attributes.subnet_ids).length, 1) : 0,
  },
  { what: "public IPv4 address", type: "aws_eip", price: STANDING_PRICES.publicAddress, count: one },
  { what: "KMS key", type: "aws_kms_key", price: STANDING_PRICES.kmsKey, count: one },
  {
    what: "ingress endpoint for mail",
    type: "aws_cloudformation_stack",
    price: STANDING_PRICES.mailIngress,
    count: (stack) =>
      (templateTypes(stack) ?? []).filter((type) => type === "AWS::SES::MailManagerIngressPoint").length,
  },
  { what: "hosted zone", type: "aws_route53_zone", price: STANDING_PRICES.hostedZone, count: one },
];

/**
 * What a stack costs in a month, from list prices of a day.
 *
 * The server itself, its disks and licences, log volume and what other vendors charge are left out.
 */
export function costOf(stack: TerraformJson): CostFact {
  const items = COUNTED.flatMap(({ what, type, price, count }) => {
    const total = stack.all(type).reduce((sum, resource) => sum + count(resource), 0);
    return total === 0
      ? []
      : [{ what, count: total, dollars: rounded(total * monthly(price)), checked: price.checked }];
  }).sort((a, b) => b.dollars - a.dollars || (a.what < b.what ? -1 : 1));
  const inspected = stack.all("aws_networkfirewall_firewall").length > 0;
  return {
    standing: rounded(items.reduce((sum, { dollars }) => sum + dollars, 0)),
    perGigabyte: rounded(TRAFFIC_PRICES.outbound.dollars + (inspected ? TRAFFIC_PRICES.firewall.dollars : 0)),
    items,
    asOf: PRICES_AS_OF,
  };
}

function monthly({ dollars, per }: Price): number {
  return per === "hour" ? dollars * HOURS_PER_MONTH : dollars;
}

/** Rounded to a tenth of a cent: a gigabyte's price has three places. */
function rounded(dollars: number): number {
  return Math.round(dollars * 1000) / 1000;
}
