/** The text of a TXT record in presentation form (RFC 1035 § 5.1): the strings without their quotes, joined. */
export function txtText(value: string): string {
  const strings = [...value.matchAll(/"((?:\\.|[^"\\])*)"/g)].map(([, string = ""]) => string);
  return strings.length === 0 ? value : strings.join("").replace(/\\(.)/g, "$1");
}
