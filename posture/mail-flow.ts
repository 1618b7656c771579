import { CidrSet } from "../constructs/core/cidr-set";
import { txtText } from "./dns-records";
import type { DnsRecordFact, Exposure, MailFlow, RelayFact, WhenDown } from "./facts";
import { admitsTcp } from "./ports";
import { objectOf, type TerraformJson, textOf, textsOf } from "./terraform-json";

/** Where mail flows, from the records that would be published and the ports that would be open. */
export function mailFlow(
  stack: TerraformJson,
  records: readonly DnsRecordFact[],
  exposures: readonly Exposure[],
): MailFlow {
  const mx = records.filter(({ type }) => type === "MX");
  const domains = [...new Set(mx.map(({ name }) => name))].sort();
  const smtp = exposures.filter((exposure) => exposure.from === "internet" && admitsTcp(exposure, 25));
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
    relay: relayFact(stack),
    ...stageFact(stack),
    whenDown: whenDown(stack),
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

function relayFact(stack: TerraformJson): RelayFact | null {
  const { name, delivers_from, mx } = objectOf(stack.output("relay"));
  return textOf(name) === undefined
    ? null
    : {
        name: String(name),
        networks: CidrSet.of(...textsOf(delivers_from)).blocks,
        mxHosts: [...textsOf(mx)].sort(),
      };
}

/** What is not one of the stages counts as the strictest. */
function stageFact(stack: TerraformJson): Pick<MailFlow, "stage" | "stageSince"> {
  const { stage, since } = objectOf(stack.output("relay_stage"));
  return {
    stage: stage === "observe" || stage === "cutover" ? stage : "locked",
    stageSince: textOf(since) ?? null,
  };
}

function whenDown(stack: TerraformJson): WhenDown | null {
  const continuity = stack.output("continuity");
  if (continuity === undefined) {
    return null;
  }
  const { queue_days, webmail, activation } = objectOf(continuity);
  return {
    queueDays: typeof queue_days === "number" ? queue_days : null,
    webmail: textOf(webmail) ?? "unknown",
    activation: textOf(activation) ?? "",
  };
}
