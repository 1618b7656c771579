import { txtText } from "../dns-records";
import type { DnsRecordFact } from "../facts";
import { isExpression } from "../terraform-json";
import { answer, type Published, recordSets, recordsAt } from "./look-up";
import { canonical, isWithin } from "./names";
import { perRecords } from "./record-index";
import { parseTagList, tagValue } from "./tag-list";

/** One MX, taken apart (RFC 5321 § 5.1). */
export interface Exchange {
  /** Whose mail it takes, canonical. */
  readonly domain: string;
  readonly preference: number;
  /** The host, canonical; empty where the domain says that it takes no mail (RFC 7505). */
  readonly host: string;
  /** Is the host known before apply? */
  readonly known: boolean;
  /** The record as published. */
  readonly value: string;
  /** Address of the resource. */
  readonly address: string;
}

/** Every MX that can be read; owners known only after apply are left out. */
export const exchanges = perRecords((facts): readonly Exchange[] =>
  recordSets(facts, "MX").flatMap(({ name, records }) => records.flatMap((record) => exchange(name, record))),
);

function exchange(domain: string, { value, address }: DnsRecordFact): readonly Exchange[] {
  const [, preference, host = ""] = /^(\d+)(?:\s+(.*))?$/s.exec(value.trim()) ?? [];
  return preference === undefined
    ? []
    : [
        {
          domain,
          preference: Number(preference),
          host: isExpression(host) ? host : canonical(host),
          known: !isExpression(host),
          value,
          address,
        },
      ];
}

/** Does this MX say that the domain takes no mail (RFC 7505 § 3)? */
export function isNullMx({ host }: Exchange): boolean {
  return host === "";
}

/** A name with the MX that its mail goes to. */
interface MailDomain {
  readonly domain: string;
  /** Its MX that name a host, at least one. */
  readonly exchanges: readonly Exchange[];
  /** Address of the first. */
  readonly address: string;
}

/**
 * Hosts that take nothing but bounces for the name: those of Amazon SES
 * (https://docs.aws.amazon.com/general/latest/gr/ses.html#ses_feedback_endpoints).
 */
const BOUNCE_HOST = /^feedback-smtp\.[a-z0-9-]+\.amazonses\.com$/;

/** Every name that takes people's mail: one with an MX that names a host for more than bounces. */
export const mailDomains = perRecords((facts): readonly MailDomain[] => [...byDomain(facts).values()]);

/** The MX that name a host for the people's mail of a domain, none where it takes none. */
export function exchangesOf(facts: Published, domain: string): readonly Exchange[] {
  return byDomain(facts).get(domain)?.exchanges ?? [];
}

const byDomain = perRecords((facts): ReadonlyMap<string, MailDomain> => {
  const own = new Map<string, Exchange[]>();
  for (const mx of exchanges(facts)) {
    if (!isNullMx(mx) && !BOUNCE_HOST.test(mx.host)) {
      own.set(mx.domain, [...(own.get(mx.domain) ?? []), mx]);
    }
  }
  return new Map(
    [...own].map(([domain, taking]) => [
      domain,
      { domain, exchanges: taking, address: taking[0]?.address ?? "" },
    ]),
  );
});

/** The MX hosts of all mail domains, as far as they are known before apply. */
export const mxHosts = perRecords(
  (facts): ReadonlySet<string> =>
    new Set(
      mailDomains(facts)
        .flatMap((domain) => domain.exchanges)
        .filter(({ known }) => known)
        .map(({ host }) => host),
    ),
);

/** Does the stack itself publish the addresses of a host? */
export function hasOwnAddress(facts: Published, host: string): boolean {
  return ["A", "AAAA"].some((type) => answer(facts, host, type).length > 0);
}

/** Does a name say that it takes no mail or sends none: a null MX (RFC 7505), or an SPF of `-all` alone? */
export function isNoMailName(facts: Published, name: string): boolean {
  const mx = exchanges(facts).filter(({ domain }) => domain === canonical(name));
  const spf = spfRecords(facts, name);
  return (
    (mx.length > 0 && mx.every(isNullMx)) ||
    (mx.length === 0 && spf.length > 0 && spf.every(({ value }) => !authorises(value)))
  );
}

/** The SPF record of a name that lets somebody send for it (RFC 7208). */
export function sendingPolicy(facts: Published, name: string): DnsRecordFact | undefined {
  return spfRecords(facts, name).find(({ value }) => authorises(value));
}

function spfRecords(facts: Published, name: string): readonly DnsRecordFact[] {
  return recordsAt(facts, name, "TXT").filter(
    ({ value }) => !isExpression(value) && /^v=spf1(?: |$)/i.test(txtText(value)),
  );
}

function authorises(value: string): boolean {
  return !/^v=spf1 +-all *$/i.test(txtText(value));
}

/** Does an organisation publish a DKIM key anywhere, by itself or by pointing to somebody else's (RFC 6376 § 3.6.2)? */
export function publishesDkim(facts: Published, organisation: string): boolean {
  return facts.records.some(
    ({ name, type, value }) =>
      isWithin(name, organisation) &&
      (/\._domainkey\./i.test(name)
        ? type === "CNAME" || (type === "TXT" && tagValue(parseTagList(txtText(value)), "p") !== "")
        : type === "NS" && /^_domainkey\./i.test(name)),
  );
}
