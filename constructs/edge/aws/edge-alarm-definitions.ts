/** When an alarm sounds, and what it says. */
export interface EdgeAlarmDefinition {
  /** End of its name. */
  readonly id: string;
  /** What it means, for the engineer it wakes. */
  readonly means: string;
  /** What to do first. */
  readonly first: string;
  /** Sum over {@link PERIOD_SECONDS} from which on it sounds; for `silence`, below which. */
  readonly threshold: number;
  /** So many periods in a row. */
  readonly periods: number;
  /**
   * Is it about something that should be there and is not? Then a missing number is as bad as a small one;
   * otherwise nothing counted is nothing wrong.
   *
   * @default false
   */
  readonly silence?: boolean;
  /** Why this threshold. */
  readonly reason: string;
}

/** Length of a period: long enough for a sum to mean something, short enough to hear of it in time. */
export const PERIOD_SECONDS = 300;

/**
 * The alarms of an edge.
 *
 * What they can tell of capacity: an endpoint grows by itself up to 100 Gbit/s, far beyond an Exchange server
 * (https://docs.aws.amazon.com/network-firewall/latest/developerguide/vpc-config-subnets.html), so no alarm
 * waits for that figure; it would never sound. What can be seen is the effect, packets that are lost without a
 * rule: `endpoint-drops` and `firewall-drops`. The capacity of rule groups is no running number at all: it is
 * checked at synthesis.
 *
 * Thresholds rest on one measurement: an address of AWS that offers nothing still received 21.9 million packets
 * a month at 26 places, which is some 90 in five minutes
 * (https://ieee-dataport.org/keywords/internet-background-radiation). AWS's figures are those of
 * https://github.com/aws/aws-networking-best-practices/blob/d76f10e65fa166166c1b2aeb1b083247b54919e7/content/monitoring-observability/service-monitoring.md.
 */
export const EDGE_ALARMS = {
  endpointSilent: {
    id: "endpoint-silent",
    means:
      "For 15 minutes nothing has crossed the firewall's endpoint in this zone. A public address is never silent: the endpoint, a route to it or the server's address is gone, and mail stands still.",
    first:
      "Try 443 of the server from outside. Look at the firewall's status and at the routes of the gateway and of the server's subnet; if they are as deployed, look at the AWS Health Dashboard.",
    threshold: 1,
    periods: 3,
    silence: true,
    reason:
      "bytes: some 270 packets would come unasked in this time, and 15 minutes outlast a failover; before the server's address is in use, the alarm sounds rightly",
  },
  endpointDrops: {
    id: "endpoint-drops",
    means:
      "The firewall's endpoint in this zone loses packets, not by a rule: it is unhealthy, or more arrives than it carries.",
    first:
      "Compare bytes and connections on the dashboard with an ordinary day. As usual: open a case with AWS Support. Far more: find out who sends it.",
    threshold: 100,
    periods: 3,
    reason:
      "20 a minute, as AWS counts for the firewall; its page lets a few pass for an endpoint, and asks whether it lasts for minutes",
  },
  firewallDrops: {
    id: "firewall-drops",
    means:
      "The firewall in this zone drops packets although no rule says so: it cannot keep up, or it fails.",
    first:
      "Compare bytes and connections on the dashboard with an ordinary day. As usual: open a case with AWS Support. Far more: find out who sends it.",
    threshold: 100,
    periods: 1,
    reason:
      "AWS's own figure, 20 a minute at any time; malformed packets, which the sender is to blame for, are another metric",
  },
  streamExceptions: {
    id: "stream-exceptions",
    means:
      "The firewall in this zone resets connections whose beginning it has not seen: replies take another way than requests, or the firewall was exchanged. A peak after a change or a failover ends by itself.",
    first:
      "Was anything changed in the last hour? The routes of the gateway and of the server's subnet must lead to the endpoint of the same zone.",
    threshold: 100,
    periods: 3,
    reason: "more than all that comes unasked, and longer than a failover",
  },
  deniedSurge: {
    id: "denied-surge",
    means:
      "For 15 minutes far more is dropped in this zone than the noise of the internet: a flood, a scan without end, or the server itself tries what it may not.",
    first:
      "See on the dashboard which signature is dropped, and from which address. From outside: nothing is open there; watch whether the endpoint loses packets. From the server: treat it as broken into until you know better.",
    threshold: 30_000,
    periods: 3,
    reason:
      "300 times the noise; one scan of all 65,536 ports, however slow, does not reach it three times in a row",
  },
  exchangeAttack: {
    id: "exchange-attack",
    means: "A request matched a virtual patch: somebody tries a known attack on Exchange.",
    first:
      "Look for event.verdict.action in the alert log. drop: it was stopped; check that the server has the security update. Anything else: it reached the server; look for what it left there, and move the IPS to prevent.",
    threshold: 1,
    periods: 1,
    reason: "no honest client sends such a request",
  },
  tlsErrors: {
    id: "tls-errors",
    means:
      "Clients that ask for the server by its own name fail at the firewall: the server shows another certificate than the firewall, or one that has run out. Users are locked out.",
    first:
      "Compare the certificate that IIS shows with the one in AWS Certificate Manager, and install the same on both.",
    threshold: 20,
    periods: 2,
    reason:
      "a wrong certificate fails every client at every try; scanners do not know the name and are not counted",
  },
} as const satisfies Readonly<Record<string, EdgeAlarmDefinition>>;
