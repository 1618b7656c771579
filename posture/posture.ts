import { awsReach } from "./aws/exposures";
import { certificates } from "./certificates";
import { dnsRecords, zones } from "./dns-records";
import type { Facts, Finding, Posture } from "./facts";
import { mailFlow } from "./mail-flow";
import { mtaStsPolicies } from "./mta-sts-policies";
import { RULES } from "./rules";
import type { Rule } from "./rules/rule";
import { type Json, TerraformJson } from "./terraform-json";

/**
 * What would be true once a stack is deployed, and what is wrong with it.
 *
 * Looks at the JSON that Terraform would read and at nothing else, so it holds for any stack, whoever
 * wrote it.
 *
 * @param json content of a `cdk.tf.json`
 * @throws Error when a firewall rule cannot be read
 */
export function postureOf(json: unknown): Posture {
  const stack = new TerraformJson(json as Json);
  const { exposures, egress, findings } = awsReach(stack);
  const records = dnsRecords(stack);
  const facts = {
    exposures,
    egress,
    mailFlow: mailFlow(stack, records, exposures),
    records,
    zones: zones(stack),
    mtaStsPolicies: mtaStsPolicies(stack),
    certificates: certificates(stack),
  };
  return { ...facts, findings: [...findings, ...RULES.flatMap((rule) => broken(rule, facts, stack))] };
}

function broken(rule: Rule, facts: Facts, stack: TerraformJson): readonly Finding[] {
  return rule.check(facts, stack).map((breach) => ({ rule: rule.id, severity: rule.severity, ...breach }));
}
