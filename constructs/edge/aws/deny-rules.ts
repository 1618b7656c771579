import { CidrSet } from "../../core/cidr-set";
import { type DenyList, reservedSources } from "../deny-list";
import type { Ingress } from "../ingress";
import type { AccessRules } from "./access-rules";
import { COUNTRIES_IN_A_RULE } from "./suricata/option-values";
import type { SuricataRule } from "./suricata/rule";

/** First ids by kind of rule: a longer list renumbers no other rule. */
const SIDS = { homeNet: 9_254_000, reserved: 9_254_001, networks: 9_254_100, countries: 9_254_200 } as const;

/**
 * A rule may have 8,192 characters, the values of its variables included
 * (https://docs.aws.amazon.com/network-firewall/latest/developerguide/quotas.html); the longest network has 18.
 */
const NETWORKS_IN_A_RULE = 400;

const OPENED_FROM_OUTSIDE = {
  action: "drop",
  protocol: "ip",
  source: "any",
  sourcePort: "any",
  destination: "$HOME_NET",
  destinationPort: "any",
  flow: "to_server",
} as const satisfies Omit<SuricataRule, "sid" | "message">;

/**
 * Who is turned away before anything else is looked at: sources that cannot be real, and those the client names.
 *
 * Part of the access section, though in a group of its own: like a pass rule it says who may come, not what an
 * attack looks like. So it drops from the first day, whatever the stage of the IPS, and no override turns it into an
 * alert. It comes first because lists and signatures have nothing to add about a packet that is refused anyway.
 *
 * The rules are about connections that are opened from outside: the server's own way to its updates may end in any
 * country. A reserved network that the ingress names, such as an office's behind a VPN, is let in as named. Countries
 * are held against 443 alone, mail against none.
 *
 * The first rule alerts, once an hour per source, on what is neither from nor to `HOME_NET`: the policy then protects
 * other networks than it was written for, and AWS's rules match nothing
 * (https://aws.github.io/aws-security-services-best-practices/guides/network-firewall/).
 */
export function denyRules(ingress: Ingress, { networks, countries = [] }: DenyList): AccessRules {
  const reserved = reservedSources(ingress);
  const addressSets = new Map<string, CidrSet>();
  const from = (variable: string, addresses: CidrSet): string => {
    addressSets.set(variable, addresses);
    return `$${variable}`;
  };
  const orderedRules: readonly SuricataRule[] = [
    {
      ...OPENED_FROM_OUTSIDE,
      action: "alert",
      source: "!$HOME_NET",
      destination: "!$HOME_NET",
      message: "neither from nor to HOME_NET, which is set wrong",
      alertLimit: { trackBy: "by_src", count: 1, seconds: 3600 },
      sid: SIDS.homeNet,
    },
    ...(reserved.isEmpty
      ? []
      : [
          {
            ...OPENED_FROM_OUTSIDE,
            source: from("RESERVED", reserved),
            message: "reserved network",
            sid: SIDS.reserved,
          },
        ]),
    ...chunks(networks?.ipv4.blocks ?? [], NETWORKS_IN_A_RULE).map((blocks, index) => ({
      ...OPENED_FROM_OUTSIDE,
      source: from(`DENIED_${index + 1}`, CidrSet.of(...blocks)),
      message: "denied network",
      sid: SIDS.networks + index,
    })),
    ...chunks([...new Set(countries)].sort(), COUNTRIES_IN_A_RULE).map((codes, index) => ({
      ...OPENED_FROM_OUTSIDE,
      protocol: "tcp" as const,
      destinationPort: "443",
      message: "denied country",
      sourceCountries: codes,
      sid: SIDS.countries + index,
    })),
  ];
  return { orderedRules, addressSets };
}

function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_none, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
