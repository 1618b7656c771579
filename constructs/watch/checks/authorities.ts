/**
 * Organisations that stand in the issuer's name of an authority's certificates, by the domain under which CAA
 * records know it.
 *
 * Sources: https://www.amazontrust.com/repository/, https://letsencrypt.org/certificates/.
 */
const ORGANIZATIONS: Readonly<Record<string, readonly string[]>> = {
  "amazon.com": ["Amazon"],
  "letsencrypt.org": ["Let's Encrypt"],
};

/** Organisations of which one issues a certificate; undefined where nobody here knows. */
export function organizationsOf(caaDomains: readonly string[]): readonly string[] | undefined {
  const known = caaDomains.flatMap((domain) => ORGANIZATIONS[domain] ?? []);
  return known.length === 0 ? undefined : known;
}
