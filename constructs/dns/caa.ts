import type { CaaRecord, DnsRecord } from "./dns-record";

/** An authority that may issue, as a CAA record names it. */
export interface CaaIssuer {
  /** The authority's domain, such as `letsencrypt.org`. */
  readonly domain: string;
  /**
   * Parameters, such as `accounturi` (RFC 8657).
   *
   * @default - any account of the authority
   */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** Who may issue for a name and all below it. */
export interface CaaPolicy {
  /** Authorities for ordinary certificates. */
  readonly issue: readonly CaaIssuer[];
  /**
   * Authorities for wildcard certificates.
   *
   * @default - nobody
   */
  readonly issueWild?: readonly CaaIssuer[];
  /**
   * Authorities for S/MIME certificates of addresses at the name (RFC 9495).
   *
   * @default - nobody
   */
  readonly issueMail?: readonly CaaIssuer[];
  /** Address that an authority writes to when it refuses a request. */
  readonly reports: string;
}

/** The CAA records of a name (RFC 8659 § 4), all four kinds, so that none is left to an authority's guess. */
export function caaRecords(name: string, policy: CaaPolicy): readonly DnsRecord[] {
  const record = (tag: CaaRecord["tag"], value: string): DnsRecord => ({
    type: "CAA",
    name,
    flags: 0,
    tag,
    value,
    comment: "who may issue certificates here",
  });
  return [
    ...values(policy.issue).map((value) => record("issue", value)),
    ...values(policy.issueWild ?? []).map((value) => record("issuewild", value)),
    ...values(policy.issueMail ?? []).map((value) => record("issuemail", value)),
    record("iodef", `mailto:${policy.reports}`),
  ];
}

/** Each authority once, sorted; `;` admits nobody (RFC 8659 § 4.2). */
function values(issuers: readonly CaaIssuer[]): readonly string[] {
  const texts = issuers.map(({ domain, parameters }) =>
    [domain, ...Object.entries(parameters ?? {}).map(([name, value]) => `${name}=${value}`)].join("; "),
  );
  return texts.length === 0 ? [";"] : [...new Set(texts)].sort();
}
