import { txtText } from "../../posture/dns-records";
import type {
  AcknowledgedFinding,
  DnsRecordFact,
  Finding,
  IpsFact,
  MailFlow,
  Posture,
} from "../../posture/facts";
import { type Json, objectOf } from "../../posture/terraform-json";
import { stableText } from "./resource-blocks";

/** Something that had one value and has another; null where there was or is nothing. */
export interface Change {
  readonly what: string;
  readonly before: Json;
  readonly after: Json;
}

/** The records of one name and type. */
export interface RecordChange {
  readonly name: string;
  readonly type: string;
  /** As they stand in a zone file, with what is unusual about them. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** What a firewall policy looks for, before and after. */
export interface IpsChange {
  /** Address of the policy. */
  readonly address: string;
  readonly mode: { readonly before: IpsFact["mode"]; readonly after: IpsFact["mode"] };
  readonly changes: readonly Change[];
}

/** What the rules say about the change. */
export interface FindingChanges {
  readonly new: readonly Finding[];
  readonly fixed: readonly Finding[];
  /** Set aside, or for longer, or for another reason than before. */
  readonly acknowledged: readonly AcknowledgedFinding[];
  /** No longer set aside. */
  readonly released: readonly AcknowledgedFinding[];
}

/** What a month costs, in US dollars. */
export interface CostChange {
  readonly standing: { readonly before: number; readonly after: number };
  readonly perGigabyte: { readonly before: number; readonly after: number };
  readonly items: readonly Change[];
}

/** How the mail flow differs, in the order in which mail travels. */
export function mailFlowChanges(
  before: MailFlow | undefined,
  after: MailFlow | undefined,
): readonly Change[] {
  return valueChanges(mailFlowValues(before), mailFlowValues(after));
}

/** Name of the change of a domain's MX, whose values are lists: `10 mx.example.net`. */
const mxOf = (domain: string): string => `MX of ${domain}`;

/** Does a change move where a domain's mail comes in? */
export function isMx({ what }: Change): boolean {
  return what.startsWith(mxOf(""));
}

/** Name of the change of where mail goes out. */
export const SMART_HOST = "smart host";

function mailFlowValues(flow: MailFlow | undefined): ReadonlyMap<string, Json> {
  if (flow === undefined) {
    return new Map();
  }
  // Who may deliver is among the exposures, with the ports.
  const {
    inbound,
    deliversFrom: _,
    relay,
    stage,
    stageSince,
    smartHost,
    senders,
    whenDown,
    ...others
  } = flow;
  return new Map<string, Json>([
    ...inbound.map(
      ({ domain, exchanges }) =>
        [mxOf(domain), exchanges.map(({ host, preference }) => `${preference} ${host}`)] as const,
    ),
    ["relay", relay as unknown as Json],
    ["relay stage", stageSince === null ? stage : `${stage} since ${stageSince}`],
    [SMART_HOST, smartHost === null ? null : `${smartHost.host}:${smartHost.port}`],
    ...senders.map(({ domain, spf }) => [`SPF of ${domain}`, spf] as const),
    ["when the server is down", whenDown as unknown as Json],
    ...Object.entries(others as { readonly [key: string]: Json }),
  ]);
}

/** How the records differ, sorted by name and type. */
export function recordChanges(
  before: readonly DnsRecordFact[],
  after: readonly DnsRecordFact[],
): readonly RecordChange[] {
  const [old, now] = [recordSets(before), recordSets(after)];
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((key) => {
    const [from, to] = [old.get(key) ?? [], now.get(key) ?? []];
    const [name = "", type = ""] = key.split("\n");
    return from.join("\n") === to.join("\n") ? [] : [{ name, type, before: from, after: to }];
  });
}

function recordSets(records: readonly DnsRecordFact[]): ReadonlyMap<string, readonly string[]> {
  const sets = new Map<string, string[]>();
  for (const { name, type, value, ttlSeconds, proxied } of records) {
    const key = `${name}\n${type}`;
    const text = [
      type === "TXT" ? txtText(value) : value,
      `(${ttlSeconds} s${proxied ? ", proxied" : ""})`,
    ].join(" ");
    sets.set(key, [...(sets.get(key) ?? []), text].sort());
  }
  return sets;
}

/** How what the firewalls look for differs. */
export function ipsChanges(before: readonly IpsFact[], after: readonly IpsFact[]): readonly IpsChange[] {
  const addresses = [...new Set([...before, ...after].map(({ address }) => address))].sort();
  return addresses.flatMap((address) => {
    const [old, now] = [before, after].map((facts) => facts.find((fact) => fact.address === address));
    const changes = valueChanges(ipsValues(old), ipsValues(now));
    const mode = { before: old?.mode ?? "none", after: now?.mode ?? "none" };
    return changes.length === 0 && mode.before === mode.after ? [] : [{ address, mode, changes }];
  });
}

function ipsValues(fact: IpsFact | undefined): ReadonlyMap<string, Json> {
  if (fact === undefined) {
    return new Map();
  }
  const { groups, mode: _, decrypts, blindSpots, address: __, ...others } = fact;
  return new Map<string, Json>([
    ...groups.map(
      (group) =>
        [
          `group ${groupName(group)}`,
          `${group.action}${group.rules === null ? "" : `, ${group.rules} rules`}`,
        ] as const,
    ),
    ...decrypts.map(
      ({ fromPort, toPort }) =>
        [`decrypts ${fromPort === toPort ? fromPort : `${fromPort}-${toPort}`}`, "yes"] as const,
    ),
    ...blindSpots.map(({ port, because }) => [`blind on ${port}`, because] as const),
    ...Object.entries(others as { readonly [key: string]: Json }),
  ]);
}

/** A group of our own is named after its content, too, so that AWS takes a new one. */
export function groupName({ name, by }: IpsFact["groups"][number]): string {
  return by === "own" ? name.replace(/-[0-9a-f]{8}$/, "") : name;
}

/** How the findings differ: a rule broken at another resource is another finding, other words for it are not. */
export function findingChanges(before: Posture | undefined, after: Posture | undefined): FindingChanges {
  const acknowledgements = (posture: Posture | undefined) => posture?.acknowledged ?? [];
  const [old, now] = [before, after].map((posture) => posture?.findings ?? []) as [
    readonly Finding[],
    readonly Finding[],
  ];
  return {
    new: unmatched(now, old, findingKey),
    fixed: unmatched(old, now, findingKey),
    acknowledged: unmatched(acknowledgements(after), acknowledgements(before), acknowledgedKey),
    released: unmatched(acknowledgements(before), acknowledgements(after), findingKey),
  };
}

function findingKey({ rule, severity, address }: Finding): string {
  return stableText([rule, severity, address]);
}

function acknowledgedKey(finding: AcknowledgedFinding): string {
  const { reason, owner, until } = finding.acknowledgement;
  return stableText([findingKey(finding), reason, owner, until]);
}

/** Items of the first list that have no counterpart in the second; equal ones are counted. */
function unmatched<Item>(
  items: readonly Item[],
  others: readonly Item[],
  keyOf: (item: Item) => string,
): readonly Item[] {
  const left = new Map<string, number>();
  for (const other of others) {
    left.set(keyOf(other), (left.get(keyOf(other)) ?? 0) + 1);
  }
  return items.filter((item) => {
    const count = left.get(keyOf(item)) ?? 0;
    left.set(keyOf(item), count - 1);
    return count <= 0;
  });
}

/** How the cost differs. */
export function costChange(before: Posture | undefined, after: Posture | undefined): CostChange {
  const [old, now] = [before?.cost, after?.cost];
  const counts = (posture: Posture | undefined): ReadonlyMap<string, Json> =>
    new Map(posture?.cost.items.map(({ what, count }) => [what, count]));
  return {
    standing: { before: old?.standing ?? 0, after: now?.standing ?? 0 },
    perGigabyte: { before: old?.perGigabyte ?? 0, after: now?.perGigabyte ?? 0 },
    items: valueChanges(counts(before), counts(after)),
  };
}

/** Facts that are compared one by one above; whatever else a posture says is compared as it stands. */
const COMPARED: ReadonlySet<string> = new Set([
  "exposures",
  "egress",
  "mailFlow",
  "records",
  "ips",
  "backup",
  "cost",
  "findings",
  "acknowledged",
]);

/**
 * How all other facts differ. A list is taken as a set of facts, each known by what it is about, else by itself.
 */
export function otherChanges(before: Posture | undefined, after: Posture | undefined): readonly Change[] {
  return valueChanges(otherValues(before), otherValues(after));
}

function otherValues(posture: Posture | undefined): ReadonlyMap<string, Json> {
  const values = new Map<string, Json>();
  for (const [fact, value] of Object.entries((posture ?? {}) as { readonly [fact: string]: Json })) {
    if (COMPARED.has(fact)) {
      continue;
    }
    if (!Array.isArray(value)) {
      values.set(fact, value);
      continue;
    }
    for (const item of value as readonly Json[]) {
      const what = `${fact} ${identityOf(item)}`;
      values.set(values.has(what) ? `${fact} ${stableText(item)}` : what, item);
    }
  }
  return values;
}

/** Members that say which thing a fact is about. */
const IDENTITY = ["assumed", "of", "domain", "target", "by", "address"] as const;

function identityOf(item: Json): string {
  const members = objectOf(item);
  const known = IDENTITY.map((name) => members[name]).filter((part) => typeof part === "string");
  return known.length === 0 ? stableText(item) : known.join(" at ");
}

/** Values that differ, in the order of the first map, then of what is new. */
export function valueChanges(
  before: ReadonlyMap<string, Json>,
  after: ReadonlyMap<string, Json>,
): readonly Change[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((what) => {
    const [old, now] = [before.get(what) ?? null, after.get(what) ?? null];
    return stableText(old) === stableText(now) ? [] : [{ what, before: old, after: now }];
  });
}
