/** A price, with where it was read. */
export interface Price {
  /** US dollars. */
  readonly dollars: number;
  readonly per: "hour" | "month" | "renewal" | "gigabyte";
  /** Page that states it, or would. */
  readonly source: string;
  /** Was the figure read somewhere, or only remembered? The estimate marks the latter. */
  readonly checked: boolean;
}

/** Day on which the table was put together; list prices without tax, us-east-1. */
export const PRICES_AS_OF = "2026-11-24";

/** What an hour's price comes to in a month, as AWS's own calculator counts. */
export const HOURS_PER_MONTH = 730;

/**
 * Renewals in a month: AWS's public certificates are valid for 198 days and renewed 45 days before they expire
 * (https://docs.aws.amazon.com/acm/latest/userguide/acm-public-certificates.html).
 */
export const RENEWALS_PER_MONTH = 365 / 12 / (198 - 45);

/** What is paid for a resource that stands, whether it is used or not; free ones are left out. */
export const STANDING_PRICES = {
  firewallEndpoint: {
    dollars: 0.395,
    per: "hour",
    source: "https://aws.amazon.com/network-firewall/pricing/",
    checked: false,
  },
  tlsInspection: {
    dollars: 0.095,
    per: "hour",
    source: "https://aws.amazon.com/network-firewall/pricing/",
    checked: false,
  },
  firewallEndpointOfAnother: {
    dollars: 0.1,
    per: "hour",
    source: "https://aws.amazon.com/network-firewall/pricing/",
    checked: false,
  },
  loadBalancer: {
    dollars: 0.0225,
    per: "hour",
    source: "https://aws.amazon.com/elasticloadbalancing/pricing/",
    checked: false,
  },
  natGateway: {
    dollars: 0.045,
    per: "hour",
    source: "https://aws.amazon.com/vpc/pricing/",
    checked: false,
  },
  vpnConnection: {
    dollars: 0.05,
    per: "hour",
    source: "https://aws.amazon.com/vpn/pricing/",
    checked: false,
  },
  interfaceEndpoint: {
    dollars: 0.01,
    per: "hour",
    source: "https://aws.amazon.com/privatelink/pricing/",
    checked: true,
  },
  publicAddress: {
    dollars: 0.005,
    per: "hour",
    source: "https://aws.amazon.com/vpc/pricing/",
    checked: true,
  },
  exportableName: {
    dollars: 7,
    per: "renewal",
    source: "https://aws.amazon.com/certificate-manager/pricing/",
    checked: false,
  },
  kmsKey: { dollars: 1, per: "month", source: "https://aws.amazon.com/kms/pricing/", checked: false },
  mailIngress: { dollars: 50, per: "month", source: "https://aws.amazon.com/ses/pricing/", checked: false },
  hostedZone: {
    dollars: 0.5,
    per: "month",
    source: "https://aws.amazon.com/route53/pricing/",
    checked: false,
  },
  alarmMetric: {
    dollars: 0.1,
    per: "month",
    source: "https://aws.amazon.com/cloudwatch/pricing/",
    checked: false,
  },
  customMetric: {
    dollars: 0.3,
    per: "month",
    source: "https://aws.amazon.com/cloudwatch/pricing/",
    checked: false,
  },
  dashboard: {
    dollars: 3,
    per: "month",
    source: "https://aws.amazon.com/cloudwatch/pricing/",
    checked: false,
  },
} as const satisfies Readonly<Record<string, Price>>;

/** What each gigabyte costs. */
export const TRAFFIC_PRICES = {
  firewall: {
    dollars: 0.065,
    per: "gigabyte",
    source: "https://aws.amazon.com/network-firewall/pricing/",
    checked: false,
  },
  outbound: {
    dollars: 0.09,
    per: "gigabyte",
    source: "https://aws.amazon.com/ec2/pricing/on-demand/",
    checked: false,
  },
} as const satisfies Readonly<Record<string, Price>>;
