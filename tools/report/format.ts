import { domainToUnicode } from "node:url";
import { isExpression } from "../../posture/terraform-json";

/** How a language writes what is no sentence. */
export interface Format {
  /** Names or words in a row: "a, b and c". */
  list(items: readonly string[]): string;
  /** Domains and hosts in a row, in the script people write them in. */
  names(names: readonly string[]): string;
  count(number: number): string;
  /** One form for one, another for several; `#` stands for the number. */
  plural(number: number, forms: { readonly one: string; readonly other: string }): string;
  /** A day in full; one that is no day of the calendar as it stands. */
  day(isoDay: string): string;
}

/**
 * @param locale BCP 47
 * @param pending what is said instead of a name that Terraform fills in only when it applies
 */
export function formatFor(locale: string, pending: string): Format {
  const list = new Intl.ListFormat(locale, { type: "conjunction" });
  const numbers = new Intl.NumberFormat(locale);
  const rules = new Intl.PluralRules(locale);
  const days = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" });
  const name = (text: string): string => (isExpression(text) ? pending : readableName(text));
  return {
    list: (items) => list.format(items),
    names: (names) => list.format([...new Set(names.map(name))]),
    count: (number) => numbers.format(number),
    plural: (number, { one, other }) =>
      (rules.select(number) === "one" ? one : other).replace("#", numbers.format(number)),
    day: (isoDay) => {
      const date = new Date(`${isoDay}T00:00:00Z`);
      return Number.isNaN(date.getTime()) ? isoDay : days.format(date);
    },
  };
}

/** A name in the script people write it in (RFC 5890 § 2.3.2.1); one that is no A-label as it stands. */
export function readableName(name: string): string {
  const readable = domainToUnicode(name);
  return readable === "" ? name : readable;
}
