import { isExpression } from "../../posture/terraform-json";
import {
  type Contradiction,
  contradictionOf,
  type OrderedCertificate,
  replacementRefused,
  type Surroundings,
  surplus,
} from "./contradictions";
import { losses, mailRole } from "./mail-text";
import type { DeclaredRecord, ExistingRecord, ZoneRecord } from "./record";
import { txtText } from "./record-data";

/** An existing record that the stack takes over as it is. */
export interface Kept {
  readonly existing: ExistingRecord;
  readonly declared: DeclaredRecord;
}

/** An existing record in whose place another comes. */
export interface Replaced {
  readonly existing: ExistingRecord;
  /** What comes; null where nothing does, because the stack publishes the whole set of that name and type. */
  readonly declared: DeclaredRecord | null;
  /** Address of the resource that takes the record over. */
  readonly address: string;
  /** What the client loses; each a sentence without final period. */
  readonly losses: readonly string[];
}

/** A declared record whose name only Terraform knows, so that little can be said about it. */
export interface KnownLater {
  readonly declared: DeclaredRecord;
  /** Existing records that may be the same one: of its type, right below a name it is computed from. */
  readonly alike: readonly ExistingRecord[];
}

/** What becomes of a zone when the stack is deployed into it. */
export interface Comparison {
  readonly keep: readonly Kept[];
  readonly replace: readonly Replaced[];
  readonly contradict: readonly Contradiction[];
  /** Declared records in whose place nothing stands today. */
  readonly create: readonly DeclaredRecord[];
  readonly afterApply: readonly KnownLater[];
  readonly leaveAlone: readonly ExistingRecord[];
}

/**
 * Compares a zone as it is with what a stack would publish in it.
 *
 * @param zone the zone file
 * @param declared records of the stack in the same zone
 * @param certificates certificates of the stack
 */
export function compareZone(
  { apex, records: existing }: { readonly apex: string; readonly records: readonly ExistingRecord[] },
  declared: readonly DeclaredRecord[],
  certificates: readonly OrderedCertificate[] = [],
): Comparison {
  const known = declared.filter(({ name }) => !isExpression(name));
  const keep: Kept[] = [];
  const replace: Replaced[] = [];
  const contradict: Contradiction[] = [];
  const create: DeclaredRecord[] = [];
  const candidates = bySlot(existing);

  for (const [slot, wanted] of bySlot(known)) {
    const found = candidates.get(slot) ?? [];
    candidates.delete(slot);
    const places = assign(found, wanted);
    keep.push(...places.same);
    for (const { existing: before, declared: after } of places.changed) {
      const refused = replacementRefused(before, after);
      if (refused === undefined) {
        replace.push({
          existing: before,
          declared: after,
          address: after.address,
          losses: losses(before, after),
        });
      } else {
        contradict.push(refused);
      }
    }
    create.push(...places.missing);
    const [owner] = wanted;
    for (const extra of places.extra) {
      if (owner?.wholeSet === true) {
        replace.push({ existing: extra, declared: null, address: owner.address, losses: [] });
      } else {
        contradict.push(surplus(extra));
      }
    }
  }

  const unclaimed = existing.filter((record) => candidates.has(slotOf(record)));
  const surroundings: Surroundings = { apex, declared: known, unclaimed, certificates };
  const leaveAlone: ExistingRecord[] = [];
  for (const record of unclaimed) {
    const found = contradictionOf(record, surroundings);
    if (found === undefined) {
      leaveAlone.push(record);
    } else {
      contradict.push(found);
    }
  }
  return {
    keep: keep.sort(byLine),
    replace: replace.sort(byLine),
    contradict: contradict.sort(byLine),
    create,
    afterApply: declared
      .filter(({ name }) => isExpression(name))
      .map((later) => ({ declared: later, alike: leaveAlone.filter((record) => mayBe(record, later)) })),
    leaveAlone,
  };
}

/** A certificate's proof stands right below the name it proves, which its expression mentions. */
function mayBe({ name, type }: ExistingRecord, later: DeclaredRecord): boolean {
  return type === later.type && later.name.includes(JSON.stringify(name.split(".").slice(1).join(".")));
}

interface Assignment {
  readonly same: readonly Kept[];
  readonly changed: readonly Kept[];
  readonly missing: readonly DeclaredRecord[];
  readonly extra: readonly ExistingRecord[];
}

/** Which declared record takes which existing one over: equal ones first, the others in order. */
function assign(found: readonly ExistingRecord[], wanted: readonly DeclaredRecord[]): Assignment {
  const equal = wanted.flatMap((declared) => {
    const existing = found.find((candidate) => sameData(candidate, declared));
    return existing === undefined ? [] : [{ existing, declared }];
  });
  const taken = new Set<object>(equal.flatMap(({ existing, declared }) => [existing, declared]));
  const before = found.filter((record) => !taken.has(record)).sort(byPreference);
  const after = wanted.filter((record) => !taken.has(record)).sort(byPreference);
  const pairs = after.slice(0, before.length).map((declared, index) => ({
    existing: before[index] as ExistingRecord,
    declared,
  }));
  const proxyEnds = equal.filter(({ existing, declared }) => existing.proxied !== declared.proxied);
  return {
    same: equal.filter((pair) => !proxyEnds.includes(pair)),
    changed: [...proxyEnds, ...pairs],
    missing: after.slice(before.length),
    extra: before.slice(after.length),
  };
}

/** Strings may be cut anywhere: receivers join them (RFC 7208 § 3.3). */
function sameData(a: ExistingRecord, b: DeclaredRecord): boolean {
  return a.type === "TXT" ? txtText(a.value) === txtText(b.value) : a.value === b.value;
}

/**
 * Where records compete for one place. A text without a role in mail only competes with its equal: any
 * number of them may share a name.
 */
function slotOf(record: ExistingRecord | DeclaredRecord): string {
  const { name, type, value } = record;
  const place = type === "TXT" ? (mailRole(record) ?? txtText(value)) : "";
  return JSON.stringify([name, type, place]);
}

function bySlot<R extends ExistingRecord | DeclaredRecord>(records: readonly R[]): Map<string, R[]> {
  const slots = new Map<string, R[]>();
  for (const record of records) {
    const slot = slotOf(record);
    const group = slots.get(slot);
    if (group === undefined) {
      slots.set(slot, [record]);
    } else {
      group.push(record);
    }
  }
  return slots;
}

/** Exchanges that are tried first take each other's place. */
function byPreference(a: ZoneRecord, b: ZoneRecord): number {
  return a.type === "MX" && b.type === "MX" ? Number.parseInt(a.value, 10) - Number.parseInt(b.value, 10) : 0;
}

function byLine(a: { readonly existing: ExistingRecord }, b: { readonly existing: ExistingRecord }): number {
  return a.existing.line - b.existing.line;
}
