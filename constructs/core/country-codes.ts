import { all } from "iso-3166-1";

/** Codes in force; withdrawn ones and nicknames such as `UK` are not among them. */
const ALPHA_2: ReadonlySet<string> = new Set(all().map(({ alpha2 }) => alpha2));

/** What is wrong with a text that should be a country's code of ISO 3166-1 alpha-2, or undefined when nothing is. */
export function countryCodeProblem(text: string): string | undefined {
  if (ALPHA_2.has(text)) {
    return undefined;
  }
  const upper = text.toUpperCase();
  return `${JSON.stringify(text)} is not a country's code of ISO 3166-1, two capitals such as "FR"${ALPHA_2.has(upper) ? `; did you mean ${JSON.stringify(upper)}` : ""}`;
}
