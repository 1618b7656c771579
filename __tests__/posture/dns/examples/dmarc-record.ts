/** A DMARC record without fault. */
export const GOOD = '_dmarc.clinic.example TXT "v=DMARC1; p=quarantine; rua=mailto:dmarc@clinic.example"';

/** A DMARC record with these tags after the version. */
export function dmarc(tags: string, domain = "clinic.example"): string {
  return `_dmarc.${domain} TXT "v=DMARC1; ${tags}"`;
}
