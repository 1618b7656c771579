import { txtText } from "../../dns-records";
import type { DnsRecordFact, Facts } from "../../facts";
import { canonical } from "../names";
import { indexOf, perRecords } from "../record-index";
import { type SpfBudget, spfBudget, spfKnowledge } from "./spf-budget";
import { SPF_CATALOGUE, type SpfCatalogue } from "./spf-catalogue";
import { withoutExpressions } from "./spf-domain";
import { isSpf, parseSpf, resemblesSpf, type SpfRecord } from "./spf-record";

/** An SPF record that a stack would publish, well written or not. */
export interface StackSpf extends SpfRecord {
  /** Lower case, no trailing dot. */
  readonly name: string;
  /** Octets of each of its strings, as far as they are known before apply. */
  readonly stringOctets: readonly number[];
  /** Octets of the name and of every TXT record there, as RFC 7208 § 3.4 adds them up; as far as known before apply. */
  readonly octetsAtName: number;
  /** Address of the resource. */
  readonly address: string;
}

/** Everything in a stack that is meant to be an SPF record, in the order of its records. */
export const writtenSpf = perRecords(({ records }): readonly StackSpf[] => {
  const texts = records
    .filter(({ type }) => type === "TXT")
    .map((record) => ({ record, text: textOf(record) }));
  const octetsAt = new Map<string, number>();
  for (const { record, text } of texts) {
    const name = canonical(record.name);
    octetsAt.set(name, (octetsAt.get(name) ?? Buffer.byteLength(name)) + octetsOf(text));
  }
  return texts
    .filter(({ text }) => resemblesSpf(text))
    .map(({ record, text }) => {
      const name = canonical(record.name);
      return {
        ...parseSpf(text),
        name,
        stringOctets: characterStrings(record.value).map(octetsOf),
        octetsAtName: octetsAt.get(name) ?? 0,
        address: record.address,
      };
    });
});

/** The SPF records of a stack that receivers will take for such. */
export const publishedSpf = perRecords((facts): readonly StackSpf[] =>
  writtenSpf(facts).filter(({ text }) => isSpf(text)),
);

/** A record and what it costs. */
interface RecordBudget {
  readonly record: StackSpf;
  readonly budget: SpfBudget;
}

/** The budget of every SPF record of a stack, in the order of its records. */
export function stackBudgets(
  facts: Pick<Facts, "records">,
  catalogue: SpfCatalogue = SPF_CATALOGUE,
): readonly RecordBudget[] {
  const computed = budgetsBy.get(catalogue) ?? perRecords((each) => budgets(each, catalogue));
  budgetsBy.set(catalogue, computed);
  return computed(facts);
}

const budgetsBy = new WeakMap<SpfCatalogue, (facts: Pick<Facts, "records">) => readonly RecordBudget[]>();

function budgets(facts: Pick<Facts, "records">, catalogue: SpfCatalogue): readonly RecordBudget[] {
  const records = publishedSpf(facts);
  const knowledge = spfKnowledge(new Map(records.map(({ name, text }) => [name, text])), catalogue);
  return records.map((record) => ({ record, budget: spfBudget(record.name, record.text, knowledge) }));
}

/** Hosts that take the mail of a name, in canonical form; the null MX of RFC 7505 is ".". */
export function mxHosts(facts: Pick<Facts, "records">, name: string): readonly string[] {
  const records = indexOf(facts).byType.get("MX")?.get(name) ?? [];
  return records.map(({ value }) => canonical(value.split(" ")[1] ?? "") || ".");
}

/** Is a name declared to take no mail (RFC 7505)? */
export function isNullMx(hosts: readonly string[]): boolean {
  return hosts.length > 0 && hosts.every((host) => host === ".");
}

/** Does a record authorise its own host and no one else, as the name a server greets with should? */
export function isHostOnly({ name, terms }: StackSpf): boolean {
  const [host, all, ...more] = terms;
  return (
    more.length === 0 &&
    host?.name === "a" &&
    host.qualifier === "+" &&
    (host.domain ?? name) === name &&
    all?.name === "all" &&
    all.qualifier === "-"
  );
}

/** The text as it would be published: Terraform JSON writes `%{` as `%%{`. */
function textOf({ value }: DnsRecordFact): string {
  return txtText(value).replaceAll("%%{", "%{");
}

/** What is known only after apply counts nothing: better a late warning than a false one. */
function octetsOf(text: string): number {
  return Buffer.byteLength(withoutExpressions(text));
}

/** The strings of a TXT record in presentation form (RFC 1035 § 5.1). */
function characterStrings(value: string): readonly string[] {
  const quoted = [...value.matchAll(/"((?:\\.|[^"\\])*)"/g)].map(([, string = ""]) => string);
  return quoted.length === 0 ? [value] : quoted.map((string) => string.replace(/\\(.)/g, "$1"));
}
