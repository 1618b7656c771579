import type { DnsRecordFact, Facts } from "../facts";
import { isExpression } from "../terraform-json";
import { canonical, parentOf } from "./names";

/** Records by what they are looked up by. */
interface RecordIndex {
  /** By type, then by canonical owner name, in the order in which they stand. */
  readonly byType: ReadonlyMap<string, ReadonlyMap<string, readonly DnsRecordFact[]>>;
  /** Canonical names that exist: owners and everything above them (RFC 4592 § 2.2.2). */
  readonly names: ReadonlySet<string>;
}

/**
 * A computation that many rules ask for, done once per list of records.
 *
 * @param compute depends on the records alone
 */
export function perRecords<T>(
  compute: (facts: Pick<Facts, "records">) => T,
): (facts: Pick<Facts, "records">) => T {
  const known = new WeakMap<readonly DnsRecordFact[], { readonly result: T }>();
  return (facts) => {
    const done = known.get(facts.records) ?? { result: compute(facts) };
    known.set(facts.records, done);
    return done.result;
  };
}

/** The index of a stack's records. */
export const indexOf = perRecords(({ records }): RecordIndex => {
  const byType = new Map<string, Map<string, DnsRecordFact[]>>();
  const names = new Set<string>();
  for (const record of records) {
    const owner = canonical(record.name);
    const ofType = byType.get(record.type) ?? new Map<string, DnsRecordFact[]>();
    byType.set(record.type, ofType);
    const same = ofType.get(owner);
    if (same === undefined) {
      ofType.set(owner, [record]);
    } else {
      same.push(record);
    }
    for (let name: string | undefined = owner; name !== undefined && !names.has(name); name = above(name)) {
      names.add(name);
    }
  }
  return { byType, names };
});

/** A name known only after apply has no names above it that could be told. */
function above(name: string): string | undefined {
  return isExpression(name) ? undefined : parentOf(name);
}
