/** A record as two sides can be compared: names in lower case without trailing dot, data in canonical form. */
export interface ZoneRecord {
  /** Owner name. */
  readonly name: string;
  readonly type: string;
  /** Data in presentation form (RFC 1035 § 5.1), as `recordData` writes it. */
  readonly value: string;
  readonly ttlSeconds: number;
  /** Does the DNS host answer with its own addresses and carry the traffic itself? */
  readonly proxied: boolean;
}

/** A record the client has today. */
export interface ExistingRecord extends ZoneRecord {
  /** Line of the zone file, from 1. */
  readonly line: number;
}

/** A record the stack would publish. */
export interface DeclaredRecord extends ZoneRecord {
  /** Address of the resource, `type.name`. */
  readonly address: string;
  /** Id of the zone at the DNS host; an expression where only Terraform knows it. */
  readonly zoneId: string;
  /** Route 53's set identifier, for records with a routing policy. */
  readonly setIdentifier?: string;
  /**
   * Does the resource hold all records of its name and type, as Route 53's do? Then whatever else stands
   * there today disappears with the first apply.
   */
  readonly wholeSet: boolean;
}
