import { applyAcknowledgements } from "./acknowledgements";
import { blocklistWatch } from "./aws/blocklist-watch";
import { deniedSenders } from "./aws/denied";
import { awsReach } from "./aws/exposures";
import { intrusionPrevention } from "./aws/ips";
import { firewallWatch } from "./aws/watch";
import { backupFacts } from "./backup/backup";
import { certificates } from "./certificates";
import { cloudflareExposures } from "./cloudflare/exposures";
import { costOf } from "./cost/cost";
import { dnsRecords, zones } from "./dns-records";
import { externalAssumptions, externalEdge } from "./external-edge";
import type { Acknowledgement, Exposure, Facts, Finding, LiveFacts, Posture } from "./facts";
import { assumptionsOf } from "./fortigate/assumptions";
import { refusedSenders } from "./fortigate/denied";
import { policyInspection } from "./fortigate/ips";
import { managementFacts } from "./fortigate/management";
import { fortigateReach } from "./fortigate/reach";
import { unitWatch } from "./fortigate/watch";
import { mailFlow } from "./mail-flow";
import { mailHosts } from "./mail-hosts";
import { applianceAssumptions } from "./meraki/assumptions";
import { applianceInspection } from "./meraki/inspection";
import { applianceServices } from "./meraki/management";
import { merakiReach } from "./meraki/reach";
import { applianceWatch } from "./meraki/watch";
import { mtaStsPolicies } from "./mta-sts-policies";
import { rollouts } from "./rollouts";
import { RULES } from "./rules";
import type { Rule } from "./rules/rule";
import { secrets } from "./secrets";
import { type Json, listOf, objectOf, TerraformJson, textOf, textsOf } from "./terraform-json";

/** Output in which a stack says what it is excepted from. */
const ACKNOWLEDGEMENTS = "acknowledgements";

/**
 * What would be true once a stack is deployed.
 *
 * Looks at the JSON that Terraform would read and at nothing else, so it holds for any stack, whoever
 * wrote it.
 *
 * @param json content of a `cdk.tf.json`
 * @param today day on which lifetimes of certificates are looked up; `YYYY-MM-DD`
 * @throws Error when a firewall rule cannot be read
 */
export function liveFactsOf(json: unknown, today: string): LiveFacts {
  const stack = new TerraformJson(json as Json);
  return liveFacts(stack, today, reachOf(stack));
}

/**
 * What would be true once a stack is deployed, and what is wrong with it.
 *
 * Exceptions count when they stand in the JSON themselves, in the output `acknowledgements`, where a
 * reviewer sees them come and go.
 *
 * @param json content of a `cdk.tf.json`
 * @param today day on which exceptions are held against their last one; `YYYY-MM-DD`
 * @throws Error when a firewall rule cannot be read
 */
export function postureOf(json: unknown, today: string): Posture {
  const stack = new TerraformJson(json as Json);
  const found = facts(stack, today);
  const all = RULES.flatMap((rule) => broken(rule, found, stack));
  return { ...found, ...applyAcknowledgements(all, acknowledgementsOf(stack), today) };
}

interface Reach {
  readonly edges: readonly Pick<Facts, "exposures" | "egress" | "paths">[];
  /** Without what comes through a proxy. */
  readonly direct: readonly Exposure[];
}

function reachOf(stack: TerraformJson): Reach {
  const edges = [awsReach(stack), fortigateReach(stack), { ...merakiReach(stack), paths: [] }];
  return { edges, direct: edges.flatMap((edge) => edge.exposures) };
}

function liveFacts(stack: TerraformJson, today: string, { direct }: Reach): LiveFacts {
  const records = dnsRecords(stack);
  const exposures = [
    ...direct.filter(({ from }) => from === "internet"),
    ...cloudflareExposures(stack, records, direct),
    ...direct.filter(({ from }) => from === "connected-network"),
  ];
  return {
    client: textOf(stack.output("client_name")) ?? null,
    exposures,
    externalEdge: externalEdge(stack),
    mailFlow: mailFlow(stack, records, exposures),
    records,
    zones: zones(stack),
    mtaStsPolicies: mtaStsPolicies(stack),
    certificates: certificates(stack, today),
    mailHosts: mailHosts(stack, records),
    egressAddresses: [...textsOf(stack.output("egress_addresses"))].sort(),
  };
}

function facts(stack: TerraformJson, today: string): Facts {
  const reach = reachOf(stack);
  const { edges, direct } = reach;
  const live = liveFacts(stack, today, reach);
  return {
    client: live.client,
    exposures: live.exposures,
    denied: [...deniedSenders(stack), ...refusedSenders(stack)],
    egress: edges.flatMap((edge) => edge.egress),
    paths: edges.flatMap((edge) => edge.paths),
    management: [...managementFacts(stack), ...applianceServices(stack)],
    assumptions: [
      ...assumptionsOf(stack),
      ...applianceAssumptions(stack),
      ...externalAssumptions(live.externalEdge),
    ],
    externalEdge: live.externalEdge,
    mailFlow: live.mailFlow,
    records: live.records,
    zones: live.zones,
    mtaStsPolicies: live.mtaStsPolicies,
    certificates: live.certificates,
    mailHosts: live.mailHosts,
    egressAddresses: live.egressAddresses,
    exchangeVersion: textOf(stack.output("exchange_version")) ?? null,
    rollouts: rollouts(stack),
    cost: costOf(stack),
    ips: [
      ...intrusionPrevention(stack),
      ...policyInspection(stack, live.exposures),
      ...applianceInspection(stack, direct),
    ],
    watched: [...firewallWatch(stack), ...unitWatch(stack), ...applianceWatch(stack)],
    blocklistWatch: blocklistWatch(stack),
    secrets: secrets(stack),
    backup: backupFacts(stack, today),
  };
}

/** What a rule has against a stack; what two ways have in common, such as two lines to the internet, is said once. */
function broken(rule: Rule, facts: Facts, stack: TerraformJson): readonly Finding[] {
  const findings = rule
    .check(facts, stack)
    .map((breach) => ({ rule: rule.id, severity: rule.severity, ...breach }));
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}

function acknowledgementsOf(stack: TerraformJson): readonly Acknowledgement[] {
  return listOf(stack.output(ACKNOWLEDGEMENTS)).map((entry) => {
    const { rule, reason, owner, until, address } = objectOf(entry);
    return {
      rule: textOf(rule) ?? "",
      reason: textOf(reason) ?? "",
      owner: textOf(owner) ?? "",
      until: textOf(until) ?? "",
      ...(typeof address === "string" ? { address } : {}),
    };
  });
}
