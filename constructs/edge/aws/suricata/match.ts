/**
 * Part of a request, or of the first message of a TLS handshake, that a match looks into, by Suricata's name
 * (https://docs.suricata.io/en/suricata-7.0.0/rules/http-keywords.html,
 * https://docs.suricata.io/en/suricata-7.0.0/rules/tls-keywords.html).
 *
 * `http.uri` is normalised (percent signs decoded, dots and double slashes resolved), `http.uri.raw` is what
 * was sent; `http.host` is the name asked for, in lower case and without port. `tls.sni` is there if the client
 * names a server, `ja4.hash` as soon as the client's message is complete.
 */
export type InspectionBuffer =
  | "http.method"
  | "http.host"
  | "http.uri"
  | "http.uri.raw"
  | "http.cookie"
  | "http.header"
  | "http.request_body"
  | "tls.sni"
  | "ja4.hash";

/** A text, or a pattern, that must be there, or must not. */
export interface Match {
  /**
   * Where to look.
   *
   * @default - the packet's payload
   */
  readonly buffer?: InspectionBuffer;
  /** A text to find, or a regular expression. */
  readonly kind: "text" | "pattern";
  readonly value: string;
  /**
   * Where the text must stand; patterns say it themselves.
   *
   * @default - anywhere
   */
  readonly at?: "start";
  /**
   * Must it be absent?
   *
   * @default false
   */
  readonly negated?: boolean;
}

/** A text, upper and lower case alike. */
export function text(buffer: InspectionBuffer | undefined, value: string, at?: "start"): Match {
  return {
    ...(buffer === undefined ? {} : { buffer }),
    kind: "text",
    value,
    ...(at === undefined ? {} : { at }),
  };
}

/** A regular expression of the part that PCRE and ECMAScript share, upper and lower case alike. */
export function pattern(buffer: InspectionBuffer | undefined, value: string): Match {
  return { ...(buffer === undefined ? {} : { buffer }), kind: "pattern", value };
}

/** One label or more, each with its dot. */
const LABELS_BEFORE = "(?:[\\w-]+\\.)+";

/**
 * One of these host names; `*.` and a domain means every name below it, not the domain itself.
 *
 * @param hosts lower-case A-labels
 */
export function hostAmong(buffer: InspectionBuffer, hosts: readonly string[]): Match {
  const names = hosts.map((host) => {
    const name = host.replace(/^\*\./, "").replaceAll(".", "\\.");
    return host.startsWith("*.") ? `${LABELS_BEFORE}${name}` : name;
  });
  return pattern(buffer, `^(?:${names.join("|")})$`);
}

/** The opposite of a match. */
export function not(match: Match): Match {
  return { ...match, negated: true };
}

/**
 * A pattern for a word of which any letter may be percent-encoded: queries are not decoded before they are
 * matched, and the server decodes them all the same.
 */
export function percentEncodable(word: string): string {
  return [...word]
    .map((letter) => {
      const codes = [...new Set([letter.toLowerCase(), letter.toUpperCase()])].map(
        (form) => `%${form.charCodeAt(0).toString(16)}`,
      );
      return `(?:${[/\w/.test(letter) ? letter : `\\x${letter.charCodeAt(0).toString(16)}`, ...codes].join("|")})`;
    })
    .join("");
}

/** The options of all matches; a buffer is named once for those that follow each other in it. */
export function renderMatches(matches: readonly Match[]): readonly string[] {
  return matches.flatMap((match, index) => [
    ...(match.buffer !== undefined && match.buffer !== matches[index - 1]?.buffer ? [match.buffer] : []),
    ...render(match),
  ]);
}

function render({ kind, value, at, negated }: Match): readonly string[] {
  const sign = negated === true ? "!" : "";
  return kind === "pattern"
    ? [`pcre:${sign}"/${patternText(value)}/i"`]
    : [`content:${sign}"${contentText(value)}"`, "nocase", ...(at === "start" ? ["startswith"] : [])];
}

/** Quotes, semicolons and slashes end something in a rule; as code points they do not. */
function patternText(value: string): string {
  return value
    .replaceAll('"', "\\x22")
    .replaceAll(";", "\\x3b")
    .replace(/(?<!\\)\//g, "\\/");
}

/** Characters with a meaning in `content`, and those that cannot be seen, as hexadecimal octets. */
function contentText(value: string): string {
  return value.replace(
    /(?:[";:\\|]|[^\x20-\x7e])+/g,
    (run) => `|${[...Buffer.from(run)].map((octet) => octet.toString(16).padStart(2, "0")).join(" ")}|`,
  );
}
