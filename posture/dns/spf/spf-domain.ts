/** Longest label and longest name, in octets (RFC 1035 § 2.3.4). */
const MAX_LABEL_OCTETS = 63;
const MAX_NAME_OCTETS = 253;

/** Letters that a domain may use (RFC 7208 § 7.2); c, r and t belong to the explanation text only. */
const DOMAIN_MACRO = /%\{[slodiphv](?:[1-9]\d*)?r?[.\-+,/_=]*\}/gi;
const EXPLANATION_MACRO = /%\{[crt][^}]*\}/i;
const LITERAL_PERCENT = /%[%_-]/g;

/** Where an expression of Terraform stands; what it will say is known only after apply. */
const EXPRESSION = /\$\{[^}]*\}/g;

/** Does a text hold an expression that only Terraform can resolve? */
export function holdsExpression(text: string): boolean {
  return text.includes("${");
}

/** A text without what only Terraform can resolve. */
export function withoutExpressions(text: string): string {
  return text.replace(EXPRESSION, "");
}

/** Does a domain depend on the message, so that no one can look it up beforehand (RFC 7208 § 7)? */
export function holdsMacro(domain: string): boolean {
  return domain.includes("%");
}

/**
 * What is wrong with a `domain-spec` (RFC 7208 § 7.1), or undefined when nothing is.
 *
 * @param spec as it stands in the record, without a CIDR length
 */
export function domainProblem(spec: string): string | undefined {
  if (spec === "") {
    return "the domain is missing";
  }
  if (EXPLANATION_MACRO.test(spec)) {
    return "the macros c, r and t are for the explanation text only (RFC 7208 § 7.2)";
  }
  const plain = spec.replace(EXPRESSION, "x.x").replace(DOMAIN_MACRO, "").replace(LITERAL_PERCENT, "");
  if (plain.includes("%")) {
    return "the macro is not one of RFC 7208 § 7.1, such as %{i} or %{d2}";
  }
  if (!/^[\x21-\x7e]*$/.test(plain)) {
    return "only visible ASCII is allowed; write internationalised names as A-labels";
  }
  return endProblem(spec.replace(EXPRESSION, "x.x"));
}

/** A domain ends in a macro, or in a dot and a label that is not a number. */
function endProblem(spec: string): string | undefined {
  if (/%(\{[^}]*\}|[%_-])$/.test(spec)) {
    return undefined;
  }
  const labels = spec.replace(/\.$/, "").split(".");
  const last = labels.at(-1) ?? "";
  if (labels.length < 2) {
    return "the domain has no dot; write the whole name";
  }
  if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i.test(last) || /^\d+$/.test(last)) {
    return `it ends in ${JSON.stringify(last)}, which is no top-level domain`;
  }
  return holdsMacro(spec) ? undefined : sizeProblem(labels);
}

function sizeProblem(labels: readonly string[]): string | undefined {
  const bad = labels.find((label) => label === "" || Buffer.byteLength(label) > MAX_LABEL_OCTETS);
  if (bad !== undefined) {
    return `a label has 1 to ${MAX_LABEL_OCTETS} octets, ${JSON.stringify(bad)} has ${Buffer.byteLength(bad)}`;
  }
  const octets = Buffer.byteLength(labels.join("."));
  return octets > MAX_NAME_OCTETS ? `a name has at most ${MAX_NAME_OCTETS} octets, not ${octets}` : undefined;
}
