import { readFileSync } from "node:fs";
import { domainToUnicode } from "node:url";
import type { CheckedSections } from "./client-rules";

/**
 * The files that may claim an id or a domain of some clients, or a part of their AWS accounts, found without reading
 * them as YAML: of a thousand files that takes milliseconds instead of seconds.
 *
 * A file is taken that spells one of the domains in any way people write it, states one of the ids, holds the number
 * of one of the accounts, or escapes characters, behind which a name could hide.
 *
 * @param paths files that have been checked before, each for itself
 * @param clients what is claimed
 */
export function claimants(paths: readonly string[], clients: readonly CheckedSections[]): readonly string[] {
  const domains = clients.flatMap(({ domains = [] }) =>
    domains.flatMap(({ name }) => [name, folded(domainToUnicode(name))]),
  );
  const accounts = clients.flatMap(({ edge }) => (edge?.kind === "aws" ? [edge.account] : []));
  const claims = [...domains, ...accounts];
  const ids = clients.flatMap(({ id }) => (id === undefined ? [] : [id]));
  if (claims.length === 0 && ids.length === 0) {
    return [];
  }
  // An id is made of letters, digits and hyphens; nothing in it means anything to a regular expression.
  const statesId = new RegExp(`(^|[\\s{,"'])id["']?\\s*:\\s*["']?(${ids.join("|")})\\b`, "m");
  return paths.filter((path) => {
    const text = folded(readable(path));
    return (
      text.includes("\\") ||
      claims.some((claim) => text.includes(claim)) ||
      (ids.length > 0 && statesId.test(text))
    );
  });
}

/** Texts that mean the same name look the same: case, accents and full-width characters (UTS #46 § 4). */
function folded(text: string): string {
  return text.normalize("NFKC").toLowerCase().replaceAll("\u3002", ".");
}

/** A file that cannot be read claims nothing. */
function readable(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
