import type { ParsedRule } from "./suricata";

/** A request as a client sends it. */
export interface HttpRequest {
  readonly method: string;
  /** Path and query, as sent. */
  readonly uri: string;
  /** Header lines without the cookie; empty where none matters. */
  readonly headers?: string;
  readonly cookie?: string;
  readonly body?: string;
}

/** What a rule may look into. */
export interface Inspected {
  /** Text of a packet that is not encrypted. */
  readonly payload?: string;
  /** A request, where TLS is inspected. */
  readonly request?: HttpRequest;
  /** Where the engine's database places the sender, ISO 3166-1 alpha-2; absent where it knows no country. */
  readonly sourceCountry?: string;
  /** Where it places the receiver. */
  readonly destinationCountry?: string;
}

/**
 * Is the query decoded before `http.uri` is matched? Engines differ by configuration, so what is to be proved
 * must hold both ways.
 */
export type QueryReading = "as-sent" | "decoded";

/** Whether a rule's options match what is inspected. */
export type Condition = (inspected: Inspected, reading: QueryReading) => boolean;

/** What a rule counts before it acts. */
export interface CountedMatches {
  readonly by: "source" | "destination";
  readonly count: number;
  readonly seconds: number;
}

/** Which countries a rule is about. */
export interface CountryMatch {
  readonly side: "source" | "destination" | "both" | "either";
  readonly codes: readonly string[];
  /** All countries but these, and what has none? */
  readonly negated: boolean;
}

/** How often a rule is logged. */
export interface LogLimit {
  readonly by: "source" | "destination";
  readonly count: number;
  readonly seconds: number;
}

/** Options that decide nothing about a packet, or that are read elsewhere. */
const ELSEWHERE = new Set([
  "msg",
  "flow",
  "flags",
  "sid",
  "rev",
  "reference",
  "metadata",
  "classtype",
  "detection_filter",
  "threshold",
]);

const BUFFERS: Readonly<Record<string, (request: HttpRequest, reading: QueryReading) => string>> = {
  "http.method": ({ method }) => method,
  "http.uri": ({ uri }, reading) => normalized(uri, reading),
  "http.uri.raw": ({ uri }) => uri,
  "http.header": ({ headers = "" }) => headers,
  "http.cookie": ({ cookie = "" }) => cookie,
  "http.request_body": ({ body = "" }) => body,
};

interface TextMatch {
  readonly octets: string;
  readonly negated: boolean;
  caseless: boolean;
  start: boolean;
  end: boolean;
}

/**
 * The conditions of a rule, read strictly: what is not understood is refused, because a rule that is half
 * understood proves nothing.
 *
 * @throws Error with the rule's id for an option that is not known
 */
export function conditionOf(rule: ParsedRule): Condition {
  const conditions: Condition[] = [];
  let buffer: string | undefined;
  let last: TextMatch | undefined;
  for (const [name, value] of rule.options) {
    if (BUFFERS[name] !== undefined) {
      buffer = name;
      last = undefined;
    } else if (name === "content") {
      const match: TextMatch = {
        octets: contentOctets(value, rule.sid),
        negated: value.startsWith("!"),
        caseless: false,
        start: false,
        end: false,
      };
      conditions.push(inBuffer(buffer, (text) => found(match, text) !== match.negated));
      last = match;
    } else if (name === "nocase" && last !== undefined) {
      last.caseless = true;
    } else if (name === "startswith" && last !== undefined) {
      last.start = true;
    } else if (name === "endswith" && last !== undefined) {
      last.end = true;
    } else if (name === "pcre") {
      const { expression, negated } = patternOf(value, rule.sid);
      conditions.push(inBuffer(buffer, (text) => expression.test(text) !== negated));
    } else if (name === "geoip") {
      conditions.push(inCountries(countryMatchOf(value, rule.sid)));
    } else if (!ELSEWHERE.has(name)) {
      throw new Error(`sid ${rule.sid}: the option ${JSON.stringify(name)} is not understood`);
    }
  }
  const needsRequest = rule.protocol === "http";
  return (inspected, reading) =>
    (!needsRequest || inspected.request !== undefined) &&
    conditions.every((condition) => condition(inspected, reading));
}

/** How often a rule must match before it acts; undefined where it acts at once. */
export function countedMatches(rule: ParsedRule): CountedMatches | undefined {
  const value = rule.options.find(([name]) => name === "detection_filter")?.[1];
  if (value === undefined) {
    return undefined;
  }
  const match = /^track by_(src|dst), count (\d+), seconds (\d+)$/.exec(value);
  if (match === null) {
    throw new Error(`sid ${rule.sid}: the filter ${JSON.stringify(value)} is not understood`);
  }
  return {
    by: match[1] === "src" ? "source" : "destination",
    count: Number(match[2]),
    seconds: Number(match[3]),
  };
}

/** How often a rule is logged; undefined where it is each time. */
export function logLimit(rule: ParsedRule): LogLimit | undefined {
  const value = rule.options.find(([name]) => name === "threshold")?.[1];
  if (value === undefined) {
    return undefined;
  }
  const match = /^type limit, track by_(src|dst), count (\d+), seconds (\d+)$/.exec(value);
  if (match === null) {
    throw new Error(`sid ${rule.sid}: the threshold ${JSON.stringify(value)} is not understood`);
  }
  return {
    by: match[1] === "src" ? "source" : "destination",
    count: Number(match[2]),
    seconds: Number(match[3]),
  };
}

const SIDES: Readonly<Record<string, CountryMatch["side"]>> = {
  src: "source",
  dst: "destination",
  both: "both",
  any: "either",
};

/**
 * The value of `geoip`; one `!` turns the whole list round
 * (https://github.com/OISF/suricata/blob/suricata-7.0.8/src/detect-geoip.c).
 *
 * @throws Error with the rule's id where it is not understood
 */
export function countryMatchOf(value: string, sid: string): CountryMatch {
  const match = /^(?:(src|dst|both|any),)?(!?[A-Z]{2}(?:,!?[A-Z]{2})*)$/.exec(value.replaceAll(" ", ""));
  if (match === null) {
    throw new Error(`sid ${sid}: the countries ${JSON.stringify(value)} are not understood`);
  }
  const codes = (match[2] ?? "").split(",");
  return {
    side: SIDES[match[1] ?? "any"] ?? "either",
    codes: codes.map((code) => code.replace("!", "")),
    negated: codes.some((code) => code.startsWith("!")),
  };
}

function inCountries({ side, codes, negated }: CountryMatch): Condition {
  const held = (country: string | undefined): boolean =>
    (country !== undefined && codes.includes(country)) !== negated;
  return ({ sourceCountry, destinationCountry }) => {
    const [source, destination] = [held(sourceCountry), held(destinationCountry)];
    switch (side) {
      case "source":
        return source;
      case "destination":
        return destination;
      case "both":
        return source && destination;
      case "either":
        return source || destination;
    }
  };
}

/** A buffer that does not exist matches nothing, not even what must be absent. */
function inBuffer(buffer: string | undefined, test: (text: string) => boolean): Condition {
  return ({ payload, request }, reading) => {
    const read = buffer === undefined ? undefined : BUFFERS[buffer];
    const text = read === undefined ? payload : request === undefined ? undefined : read(request, reading);
    return text !== undefined && test(text);
  };
}

function found({ octets, caseless, start, end }: TextMatch, text: string): boolean {
  const [wanted, held] = caseless ? [octets.toLowerCase(), text.toLowerCase()] : [octets, text];
  if (start && end) {
    return held === wanted;
  }
  return start ? held.startsWith(wanted) : end ? held.endsWith(wanted) : held.includes(wanted);
}

function contentOctets(value: string, sid: string): string {
  const match = /^!?"((?:[^"\\]|\\.)*)"$/.exec(value);
  if (match === null) {
    throw new Error(`sid ${sid}: the content ${JSON.stringify(value)} is not understood`);
  }
  return (match[1] ?? "").replace(
    /\|([\da-fA-F ]+)\||\\(.)/g,
    (_all, octets: string | undefined, literal: string) =>
      octets === undefined
        ? literal
        : octets
            .trim()
            .split(/\s+/)
            .map((octet) => String.fromCharCode(Number.parseInt(octet, 16)))
            .join(""),
  );
}

/** The part of PCRE that means the same in ECMAScript: no look-behind, no named or possessive groups, no modifiers but `i`. */
function patternOf(value: string, sid: string): { readonly expression: RegExp; readonly negated: boolean } {
  const match = /^(!?)"\/(.*)\/(i?)"$/.exec(value);
  if (match === null || /\(\?[^:=!]|[*+?}]\+|\\[^/.\\xrnsdwb?$^(){}[\]|*+-]/.test(match[2] ?? "")) {
    throw new Error(`sid ${sid}: the pattern ${JSON.stringify(value)} is not understood`);
  }
  return { expression: new RegExp(match[2] ?? "", match[3]), negated: match[1] === "!" };
}

/**
 * A URI as the engine's parser leaves it: the path decoded once, backslashes turned, double slashes joined, dot
 * segments resolved (https://docs.suricata.io/en/suricata-7.0.0/rules/http-keywords.html#http-uri-and-http-uri-raw).
 */
function normalized(uri: string, reading: QueryReading): string {
  const mark = uri.indexOf("?");
  const path = mark < 0 ? uri : uri.slice(0, mark);
  const query = mark < 0 ? "" : uri.slice(mark);
  const segments: string[] = [];
  for (const segment of decoded(path).replaceAll("\\", "/").replace(/\/+/g, "/").split("/")) {
    if (segment === "..") {
      segments.splice(Math.max(segments.length - 1, 1));
    } else if (segment !== ".") {
      segments.push(segment);
    }
  }
  return `${segments.join("/") || "/"}${reading === "decoded" ? decoded(query) : query}`;
}

/** Octet by octet, because attackers send what is no UTF-8. */
function decoded(text: string): string {
  return text.replace(/%([\da-fA-F]{2})/g, (_all, octet: string) =>
    String.fromCharCode(Number.parseInt(octet, 16)),
  );
}
