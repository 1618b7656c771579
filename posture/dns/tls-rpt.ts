import type { Rule } from "../rules/rule";
import { breachesOf, shown, shownAll } from "./breaches";
import type { Published } from "./look-up";
import { isWithin, organisationalDomain } from "./names";
import { parseReportUris, type ReportUri } from "./report-uri";
import { duplicates, parseTagList, tagValue } from "./tag-list";
import { repetitions, type TextRecord, textRecords } from "./text-records";

const ONE_RECORD: Rule = {
  id: "tls-rpt-one-record",
  what: "A domain has at most one TLS-RPT record.",
  why: "With two, senders act as if there were none.",
  reference: "RFC 8460 § 3",
  severity: "error",
  check: (facts) =>
    breachesOf(
      repetitions(textRecords(facts, "_smtp._tls").filter(({ text }) => text.startsWith("v=TLSRPTv1"))),
      ({ name, count }) =>
        `${count} TLS-RPT records at ${shown(name)}; senders ignore them all, keep one and name every address in it`,
    ),
};

const RECORD_SYNTAX: Rule = {
  id: "tls-rpt-record-syntax",
  what: "A TXT at `_smtp._tls.` is `v=TLSRPTv1; rua=` and where reports go.",
  why: "Senders that cannot read the record send no reports, and failing TLS goes unnoticed.",
  reference: "RFC 8460 § 3",
  severity: "error",
  check: (facts) =>
    breachesOf(textRecords(facts, "_smtp._tls"), (record) => {
      const problem = record.known ? syntaxProblem(record) : undefined;
      return problem === undefined
        ? undefined
        : `${shown(record.text)} at ${shown(record.name)} ${problem}; write "v=TLSRPTv1; rua=mailto:" and a mailbox, with "%3B" for a ";" inside it`;
    }),
};

function syntaxProblem({ text }: TextRecord): string | undefined {
  const list = parseTagList(text);
  if (!/^v=TLSRPTv1\s*;/.test(text)) {
    return 'does not begin with "v=TLSRPTv1;"';
  }
  if (list.malformed.length > 0) {
    return `holds ${shownAll(list.malformed)}, which is no tag`;
  }
  if (duplicates(list).length > 0) {
    return `gives ${shownAll(duplicates(list))} more than once`;
  }
  return (tagValue(list, "rua") ?? "") === "" ? 'has no "rua"' : undefined;
}

const REPORT_URI: Rule = {
  id: "tls-rpt-report-uri",
  what: "Each address of rua is a mailto or https URI, with comma, semicolon and exclamation mark percent-encoded.",
  why: "Senders know no other way to deliver a report.",
  reference: "RFC 8460 § 3",
  severity: "error",
  check: (facts) =>
    breachesOf(destinations(facts), ({ name, uri }) => {
      const problem = uri.problem ?? limitProblem(uri) ?? schemeProblem(uri);
      return problem === undefined
        ? undefined
        : `rua at ${shown(name)} holds ${shown(`${uri.text}${uri.sizeLimit ?? ""}`)}: ${problem}`;
    }),
};

function limitProblem({ sizeLimit }: ReportUri): string | undefined {
  return sizeLimit === undefined
    ? undefined
    : `it ends in ${shown(sizeLimit)}; TLS-RPT has no size limit, remove it`;
}

function schemeProblem({ scheme }: ReportUri): string | undefined {
  return scheme === "mailto" || scheme === "https" ? undefined : "allowed are mailto: and https:";
}

const SAME_DOMAIN: Rule = {
  id: "tls-rpt-same-domain",
  what: "TLS reports also go outside the domain they are about.",
  why: "When TLS of the domain is broken, reports about it cannot be delivered to a mailbox of the domain.",
  reference: "RFC 8460 § 5.2",
  severity: "warning",
  check: (facts) =>
    breachesOf(textRecords(facts, "_smtp._tls"), ({ domain, name, text, known }) => {
      const uris = known ? parseReportUris(tagValue(parseTagList(text), "rua") ?? "") : [];
      return uris.length > 0 &&
        uris.every(
          ({ scheme, host }) =>
            scheme === "mailto" && host !== undefined && isWithin(host, organisationalDomain(domain)),
        )
        ? `rua at ${shown(name)} names mailboxes of ${shown(organisationalDomain(domain))} only (${shownAll(uris.map((uri) => uri.text))}); add one of another domain, or an https: address`
        : undefined;
    }),
};

function destinations(
  facts: Published,
): readonly { readonly name: string; readonly uri: ReportUri; readonly address: string }[] {
  return textRecords(facts, "_smtp._tls")
    .filter(({ known }) => known)
    .flatMap(({ name, text, address }) => {
      const rua = tagValue(parseTagList(text), "rua") ?? "";
      return rua === "" ? [] : parseReportUris(rua).map((uri) => ({ name, uri, address }));
    });
}

/** TLS-RPT (RFC 8460): senders report when TLS to a domain fails. */
export const TLS_RPT_RULES: readonly Rule[] = [ONE_RECORD, RECORD_SYNTAX, REPORT_URI, SAME_DOMAIN];
