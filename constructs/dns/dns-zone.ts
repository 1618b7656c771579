import { type ITerraformDependable, Lazy, Token } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { throwIfAny, ValidationError } from "../core/errors";
import { idFor } from "../core/ids";
import type { DnsRecord, SpfContribution } from "./dns-record";
import { renderSpf } from "./spf";

/**
 * Where the records of a domain are published.
 *
 * Whoever needs a record asks a zone: mail domains, certificate validation, ownership proofs. Only the
 * adapters know which DNS host serves it.
 */
export interface DnsZone extends IConstruct {
  /** The zone's apex: A-labels, no trailing dot. */
  readonly zoneName: string;

  /**
   * Publishes a record.
   *
   * @returns what to depend on where the record has to exist first
   * @throws ValidationError `RecordOutsideZone`, `DuplicateRecord` or `BadTtl`
   */
  addRecord(record: DnsRecord): ITerraformDependable;
}

/** A record as an adapter renders it: SPF contributions have become one text by then. */
export type RenderedRecord = Exclude<DnsRecord, SpfContribution>;

/** Seconds; long enough to spare the DNS hosts, short enough to move a mail service within an hour. */
export const DEFAULT_TTL_SECONDS = 3600;

/** What a DNS host accepts. */
export interface ZoneLimits {
  /** Shortest TTL, in seconds. */
  readonly minTtlSeconds: number;
  /** Longest TTL, in seconds. */
  readonly maxTtlSeconds: number;
}

/** What all zones do alike: names, ids and the one SPF record per name. */
export abstract class DnsZoneBase extends Construct implements DnsZone {
  readonly zoneName: string;
  private readonly spf = new Map<
    string,
    { readonly parts: SpfContribution[]; readonly record: ITerraformDependable }
  >();

  /** @param zoneName apex of the zone; A-labels, no trailing dot */
  protected constructor(
    scope: Construct,
    id: string,
    zoneName: string,
    private readonly limits: ZoneLimits,
  ) {
    super(scope, id);
    this.zoneName = zoneName;
  }

  addRecord(record: DnsRecord): ITerraformDependable {
    this.check(record);
    if (record.type !== "SPF") {
      return this.renderRecord(...this.place(record.name, record.type, keyOf(record)), record);
    }
    const known = this.spf.get(record.name);
    if (known !== undefined) {
      known.parts.push(record);
      return known.record;
    }
    const parts = [record];
    const { mechanisms: _, all: __, ...common } = record;
    const rendered = this.renderRecord(...this.place(record.name, "TXT", "spf"), {
      ...common,
      type: "TXT",
      key: "spf",
      text: Lazy.stringValue({ produce: () => renderSpf(parts) }),
    });
    this.spf.set(record.name, { parts, record: rendered });
    return rendered;
  }

  /** Declares the record at the DNS host. */
  protected abstract renderRecord(scope: Construct, id: string, record: RenderedRecord): ITerraformDependable;

  /** Where a record lives in the tree: name / type / key, so that no two records share an address. */
  private place(name: string, type: string, key: string | undefined): [Construct, string] {
    const names = namespace(this, Token.isUnresolved(name) ? "keyed" : idFor(name));
    const [scope, id] = key === undefined ? [names, type] : [namespace(names, type), idFor(key)];
    if (scope.node.tryFindChild(id) !== undefined) {
      const what = key === undefined ? type : `${type} (${key})`;
      throw new ValidationError(
        [
          {
            code: "DuplicateRecord",
            message: `${what} of ${JSON.stringify(name)} is already declared in this zone`,
          },
        ],
        this,
      );
    }
    return [scope, id];
  }

  private check(record: DnsRecord): void {
    const ttl = record.ttlSeconds ?? DEFAULT_TTL_SECONDS;
    const { minTtlSeconds, maxTtlSeconds } = this.limits;
    const outside =
      !Token.isUnresolved(record.name) &&
      record.name !== this.zoneName &&
      !record.name.endsWith(`.${this.zoneName}`);
    throwIfAny(
      [
        ...(outside
          ? [
              {
                code: "RecordOutsideZone" as const,
                message: `${JSON.stringify(record.name)} is not in the zone ${JSON.stringify(this.zoneName)}`,
              },
            ]
          : []),
        ...(ttl < minTtlSeconds || ttl > maxTtlSeconds
          ? [
              {
                code: "BadTtl" as const,
                message: `a TTL of ${ttl} s on ${record.type} of ${JSON.stringify(record.name)}; allowed are ${minTtlSeconds} to ${maxTtlSeconds} s`,
              },
            ]
          : []),
      ],
      this,
    );
  }
}

function namespace(scope: Construct, id: string): Construct {
  return (scope.node.tryFindChild(id) as Construct | undefined) ?? new Construct(scope, id);
}

function keyOf(record: RenderedRecord): string | undefined {
  return record.key ?? (record.type === "MX" ? record.exchange : undefined);
}
