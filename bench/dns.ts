import { App, type ITerraformDependable, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { idFor } from "../constructs/core/ids";
import type { DnsRecord, SpfContribution } from "../constructs/dns/dns-record";
import type { DnsZone } from "../constructs/dns/dns-zone";
import { MailDomain } from "../constructs/dns/mail-domain";
import { renderSpf } from "../constructs/dns/spf";
import { quoteTxt } from "../constructs/dns/txt";
import type { DnsRecordFact, Facts } from "../posture/facts";
import { RULES } from "../posture/rules";
import { TerraformJson } from "../posture/terraform-json";

/*
 * How long mail domains take from their wishes to checked records: MailDomain renders, every rule of the
 * posture checks. Terraform JSON is left out: what CDKTF needs per resource is measured elsewhere.
 *
 * Usage: node dist/bench/dns.js [domains] [domains per client]
 */

const RELAY = {
  spf: ["include:spf.protection.outlook.com"],
  mxHosts: () => [
    { host: "mx1.relay.example", preference: 10 },
    { host: "mx2.relay.example", preference: 20 },
  ],
};

/** A zone that keeps its records as the posture would read them back. */
class RecordedZone extends Construct implements DnsZone {
  readonly zoneId = "zone";
  readonly servedBy = "memory";
  readonly records: DnsRecordFact[] = [];

  constructor(
    scope: Construct,
    readonly zoneName: string,
  ) {
    super(scope, idFor(zoneName));
  }

  addRecord(record: DnsRecord): ITerraformDependable {
    const address = `dns.${record.type}_${record.name}_${this.records.length}`;
    const type = record.type === "SPF" ? "TXT" : record.type;
    this.records.push({
      name: record.name,
      type,
      value: presentation(record),
      ttlSeconds: 3600,
      proxied: false,
      address,
    });
    return { fqn: address };
  }
}

function presentation(record: DnsRecord | SpfContribution): string {
  switch (record.type) {
    case "MX":
      return `${record.preference} ${record.exchange}`;
    case "SPF":
      return quoteTxt(renderSpf([record]));
    case "TXT":
      return quoteTxt(record.text);
    case "CNAME":
      return record.target;
    case "SRV":
      return `${record.priority} ${record.weight} ${record.port} ${record.target}`;
    default:
      throw new Error(`a mail domain publishes no ${record.type} in this measurement`);
  }
}

/** Renders and checks; the number of records that were. */
function renderAndCheck(domains: number, perClient: number): number {
  const empty = new TerraformJson({});
  let count = 0;
  for (let first = 0; first < domains; first += perClient) {
    const stack = new TerraformStack(new App(), "client");
    const records: DnsRecordFact[] = [];
    for (let index = first; index < Math.min(first + perClient, domains); index += 1) {
      const domain = `client${index}.example`;
      const zone = new RecordedZone(stack, domain);
      new MailDomain(stack, `mail${index}`, {
        zone,
        domain,
        relay: RELAY,
        mailHost: "mail.relay.example",
        dmarcReports: [`dmarc@${domain}`],
        tlsReports: [`tls@${domain}`],
      });
      records.push(...zone.records);
    }
    const facts: Facts = {
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
      records,
      zones: [],
      client: null,
      mailHosts: [],
      egressAddresses: [],
      exchangeVersion: null,
      rollouts: [],
      mtaStsPolicies: [],
      certificates: [],
      cost: { standing: 0, perGigabyte: 0, items: [], asOf: "2026-11-24" },
      ips: [],
      watched: [],
      blocklistWatch: null,
      secrets: [],
      backup: null,
    };
    for (const rule of RULES) {
      rule.check(facts, empty);
    }
    count += records.length;
  }
  return count;
}

const [domains = 10_000, perClient = 10] = process.argv.slice(2).map(Number);
renderAndCheck(100, perClient);
console.log("domains  records  seconds  µs/record");
for (const size of [domains / 100, domains / 10, domains]) {
  const start = process.hrtime.bigint();
  const records = renderAndCheck(size, perClient);
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  console.log(
    `${String(size).padStart(7)}  ${String(records).padStart(7)}  ${seconds.toFixed(2).padStart(7)}  ${((seconds / records) * 1e6).toFixed(1).padStart(9)}`,
  );
}
