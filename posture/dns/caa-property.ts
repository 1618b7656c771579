import type { DnsRecordFact } from "../facts";
import { isExpression } from "../terraform-json";
import { answer, exists, type Published, recordSets } from "./look-up";
import { canonical, parentOf } from "./names";

/** What one CAA record says (RFC 8659 § 4.1). */
interface CaaProperty {
  /** 0, or 128 where an authority that does not know the tag must refuse. */
  readonly flags: number;
  /** Lower case: `issue`, `issuewild`, `issuemail`, `iodef`. */
  readonly tag: string;
  readonly value: string;
}

/** The property of a CAA in presentation form, undefined where it cannot be read. */
export function parseCaa(value: string): CaaProperty | undefined {
  const [, flags, tag, quoted, bare] = /^(\d+)\s+(\S+)\s+(?:"(.*)"|(\S*))$/s.exec(value.trim()) ?? [];
  return flags === undefined || tag === undefined
    ? undefined
    : { flags: Number(flags), tag: tag.toLowerCase(), value: quoted ?? bare ?? "" };
}

/** Who may issue, and under which conditions (RFC 8659 § 4.2). */
export interface CaaIssuer {
  /** Domain of the authority, canonical; empty where nobody may issue. */
  readonly domain: string;
  /** Values of the parameters by name, in lower case, such as `accounturi` (RFC 8657). */
  readonly parameters: ReadonlyMap<string, readonly string[]>;
}

/** The value of `issue`, `issuewild` or `issuemail`, undefined where it breaks the grammar. */
export function parseIssuer(value: string): CaaIssuer | undefined {
  const [domain = "", ...rest] = value.split(";").map((part) => part.trim());
  const pairs = rest.filter((part, index) => part !== "" || index < rest.length - 1);
  const parsed = pairs.map((pair) => PARAMETER.exec(pair));
  if ((domain !== "" && !ISSUER_DOMAIN.test(domain)) || parsed.includes(null)) {
    return undefined;
  }
  const parameters = new Map<string, readonly string[]>();
  for (const [, name = "", given = ""] of parsed.filter((match) => match !== null)) {
    parameters.set(name.toLowerCase(), [...(parameters.get(name.toLowerCase()) ?? []), given]);
  }
  return { domain: canonical(domain), parameters };
}

const ISSUER_DOMAIN = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/i;
const PARAMETER = /^([a-z0-9](?:[a-z0-9-]*[a-z0-9])?)\s*=\s*([\x21-\x3a\x3c-\x7e]*)$/i;

/** The CAA records of one name. */
interface CaaSet {
  /** Owner name, canonical. */
  readonly name: string;
  readonly records: readonly DnsRecordFact[];
  /** What those that can be read say. */
  readonly properties: readonly CaaProperty[];
  /** Are all of them known before apply, but for parameters such as the account? */
  readonly known: boolean;
  /** Address of the first. */
  readonly address: string;
}

/** Every CAA set of a stack. */
export function caaSets(facts: Published): readonly CaaSet[] {
  return recordSets(facts, "CAA").map(({ name, records }) => caaSet(name, records));
}

function caaSet(name: string, records: readonly DnsRecordFact[]): CaaSet {
  return {
    name,
    records,
    properties: records.flatMap(({ value }) => parseCaa(value) ?? []),
    known: records.every(({ value }) => !isExpression(value) || isKnownButForParameters(value)),
    address: records[0]?.address ?? "",
  };
}

/** Does an issuer's record say before apply whom it admits? The URI of an account is known only after its registration. */
function isKnownButForParameters(value: string): boolean {
  const property = parseCaa(value);
  return property !== undefined && !isExpression(property.tag) && parseIssuer(property.value) !== undefined;
}

/** More aliases than any real name has; a loop would never end. */
const MAX_ALIASES = 8;

/**
 * The CAA set that decides about a name: its own, or that of the nearest name above (RFC 8659 § 3).
 *
 * An authority follows aliases on the way. Undefined where there is no set, or where an alias leads to a name
 * outside the stack, whose records nobody here knows.
 */
export function decidingCaa(facts: Published, name: string): CaaSet | undefined {
  for (let at: string | undefined = canonical(name); at !== undefined; at = parentOf(at)) {
    const target = aliasTarget(facts, at);
    if (target === undefined) {
      return undefined;
    }
    const records = answer(facts, target, "CAA");
    if (records.length > 0) {
      return caaSet(canonical(records[0]?.name ?? target), records);
    }
  }
  return undefined;
}

/** Where a name leads by its aliases: itself where it has none, undefined where that is outside the stack. */
function aliasTarget(facts: Published, name: string): string | undefined {
  let at = name;
  for (let step = 0; step < MAX_ALIASES; step += 1) {
    const [alias] = answer(facts, at, "CNAME");
    if (alias === undefined) {
      return at;
    }
    if (isExpression(alias.value) || !exists(facts, alias.value)) {
      return undefined;
    }
    at = canonical(alias.value);
  }
  return undefined;
}

/** The domains of the authorities that a set lets issue for a name; undefined where any may. */
export function permittedIssuers(set: CaaSet, wildcard: boolean): readonly string[] | undefined {
  return permissions(set, wildcard)?.map(({ domain }) => domain);
}

/** The authorities that a set lets issue for a name, each with its conditions; undefined where any may. */
export function permissions({ properties }: CaaSet, wildcard: boolean): readonly CaaIssuer[] | undefined {
  const wild = properties.filter(({ tag }) => tag === "issuewild");
  const deciding = wildcard && wild.length > 0 ? wild : properties.filter(({ tag }) => tag === "issue");
  return deciding.length === 0
    ? undefined
    : deciding.flatMap(({ value }) => parseIssuer(value) ?? []).filter(({ domain }) => domain !== "");
}
