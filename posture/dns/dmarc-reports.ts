import { txtText } from "../dns-records";
import type { Breach, Rule } from "../rules/rule";
import { breachesOf, shown } from "./breaches";
import { type DmarcRecord, dmarcRecords, isDmarc } from "./dmarc-record";
import { answer, type Published, recordsAt, zoneOf } from "./look-up";
import { organisationalDomain } from "./names";
import { parseReportUris, type ReportUri } from "./report-uri";
import { tagValue } from "./tag-list";

/** Mailboxes beyond which receivers need not send (RFC 7489 § 6.2; receivers still limit to two). */
const MAX_URIS = 2;

interface ReportAddress {
  readonly domain: string;
  /** `rua` or `ruf`. */
  readonly tag: string;
  readonly uri: ReportUri;
  readonly address: string;
}

function reportAddresses(facts: Published): readonly ReportAddress[] {
  return dmarcRecords(facts).flatMap(({ domain, list, address }) =>
    ["rua", "ruf"].flatMap((tag) => {
      const value = tagValue(list, tag);
      return value === undefined ? [] : parseReportUris(value).map((uri) => ({ domain, tag, uri, address }));
    }),
  );
}

const REPORT_URI: Rule = {
  id: "dmarc-report-uri",
  what: "rua and ruf are lists of URIs; a comma or an exclamation mark inside one is percent-encoded.",
  why: "Receivers skip what is no URI, and nobody notices that the reports stay away.",
  reference: "RFC 9989 § 4.8",
  severity: "error",
  check: (facts) =>
    breachesOf(reportAddresses(facts), ({ domain, tag, uri }) =>
      uri.problem === undefined
        ? undefined
        : `${tag} of ${shown(domain)} holds ${shown(uri.text)}: ${uri.problem}`,
    ),
};

const REPORT_SIZE: Rule = {
  id: "dmarc-report-size",
  what: "A report address has no size limit at its end.",
  why: "The limit is obsolete and ignored; receivers that do not know it read it as part of the address.",
  reference: "RFC 9989 § 4.8",
  severity: "warning",
  check: (facts) =>
    breachesOf(reportAddresses(facts), ({ domain, tag, uri }) =>
      uri.sizeLimit === undefined
        ? undefined
        : `${tag} of ${shown(domain)} ends in the obsolete size limit ${shown(uri.sizeLimit)}; write ${shown(uri.text)}`,
    ),
};

const REPORTS_MISSING: Rule = {
  id: "dmarc-reports-missing",
  what: "A DMARC record says where aggregate reports go.",
  why: "Without them nobody learns who sends in the domain's name, and no policy can be tightened safely.",
  reference: "RFC 9989 § 4.7, § 7.4",
  severity: "warning",
  check: (facts) =>
    breachesOf(dmarcRecords(facts), ({ domain, list }) =>
      (tagValue(list, "rua") ?? "") === ""
        ? `the DMARC record of ${shown(domain)} names no address for reports; add "rua=mailto:" and a mailbox that somebody reads`
        : undefined,
    ),
};

const REPORT_URIS_MANY: Rule = {
  id: "dmarc-report-uris-many",
  what: "rua and ruf name at most two addresses each.",
  why: "Receivers need not send to more, and which ones they leave out is theirs to choose.",
  reference: "RFC 7489 § 6.2",
  severity: "warning",
  check: (facts) =>
    dmarcRecords(facts).flatMap(({ domain, list, address }) =>
      ["rua", "ruf"].flatMap((tag): readonly Breach[] => {
        const value = tagValue(list, tag);
        const count = value === undefined ? 0 : parseReportUris(value).length;
        return count > MAX_URIS
          ? [
              {
                address,
                message: `${tag} of ${shown(domain)} names ${count} addresses; receivers need to serve ${MAX_URIS} only, let one of them distribute the reports`,
              },
            ]
          : [];
      }),
    ),
};

/** A record that the receiver of reports has to publish, and that the stack does not. */
interface MissingConsent {
  readonly domain: string;
  /** Who receives the reports. */
  readonly host: string;
  /** Owner name of the record. */
  readonly name: string;
  /** The zone of the stack that holds it; undefined where somebody else's does. */
  readonly zone: string | undefined;
  readonly address: string;
}

function missingConsents(facts: Published): readonly MissingConsent[] {
  return dmarcRecords(facts).flatMap((record) =>
    externalHosts(record).flatMap((host) => {
      const name = `${record.domain}._report._dmarc.${host}`;
      return answer(facts, name, "TXT").some(({ value }) => isDmarc(txtText(value)))
        ? []
        : [
            {
              domain: record.domain,
              host,
              name,
              zone: zoneOf(facts, host)?.name,
              address: record.address,
            },
          ];
    }),
  );
}

function externalHosts({ domain, list }: DmarcRecord): readonly string[] {
  const hosts = ["rua", "ruf"]
    .flatMap((tag) => parseReportUris(tagValue(list, tag) ?? ""))
    .flatMap(({ host }) => (host === undefined ? [] : [host]));
  return [...new Set(hosts)].filter((host) => organisationalDomain(host) !== organisationalDomain(domain));
}

const CONSENT_WHY =
  "Receivers send no report to another organisation unless that one agrees in its own DNS. Where the stack manages the zone that would say so, the missing record is a mistake that it can correct, hence an error; where it does not, the record may well exist, hence a warning that says which one is needed.";

const REPORT_CONSENT: Rule = {
  id: "dmarc-report-consent",
  what: "Where reports go to another organisation whose zone the stack manages, that zone agrees to receive them.",
  why: CONSENT_WHY,
  reference: "RFC 9990 § 4, RFC 7489 § 7.1",
  severity: "error",
  check: (facts) =>
    breachesOf(missingConsents(facts), ({ domain, host, name, zone }) => {
      const wildcard = `*._report._dmarc.${host}`;
      return zone === undefined
        ? undefined
        : `reports about ${shown(domain)} go to ${shown(host)}, and the zone ${shown(zone)} does not agree to receive them; ${
            recordsAt(facts, wildcard, "TXT").length > 0
              ? `${shown(wildcard)} does not answer for it, because a name between the two exists (RFC 4592)`
              : "no record says so"
          }: publish TXT "v=DMARC1;" at ${shown(name)}`;
    }),
};

const REPORT_CONSENT_ELSEWHERE: Rule = {
  id: "dmarc-report-consent-elsewhere",
  what: "Where reports go to another organisation whose zone the stack does not manage, somebody makes sure that the zone agrees to receive them.",
  why: CONSENT_WHY,
  reference: "RFC 9990 § 4, RFC 7489 § 7.1",
  severity: "warning",
  check: (facts) =>
    breachesOf(missingConsents(facts), ({ domain, host, name, zone }) =>
      zone === undefined
        ? `reports about ${shown(domain)} go to ${shown(host)}, whose zone is not in this stack; make sure that it holds TXT "v=DMARC1;" at ${shown(name)} or at ${shown(`*._report._dmarc.${host}`)}`
        : undefined,
    ),
};

/** Where the reports go. */
export const DMARC_REPORT_RULES: readonly Rule[] = [
  REPORT_URI,
  REPORT_SIZE,
  REPORTS_MISSING,
  REPORT_URIS_MANY,
  REPORT_CONSENT,
  REPORT_CONSENT_ELSEWHERE,
];
