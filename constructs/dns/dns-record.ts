/** What every record has. */
interface RecordBase {
  /**
   * Owner name: fully qualified, A-labels, no trailing dot. May be a token when {@link key} is given.
   */
  readonly name: string;
  /**
   * Tells records of one name and type apart, and goes into the resource's address.
   *
   * @default - the record's own value where it is a literal, such as an exchange of an MX; nothing otherwise
   */
  readonly key?: string;
  /**
   * Seconds a resolver may keep the record.
   *
   * @default 3600
   */
  readonly ttlSeconds?: number;
  /**
   * Why the record exists, shown by DNS hosts that keep comments.
   *
   * @default - no comment
   */
  readonly comment?: string;
}

/** IPv4 address of a host (RFC 1035 § 3.4.1). */
export interface ARecord extends RecordBase {
  readonly type: "A";
  /** IPv4 address; usually a token. */
  readonly address: string;
}

/** Alias of another name (RFC 1035 § 3.3.1). */
export interface CnameRecord extends RecordBase {
  readonly type: "CNAME";
  /** Name the alias points to, no trailing dot. */
  readonly target: string;
}

/** A host that receives mail for the name (RFC 5321 § 5.1). */
export interface MxRecord extends RecordBase {
  readonly type: "MX";
  /** Lower is tried first; 0 to 65535. */
  readonly preference: number;
  /** Host name of the receiver, never an alias (RFC 2181 § 10.3). */
  readonly exchange: string;
}

/** Text (RFC 1035 § 3.3.14), given as one string however long; the zone quotes and splits it. */
export interface TxtRecord extends RecordBase {
  readonly type: "TXT";
  /** Several texts may share a name, so each says what it is for. */
  readonly key: string;
  /** The text, unquoted. */
  readonly text: string;
}

/**
 * A part of the one SPF record of a name (RFC 7208 § 3.2: a name has at most one).
 *
 * Everyone who sends for the name contributes mechanisms; the zone renders them once.
 */
export interface SpfContribution extends RecordBase {
  readonly type: "SPF";
  /** Mechanisms such as `include:spf.example.net`, without `v=spf1` and `all`. */
  readonly mechanisms: readonly string[];
  /** What becomes of mail from anywhere else; all contributors of a name must agree. */
  readonly all: "~all" | "-all";
}

/** A record somebody asks a zone for. */
export type DnsRecord = ARecord | CnameRecord | MxRecord | TxtRecord | SpfContribution;
