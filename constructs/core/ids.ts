/**
 * A construct id for a DNS name or a network, unique per name.
 *
 * CDKTF strips everything outside `[A-Za-z0-9_-]` from ids, so `a.b` and `ab` would silently become one
 * resource. Here a dot becomes `_`; the characters that could then collide become an upper-case letter,
 * which no lower-cased DNS name contains.
 *
 * @param dnsName A-label form; upper and lower case are the same name (RFC 4343)
 */
export function idFor(dnsName: string): string {
  return dnsName
    .toLowerCase()
    .replace(
      /[^a-z0-9.-]/g,
      (character) => ESCAPES.get(character) ?? `X${character.codePointAt(0)?.toString(16)}X`,
    )
    .replaceAll(".", "_");
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["_", "U"],
  ["*", "W"],
  ["/", "S"],
  [":", "C"],
]);
