import { shownAll, visible } from "../../core/visible-text";
import { type DeclaredRecords, isKnown } from "../declaration";
import { type CheckFinding, error, warning } from "./check";
import { hostAddsIssuer } from "./dns-hosts";
import type { LiveRecord } from "./dns-query";
import { declaredValue } from "./record-values";

/** What one server has of a declared set. */
interface LiveSet {
  readonly records: readonly LiveRecord[];
  /** Names of the zone's servers: a host that adds records of its own is known by them. */
  readonly nameServers: readonly string[];
}

/** What is asked for to see a set: where a DNS host answers with addresses of its own, an alias does not show. */
export function askedType({ type, substituted }: DeclaredRecords): string {
  return substituted && type === "CNAME" ? "A" : type;
}

/**
 * Holds what a server has at a name against what is declared there. What others publish at the same name, such as the
 * proof of a web service among the TXT records, is not looked at.
 *
 * TTLs are not compared, nor is the order of records, nor how a text is cut into strings.
 */
export function recordFindings(declared: DeclaredRecords, live: LiveSet): readonly CheckFinding[] {
  const { name, type } = declared;
  const own = live.records.filter((record) => record.name === name);
  const values = own.filter((record) => record.type === type).map(({ value }) => value);
  const alias = own.find((record) => record.type === "CNAME")?.value;
  if (declared.substituted) {
    return own.length > 0 ? [] : [missing(declared, declared.values)];
  }
  if (alias !== undefined && type !== "CNAME" && values.length === 0) {
    return declared.values.length === 0
      ? []
      : [
          error(
            "record-alias",
            `${name} is an alias of ${foreign([alias])}, and ${type} ${shownAll(declared.values)} is declared there; remove the alias`,
          ),
        ];
  }
  return type === "TXT"
    ? textFindings(declared, values)
    : type === "CAA"
      ? authorityFindings(declared, values, live.nameServers)
      : setFindings(declared, values);
}

/** Sets that are the stack's as a whole: any other value leads somewhere else. */
function setFindings(declared: DeclaredRecords, values: readonly string[]): readonly CheckFinding[] {
  const { type, name } = declared;
  const difference = differenceOf(
    declared.values.map((value) => declaredValue(type, value)),
    values,
  );
  if (difference.missing.length > 0) {
    return [
      difference.extra.length > 0 ? different(declared, values) : missing(declared, difference.missing),
    ];
  }
  const extra = difference.extra;
  if (extra.length === 0) {
    return [];
  }
  return [
    type === "MX"
      ? error(
          "mx-extra",
          `${name} has ${foreign(extra)} besides the declared MX ${shownAll(declared.values)}: who sends there delivers past the relay; remove it`,
        )
      : error(
          "record-extra",
          `${name} has ${type} ${foreign(extra)} that the stack does not declare${declared.values.length === 0 ? "" : ` besides ${shownAll(declared.values)}`}: what uses the name goes there too; remove it, or declare it`,
        ),
  ];
}

/** Texts of which a name has one: a second makes both void, or is read instead. */
const FAMILIES: readonly {
  readonly matches: RegExp;
  readonly code: CheckFinding["code"];
  readonly because: string;
}[] = [
  {
    matches: /^v=spf1(?: |$)/i,
    code: "spf-twice",
    because: "with two, SPF fails for all mail (RFC 7208 § 4.5)",
  },
  { matches: /^v=DMARC1\s*(?:;|$)/, code: "dmarc-twice", because: "with two, none counts (RFC 9989 § 4.10)" },
  { matches: /^v=STSv1\s*(?:;|$)/, code: "mta-sts-twice", because: "with two, none counts (RFC 8461 § 3.1)" },
  {
    matches: /^v=TLSRPTv1\s*(?:;|$)/,
    code: "tls-rpt-twice",
    because: "with two, none counts (RFC 8460 § 3)",
  },
  {
    matches: /^(?:v=DKIM1\s*;|(?:[^;]*;)?\s*p=)/,
    code: "dkim-twice",
    because: "with two, which key is tried is chance (RFC 6376 § 3.6.2.2)",
  },
];

function textFindings(declared: DeclaredRecords, values: readonly string[]): readonly CheckFinding[] {
  return declared.values.flatMap((value): readonly CheckFinding[] => {
    const text = declaredValue("TXT", value);
    const family = FAMILIES.find(({ matches }) => matches.test(text));
    const live = family === undefined ? values : values.filter((each) => family.matches.test(each));
    const { missing: absent, extra } = differenceOf([plain(text)], live.map(plain));
    if (family === undefined || live.length === 0) {
      return absent.length > 0 ? [missing(declared, [value])] : [];
    }
    if (live.length > 1) {
      return [
        error(
          family.code,
          `${declared.name} has ${live.length} such records, ${foreign(live)}, and ${shownAll([text])} is declared: ${family.because}; remove the others`,
        ),
      ];
    }
    return extra.length > 0 ? [different({ ...declared, values: [text] }, live)] : [];
  });
}

/** Blanks around semicolons mean nothing in tag lists, nor does their number in SPF, nor the last semicolon. */
function plain(text: string): string {
  const spaced = text.trim().replace(/\s+/g, " ").replace(/ ?; ?/g, ";").replace(/;$/, "");
  return /^v=spf1/i.test(spaced) ? spaced.toLowerCase() : spaced;
}

/** Of an authority's records only those that let somebody issue count; where reports go, others may say too. */
function authorityFindings(
  declared: DeclaredRecords,
  values: readonly string[],
  nameServers: readonly string[],
): readonly CheckFinding[] {
  const { missing: absent, extra } = differenceOf(
    declared.values.map((value) => declaredValue("CAA", value)),
    values,
  );
  const issuers = extra.filter((value) => /^\d+ issue/.test(value));
  const added = issuers.filter((value) => hostAddsIssuer(nameServers, value));
  const others = issuers.filter((value) => !added.includes(value));
  return [
    ...(absent.length > 0
      ? [others.length > 0 ? different(declared, values) : missing(declared, absent)]
      : others.length > 0
        ? [
            error(
              "caa-extra",
              `${declared.name} has CAA ${foreign(others)} that the stack does not declare: more authorities may issue for it than should; remove it`,
            ),
          ]
        : []),
    ...(added.length > 0
      ? [
          warning(
            "caa-by-host",
            `the DNS host itself answers with CAA ${foreign(added)} for ${declared.name}, for certificates of its own; switch those off where the zone needs none`,
          ),
        ]
      : []),
  ];
}

/** What one list has that the other has not. A declared value that is known only after apply stands for any one. */
export function differenceOf(
  declared: readonly string[],
  live: readonly string[],
): { readonly missing: readonly string[]; readonly extra: readonly string[] } {
  const rest = [...live];
  const take = (matches: (value: string) => boolean): boolean => {
    const index = rest.findIndex(matches);
    if (index >= 0) {
      rest.splice(index, 1);
    }
    return index >= 0;
  };
  const missing = declared.filter(isKnown).filter((value) => !take((other) => other === value));
  const unknown = declared.filter((value) => !isKnown(value));
  missing.push(...unknown.filter((value) => !take((other) => pattern(value).test(other))));
  return { missing, extra: rest };
}

/** From the first expression to the last anything may stand. */
function pattern(value: string): RegExp {
  const [before = "", after = ""] = value.split(/\$\{.*\}/s);
  const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${literal(before)}.+${literal(after)}$`, "s");
}

/** Values that somebody else wrote. */
function foreign(values: readonly string[]): string {
  return shownAll(values.map(visible));
}

function missing({ name, type }: DeclaredRecords, values: readonly string[]): CheckFinding {
  return error(
    "record-missing",
    `${name} lacks ${type} ${shownAll(values)}; deploy the stack, or restore it`,
  );
}

function different({ name, type, values }: DeclaredRecords, live: readonly string[]): CheckFinding {
  return error(
    "record-differs",
    `${name} has ${type} ${foreign(live)}, and ${shownAll(values)} is declared; deploy the stack, or find out who changed it`,
  );
}
