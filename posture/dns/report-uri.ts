import { canonical, isHostName } from "./names";

/** Where reports are to be sent: one entry of `rua` or `ruf` (RFC 9989 § 4.8, RFC 8460 § 3). */
export interface ReportUri {
  /** As written, without the size limit. */
  readonly text: string;
  /** Lower case; undefined where the entry is no URI. */
  readonly scheme: string | undefined;
  /** The host that receives the reports, canonical; undefined where none can be read. */
  readonly host: string | undefined;
  /** The obsolete limit at the end, such as `!10m`. */
  readonly sizeLimit: string | undefined;
  /** What is wrong with it. */
  readonly problem: string | undefined;
}

/** The entries of a comma-separated list. */
export function parseReportUris(value: string): readonly ReportUri[] {
  return value.split(",").map((entry) => parseReportUri(entry.trim()));
}

function parseReportUri(entry: string): ReportUri {
  const sizeLimit = /![0-9]+[kmgt]?$/i.exec(entry)?.[0];
  const text = sizeLimit === undefined ? entry : entry.slice(0, -sizeLimit.length);
  const [, scheme, rest = ""] = /^([a-z][a-z0-9+.-]*):(.*)$/is.exec(text) ?? [];
  const host = scheme === undefined ? undefined : hostOf(scheme.toLowerCase(), rest);
  return { text, scheme: scheme?.toLowerCase(), host, sizeLimit, problem: problemOf(text, scheme, host) };
}

function problemOf(text: string, scheme: string | undefined, host: string | undefined): string | undefined {
  if (text === "") {
    return "it is empty; write a mailto: URI, or remove it";
  }
  if (scheme === undefined) {
    return 'it has no scheme; write "mailto:" in front of an address, and "%2C" for a comma inside one';
  }
  if (text.includes("!")) {
    return 'it holds a "!"; write "%21"';
  }
  return ["mailto", "https"].includes(scheme.toLowerCase()) && host === undefined
    ? 'it names no host that could receive reports; write "%2C" for a comma inside an address'
    : undefined;
}

function hostOf(scheme: string, rest: string): string | undefined {
  const host =
    scheme === "mailto"
      ? /^[^@?]+@([^@?]+)(?:\?.*)?$/.exec(rest)?.[1]
      : /^\/\/(?:[^@/?#]*@)?([^:/?#]+)/.exec(rest)?.[1];
  return host !== undefined && isHostName(host) ? canonical(host) : undefined;
}
