import { CidrSet } from "../constructs/core/cidr-set";
import { txtText } from "./dns-records";
import type { DnsRecordFact, Exposure, MailFlow } from "./facts";
import { objectOf, type TerraformJson, textOf } from "./terraform-json";

/** Where mail flows, from the records that would be published and the ports that would be open. */
export function mailFlow(
  stack: TerraformJson,
  records: readonly DnsRecordFact[],
  exposures: readonly Exposure[],
): MailFlow {
  const mx = records.filter(({ type }) => type === "MX");
  const domains = [...new Set(mx.map(({ name }) => name))].sort();
  const smtp = exposures.filter(
    ({ protocol, fromPort, toPort }) => protocol === "tcp" && fromPort <= 25 && toPort >= 25,
  );
  const smartHost = objectOf(stack.output("smart_host"));
  const host = textOf(smartHost.host);
  return {
    inbound: domains.map((domain) => ({
      domain,
      exchanges: mx
        .filter(({ name }) => name === domain)
        .map(exchange)
        .sort((a, b) => a.preference - b.preference),
    })),
    deliversFrom: CidrSet.of(...smtp.flatMap(({ sources }) => sources)).blocks,
    smartHost: host === undefined ? null : { host, port: Number(smartHost.port) },
    senders: records
      .filter(({ type, value }) => type === "TXT" && txtText(value).startsWith("v=spf1 "))
      .map(({ name, value }) => ({ domain: name, spf: txtText(value) })),
  };
}

function exchange({ value }: DnsRecordFact): { readonly host: string; readonly preference: number } {
  // An expression, of a host known only after apply, may hold spaces.
  const [, preference, host = ""] = /^(\S+) (.*)$/s.exec(value) ?? [];
  return { host, preference: Number(preference) };
}
