import { domainToASCII } from "node:url";

/** A name as all others are compared to it: lower case (RFC 4343), no trailing dot. */
export function canonical(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}

/** Are two names the same (RFC 4343)? */
export function sameName(a: string, b: string): boolean {
  return canonical(a) === canonical(b);
}

/** Is a name the ancestor itself, or below it? */
export function isWithin(name: string, ancestor: string): boolean {
  const [inner, outer] = [canonical(name), canonical(ancestor)];
  return inner === outer || inner.endsWith(`.${outer}`);
}

/** The name without its first label, undefined above a top-level one. */
export function parentOf(name: string): string | undefined {
  const dot = name.indexOf(".");
  return dot < 0 ? undefined : name.slice(dot + 1);
}

/** A name as A-labels (RFC 5890 § 2.3.2.1), in lower case, without trailing dot; a wildcard keeps its star. */
export function aLabels(name: string): string {
  const [, star = "", rest = ""] = /^(\*\.)?(.*)$/s.exec(canonical(name)) ?? [];
  return `${star}${domainToASCII(rest) || rest}`;
}

/**
 * Does a name of a certificate stand for a host (RFC 9525 § 6.3)?
 *
 * A wildcard is the whole first label and stands for exactly one.
 *
 * @param host as A-labels
 */
export function covers(pattern: string, host: string): boolean {
  const own = aLabels(pattern);
  return own.startsWith("*.")
    ? host.includes(".") && own.slice(2).includes(".") && host.slice(host.indexOf(".") + 1) === own.slice(2)
    : own === host;
}
