import { countryCodeProblem } from "../../../core/country-codes";

/** What the engine keeps of one `geoip` (https://github.com/OISF/suricata/blob/suricata-7.0.8/src/detect-geoip.h). */
export const COUNTRIES_IN_A_RULE = 64;

const GEOIP = /^(?:(?:src|dst|both|any),)?([A-Z]{2}(?:,[A-Z]{2})*|![A-Z]{2}(?:,![A-Z]{2})*)$/;
const THRESHOLD =
  /^type (?:limit|threshold|both), track by_(?:src|dst|both|rule), (?:count \d+, seconds \d+|seconds \d+, count \d+)$/;

/**
 * What is wrong with the value of a keyword, or undefined when nothing is: a slip in a list of countries is refused
 * at deployment at best, and at worst read as other countries.
 *
 * @param option `geoip` and `threshold` are read; of all others nothing is known here
 */
export function valueProblem(option: string, value: string): string | undefined {
  if (option === "geoip") {
    return geoipProblem(value);
  }
  return option === "threshold" && !THRESHOLD.test(value)
    ? 'write it as "type limit, track by_src, count 1, seconds 3600"'
    : undefined;
}

/** One `!` turns the whole list round, so it stands before all of the countries or before none. */
function geoipProblem(value: string): string | undefined {
  const list = GEOIP.exec(value.replaceAll(" ", ""))?.[1];
  if (list === undefined) {
    return 'write it as "src,FR,DE", with "!" before all of the countries or before none';
  }
  const codes = list.split(",").map((code) => code.replace("!", ""));
  if (codes.length > COUNTRIES_IN_A_RULE) {
    return `${codes.length} countries are too many for one rule; at most ${COUNTRIES_IN_A_RULE}`;
  }
  return codes.map(countryCodeProblem).find((problem) => problem !== undefined);
}
