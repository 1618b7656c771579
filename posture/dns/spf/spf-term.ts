import ipaddr from "ipaddr.js";
import { canonical } from "../names";
import { domainProblem, holdsExpression } from "./spf-domain";

/** Mechanisms of RFC 7208 § 5 and the modifiers of § 6. */
export type SpfTermName =
  | "all"
  | "include"
  | "a"
  | "mx"
  | "ptr"
  | "ip4"
  | "ip6"
  | "exists"
  | "redirect"
  | "exp"
  | "unknown-modifier";

/** What a match means: pass, fail, softfail, neutral (RFC 7208 § 4.6.2). */
export type SpfQualifier = "+" | "-" | "~" | "?";

/** One mechanism or modifier of a record. */
export interface SpfTerm {
  /** As written. */
  readonly text: string;
  readonly name: SpfTermName;
  /** "+" where none is written, and for modifiers, which have none. */
  readonly qualifier: SpfQualifier;
  /** The domain it names, lower case and without trailing dot; undefined where it means the record's own name. */
  readonly domain: string | undefined;
  /** The network of an `ip4` or `ip6`, as written. */
  readonly network: string | undefined;
}

/** What kind of mistake a problem is; rules select by it. */
export type SpfProblemKind =
  | "version"
  | "not-ascii"
  | "whitespace"
  | "unknown-mechanism"
  | "malformed-term"
  | "address-family"
  | "cidr-length"
  | "duplicate-modifier";

/** One thing that is wrong with a record. */
export interface SpfProblem {
  readonly kind: SpfProblemKind;
  /** What was found, what is allowed, how to fix it; lower case, no final period. */
  readonly message: string;
}

/** A term and what is wrong with it. */
interface ParsedTerm {
  /** Undefined where the text is no term at all. */
  readonly term: SpfTerm | undefined;
  readonly problems: readonly SpfProblem[];
}

const MECHANISM = /^([+\-~?]?)([a-z][a-z0-9]*)(?=$|[:/])(.*)$/is;
const MODIFIER = /^([a-z][a-z0-9\-_.]*)=(.*)$/is;
const DUAL_CIDR = /^(.*?)(?:\/(\d+))?(?:\/\/(\d+))?$/s;
const BITS = { ip4: 32, ip6: 128 } as const;

const MECHANISMS = "all, include, a, mx, ptr, ip4, ip6 and exists";

/**
 * Reads one term (RFC 7208 § 4.6.1 and § 12).
 *
 * An expression of Terraform inside a term is taken for something well-formed.
 *
 * @param text without the spaces around it
 */
export function parseTerm(text: string): ParsedTerm {
  const mechanism = MECHANISM.exec(text);
  if (mechanism !== null) {
    const [, qualifier = "", name = "", rest = ""] = mechanism;
    return parseMechanism(text, (qualifier || "+") as SpfQualifier, name.toLowerCase(), rest);
  }
  const modifier = MODIFIER.exec(text);
  if (modifier !== null) {
    const [, name = "", value = ""] = modifier;
    return parseModifier(text, name.toLowerCase(), value);
  }
  return holdsExpression(text)
    ? nothing()
    : nothing(
        problem(
          "malformed-term",
          text,
          "is neither a mechanism nor a modifier; write name:value or name=value",
        ),
      );
}

function parseMechanism(text: string, qualifier: SpfQualifier, name: string, rest: string): ParsedTerm {
  const value = rest.startsWith(":") ? rest.slice(1) : undefined;
  switch (name) {
    case "all":
      return of(
        { text, name, qualifier },
        rest === "" ? [] : [problem("malformed-term", text, "takes no value; write all")],
      );
    case "include":
    case "exists":
      return withDomain({ text, name, qualifier }, value ?? "");
    case "ptr":
      return value === undefined
        ? of(
            { text, name, qualifier },
            rest === "" ? [] : [problem("malformed-term", text, "takes a domain only")],
          )
        : withDomain({ text, name, qualifier }, value);
    case "a":
    case "mx":
      return parseHost({ text, name, qualifier }, rest);
    case "ip4":
    case "ip6":
      return of({ text, name, qualifier, network: value }, networkProblems(text, name, value ?? ""));
    default:
      return nothing(
        problem("unknown-mechanism", text, `is no mechanism of RFC 7208 § 5; there are ${MECHANISMS}`),
      );
  }
}

function parseModifier(text: string, name: string, value: string): ParsedTerm {
  return name === "redirect" || name === "exp"
    ? withDomain({ text, name, qualifier: "+" }, value)
    : of({ text, name: "unknown-modifier", qualifier: "+" });
}

/** `a` and `mx`: a domain, and a length for IPv4 and one for IPv6, all optional. */
function parseHost(term: Given, rest: string): ParsedTerm {
  const [, head = "", ip4, ip6] = DUAL_CIDR.exec(rest) ?? [];
  const lengths = [
    ...(ip4 === undefined ? [] : lengthProblems(term.text, "ip4", ip4)),
    ...(ip6 === undefined ? [] : lengthProblems(term.text, "ip6", ip6)),
  ];
  if (head === "") {
    return of(term, lengths);
  }
  if (!head.startsWith(":")) {
    return of(term, [
      problem("cidr-length", term.text, `ends in ${JSON.stringify(rest)}; write /24, //64 or /24//64`),
      ...lengths,
    ]);
  }
  const { term: found, problems } = withDomain(term, head.slice(1));
  return { term: found, problems: [...problems, ...lengths] };
}

function networkProblems(text: string, family: "ip4" | "ip6", value: string): readonly SpfProblem[] {
  if (holdsExpression(value)) {
    return [];
  }
  const [address = "", length, ...more] = value.split("/");
  const other = family === "ip4" ? "ip6" : "ip4";
  if (isAddress(other, address)) {
    return [problem("address-family", text, `holds an address of the other family; write ${other}:${value}`)];
  }
  if (!isAddress(family, address) || more.length > 0) {
    return [
      problem(
        "malformed-term",
        text,
        `names no ${family === "ip4" ? "IPv4" : "IPv6"} network; write ${family === "ip4" ? "ip4:192.0.2.0/24" : "ip6:2001:db8::/32"}`,
      ),
    ];
  }
  return length === undefined ? [] : lengthProblems(text, family, length);
}

function isAddress(family: "ip4" | "ip6", text: string): boolean {
  return family === "ip4"
    ? ipaddr.IPv4.isValidFourPartDecimal(text) && !/(^|\.)0\d/.test(text)
    : ipaddr.IPv6.isValid(text) && !text.includes("%");
}

function lengthProblems(text: string, family: "ip4" | "ip6", length: string): readonly SpfProblem[] {
  return /^(0|[1-9]\d{0,2})$/.test(length) && Number(length) <= BITS[family]
    ? []
    : [
        problem(
          "cidr-length",
          text,
          `has the length ${JSON.stringify(length)}; allowed are 0 to ${BITS[family]}, without leading zero`,
        ),
      ];
}

type Given = Pick<SpfTerm, "text" | "name" | "qualifier"> & { readonly network?: string | undefined };

function withDomain(given: Given, spec: string): ParsedTerm {
  const wrong = domainProblem(spec);
  return {
    term: { network: undefined, ...given, domain: canonical(spec) },
    problems: wrong === undefined ? [] : [problem("malformed-term", given.text, `names no domain: ${wrong}`)],
  };
}

function of(given: Given, problems: readonly SpfProblem[] = []): ParsedTerm {
  return { term: { network: undefined, ...given, domain: undefined }, problems };
}

function nothing(...problems: readonly SpfProblem[]): ParsedTerm {
  return { term: undefined, problems };
}

function problem(kind: SpfProblemKind, text: string, message: string): SpfProblem {
  return { kind, message: `${JSON.stringify(text)} ${message}` };
}
