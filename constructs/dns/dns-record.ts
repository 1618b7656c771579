import type { ITerraformDependable } from "cdktf";

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
  /**
   * What has to exist before the record is published.
   *
   * @default - nothing
   */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/** IPv4 address of a host (RFC 1035 § 3.4.1). */
export interface ARecord extends RecordBase {
  readonly type: "A";
  /** IPv4 address; usually a token. */
  readonly address: string;
}

/** IPv6 address of a host (RFC 3596). */
export interface AaaaRecord extends RecordBase {
  readonly type: "AAAA";
  /** IPv6 address. */
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
  /** Host name of the receiver, never an alias (RFC 2181 § 10.3); `.` alone says that no mail is accepted (RFC 7505). */
  readonly exchange: string;
}

/** Where a service is (RFC 2782). */
export interface SrvRecord extends RecordBase {
  readonly type: "SRV";
  /** Lower is tried first; 0 to 65535. */
  readonly priority: number;
  /** Share among targets of one priority; 0 to 65535. */
  readonly weight: number;
  /** TCP or UDP port; 0 where the service is not offered. */
  readonly port: number;
  /** Host name, never an alias; `.` alone says that the service is not offered. */
  readonly target: string;
}

/** Who may issue certificates for the name and all below it (RFC 8659). */
export interface CaaRecord extends RecordBase {
  readonly type: "CAA";
  /** 128 makes an authority refuse when it does not understand the tag. */
  readonly flags: 0 | 128;
  readonly tag: "issue" | "issuewild" | "issuemail" | "iodef";
  /** An authority's domain with its parameters, `;` for nobody, or the address of a report. */
  readonly value: string;
}

/** A server that answers for a zone below (RFC 1035 § 3.3.11). */
export interface NsRecord extends RecordBase {
  readonly type: "NS";
  /** A zone has several, so each is told apart. */
  readonly key: string;
  /** Host name of the server; usually a token. */
  readonly nameServer: string;
}

/** The key by which a signed zone below is trusted (RFC 4034 § 5). Values are usually tokens. */
export interface DsRecord extends RecordBase, DelegationSigner {
  readonly type: "DS";
}

/** The data of a DS record. Values are texts of numbers, and a hexadecimal digest; usually tokens. */
export interface DelegationSigner {
  readonly keyTag: string;
  readonly algorithm: string;
  readonly digestType: string;
  readonly digest: string;
}

/** Which key a server presents over TLS (RFC 6698). */
export interface TlsaRecord extends RecordBase {
  readonly type: "TLSA";
  /** 3: the server's own key (DANE-EE), 2: its authority's (DANE-TA); mail knows no other (RFC 7672 § 3.1.3). */
  readonly usage: 2 | 3;
  /** 1: the public key, 0: the whole certificate. */
  readonly selector: 0 | 1;
  /** 1: SHA-256, 2: SHA-512. */
  readonly matchingType: 1 | 2;
  /** The digest, hexadecimal. */
  readonly digest: string;
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
export type DnsRecord =
  | ARecord
  | AaaaRecord
  | CaaRecord
  | CnameRecord
  | DsRecord
  | MxRecord
  | NsRecord
  | SpfContribution
  | SrvRecord
  | TlsaRecord
  | TxtRecord;
