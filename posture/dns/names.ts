import { isIP } from "node:net";
import { getDomain, getPublicSuffix } from "tldts";
import { canonical, parentOf, sameName } from "../../constructs/core/domain-names";

export { canonical, isWithin, parentOf, sameName } from "../../constructs/core/domain-names";

/**
 * The domain under which an organisation registered a name.
 *
 * The public suffix list stands in for the tree walk of RFC 9989 § 4.10, which asks the live DNS; a public
 * suffix is its own.
 */
export function organisationalDomain(name: string): string {
  return getDomain(canonical(name), TLDTS) ?? canonical(name);
}

/** Do others register names directly below this one? */
export function isPublicSuffix(name: string): boolean {
  return getPublicSuffix(canonical(name), TLDTS) === canonical(name);
}

/** Owner names hold underscores, which host names may not: checking them as such would find no suffix. */
const TLDTS = { allowPrivateDomains: true, extractHostname: false, validateHostname: false } as const;

/**
 * Does a host name match a pattern whose first label may be `*`?
 *
 * The wildcard stands for exactly one label, in certificates (RFC 9525 § 6.3) and in MTA-STS policies
 * (RFC 8461 § 4.1).
 */
export function matchesPattern(pattern: string, host: string): boolean {
  const rest = /^\*\.(.+)$/.exec(pattern)?.[1];
  return rest === undefined ? sameName(pattern, host) : sameName(parentOf(canonical(host)) ?? "", rest);
}

/** Labels of letters, digits and inner hyphens or underscores, at least two (RFC 1123 § 2.1). */
export function isHostName(text: string): boolean {
  return /^(?=.{1,253}$)(?!-)[a-z0-9_-]{1,63}(?<!-)(\.(?!-)[a-z0-9_-]{1,63}(?<!-))+$/i.test(text);
}

/** Is a text an IP address, bare or in the brackets of RFC 5321 § 4.1.3? */
export function isAddressLiteral(text: string): boolean {
  return isIP(text.replace(/^\[(?:IPv6:)?(.*)\]$/i, "$1")) !== 0;
}
