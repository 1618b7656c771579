/** Longest character-string of a TXT record, in octets (RFC 1035 § 3.3). */
const MAX_STRING_OCTETS = 255;

/**
 * A text in presentation form: character-strings of at most 255 octets, each in quotes.
 *
 * @param text ASCII, as SPF, DMARC and the like are; one with an expression in it must come out short and plain,
 *   because only Terraform sees what it holds
 */
export function quoteTxt(text: string): string {
  if (text.includes("${")) {
    return `"${text}"`;
  }
  const escaped = text.replace(/["\\]/g, "\\$&");
  return (escaped.match(STRINGS) ?? [""]).map((string) => `"${string}"`).join(" ");
}

/** As many characters as fit one string; an escaped character counts as one and is never torn apart. */
const STRINGS = new RegExp(String.raw`(?:\\.|[^\\]){1,${MAX_STRING_OCTETS}}`, "gs");

/**
 * A text in which Terraform sees no template: `%{i}`, a macro of SPF (RFC 7208 § 7.2), would begin a directive.
 *
 * What begins with `${` stays, because it is meant: a value known only after apply.
 */
export function withoutDirectives(text: string): string {
  return text.replaceAll("%{", "%%{");
}
