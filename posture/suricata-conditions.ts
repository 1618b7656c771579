import type { ParsedRule } from "./suricata";

/** A request as a client sends it. */
export interface HttpRequest {
  readonly method: string;
  /** Path and query, as sent. */
  readonly uri: string;
  /** Name asked for, without port; undefined where the request names none (RFC 9112 § 3.2). */
  readonly host?: string;
  /** Header lines without the cookie; empty where none matters. */
  readonly headers?: string;
  readonly cookie?: string;
  readonly body?: string;
}

/** The first message of a TLS handshake (RFC 8446 § 4.1.2), as far as it matters here. */
export interface ClientHello {
  /** Server that the client names (RFC 6066 § 3); undefined where it names none. */
  readonly serverName?: string;
}

/** What a connection is taken for, once the engine can tell. */
export type Application = "http" | "tls" | "other";

/** What a rule may look into. */
export interface Inspected {
  /** Text of a packet that is not encrypted. */
  readonly payload?: string;
  /** A request, where TLS is inspected or not used. */
  readonly request?: HttpRequest;
  /** Where the engine's database places the sender, ISO 3166-1 alpha-2; absent where it knows no country. */
  readonly sourceCountry?: string;
  /** Where it places the receiver. */
  readonly destinationCountry?: string;
  /** A client's first message, in the packet with which it is complete. */
  readonly clientHello?: ClientHello;
  /**
   * What the engine takes the connection for.
   *
   * @default - what a request or a first message in this packet shows; else it cannot tell yet
   */
  readonly application?: Application;
}

/**
 * Is the query decoded before `http.uri` is matched? Engines differ by configuration, so what is to be proved
 * must hold both ways.
 */
export type QueryReading = "as-sent" | "decoded";

/**
 * Whether a rule's options match what is inspected.
 *
 * @param marks the connection's flowbits
 */
export type Condition = (inspected: Inspected, reading: QueryReading, marks: ReadonlySet<string>) => boolean;

/** What a rule's `flowbits` options do to a connection, or ask of it. */
export interface FlowbitUse {
  readonly command: string;
  readonly name: string;
}

/** What a rule counts before it acts. */
export interface CountedMatches {
  readonly by: "source" | "destination";
  readonly count: number;
  readonly seconds: number;
}

/** Which countries a rule is about. */
interface CountryMatch {
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
  "noalert",
]);

/** Parts that may be looked into; undefined where what is inspected has no such part. */
const BUFFERS: Readonly<Record<string, (inspected: Inspected, reading: QueryReading) => string | undefined>> =
  {
    "http.method": ({ request }) => request?.method,
    "http.uri": ({ request }, reading) => request && normalized(request.uri, reading),
    "http.uri.raw": ({ request }) => request?.uri,
    "http.host": ({ request }) => request?.host?.toLowerCase(),
    "http.header": ({ request }) => request && (request.headers ?? ""),
    "http.cookie": ({ request }) => request && (request.cookie ?? ""),
    "http.request_body": ({ request }) => request && (request.body ?? ""),
    "tls.sni": ({ clientHello }) => clientHello?.serverName,
    // Only the shape of the fingerprint is known here (https://github.com/FoxIO-LLC/ja4): d, or i without a name.
    "ja4.hash": ({ clientHello }) =>
      clientHello && `t13${clientHello.serverName === undefined ? "i" : "d"}0000h2_000000000000_000000000000`,
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
    } else if (name === "flowbits") {
      const { command, name: mark } = flowbitOf(value, rule.sid);
      if (command === "isset" || command === "isnotset") {
        conditions.push((_inspected, _reading, marks) => marks.has(mark) === (command === "isset"));
      }
    } else if (name === "dsize" && value === ">0") {
      conditions.push(carriesData);
    } else if (name === "app-layer-protocol") {
      conditions.push(takenFor(value, rule.sid));
    } else if (!ELSEWHERE.has(name)) {
      throw new Error(`sid ${rule.sid}: the option ${JSON.stringify(name)} is not understood`);
    }
  }
  return (inspected, reading, marks) =>
    speaks(rule.protocol, inspected) && conditions.every((condition) => condition(inspected, reading, marks));
}

/** What a rule does to the marks of a connection, and what it asks of them. */
export function flowbitsOf(rule: ParsedRule): readonly FlowbitUse[] {
  return rule.options.filter(([name]) => name === "flowbits").map(([, value]) => flowbitOf(value, rule.sid));
}

function flowbitOf(value: string, sid: string): FlowbitUse {
  const match = /^(set|unset|isset|isnotset)\s*,\s*([\w.]+)$/.exec(value);
  if (match === null) {
    throw new Error(`sid ${sid}: the flowbits ${JSON.stringify(value)} are not understood`);
  }
  return { command: match[1] ?? "", name: match[2] ?? "" };
}

/** A rule about requests sees requests; one about TLS sees every packet of a connection that is taken for it. */
function speaks(protocol: string, inspected: Inspected): boolean {
  return protocol === "http"
    ? inspected.request !== undefined
    : protocol !== "tls" || applicationOf(inspected) === "tls";
}

/** What the engine takes a connection for, as far as this packet shows. */
export function applicationOf({ application, request, clientHello }: Inspected): Application | undefined {
  return application ?? (request !== undefined ? "http" : clientHello === undefined ? undefined : "tls");
}

function carriesData({ payload = "", request, clientHello }: Inspected): boolean {
  return payload !== "" || request !== undefined || clientHello !== undefined;
}

/** Negated or not, it does not match while the engine cannot tell (https://docs.suricata.io/en/suricata-7.0.16/rules/app-layer.html). */
function takenFor(value: string, sid: string): Condition {
  const match = /^(!?)(http|tls)$/.exec(value);
  if (match === null) {
    throw new Error(`sid ${sid}: the protocol ${JSON.stringify(value)} is not understood`);
  }
  return (inspected) => {
    const application = applicationOf(inspected);
    return application !== undefined && (application === match[2]) !== (match[1] === "!");
  };
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
  return (inspected, reading) => {
    const read = buffer === undefined ? undefined : BUFFERS[buffer];
    const text = read === undefined ? inspected.payload : read(inspected, reading);
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
