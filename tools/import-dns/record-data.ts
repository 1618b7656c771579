import ipaddr from "ipaddr.js";
import { entriesOf, type Token } from "./zone-file-tokens";

/** Kinds of fields; the last three take all words that are left. */
type Field =
  | "number"
  | "duration"
  | "name"
  | "ipv4"
  | "ipv6"
  | "tag"
  | "string"
  | "strings"
  | "hex"
  | "words";

/** What the data of a type consists of. */
const FIELDS: { readonly [type: string]: readonly Field[] } = {
  A: ["ipv4"],
  AAAA: ["ipv6"],
  AFSDB: ["number", "name"],
  ALIAS: ["name"],
  ANAME: ["name"],
  CAA: ["number", "tag", "string"],
  CNAME: ["name"],
  DNAME: ["name"],
  DS: ["number", "number", "number", "hex"],
  HTTPS: ["number", "name", "words"],
  MX: ["number", "name"],
  NAPTR: ["number", "number", "string", "string", "string", "name"],
  NS: ["name"],
  PTR: ["name"],
  RP: ["name", "name"],
  SMIMEA: ["number", "number", "number", "hex"],
  SOA: ["name", "name", "number", "duration", "duration", "duration", "duration"],
  SPF: ["strings"],
  SRV: ["number", "number", "number", "name"],
  SSHFP: ["number", "number", "hex"],
  SVCB: ["number", "name", "words"],
  TLSA: ["number", "number", "number", "hex"],
  TXT: ["strings"],
};

/** Types whose data is only passed on. */
const OTHER_TYPES: ReadonlySet<string> = new Set(
  "APL CDNSKEY CDS CERT CSYNC DHCID DLV DNSKEY EUI48 EUI64 HINFO HIP IPSECKEY KEY KX LOC NSEC NSEC3 NSEC3PARAM OPENPGPKEY RRSIG SIG TKEY URI ZONEMD".split(
    " ",
  ),
);

/** Is this the mnemonic of a record type? Unknown ones may be written as `TYPE65534` (RFC 3597 § 5). */
export function isRecordType(text: string): boolean {
  const type = text.toUpperCase();
  return type in FIELDS || OTHER_TYPES.has(type) || /^TYPE\d{1,5}$/.test(type);
}

/** Something in a record's data that cannot be, and where. */
export class RecordDataError extends Error {
  /**
   * @param token what it is about; undefined where something is missing
   */
  constructor(
    message: string,
    readonly token?: Token,
  ) {
    super(message);
    this.name = "RecordDataError";
  }
}

/**
 * The data of a record in canonical form: absolute names in lower case without trailing dot, addresses and
 * digests as they are usually written, each string of a text in quotes.
 *
 * @param origin what relative names are relative to, no trailing dot, `.` for the root; undefined where
 * nobody said
 * @throws RecordDataError
 */
export function recordData(type: string, tokens: readonly Token[], origin: string | undefined): string {
  const fields = FIELDS[type] ?? ["words"];
  const values: string[] = [];
  let rest = tokens;
  for (const field of fields) {
    const [token, ...later] = rest;
    if (token === undefined) {
      // Only parameters of SVCB and HTTPS may be absent.
      if (field === "words" && values.length > 0) {
        continue;
      }
      throw new RecordDataError(`the data of the ${type} record ends too early`);
    }
    const whole = field === "strings" || field === "hex" || field === "words";
    values.push(whole ? allOf(field, rest) : oneOf(field, token, origin));
    rest = whole ? [] : later;
  }
  const [extra] = rest;
  if (extra !== undefined) {
    throw new RecordDataError(
      `${JSON.stringify(extra.text)} is too much; the data of the ${type} record ends before it`,
      extra,
    );
  }
  return values.join(" ");
}

/** Canonical form of data whose names are all absolute; as it is where it cannot be read. */
export function canonicalData(type: string, value: string): string {
  const tokens = entriesOf(value).entries.flatMap((entry) => entry.tokens);
  try {
    return recordData(type, tokens, ".");
  } catch {
    return value;
  }
}

/** Data in canonical form as a zone file has it: names end in a dot. */
export function zoneFileData(type: string, value: string): string {
  const fields = FIELDS[type] ?? ["words"];
  if (!fields.includes("name")) {
    return value;
  }
  const tokens = entriesOf(value).entries.flatMap((entry) => entry.tokens);
  return joined(
    tokens,
    tokens.map((token, index) =>
      fields[index] === "name" && token.text !== "." ? `${token.text}.` : asWritten(token),
    ),
  );
}

/**
 * An absolute name: lower case, no trailing dot, `.` for the root.
 *
 * @param origin what it is relative to unless it ends in a dot
 * @throws RecordDataError
 */
export function absoluteName(token: Token, origin: string | undefined): string {
  const text = token.text.toLowerCase().replace(/\\(\d{3})/g, (written, code) => {
    const character = String.fromCharCode(Number(code));
    return /[\w*-]/.test(character) ? character.toLowerCase() : written;
  });
  if (text === ".") {
    return text;
  }
  const absolute = /(?<!\\)\.$/.test(text);
  if (!absolute && origin === undefined) {
    throw new RecordDataError(
      `${JSON.stringify(token.text)} is relative, but nothing says to what; give --origin, or write $ORIGIN above it`,
      token,
    );
  }
  const suffix = origin === "." ? "" : `.${origin}`;
  const name = absolute ? text.slice(0, -1) : text === "@" ? (origin as string) : `${text}${suffix}`;
  const labels = name.split(/(?<!\\)\./);
  if (name !== "." && (labels.some((label) => label === "" || label.length > 63) || name.length > 253)) {
    throw new RecordDataError(
      `${JSON.stringify(token.text)} is no name: labels have 1 to 63 characters, names up to 253`,
      token,
    );
  }
  return name;
}

/** The text of a TXT record's canonical data, whatever strings it is cut into. */
export function txtText(value: string): string {
  return [...value.matchAll(/"((?:\\.|[^"\\])*)"/g)].map(([, string = ""]) => string).join("");
}

/** Seconds of a TTL, also with BIND's units (`1h30m`); undefined where it is none. */
export function seconds(text: string): number | undefined {
  if (!/^(?:\d+[smhdw]?)+$/i.test(text)) {
    return undefined;
  }
  return [...text.matchAll(/(\d+)([smhdw]?)/gi)].reduce(
    (sum, [, amount, unit = ""]) => sum + Number(amount) * (UNITS[unit.toLowerCase()] ?? 1),
    0,
  );
}

const UNITS: { readonly [unit: string]: number } = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

function oneOf(field: Field, token: Token, origin: string | undefined): string {
  const { text } = token;
  const given = JSON.stringify(text);
  switch (field) {
    case "name":
      return absoluteName(token, origin);
    case "number":
      if (!/^\d{1,10}$/.test(text)) {
        throw new RecordDataError(`${given} is not a number`, token);
      }
      return `${Number(text)}`;
    case "duration": {
      const value = seconds(text);
      if (value === undefined) {
        throw new RecordDataError(`${given} is not a time in seconds`, token);
      }
      return `${value}`;
    }
    case "ipv4":
      if (!ipaddr.IPv4.isValidFourPartDecimal(text)) {
        throw new RecordDataError(`${given} is not an IPv4 address`, token);
      }
      return text;
    case "ipv6":
      if (!ipaddr.IPv6.isValid(text)) {
        throw new RecordDataError(`${given} is not an IPv6 address`, token);
      }
      return ipaddr.IPv6.parse(text).toString();
    case "tag":
      return text.toLowerCase();
    default:
      return string(token);
  }
}

function allOf(field: "strings" | "hex" | "words", tokens: readonly Token[]): string {
  switch (field) {
    case "strings":
      return tokens.map(string).join(" ");
    case "hex": {
      const [first] = tokens;
      const digits = tokens
        .map(({ text }) => text)
        .join("")
        .toLowerCase();
      if (!/^(?:[0-9a-f]{2})+$/.test(digits)) {
        throw new RecordDataError(`${JSON.stringify(digits)} is not hexadecimal`, first);
      }
      return digits;
    }
    case "words":
      return joined(tokens, tokens.map(asWritten));
  }
}

function asWritten({ text, quoted }: Token): string {
  return quoted ? `"${text}"` : text;
}

/** Words with a blank between them, but for a parameter and its quoted value: `alpn="h2,h3"` (RFC 9460 § 2.1). */
function joined(tokens: readonly Token[], words: readonly string[]): string {
  return words.reduce((text, word, index) => {
    const [before, token] = [tokens[index - 1], tokens[index]];
    const touches =
      before?.text.endsWith("=") === true &&
      token?.quoted === true &&
      token.line === before.line &&
      token.column === before.column + before.text.length;
    return touches ? text + word : `${text} ${word}`;
  });
}

/** A character-string in quotes, its octets escaped in one way only. */
function string({ text }: Token): string {
  const octets = [...text.matchAll(/\\(\d{3})|\\(.)|([^\\]+|\\$)/gsu)].flatMap(([, code, escaped, plain]) => [
    ...(code === undefined ? Buffer.from(escaped ?? plain ?? "") : [Number(code)]),
  ]);
  const written = octets.map((octet) => {
    const character = String.fromCharCode(octet);
    if (octet < 0x20 || octet > 0x7e) {
      return `\\${String(octet).padStart(3, "0")}`;
    }
    return character === '"' || character === "\\" ? `\\${character}` : character;
  });
  return `"${written.join("")}"`;
}
