import { domainToASCII } from "node:url";
import ipaddr from "ipaddr.js";
import type { Problem } from "../../core/errors";
import type { SubjectKind } from "./blocklist";

/** An address or a domain that is looked up. */
export interface Subject {
  readonly kind: SubjectKind;
  /** The address in its shortest form, or the domain as A-labels. */
  readonly value: string;
}

/** Names that stand for no domain of the public DNS (RFC 2606, RFC 6761, RFC 7686, RFC 9476, ICANN for `internal`). */
const RESERVED_NAMES: ReadonlySet<string> = new Set([
  "alt",
  "arpa",
  "example",
  "internal",
  "invalid",
  "lan",
  "local",
  "localhost",
  "onion",
  "test",
]);

/** What a text stands for, or why it cannot be looked up. */
export function subjectOf(text: string): Subject | Problem {
  return ipaddr.isValid(text) ? address(text) : domain(text);
}

function address(text: string): Subject | Problem {
  const parsed = ipaddr.parse(text);
  const range = parsed.range();
  return range === "unicast" && (parsed.kind() === "ipv6" || ipaddr.IPv4.isValidFourPartDecimal(text))
    ? { kind: parsed.kind(), value: parsed.toString() }
    : {
        code: "BlocklistAddressNotPublic",
        message: `${JSON.stringify(text)} is no address on the internet (${range === "unicast" ? "not four decimal numbers" : range}), so no list can hold it; give the public one that mail leaves from`,
      };
}

function domain(text: string): Subject | Problem {
  const name = domainToASCII(text.replace(/\.$/, ""));
  const labels = name.split(".");
  if (labels.length < 2 || name.length > 253 || labels.some((label) => !/^[a-z0-9_-]{1,63}$/.test(label))) {
    return { code: "BadDomain", message: `${JSON.stringify(text)} is neither an address nor a domain` };
  }
  return RESERVED_NAMES.has(labels.at(-1) ?? "")
    ? {
        code: "BlocklistDomainReserved",
        message: `${JSON.stringify(text)} is no domain of the public DNS, so no list can hold it; give the domain in the sender's address`,
      }
    : { kind: "domain", value: name };
}
