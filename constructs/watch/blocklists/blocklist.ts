/** What is looked up: an address or a domain. */
export type SubjectKind = "ipv4" | "ipv6" | "domain";

/** For whom a list answers. */
export type Use =
  /** Anyone's own resolver, at low volume. */
  | "open"
  /** Anyone's own resolver, as long as nobody earns money by it. */
  | "non-commercial"
  /** Resolvers that the operator knows. */
  | "registration"
  /** Whoever has a key, which is part of the name that is asked for. */
  | "key";

/** Who runs a list, and on which terms. */
export interface Operator {
  readonly name: string;
  readonly use: Use;
  /** The terms, in short; null where the sources read state none. */
  readonly terms: string | null;
  /** Page where a listing is looked up or removed; null where the sources read name none. */
  readonly delisting: string | null;
  /**
   * Name of the secret that holds the key.
   *
   * @default - the operator has no keys
   */
  readonly key?: string;
  /**
   * Name of the secret with whose key the same lists answer anyone.
   *
   * @default - there is no other way to ask
   */
  readonly insteadWithKey?: string;
}

/** What the answers of a list mean. All are IPv4 addresses in 127.0.0.0/8 (RFC 5782 § 2.1). */
export interface Codes {
  /**
   * What a listing is for, by the whole answer.
   *
   * @default - the sources read give no words
   */
  readonly words?: Readonly<Record<string, string>>;
  /**
   * The same where the last octet is a set of bits, by the bit.
   *
   * @default - answers are whole
   */
  readonly bits?: Readonly<Record<number, string>>;
  /**
   * Answers by which the operator says that it does not answer, besides those that are the same for all.
   *
   * @default - none
   */
  readonly refusals?: Readonly<Record<string, string>>;
  /**
   * Answers that list nothing and refuse nothing, such as that of an allow list in the same zone.
   *
   * @default - none
   */
  readonly ignored?: readonly string[];
  /**
   * Does an answer of which nothing is written here list as well?
   *
   * @default true
   */
  readonly others?: boolean;
}

/** Names that a working list answers for in a known way (RFC 5782 § 5). */
export interface Probe {
  /** Listed for ever; null where the operator has no such entry. */
  readonly listed: string | null;
  /** Never listed. */
  readonly clean: string;
}

/** How sure it is that somebody runs a list, and that it answers as it should. */
export type Status =
  /** The operator says so, somebody has probed it, or several maintained catalogues use it. */
  | "alive"
  /** It stands in one or two maintained catalogues. */
  | "likely"
  /** Nobody runs it any more: its zone is empty, or lists the whole world. */
  | "expired";

/** One list in the DNS. */
export interface Blocklist {
  /** Where it is; below the key where one is needed. Unique. */
  readonly zone: string;
  readonly operator: Operator;
  readonly of: readonly SubjectKind[];
  /** Does a listing keep mail from being delivered, so that somebody has to act? Advisory ones inform. */
  readonly weight: "decisive" | "advisory";
  readonly status: Status;
  /** Latest day, month or year of the sources; null where they bear none. */
  readonly asOf: string | null;
  readonly codes: Codes;
  /** Where an entry of the operator's own replaces that of RFC 5782, by the kind of subject. */
  readonly probes: { readonly [Kind in SubjectKind]?: Probe };
  /**
   * Zone of the list that holds this one's answers too: it is asked once for both.
   *
   * @default - it is asked itself
   */
  readonly answeredBy?: string;
}
