import { mailRole } from "./mail-text";
import type { DeclaredRecord, ExistingRecord, ZoneRecord } from "./record";
import { txtText } from "./record-data";

/** Why a record contradicts the stack. */
export type ContradictionKind =
  | "surplus-mx"
  | "surplus-spf"
  | "surplus-dmarc"
  | "surplus-address"
  | "surplus-record"
  | "cname-in-the-way"
  | "record-beside-cname"
  | "dkim-txt-and-cname"
  | "delegated-away"
  | "address-past-the-edge"
  | "second-autodiscover"
  | "mx-to-the-server"
  | "mta-sts-policy"
  | "caa-refuses"
  | "tlsa-pins-another-key"
  | "dropped-with-its-set";

/** An existing record that would break or bypass what the stack declares. */
export interface Contradiction {
  readonly existing: ExistingRecord;
  /** Stable, for programs. */
  readonly kind: ContradictionKind;
  /** What would go wrong; lower case, no final period. */
  readonly message: string;
  /** What the engineer can do; lower case, no final period. */
  readonly remedy: string;
}

/** A certificate the stack orders. */
export interface OrderedCertificate {
  readonly names: readonly string[];
  /** Domains of which a CAA record must name one; empty where none is known. */
  readonly caaDomains: readonly string[];
}

/** What a record that nothing takes over stands beside. */
export interface Surroundings {
  /** The zone's name. */
  readonly apex: string;
  /** Declared records whose names are known. */
  readonly declared: readonly DeclaredRecord[];
  /** Existing records that nothing takes over. */
  readonly unclaimed: readonly ExistingRecord[];
  readonly certificates: readonly OrderedCertificate[];
}

type Verdict = Omit<Contradiction, "existing"> | undefined;

/** Existing records in places that the stack fills with fewer: they would stay beside the new ones. */
export function surplus(existing: ExistingRecord): Contradiction {
  return { existing, ...surplusVerdict(existing) };
}

/** Why a record must not simply be replaced by another in its place; undefined where it may. */
export function replacementRefused(
  existing: ExistingRecord,
  declared: DeclaredRecord,
): Contradiction | undefined {
  return mailRole(existing) === "MTA-STS" && txtText(existing.value) !== txtText(declared.value)
    ? { existing, ...staleMtaSts(existing.name) }
    : undefined;
}

/** Why a record that nothing takes over cannot stay; undefined where it can. */
export function contradictionOf(
  existing: ExistingRecord,
  surroundings: Surroundings,
): Contradiction | undefined {
  for (const check of CHECKS) {
    const verdict = check(existing, surroundings);
    if (verdict !== undefined) {
      return { existing, ...verdict };
    }
  }
  return undefined;
}

function surplusVerdict(existing: ExistingRecord): NonNullable<Verdict> {
  const { name, type, value } = existing;
  const role = mailRole(existing);
  const remove = "delete it at the DNS host when the stack's records are live";
  if (type === "MX") {
    return {
      kind: "surplus-mx",
      message: `mail for ${name} would still be delivered to ${target(existing)}, past the relay`,
      remedy: remove,
    };
  }
  if (role === "SPF") {
    return {
      kind: "surplus-spf",
      message: `a second SPF record on ${name}: receivers answer with a permanent error and trust neither (RFC 7208 § 4.5)`,
      remedy: "move the senders that are still needed to the client file, then delete it",
    };
  }
  if (role === "DMARC") {
    return {
      kind: "surplus-dmarc",
      message: `a second DMARC record on ${name}: receivers ignore both (RFC 9989 § 4.10)`,
      remedy: "delete it",
    };
  }
  if (type === "A" || type === "AAAA") {
    return {
      kind: "surplus-address",
      message: `a share of the connections to ${name} would still go to ${value}`,
      remedy: remove,
    };
  }
  const what = role === undefined ? type : `${role} record`;
  return {
    kind: "surplus-record",
    message: `another ${what} on ${name} would stay beside the stack's`,
    remedy: "delete it, or take it into the client file if it is still needed",
  };
}

function staleMtaSts(name: string): NonNullable<Verdict> {
  return {
    kind: "mta-sts-policy",
    message: `senders hold the policy that ${name} announces today and refuse exchanges it does not list (RFC 8461 § 5)`,
    remedy:
      "serve a policy with mode none and a short max_age, change the id, wait until the old max_age is over, then delete it (RFC 8461 § 8.3)",
  };
}

/** The first that has something against a record speaks: the special before the general. */
const CHECKS: readonly ((record: ExistingRecord, surroundings: Surroundings) => Verdict)[] = [
  dkimInBothForms,
  cnameInTheWay,
  recordBesideCname,
  delegatedAway,
  addressPastTheEdge,
  secondAutodiscover,
  mxToTheServer,
  mtaStsOfToday,
  caaRefuses,
  tlsaPinsAnotherKey,
  droppedWithItsSet,
];

function dkimInBothForms(record: ExistingRecord, { declared }: Surroundings): Verdict {
  const other = record.type === "TXT" ? "CNAME" : record.type === "CNAME" ? "TXT" : undefined;
  return record.name.includes("._domainkey.") && at(declared, record.name).some(({ type }) => type === other)
    ? {
        kind: "dkim-txt-and-cname",
        message: `the selector ${record.name} is a ${record.type} today and a ${other} in the stack; a name cannot be both`,
        remedy:
          "let the relay sign under another selector, or delete this one once mail signed with it has arrived, a week on",
      }
    : undefined;
}

function cnameInTheWay(record: ExistingRecord, { declared }: Surroundings): Verdict {
  const types = typesOf(at(declared, record.name).filter(({ type }) => type !== "CNAME"));
  return record.type === "CNAME" && types !== ""
    ? {
        kind: "cname-in-the-way",
        message: `${record.name} is an alias of ${record.value} today; the stack puts ${types} there, and a name cannot have both (RFC 2181 § 10.1)`,
        remedy: "delete it right before the deployment",
      }
    : undefined;
}

function recordBesideCname(record: ExistingRecord, { declared }: Surroundings): Verdict {
  const [alias] = at(declared, record.name).filter(({ type }) => type === "CNAME");
  return alias !== undefined && !["CNAME", "RRSIG", "NSEC"].includes(record.type)
    ? {
        kind: "record-beside-cname",
        message: `the stack makes ${record.name} an alias of ${alias.value}; the DNS host refuses that while a ${record.type} stands there`,
        remedy: "delete it right before the deployment",
      }
    : undefined;
}

function delegatedAway(record: ExistingRecord, { apex, declared }: Surroundings): Verdict {
  const cut = record.type === "NS" && record.name !== apex;
  if (!cut && record.type !== "DNAME") {
    return undefined;
  }
  const unreachable = declared.filter(
    ({ name }) => (cut && name === record.name) || name.endsWith(`.${record.name}`),
  );
  return unreachable.length > 0
    ? {
        kind: "delegated-away",
        message: `everything under ${record.name} is answered by ${record.value}, so nobody would see the stack's ${unreachable[0]?.name}`,
        remedy: "give the client file the zone that is really asked, or delete the delegation",
      }
    : undefined;
}

function addressPastTheEdge({ name, type, value }: ExistingRecord, { declared }: Surroundings): Verdict {
  return isAddress(type) && at(declared, name).some((other) => isAddress(other.type))
    ? {
        kind: "address-past-the-edge",
        message: `whoever prefers ${type === "AAAA" ? "IPv6" : "IPv4"} would reach ${name} at ${value}, past the firewall`,
        remedy: "delete it when the stack's address is live",
      }
    : undefined;
}

function secondAutodiscover(record: ExistingRecord, { declared }: Surroundings): Verdict {
  const domain = /^(?:_autodiscover\._tcp|autodiscover)\.(.+)$/.exec(record.name)?.[1];
  if (domain === undefined) {
    return undefined;
  }
  const verdict = {
    kind: "second-autodiscover",
    message: `there would be two answers to Outlook for ${domain}: this one and the stack's`,
    remedy: "delete it when the stack's record is live",
  } as const;
  if (record.type === "SRV") {
    const hosts = at(declared, `autodiscover.${domain}`).filter(isHost);
    const meant = hosts.flatMap(({ name, type, value }) => (type === "CNAME" ? [name, value] : [name]));
    return meant.length > 0 && !meant.includes(target(record)) ? verdict : undefined;
  }
  return isHost(record) && at(declared, `_autodiscover._tcp.${domain}`).some(({ type }) => type === "SRV")
    ? verdict
    : undefined;
}

function mxToTheServer(record: ExistingRecord, { declared }: Surroundings): Verdict {
  const server = target(record);
  return record.type === "MX" && at(declared, server).some(({ type }) => isAddress(type))
    ? {
        kind: "mx-to-the-server",
        message: `mail for ${record.name} goes straight to ${server}, where the firewall lets only the relay in`,
        remedy: "take the domain into the client file, or delete the record if it receives no mail",
      }
    : undefined;
}

function mtaStsOfToday(record: ExistingRecord, { declared }: Surroundings): Verdict {
  const [, domain] = /^_mta-sts\.(.+)$/.exec(record.name) ?? [];
  const announces = mailRole(record) === "MTA-STS" || record.type === "CNAME";
  return announces && domain !== undefined && at(declared, domain).some(({ type }) => type === "MX")
    ? staleMtaSts(record.name)
    : undefined;
}

function caaRefuses(record: ExistingRecord, surroundings: Surroundings): Verdict {
  if (caDomain(record) === undefined) {
    return undefined;
  }
  const refused = surroundings.certificates.flatMap(({ names, caaDomains }) =>
    caaDomains.length === 0
      ? []
      : names.filter((name) => {
          const deciding = governing(name, surroundings);
          const issuers = deciding.flatMap((caa) => caDomain(caa) ?? []);
          return deciding.includes(record) && !issuers.some((ca) => caaDomains.includes(ca));
        }),
  );
  const [first] = refused;
  const [ca] = surroundings.certificates.find(({ names }) => first !== undefined && names.includes(first))
    ?.caaDomains ?? [undefined];
  return first === undefined
    ? undefined
    : {
        kind: "caa-refuses",
        message: `the certificate for ${[...new Set(refused)].sort().join(", ")} would not be issued: CAA records on ${record.name} do not name ${ca}`,
        remedy: `add CAA 0 issue "${ca}" to ${record.name}; keep this one while a certificate of that authority is renewed`,
      };
}

/** The CAA records that decide about a name: the nearest up the tree, if the stack has none there (RFC 8659 § 3). */
function governing(host: string, { declared, unclaimed }: Surroundings): readonly ExistingRecord[] {
  const labels = host.replace(/^\*\./, "").split(".");
  for (const index of labels.keys()) {
    const name = labels.slice(index).join(".");
    if (at(declared, name).some(({ type }) => type === "CAA")) {
      return [];
    }
    const found = at(unclaimed, name).filter(({ type }) => type === "CAA");
    if (found.length > 0) {
      return found;
    }
  }
  return [];
}

/** Whom a CAA record lets issue; empty text for nobody, undefined where it is about something else. */
function caDomain({ type, value }: ZoneRecord): string | undefined {
  return type === "CAA" ? /^\d+ issue "\s*([^;"\s]*)/.exec(value)?.[1]?.toLowerCase() : undefined;
}

function tlsaPinsAnotherKey({ name, type }: ExistingRecord, { certificates }: Surroundings): Verdict {
  const [, host] = /^_\d+\._[a-z]+\.(.+)$/.exec(name) ?? [];
  return type === "TLSA" && host !== undefined && certificates.some(({ names }) => names.includes(host))
    ? {
        kind: "tlsa-pins-another-key",
        message: `${host} gets a certificate whose key this record does not know; senders that check DANE would not deliver`,
        remedy: "delete it and wait two of its TTLs before the certificate changes (RFC 7671 § 8.1)",
      }
    : undefined;
}

function droppedWithItsSet({ name, type }: ExistingRecord, { declared }: Surroundings): Verdict {
  return at(declared, name).some((other) => other.type === type && other.wholeSet)
    ? {
        kind: "dropped-with-its-set",
        message: `the stack publishes all ${type} records of ${name} as one set, without this one: it would be gone`,
        remedy: "let the stack publish it as well, or delete it if nobody needs it",
      }
    : undefined;
}

function at<R extends ZoneRecord>(records: readonly R[], name: string): readonly R[] {
  return records.filter((record) => record.name === name);
}

function typesOf(records: readonly ZoneRecord[]): string {
  return [...new Set(records.map(({ type }) => type))].sort().join(" and ");
}

function isAddress(type: string): boolean {
  return type === "A" || type === "AAAA";
}

function isHost({ type }: ZoneRecord): boolean {
  return isAddress(type) || type === "CNAME";
}

/** The host an MX or SRV record points to. */
function target({ value }: ZoneRecord): string {
  return value.split(" ").at(-1) ?? "";
}
