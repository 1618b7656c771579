import { getDomain } from "tldts";

/** What receivers are asked to do with mail that fails DMARC (RFC 9989 § 4.7). */
export type DmarcPolicy = "none" | "quarantine" | "reject";

/** A domain's wishes about forged mail. */
interface DmarcProps {
  /** The domain the record is for. */
  readonly domain: string;
  /** For the domain and, unless they have records of their own, its subdomains. */
  readonly policy: DmarcPolicy;
  /** Addresses that receive the aggregate reports. */
  readonly reports: readonly string[];
}

/**
 * The text of a DMARC record (RFC 9989 § 4.7).
 *
 * `sp` is always written where it is read, at the organisational domain: `np` alone defends no subdomain,
 * because many DNS hosts answer NODATA for names that do not exist.
 */
export function renderDmarc({ domain, policy, reports }: DmarcProps): string {
  const subdomains = getDomain(domain) === domain ? [`sp=${policy}`] : [];
  const rua = reports.map((address) => `mailto:${address}`).join(",");
  return ["v=DMARC1", `p=${policy}`, ...subdomains, `rua=${rua}`].join("; ");
}
