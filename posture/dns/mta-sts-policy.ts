import type { Facts, MtaStsPolicyFact } from "../facts";
import { isExpression } from "../terraform-json";
import { canonical } from "./names";

/** One `key: value` of a policy file (RFC 8461 § 3.2). */
export interface PolicyField {
  readonly name: string;
  readonly value: string;
}

/** A policy file, taken apart. */
export interface MtaStsPolicy {
  readonly fields: readonly PolicyField[];
  /** Lines that are no field. */
  readonly malformed: readonly string[];
  /** Undefined where there is none, or one that RFC 8461 does not know. */
  readonly mode: "enforce" | "testing" | "none" | undefined;
  /** How long senders keep it; undefined where it is missing or no number. */
  readonly maxAgeSeconds: number | undefined;
  /** Hosts that may take the domain's mail. */
  readonly mxPatterns: readonly string[];
}

/** Takes a policy file apart; of a field that may stand once, the first counts (RFC 8461 § 3.2). */
export function parseMtaStsPolicy(text: string): MtaStsPolicy {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const parsed = lines.map((line) => /^([A-Za-z0-9][\w.-]*)\s*:\s*(.*?)\s*$/.exec(line));
  const fields = parsed.flatMap((match) =>
    match === null ? [] : [{ name: match[1] ?? "", value: match[2] ?? "" }],
  );
  const first = (name: string) => fields.find((field) => field.name === name)?.value;
  const maxAge = first("max_age") ?? "";
  return {
    fields,
    malformed: lines.filter((_, index) => parsed[index] === null),
    mode: MODES.find((mode) => mode === first("mode")),
    maxAgeSeconds: /^[0-9]{1,10}$/.test(maxAge) ? Number(maxAge) : undefined,
    mxPatterns: fields.filter(({ name }) => name === "mx").map(({ value }) => value),
  };
}

const MODES = ["enforce", "testing", "none"] as const;

/** A policy that the stack serves. */
interface ServedPolicy extends MtaStsPolicy, MtaStsPolicyFact {}

/** Every policy whose text is known before apply; domains canonical. */
export function servedPolicies({ mtaStsPolicies }: Pick<Facts, "mtaStsPolicies">): readonly ServedPolicy[] {
  return mtaStsPolicies
    .filter(({ domain, text }) => !isExpression(domain) && !isExpression(text))
    .map((fact) => ({ ...fact, domain: canonical(fact.domain), ...parseMtaStsPolicy(fact.text) }));
}
