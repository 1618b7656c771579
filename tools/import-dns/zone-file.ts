import { type FileProblem, formatProblem } from "../../stacks/file-problem";
import type { ExistingRecord, ZoneRecord } from "./record";
import {
  absoluteName,
  isRecordType,
  RecordDataError,
  recordData,
  seconds,
  zoneFileData,
} from "./record-data";
import { type Entry, entriesOf, type SyntaxProblem, type Token } from "./zone-file-tokens";

/** The records of a zone file. */
export interface ZoneFile {
  /** The zone's name: owner of the SOA record, else the first `$ORIGIN`, else the origin given. */
  readonly apex: string;
  /** In the order of the file, each once (RFC 2181 § 5: identical records are one). */
  readonly records: readonly ExistingRecord[];
}

/** How to read a zone file. */
interface ZoneFileOptions {
  /** Name of the file, for the places of problems. */
  readonly file: string;
  /**
   * What names are relative to before the first `$ORIGIN`.
   *
   * @default - the owner of the SOA record, where that is absolute
   */
  readonly origin?: string;
}

/** Thrown for a file that is no zone file, with all its problems. */
export class ZoneFileError extends Error {
  /** In the order of the file. */
  readonly problems: readonly FileProblem[];

  constructor(problems: readonly FileProblem[]) {
    super(problems.map(formatProblem).join("\n"));
    this.name = "ZoneFileError";
    this.problems = problems;
  }
}

/**
 * Reads a zone file in the master file format (RFC 1035 § 5), with BIND's units for times and the proxy
 * marks of Cloudflare's export.
 *
 * @throws ZoneFileError
 */
export function parseZoneFile(text: string, { file, origin }: ZoneFileOptions): ZoneFile {
  const { entries, problems } = entriesOf(text);
  const reader = new Reader(origin);
  for (const entry of entries) {
    reader.read(entry);
  }
  const apex = reader.apex ?? origin ?? reader.records[0]?.name;
  // What follows a stray quote or bracket on its line is not the engineer's mistake.
  const broken = new Set(problems.map(({ line }) => line));
  const all = [...problems, ...reader.problems.filter(({ line }) => !broken.has(line))];
  if (all.length === 0 && reader.records.length === 0) {
    all.push({ line: 1, column: 1, message: "the file holds no record" });
  }
  if (all.length > 0 || apex === undefined) {
    throw new ZoneFileError(
      all
        .sort((a, b) => a.line - b.line || a.column - b.column)
        .map((problem) => ({ code: "ZoneFileSyntax", file, ...problem })),
    );
  }
  return { apex, records: reader.records };
}

/** A record as one line of a zone file, for people and for putting it back. */
export function zoneFileLine({ name, type, value, ttlSeconds, proxied }: ZoneRecord): string {
  const mark = proxied ? " ; cf_tags=cf-proxied:true" : "";
  return `${name === "." ? name : `${name}.`} ${ttlSeconds} IN ${type} ${zoneFileData(type, value)}${mark}`;
}

const CLASSES: ReadonlySet<string> = new Set(["IN", "CH", "HS", "CS", "ANY", "NONE"]);

/** Reads entry after entry: each depends on the owner, the origin and the TTL of those before it. */
class Reader {
  readonly records: ExistingRecord[] = [];
  readonly problems: SyntaxProblem[] = [];
  apex: string | undefined;
  private readonly seen = new Set<string>();
  private owner: string | undefined;
  private defaultTtl: number | undefined;
  private lastTtl: number | undefined;

  constructor(private origin: string | undefined) {}

  read(entry: Entry): void {
    const [first] = entry.tokens;
    try {
      if (!first.quoted && first.text.startsWith("$") && !entry.ownerOmitted) {
        this.directive(first, entry.tokens);
      } else {
        this.record(entry);
      }
    } catch (error) {
      if (!(error instanceof RecordDataError)) {
        throw error;
      }
      const { line, column } = error.token ?? first;
      this.problems.push({ line, column, message: error.message });
    }
  }

  private directive(first: Token, [, argument]: readonly Token[]): void {
    const directive = first.text.toUpperCase();
    if (directive !== "$ORIGIN" && directive !== "$TTL") {
      throw new RecordDataError(
        directive === "$INCLUDE" || directive === "$GENERATE"
          ? `${directive} is not followed here; let named-compilezone write the whole zone to one file first`
          : `${JSON.stringify(first.text)} is no directive; $ORIGIN and $TTL are`,
        first,
      );
    }
    if (argument === undefined) {
      throw new RecordDataError(`${directive} needs a value`, first);
    }
    if (directive === "$ORIGIN") {
      this.origin = absoluteName(argument, this.origin);
      this.apex ??= this.origin;
      return;
    }
    this.defaultTtl = seconds(argument.text);
    if (this.defaultTtl === undefined) {
      throw new RecordDataError(`${JSON.stringify(argument.text)} is not a time in seconds`, argument);
    }
  }

  private record({ tokens, ownerOmitted, comment }: Entry): void {
    const [first] = tokens;
    const { ttl, type, data } = head(ownerOmitted ? tokens : tokens.slice(1), first);
    const owner = this.ownerOf(ownerOmitted ? undefined : first, type);
    if (owner === undefined) {
      throw new RecordDataError("the line begins with a blank, but there is no record before it", first);
    }
    this.owner = owner;
    if (type === "SOA") {
      this.apex = owner;
      this.origin ??= owner;
    }
    const value = recordData(type, data, this.origin);
    this.lastTtl = ttl ?? this.lastTtl;
    const minimum = type === "SOA" ? Number(value.split(" ").at(-1)) : undefined;
    // RFC 2308 § 4; without $TTL the TTL before it (RFC 1035 § 5.1), which the SOA's minimum begins.
    this.lastTtl ??= minimum;
    const key = `${owner} ${type} ${value}`;
    if (this.seen.has(key)) {
      return;
    }
    this.seen.add(key);
    this.records.push({
      name: owner,
      type,
      value,
      ttlSeconds: ttl ?? this.defaultTtl ?? this.lastTtl ?? DEFAULT_TTL_SECONDS,
      proxied: /\bcf_tags=\S*cf-proxied:true/.test(comment),
      line: first.line,
    });
  }

  private ownerOf(token: Token | undefined, type: string): string | undefined {
    if (token === undefined) {
      return this.owner;
    }
    // Cloudflare's export leaves the dot of the SOA's owner out.
    const bare = token.text.toLowerCase();
    const apexWithoutDot = type === "SOA" && bare.includes(".") && (this.origin ?? bare) === bare;
    return apexWithoutDot ? bare.replace(/\.$/, "") : absoluteName(token, this.origin);
  }
}

/** For a file that says nothing about TTLs at all. */
const DEFAULT_TTL_SECONDS = 3600;

/** TTL and class, in either order, and the type. */
function head(
  tokens: readonly Token[],
  first: Token,
): { readonly ttl: number | undefined; readonly type: string; readonly data: readonly Token[] } {
  let ttl: number | undefined;
  let ofClass: string | undefined;
  for (const [index, token] of tokens.entries()) {
    const word = token.text.toUpperCase();
    const time = seconds(token.text);
    if (ttl === undefined && time !== undefined) {
      ttl = time;
    } else if (ofClass === undefined && CLASSES.has(word)) {
      if (word !== "IN") {
        throw new RecordDataError(`class ${word} is not the internet's; only IN records are read`, token);
      }
      ofClass = word;
    } else if (isRecordType(word) && !token.quoted) {
      return { ttl, type: word, data: tokens.slice(index + 1) };
    } else {
      throw new RecordDataError(`${JSON.stringify(token.text)} is no record type`, token);
    }
  }
  throw new RecordDataError("this is no record: a name, a TTL, IN, a type and its data were expected", first);
}
