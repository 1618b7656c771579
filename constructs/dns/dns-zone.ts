import { createHash } from "node:crypto";
import { type ITerraformDependable, Lazy, Token } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { throwIfAny } from "../core/errors";
import { idFor } from "../core/ids";
import type { DelegationSigner, DnsRecord, SpfContribution } from "./dns-record";
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
  /** The DNS host's id of the zone; a token where the stack makes the zone. */
  readonly zoneId: string;
  /** Who serves the zone, one word in lower case. */
  readonly servedBy: string;

  /**
   * Publishes a record.
   *
   * @returns what to depend on where the record has to exist first
   * @throws ValidationError `RecordOutsideZone`, `DuplicateRecord`, `ApexAlias` or `BadTtl`
   */
  addRecord(record: DnsRecord): ITerraformDependable;
}

/** A zone that the product can make and sign. */
export interface ManagedZone extends DnsZone {
  /** Servers that answer for a zone the stack makes; none for one that existed before, which is delegated already. */
  readonly nameServers: readonly string[];
  /** What the registrar must publish for the zone to be trusted; undefined where the stack does not sign it. */
  readonly delegationSigner: DelegationSigner | undefined;
}

/** A record as an adapter renders it: SPF contributions have become one text by then. */
export type RenderedRecord = Exclude<DnsRecord, SpfContribution>;

/** Seconds; long enough to spare the DNS hosts, short enough to move a mail service within an hour. */
export const DEFAULT_TTL_SECONDS = 3600;

/** What a DNS host accepts. */
interface ZoneLimits {
  /** Shortest TTL, in seconds. */
  readonly minTtlSeconds: number;
  /** Longest TTL, in seconds. */
  readonly maxTtlSeconds: number;
}

/** What all zones do alike: names, ids and the one SPF record per name. */
export abstract class DnsZoneBase extends Construct implements ManagedZone {
  readonly zoneName: string;
  abstract readonly zoneId: string;
  abstract readonly servedBy: string;
  abstract readonly nameServers: readonly string[];
  abstract readonly delegationSigner: DelegationSigner | undefined;
  private readonly declared = new Set<string>();
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
      return this.renderRecord(record);
    }
    const known = this.spf.get(record.name);
    if (known !== undefined) {
      known.parts.push(record);
      return known.record;
    }
    const parts = [record];
    const { mechanisms: _, all: __, ...common } = record;
    const rendered = this.renderRecord({
      ...common,
      type: "TXT",
      key: "spf",
      text: Lazy.stringValue({ produce: () => renderSpf(parts) }),
    });
    this.spf.set(record.name, { parts, record: rendered });
    return rendered;
  }

  /** Declares the record at the DNS host. */
  protected abstract renderRecord(record: RenderedRecord): ITerraformDependable;

  /** The place of a name in the tree, so that no two names share an address. */
  protected namespace(name: string): Construct {
    return childOf(this, Token.isUnresolved(name) ? "keyed" : idFor(name));
  }

  private check(record: DnsRecord): void {
    const { name, type } = record;
    const ttl = record.ttlSeconds ?? DEFAULT_TTL_SECONDS;
    const { minTtlSeconds, maxTtlSeconds } = this.limits;
    const outside =
      !Token.isUnresolved(name) && name !== this.zoneName && !name.endsWith(`.${this.zoneName}`);
    const identity = type === "SPF" ? undefined : [name, type, recordKey(record)].join(" ");
    const repeated = identity !== undefined && this.declared.has(identity);
    throwIfAny(
      [
        ...(outside
          ? [
              {
                code: "RecordOutsideZone" as const,
                message: `${JSON.stringify(name)} is not in the zone ${JSON.stringify(this.zoneName)}`,
              },
            ]
          : []),
        ...(repeated
          ? [
              {
                code: "DuplicateRecord" as const,
                message: `${[type, ...[recordKey(record)].flatMap((key) => key ?? []).map((key) => `(${key})`)].join(" ")} of ${JSON.stringify(name)} is already declared in this zone`,
              },
            ]
          : []),
        ...(type === "CNAME" && name === this.zoneName
          ? [
              {
                code: "ApexAlias" as const,
                message: `${JSON.stringify(name)} is the apex of the zone and cannot be an alias (RFC 1912 § 2.4); give it an address`,
              },
            ]
          : []),
        ...(ttl < minTtlSeconds || ttl > maxTtlSeconds
          ? [
              {
                code: "BadTtl" as const,
                message: `a TTL of ${ttl} s on ${type} of ${JSON.stringify(name)}; allowed are ${minTtlSeconds} to ${maxTtlSeconds} s`,
              },
            ]
          : []),
      ],
      this,
    );
    if (identity !== undefined) {
      this.declared.add(identity);
    }
  }
}

/** The child of a construct with an id, made where there is none: a namespace for ids below it. */
export function childOf(scope: Construct, id: string): Construct {
  return (scope.node.tryFindChild(id) as Construct | undefined) ?? new Construct(scope, id);
}

/** What tells a record apart from others of its name and type; undefined where there can be one only. */
export function recordKey(record: DnsRecord): string | undefined {
  if (record.key !== undefined) {
    return record.key;
  }
  switch (record.type) {
    case "MX":
      return record.exchange === "." ? "null" : record.exchange;
    case "CAA":
      return `${record.tag}-${caaKey(record.value)}`;
    case "TLSA":
      return record.digest;
    default:
      return undefined;
  }
}

/** An authority's domain; its parameters are too long for an address, so they tell records apart as a digest. */
function caaKey(value: string): string {
  const [domain, ...parameters] = value.split(";");
  if (domain === "") {
    return "nobody";
  }
  return parameters.length === 0
    ? value
    : `${domain}-${createHash("sha256").update(parameters.join(";")).digest("hex").slice(0, 8)}`;
}
