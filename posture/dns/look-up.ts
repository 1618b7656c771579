import type { DnsRecordFact, Facts, ZoneFact } from "../facts";
import { isExpression } from "../terraform-json";
import { canonical, isWithin, parentOf, sameName } from "./names";
import { indexOf } from "./record-index";

/** What a look-up is answered from. */
export type Published = Pick<Facts, "records" | "zones">;

/** Records of one name and type: they are answered together (RFC 2181 § 5). */
interface RecordSet {
  /** Owner name, canonical. */
  readonly name: string;
  /** At least one. */
  readonly records: readonly DnsRecordFact[];
  /** Address of the first. */
  readonly address: string;
}

/** Records whose owner and type are exactly these. */
export function recordsAt(facts: Published, name: string, type: string): readonly DnsRecordFact[] {
  return indexOf(facts).byType.get(type)?.get(canonical(name)) ?? [];
}

/**
 * What a resolver would be told: the records at the name, or, where the name does not exist, those of the
 * wildcard that covers it.
 *
 * A wildcard answers only below the closest name that exists, and a name exists as soon as another is below
 * it: `a.client.example` takes `*.example` away from `client.example` (RFC 4592 § 2.2.2, § 3.3.1).
 */
export function answer(facts: Published, name: string, type: string): readonly DnsRecordFact[] {
  const owner = canonical(name);
  if (exists(facts, owner)) {
    return recordsAt(facts, owner, type);
  }
  let encloser = parentOf(owner);
  while (encloser !== undefined && !exists(facts, encloser)) {
    encloser = parentOf(encloser);
  }
  return encloser === undefined ? [] : recordsAt(facts, `*.${encloser}`, type);
}

/** Does the stack publish anything at or below a name? */
export function exists(facts: Published, name: string): boolean {
  return indexOf(facts).names.has(canonical(name));
}

/** The records of a type, by owner name, in the order in which they stand; owners known only after apply are left out. */
export function recordSets(facts: Pick<Facts, "records">, type: string): readonly RecordSet[] {
  return [...(indexOf(facts).byType.get(type) ?? [])]
    .filter(([name]) => !isExpression(name))
    .map(([name, records]) => ({ name, records, address: records[0]?.address ?? "" }));
}

/**
 * The zone of the stack that holds a name: the deepest whose apex covers it.
 *
 * Undefined also where the stack delegates the name away (RFC 1034 § 4.2.1), because then another zone holds it.
 */
export function zoneOf(facts: Published, name: string): (ZoneFact & { readonly name: string }) | undefined {
  const [zone] = facts.zones
    .flatMap((candidate) =>
      candidate.name !== undefined && isWithin(name, candidate.name)
        ? [{ ...candidate, name: canonical(candidate.name) }]
        : [],
    )
    .sort((a, b) => b.name.length - a.name.length);
  const delegated = recordSets(facts, "NS").some(
    (set) =>
      zone !== undefined &&
      isWithin(name, set.name) &&
      isWithin(set.name, zone.name) &&
      !sameName(set.name, zone.name),
  );
  return delegated ? undefined : zone;
}
