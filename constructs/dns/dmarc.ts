/** What receivers are asked to do with mail that fails DMARC (RFC 9989 § 4.7). */
export type DmarcPolicy = "none" | "quarantine" | "reject";

/** A domain's wishes about forged mail. */
export interface DmarcProps {
  /** For the domain and, unless they have records of their own, its subdomains. */
  readonly policy: DmarcPolicy;
  /** Addresses that receive the aggregate reports. */
  readonly reports: readonly string[];
}

/**
 * The text of a DMARC record (RFC 9989 § 4.7).
 *
 * `sp` is always written: DNS hosts that answer NODATA for names that do not exist make `np` useless as the
 * only defence. `np=reject` harms nobody, because a name that does not exist sends nothing.
 */
export function renderDmarc({ policy, reports }: DmarcProps): string {
  const rua = reports.map((address) => `mailto:${address}`).join(",");
  return `v=DMARC1; p=${policy}; sp=${policy}; np=reject; rua=${rua}`;
}
