import type { Blocklist } from "../blocklists/blocklist";
import { reasonText } from "../blocklists/decode";
import type { Ask } from "../blocklists/dns-client";
import { type LookUpResult, lookUp } from "../blocklists/look-up";
import { BLOCKLISTS } from "../blocklists/registry";
import { type Subject, subjectOf } from "../blocklists/subject";
import type { BlocklistOrder } from "./order";
import type { Finding, Sighting } from "./sighting";

/** Keys as a run could read them. */
export interface ReadKeys {
  /** By their name. */
  readonly keys: Readonly<Record<string, string>>;
  /** Why others could not be read, by their name; never the key. */
  readonly unread: Readonly<Record<string, string>>;
}

/** What blocklists say, and how many answered. */
interface BlocklistSightings {
  readonly sightings: readonly Sighting[];
  readonly answered: number;
  readonly asked: number;
}

/** Looks everything up that an order names. */
export async function blocklistSightings(
  order: BlocklistOrder,
  { keys, unread }: ReadKeys,
  ask: Ask,
): Promise<BlocklistSightings> {
  // The function may be of an older version than the order.
  const ordered = BLOCKLISTS.filter(({ zone }) => order.lists.includes(zone));
  const hasKey = ({ operator: { key } }: Blocklist): boolean => key === undefined || keys[key] !== undefined;
  // An address that only an apply knows may be one that somebody wrote down, too; nothing is remembered twice.
  const texts = [...new Set([...order.addresses, ...order.domains])];
  const read = texts.map((text) => ({ text, subject: subjectOf(text) }));
  const subjects = [
    ...new Map(
      read.flatMap(({ subject }) => ("kind" in subject ? [[subject.value, subject] as const] : [])),
    ).values(),
  ];
  const results = await lookUp(ordered.filter(hasKey), subjects, { ask, keys });
  const withheld = ordered.filter((list) => !hasKey(list));
  const decisive = ({ zone, weight }: Blocklist): boolean =>
    weight === "decisive" && !order.advisory.includes(zone);
  const counted = results.filter(({ answer: { answer } }) => answer === "listed" || answer === "clean");
  return {
    sightings: [
      ...results.map((result) => listing(result, decisive(result.list))),
      ...subjects.flatMap((subject) =>
        withheld
          .filter(({ of }) => of.includes(subject.kind))
          .map(({ zone }) => ({ subject: subjectId(subject, zone), seen: "nothing" as const, findings: [] })),
      ),
      ...Object.keys(order.keys).map((name) => keyRead(name, unread[name])),
      ...read.map(({ text, subject }) => readable(text, "kind" in subject ? undefined : subject.message)),
      anyAddress(order.addresses),
      enoughAnswers(results.filter(({ list }) => decisive(list))),
    ],
    answered: new Set(counted.map(({ list }) => list)).size,
    asked: new Set(results.map(({ list }) => list)).size,
  };
}

function subjectId({ value }: Subject, zone: string): string {
  return `blocklist/${value}/${zone}`;
}

function listing({ list, subject, answer }: LookUpResult, pages: boolean): Sighting {
  const { zone, operator } = list;
  return {
    subject: subjectId(subject, zone),
    seen: answer.answer === "listed" || answer.answer === "clean" ? "whole" : "nothing",
    findings:
      answer.answer === "listed"
        ? [
            {
              code: "listed",
              pages,
              what: `${subject.value} is on the blocklist ${zone} of ${operator.name}: ${reasonText(answer)}`,
              remedy: operator.delisting,
              runbook: "listed",
            },
          ]
        : [],
  };
}

function found(subject: string, finding: Omit<Finding, "pages" | "remedy"> | undefined): Sighting {
  return {
    subject,
    seen: "whole",
    findings: finding === undefined ? [] : [{ ...finding, pages: true, remedy: null }],
  };
}

function keyRead(name: string, because: string | undefined): Sighting {
  return found(
    `key/${name}`,
    because === undefined
      ? undefined
      : {
          code: "key-missing",
          what: `the key ${name} of blocklists cannot be read (${because}), so its lists are not asked`,
          runbook: "key-missing",
        },
  );
}

function readable(text: string, problem: string | undefined): Sighting {
  return found(
    `subject/${text}`,
    problem === undefined ? undefined : { code: "not-public", what: problem, runbook: "not-public" },
  );
}

function anyAddress(addresses: readonly string[]): Sighting {
  return found(
    "addresses",
    addresses.length > 0
      ? undefined
      : {
          code: "no-address",
          what: "the stack names no address that mail leaves from, so none is looked up",
          runbook: "not-public",
        },
  );
}

/** A watch that sees too little to mean anything says so. */
function enoughAnswers(decisive: readonly LookUpResult[]): Sighting {
  const silent = decisive.filter(
    ({ answer: { answer } }) => answer === "error" || answer === "unusable",
  ).length;
  return found(
    "blocklists",
    silent * 2 <= decisive.length
      ? undefined
      : {
          code: "lists-unanswered",
          what: `${silent} of ${decisive.length} questions to decisive blocklists got no answer that counts`,
          runbook: "lists-unanswered",
        },
  );
}
