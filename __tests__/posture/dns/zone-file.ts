import type { CertificateFact, DnsRecordFact, Facts, ZoneFact } from "../../../posture/facts";

/** A record as a zone file has it, `owner TYPE value`, and what a zone file has no word for. */
export type Line = string | readonly [line: string, more: Partial<DnsRecordFact>];

/** Facts of a stack that publishes these records; the first is `cloudflare_dns_record.r1`. */
export function factsOf(lines: readonly Line[] = [], more: Partial<Facts> = {}): Facts {
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
    records: lines.map((line, index) => recordOf(line, `cloudflare_dns_record.r${index + 1}`)),
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
    ...more,
  };
}

function recordOf(line: Line, address: string): DnsRecordFact {
  const [text, more] = typeof line === "string" ? [line, {}] : line;
  const [, name = "", type = "", value = ""] = /^(\S+) (\S+) (.*)$/s.exec(text) ?? [];
  return { name, type, value, ttlSeconds: 3600, proxied: false, address, ...more };
}

/** A zone at Cloudflare. */
export function zone(name: string, more: Partial<ZoneFact> = {}): ZoneFact {
  return {
    name,
    host: "cloudflare",
    dnssec: false,
    dsHandedOver: false,
    address: `cloudflare_zone.${name}`,
    ...more,
  };
}

/** A certificate of AWS Certificate Manager. */
export function certificate(names: readonly string[], more: Partial<CertificateFact> = {}): CertificateFact {
  return {
    names,
    issuer: "AWS Certificate Manager",
    caaDomains: ["amazon.com", "amazonaws.com"],
    validatedByStack: true,
    installable: false,
    renewalDelivered: false,
    key: null,
    lifetimeDays: null,
    laterLifetimes: [],
    renewal: null,
    address: "aws_acm_certificate.mail",
    ...more,
  };
}

/** What Terraform fills in only when it applies. */
export function afterApply(reference: string): string {
  return `\${${reference}}`;
}
