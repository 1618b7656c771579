import { SPF_RULES } from "../../../../posture/dns/spf/rules";
import type { DnsRecordFact, Facts } from "../../../../posture/facts";
import type { Breach, Rule } from "../../../../posture/rules/rule";
import { TerraformJson } from "../../../../posture/terraform-json";

/** A record as the rules see it: `clinic.fr TXT "v=spf1 -all"`; its address counts up per test. */
export type Written = readonly [name: string, type: string, value: string];

/** Facts of a stack that publishes these records and nothing else. */
function factsOf(...records: readonly Written[]): Facts {
  return {
    exposures: [],
    denied: [],
    egress: [],
    paths: [],
    management: [],
    assumptions: [],
    externalEdge: null,
    mailFlow: {
      inbound: [],
      deliversFrom: [],
      smartHost: null,
      relay: null,
      stage: "locked",
      stageSince: null,
      whenDown: null,
      senders: [],
    },
    records: records.map(
      ([name, type, value], index): DnsRecordFact => ({
        name,
        type,
        value,
        ttlSeconds: 3600,
        proxied: false,
        address: `cloudflare_dns_record.r${index}`,
      }),
    ),
    zones: [],
    mtaStsPolicies: [],
    client: null,
    mailHosts: [],
    egressAddresses: [],
    exchangeVersion: null,
    rollouts: [],
    certificates: [],
    cost: { standing: 0, perGigabyte: 0, items: [], asOf: "2026-11-24" },
    ips: [],
    watched: [],
    blocklistWatch: null,
    secrets: [],
    backup: null,
  };
}

/** What a rule has against a stack with these records. */
export function broken(rule: Rule | string, ...records: readonly Written[]): readonly Breach[] {
  const found = typeof rule === "string" ? SPF_RULES.find(({ id }) => id === rule) : rule;
  if (found === undefined) {
    throw new Error(`no rule ${JSON.stringify(rule)}`);
  }
  return found.check(factsOf(...records), new TerraformJson(null));
}

/** The messages of {@link broken}. */
export function messages(rule: Rule | string, ...records: readonly Written[]): readonly string[] {
  return broken(rule, ...records).map(({ message }) => message);
}

/** A TXT record in presentation form. */
export function txt(name: string, text: string): Written {
  return [name, "TXT", `"${text}"`];
}
