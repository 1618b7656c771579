import type { Problem } from "../../core/errors";
import type { Blocklist } from "./blocklist";
import { expiredListsOf } from "./expired";
import { BLOCKLISTS } from "./registry";

/** Which lists are asked. */
export interface Choice {
  /** Zones; empty for all of the registry. */
  readonly zones: readonly string[];
  /** Keys by the name of their secret. */
  readonly keys: Readonly<Record<string, string>>;
  /** Does somebody earn money by it? Lists that are free for others are left out then. */
  readonly commercial: boolean;
}

/** A list that is not asked. */
export interface WithheldList {
  readonly list: Blocklist;
  /** Lower case, no final period. */
  readonly because: string;
}

/** What a choice comes to. */
export interface ChosenLists {
  readonly asked: readonly Blocklist[];
  readonly withheld: readonly WithheldList[];
  readonly problems: readonly Problem[];
}

/**
 * The lists that a choice stands for, in the order of the registry.
 *
 * @param registry all that there are
 */
export function chosenLists(choice: Choice, registry: readonly Blocklist[] = BLOCKLISTS): ChosenLists {
  const zones = choice.zones.map((zone) => zone.toLowerCase().replace(/\.$/, ""));
  const chosen = registry.filter(({ zone }) => zones.length === 0 || zones.includes(zone));
  const judged = chosen.map((list) => ({ list, because: reasonToWithhold(list, choice) }));
  return {
    asked: judged.flatMap(({ list, because }) => (because === undefined ? [list] : [])),
    withheld: judged.flatMap(({ list, because }) => (because === undefined ? [] : [{ list, because }])),
    problems: [
      ...zones
        .filter((zone) => !registry.some((list) => list.zone === zone))
        .map((zone) => unknownList(zone)),
      ...listProblems(chosen),
      ...keyProblems(choice.keys, registry),
      ...missingKeys(
        chosen.filter(({ zone }) => zones.includes(zone)),
        choice.keys,
      ),
    ],
  };
}

/** What keeps lists from being asked, whoever chose them: they have ended, or stand there twice. */
export function listProblems(lists: readonly Blocklist[]): readonly Problem[] {
  const seen = new Set<string>();
  return lists.flatMap(({ zone, status }): readonly Problem[] => {
    const ended = expiredListsOf(zone);
    const isFirst = !seen.has(zone);
    seen.add(zone);
    return [
      ...(status === "expired" || ended !== undefined ? [expired(zone, ended?.ended)] : []),
      ...(isFirst
        ? []
        : [{ code: "BlocklistUnknown" as const, message: `${zone} stands in the registry twice; keep one` }]),
    ];
  });
}

/** Of lists that answer only with a key, those without one. */
export function missingKeys(lists: readonly Blocklist[], keys: Choice["keys"]): readonly Problem[] {
  return lists.flatMap(({ zone, operator: { name, key } }): readonly Problem[] =>
    isMissing(key, keys)
      ? [
          {
            code: "BlocklistKeyMissing",
            message: `${zone} answers only with a key of ${name}; give --key ${key}=env:<variable>`,
          },
        ]
      : [],
  );
}

function unknownList(zone: string): Problem {
  const ended = expiredListsOf(zone);
  return ended === undefined
    ? {
        code: "BlocklistUnknown",
        message: `${JSON.stringify(zone)} is not in the registry; docs/watch.md lists the zones that are`,
      }
    : expired(zone, ended.ended);
}

function expired(zone: string, ended: string | undefined): Problem {
  return {
    code: "BlocklistExpired",
    message: `${zone} has ended${ended === undefined ? "" : ` (${ended})`}; its zone holds nothing, or lists everything, so leave it out`,
  };
}

/** A key is one label of the names that are asked for. */
const KEY = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;

function keyProblems(keys: Choice["keys"], registry: readonly Blocklist[]): readonly Problem[] {
  const known = [...new Set(registry.flatMap(({ operator: { key } }) => key ?? []))].sort();
  return Object.entries(keys).flatMap(([name, key]): readonly Problem[] => [
    ...(known.includes(name)
      ? []
      : [
          {
            code: "BlocklistKeyMalformed" as const,
            message: `there are no lists with a key ${JSON.stringify(name)}; known are ${known.join(", ")}`,
          },
        ]),
    ...(KEY.test(key)
      ? []
      : [
          {
            code: "BlocklistKeyMalformed" as const,
            message: `the key ${JSON.stringify(name)} cannot stand in a name of the DNS; it is letters, digits and hyphens, at most 63`,
          },
        ]),
  ]);
}

function isMissing(key: string | undefined, keys: Choice["keys"]): key is string {
  return key !== undefined && keys[key] === undefined;
}

function reasonToWithhold(
  { operator: { key, use, terms, insteadWithKey } }: Blocklist,
  choice: Choice,
): string | undefined {
  if (isMissing(key, choice.keys)) {
    return `it answers only with a key; give --key ${key}=env:<variable>`;
  }
  if (insteadWithKey !== undefined && choice.keys[insteadWithKey] !== undefined) {
    return `the same data is asked for with the key ${insteadWithKey}`;
  }
  return use === "non-commercial" && choice.commercial
    ? `its terms: ${terms ?? "not for commercial use"}; give --key ${insteadWithKey}=env:<variable>, or --non-commercial where that is so`
    : undefined;
}
