import { partitionOf } from "../../../core/partition";
import type { GroupKind } from "../../ips-mode";

/**
 * Units that a group reserves in a policy: its own, or those of a set of which AWS publishes the sum alone.
 *
 * AWS states the units of ten signature groups together (13,200) and of one of them (200); nine are left with
 * 13,000 between them, whichever of them are used.
 */
export type ReservedCapacity = number | { readonly set: string; readonly capacity: number };

/** A rule group that AWS writes and updates. */
export interface ManagedRuleGroup {
  /** AWS's name without the suffix for the rule order. */
  readonly name: string;
  readonly kind: GroupKind;
  readonly capacity: ReservedCapacity;
  /** Place in the evaluation; fixed, so that a group more or less moves no other. */
  readonly priority: number;
  /** What it finds, for people. */
  readonly finds: string;
  /** Does it see an Exchange server's traffic only where TLS is inspected? */
  readonly needsTlsInspection: boolean;
}

/** https://github.com/aws-samples/aws-network-firewall-terraform/tree/main/getting_started_policy and the guide beside it, read 2026-11 */
const STARTER_SIGNATURES = { set: "starter signatures", capacity: 13_000 } as const;

function reputation(name: string, capacity: number, priority: number, finds: string): ManagedRuleGroup {
  return { name, kind: "reputation", capacity, priority, finds, needsTlsInspection: false };
}

function signatures(
  name: string,
  capacity: ReservedCapacity,
  priority: number,
  finds: string,
): ManagedRuleGroup {
  return {
    name: `ThreatSignatures${name}`,
    kind: "signatures",
    capacity,
    priority,
    finds,
    needsTlsInspection: false,
  };
}

/**
 * Managed rule groups that matter to an Exchange server, the most valuable first: who must go when not all
 * fit is decided by this order.
 *
 * Left out for good: phishing, mobile malware and fair use are about people who browse
 * (https://docs.aws.amazon.com/network-firewall/latest/developerguide/aws-managed-rule-groups-threat-signature.html).
 */
export const MANAGED_RULE_GROUPS: readonly ManagedRuleGroup[] = [
  reputation(
    "AttackInfrastructure",
    15_000,
    20,
    "attackers' addresses, domains and URLs, as AWS sees them now; billed per GB",
  ),
  reputation("MalwareDomains", 200, 30, "domains that spread malware"),
  reputation("BotNetCommandAndControlDomains", 200, 31, "domains that command botnets"),
  reputation("AbusedLegitMalwareDomains", 200, 32, "honest domains that spread malware"),
  reputation("AbusedLegitBotNetCommandAndControlDomains", 200, 33, "honest domains that command botnets"),
  signatures("Exploits", STARTER_SIGNATURES, 40, "direct exploits"),
  signatures("EmergingEvents", STARTER_SIGNATURES, 41, "campaigns of these days"),
  signatures("IOC", STARTER_SIGNATURES, 42, "answers of a server that was broken into"),
  signatures("Scanners", STARTER_SIGNATURES, 43, "reconnaissance tools"),
  signatures("Malware", STARTER_SIGNATURES, 44, "malware, over SMTP too"),
  signatures("Botnet", STARTER_SIGNATURES, 45, "botnets' own protocols"),
  signatures("BotnetWeb", STARTER_SIGNATURES, 46, "botnets over HTTP"),
  signatures("DoS", 200, 47, "denial of service"),
  signatures("BotnetWindows", 3_400, 48, "botnets of Windows hosts"),
  { ...signatures("WebAttacks", 1_400, 49, "attacks on web applications"), needsTlsInspection: true },
  signatures("Suspect", STARTER_SIGNATURES, 50, "clients that look wrong"),
  signatures("MalwareCoinmining", STARTER_SIGNATURES, 51, "coin mining"),
];

/** Sets of managed rule groups by what they are for. */
export const IPS_PRESETS = ["exchange", "exchange-with-threat-intelligence", "own-rules-only"] as const;

/** A set of managed rule groups. */
export type IpsPreset = (typeof IPS_PRESETS)[number];

/** The groups of a preset, the most valuable first. */
export function managedRuleGroupsOf(preset: IpsPreset): readonly ManagedRuleGroup[] {
  return preset === "own-rules-only"
    ? []
    : MANAGED_RULE_GROUPS.filter(
        ({ name }) => preset === "exchange-with-threat-intelligence" || name !== "AttackInfrastructure",
      );
}

/**
 * ARN of a managed rule group for strict order.
 *
 * @param region the firewall's, such as `eu-west-3`
 */
export function managedRuleGroupArn(name: string, region: string): string {
  return `arn:${partitionOf(region)}:network-firewall:${region}:aws-managed:stateful-rulegroup/${name}StrictOrder`;
}
