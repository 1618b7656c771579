import type { ZoneRecord } from "./record";
import { txtText } from "./record-data";

/** What a text is for, where mail uses it; a name has at most one of each. */
type MailRole = "SPF" | "DMARC" | "MTA-STS" | "TLS reporting" | "DKIM";

/** The role of a TXT record; undefined for every other text, such as a proof of ownership. */
export function mailRole({ name, type, value }: ZoneRecord): MailRole | undefined {
  if (type !== "TXT") {
    return undefined;
  }
  const text = txtText(value);
  if (/^v=spf1(?: |$)/i.test(text)) {
    return "SPF";
  }
  if (name.startsWith("_dmarc.") && /^v=DMARC1/i.test(text)) {
    return "DMARC";
  }
  if (name.startsWith("_mta-sts.") && /^v=STSv1/i.test(text)) {
    return "MTA-STS";
  }
  if (name.startsWith("_smtp._tls.") && /^v=TLSRPTv1/i.test(text)) {
    return "TLS reporting";
  }
  return name.includes("._domainkey.") ? "DKIM" : undefined;
}

/** What a client loses when one record takes the place of another; each a sentence without final period. */
export function losses(before: ZoneRecord, after: ZoneRecord): readonly string[] {
  const role = mailRole(before);
  return [
    ...(role === "SPF" ? lostSenders(txtText(before.value), txtText(after.value)) : []),
    ...(role === "DMARC" ? weakerPolicy(txtText(before.value), txtText(after.value)) : []),
    ...(before.proxied && !after.proxied
      ? ["no longer behind the DNS host's proxy, which carries no mail and hides the server's certificate"]
      : []),
  ];
}

/** Mechanisms that say who may send, qualifier and case apart. */
function senders(spf: string): readonly string[] {
  return spf
    .toLowerCase()
    .split(/\s+/)
    .slice(1)
    .map((term) => term.replace(/^\+/, ""))
    .filter((term) => /^(?:include:|ip4:|ip6:|exists:|redirect=|(?:a|mx|ptr)(?:[:/]|$))/.test(term));
}

function lostSenders(before: string, after: string): readonly string[] {
  const kept = new Set(senders(after));
  const lost = senders(before).filter((term) => !kept.has(term));
  return lost.length === 0
    ? []
    : [
        `no longer authorised to send: ${lost.join(", ")}; whoever still sends through them has to be added first`,
      ];
}

const POLICIES = ["none", "quarantine", "reject"];

function weakerPolicy(before: string, after: string): readonly string[] {
  const [was, becomes] = [before, after].map(
    (text) => /;\s*p\s*=\s*(\w+)/i.exec(text)?.[1]?.toLowerCase() ?? "none",
  );
  return POLICIES.indexOf(becomes as string) < POLICIES.indexOf(was as string)
    ? [
        `weaker than today: p=${was} becomes p=${becomes}; state that stage in the client file, inherited: true, to keep it`,
      ]
    : [];
}
