import { isExpression } from "../terraform-json";
import { type Published, recordSets } from "./look-up";
import { canonical } from "./names";

/** What one SRV says (RFC 2782). */
interface SrvTarget {
  readonly priority: number;
  readonly weight: number;
  readonly port: number;
  /** Canonical; empty where the service is not offered. */
  readonly target: string;
}

/** The fields of an SRV in presentation form, undefined where it cannot be read. */
export function parseSrv(value: string): SrvTarget | undefined {
  const [, priority, weight, port, target = ""] =
    /^(\d{1,5})\s+(\d{1,5})\s+(\d{1,5})(?:\s+(\S+))?$/.exec(value.trim()) ?? [];
  const [first, second, third] = [priority, weight, port].map(Number);
  return first === undefined ||
    second === undefined ||
    third === undefined ||
    ![first, second, third].every((field) => field <= 65_535)
    ? undefined
    : { priority: first, weight: second, port: third, target: canonical(target) };
}

/** An SRV that is known before apply. */
interface ServiceRecord {
  /** Owner name, canonical. */
  readonly name: string;
  readonly value: string;
  /** Undefined where the value cannot be read. */
  readonly service: SrvTarget | undefined;
  /** Address of the resource. */
  readonly address: string;
}

/** Every SRV that is known before apply. */
export function serviceRecords(facts: Published): readonly ServiceRecord[] {
  return recordSets(facts, "SRV").flatMap(({ name, records }) =>
    records
      .filter(({ value }) => !isExpression(value))
      .map(({ value, address }) => ({ name, value, service: parseSrv(value), address })),
  );
}
