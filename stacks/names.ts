import { domainToASCII } from "node:url";
import { parse } from "tldts";

/** Top-level names that never exist on the internet (RFC 6761, RFC 6762, ICANN's `internal`), documentation ones left out. */
const PRIVATE_TLDS: ReadonlySet<string> = new Set([
  "corp",
  "home",
  "internal",
  "invalid",
  "lan",
  "local",
  "localhost",
  "onion",
  "test",
]);

/** Top-level names kept for documentation (RFC 2606, RFC 6761); the samples use them. */
const DOCUMENTATION_TLDS: ReadonlySet<string> = new Set(["example"]);

/** Letters, digits and inner hyphens, at most 63 (RFC 1123 § 2.1). */
const LABEL = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;

/** A name in A-label form, or what is wrong with it. */
export type NameResult = { readonly name: string } | { readonly problem: string };

/**
 * A host name in A-label form (RFC 5890): lower case, no trailing dot, internationalised labels encoded.
 *
 * @param text as written in a client file
 */
export function hostName(text: string): NameResult {
  const given = JSON.stringify(text);
  if (/[:/@\s]/.test(text)) {
    return { problem: `${given} is not a name; write it without scheme, port, path, "@" or spaces` };
  }
  const name = domainToASCII(text.replace(/\.$/, ""));
  const labels = name.split(".");
  if (name === "" || !labels.every((label) => LABEL.test(label)) || name.length > 253) {
    return {
      problem: `${given} is not a valid name: labels of 1 to 63 letters, digits and inner hyphens, separated by dots`,
    };
  }
  const { publicSuffix, isIcann, isIp } = parse(name, { extractHostname: false });
  if (isIp === true || labels.length < 2) {
    return { problem: `${given} is not a fully qualified name, such as "mail.clinic.fr"` };
  }
  const topLevel = labels.at(-1) as string;
  if (PRIVATE_TLDS.has(topLevel)) {
    return { problem: `${given} exists only inside a network: ".${topLevel}" is not on the internet` };
  }
  if (isIcann !== true && !DOCUMENTATION_TLDS.has(topLevel)) {
    return {
      problem: `${given} ends in ".${publicSuffix ?? topLevel}", which is no public top-level domain`,
    };
  }
  return { name };
}

/**
 * A domain that can be registered and receive mail, in A-label form.
 *
 * @param text as written in a client file
 */
export function mailDomain(text: string): NameResult {
  const result = hostName(text);
  if ("problem" in result) {
    return result;
  }
  const { publicSuffix } = parse(result.name, { extractHostname: false, allowPrivateDomains: true });
  return publicSuffix === result.name
    ? {
        problem: `${JSON.stringify(text)} is a public suffix, under which others register; give the client's domain`,
      }
    : result;
}
