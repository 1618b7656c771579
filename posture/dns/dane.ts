import type { CertificateFact, Facts } from "../facts";
import type { Breach, Rule } from "../rules/rule";
import { blockOf, type TerraformJson } from "../terraform-json";
import { breachesOf, shown, shownAll } from "./breaches";
import { zoneOf } from "./look-up";
import { mailDomains, mxHosts } from "./mail-names";
import { matchesPattern } from "./names";
import { type SmtpTlsa, smtpTlsa, type TlsaAssociation } from "./tlsa-association";

/** Hexadecimal digits of a digest, by matching type (RFC 6698 § 2.1.3). */
const DIGEST_DIGITS: Readonly<Record<number, number>> = { 1: 64, 2: 128 };

const UNSIGNED_ZONE: Rule = {
  id: "dane-unsigned-zone",
  what: "TLSA records stand in a signed zone only.",
  why: "Senders ignore TLSA without DNSSEC, so it promises what it does not give.",
  reference: "RFC 7672 § 2.2",
  severity: "error",
  check: (facts) =>
    breachesOf(smtpTlsa(facts), ({ name, host }) => {
      const zone = zoneOf(facts, host);
      return zone !== undefined && !zone.dnssec
        ? `TLSA at ${shown(name)}, and the stack does not sign the zone ${shown(zone.name)}; sign it first, or remove the TLSA`
        : undefined;
    }),
};

const OWNER_MAIL_DOMAIN: Rule = {
  id: "dane-owner-mail-domain",
  what: "TLSA for SMTP stands at the MX host, not at the mail domain.",
  why: "Senders look it up under the name of the host they connect to.",
  reference: "RFC 7672 § 2.2.3",
  severity: "error",
  check: (facts) =>
    breachesOf(unusedTlsa(facts), ({ name, host }) => {
      const domain = mailDomains(facts).find((candidate) => candidate.domain === host);
      return domain === undefined
        ? undefined
        : `TLSA at ${shown(name)}, which is a mail domain; senders look at its MX hosts: ${shownAll(
            domain.exchanges.map((mx) => `_25._tcp.${mx.host}`),
          )}`;
    }),
};

const OWNER_NOT_MX: Rule = {
  id: "dane-owner-not-mx",
  what: "TLSA for SMTP stands at a host that is an MX of the stack.",
  why: "With a relay in front the MX hosts are the relay's: whether mail to it is protected by DANE depends on the relay's own zone, and TLSA at the server behind is seen by nobody who sends mail.",
  reference: "RFC 7672 § 2.2",
  severity: "error",
  check: (facts) =>
    breachesOf(unusedTlsa(facts), ({ name, host }) =>
      mailDomains(facts).some(({ domain }) => domain === host)
        ? undefined
        : `TLSA at ${shown(name)}, which is no MX of the stack; senders look at ${shownAll([...mxHosts(facts)].map((mx) => `_25._tcp.${mx}`))}, remove it and ask the relay to publish TLSA`,
    ),
};

/** TLSA that no sender looks at; none as long as an MX is known only after apply. */
function unusedTlsa(facts: Facts): readonly SmtpTlsa[] {
  const domains = mailDomains(facts);
  const undecided =
    domains.length === 0 || domains.some(({ exchanges }) => exchanges.some(({ known }) => !known));
  return undecided ? [] : smtpTlsa(facts).filter(({ host }) => !mxHosts(facts).has(host));
}

const USAGE: Rule = {
  id: "dane-usage",
  what: "TLSA for SMTP has usage 2 or 3.",
  why: "Senders have no list of public authorities to check usage 0 and 1 against, and treat such a record as unusable.",
  reference: "RFC 7672 § 3.1.3",
  severity: "error",
  check: (facts) =>
    associationBreaches(facts, ({ usage }) =>
      usage === 0 || usage === 1
        ? `has usage ${usage}, which senders of mail do not use; publish "3 1 1" and the SHA-256 of the server's public key`
        : undefined,
    ),
};

const ASSOCIATION_DATA: Rule = {
  id: "dane-association-data",
  what: "A TLSA has usage 0 to 3, selector 0 or 1, matching 0 to 2, and as many digits as its digest: 64 or 128.",
  why: "A record that cannot match makes senders that honour DANE stop delivering.",
  reference: "RFC 6698 § 2.1",
  severity: "error",
  check: (facts) =>
    smtpTlsa(facts).flatMap(({ name, records }) =>
      breachesOf(records, ({ value, association }) => {
        const problem =
          association === undefined
            ? "is not four fields: usage, selector, matching, data"
            : dataProblem(association);
        return problem === undefined
          ? undefined
          : `TLSA ${shown(value)} at ${shown(name)} ${problem}; publish "3 1 1" and the SHA-256 of the server's public key, 64 hexadecimal digits`;
      }),
    ),
};

function dataProblem({ usage, selector, matching, data }: TlsaAssociation): string | undefined {
  if (usage > 3 || selector > 1 || matching > 2) {
    return `has usage ${usage}, selector ${selector} and matching ${matching}`;
  }
  if (!/^(?:[0-9a-f]{2})+$/.test(data)) {
    return "has data that is not hexadecimal";
  }
  const digits = DIGEST_DIGITS[matching];
  return digits !== undefined && data.length !== digits
    ? `has ${data.length} digits of data where matching ${matching} takes ${digits}`
    : undefined;
}

const EXACT_MATCH: Rule = {
  id: "dane-exact-match",
  what: "A TLSA holds a digest, not the certificate itself.",
  why: "A whole certificate makes an answer that is too large for UDP, and some senders then see none.",
  reference: "RFC 7671 § 10.1",
  severity: "warning",
  check: (facts) =>
    associationBreaches(facts, ({ matching }) =>
      matching === 0 ? "has matching 0; publish its SHA-256 with matching 1" : undefined,
    ),
};

const AUTHORITY_NAME: Rule = {
  id: "dane-authority-name",
  what: "Where TLSA names an authority (usage 2), the certificate carries the name of the MX host.",
  why: "Senders then also compare names; under usage 3 they do not.",
  reference: "RFC 7672 § 3.1.2, § 3.2.3",
  severity: "warning",
  check: (facts) =>
    smtpTlsa(facts).flatMap(({ host, name, records }) =>
      breachesOf(records, ({ association }) =>
        association?.usage === 2 && certificatesOf(facts, host).length === 0
          ? `TLSA at ${shown(name)} has usage 2, and no certificate of the stack names ${shown(host)}; declare one, or publish usage 3`
          : undefined,
      ),
    ),
};

const SINGLE_KEY: Rule = {
  id: "dane-single-key",
  what: "TLSA for a key that is replaced at renewal has a second record: the next key's, or the authority's as \"2 1 1\".",
  why: "A renewed certificate usually has a new key; with its old TLSA alone, senders that honour DANE stop delivering until the record is changed and caches have expired.",
  reference: "RFC 7671 § 8.1; internet.nl, DANE rollover scheme",
  severity: "error",
  check: (facts) =>
    breachesOf(smtpTlsa(facts), ({ host, name, records, known }) => {
      const [only, second] = records;
      const renewed = certificatesOf(facts, host).find(({ caaDomains }) => caaDomains.length > 0);
      return known && second === undefined && only?.association?.usage === 3 && renewed !== undefined
        ? `TLSA ${shown(only.value)} is the only one at ${shown(name)}, and ${renewed.issuer} may renew the certificate with a new key; publish the next key's "3 1 1" beside it, or the authority's "2 1 1"`
        : undefined;
    }),
};

const ACM_KEY: Rule = {
  id: "dane-acm-key",
  what: "TLSA is not tied to a key that never leaves AWS Certificate Manager.",
  why: "The mail server has to present that key itself, and ACM hands it out for exportable certificates only.",
  reference: "https://docs.aws.amazon.com/acm/latest/userguide/acm-exportable-certificates.html",
  severity: "warning",
  check: (facts, stack) =>
    breachesOf(smtpTlsa(facts), ({ host, name, records }) => {
      const own = certificatesOf(facts, host);
      return records.some(({ association }) => association?.usage === 3) &&
        own.length > 0 &&
        own.every((certificate) => isLockedInAcm(certificate, stack))
        ? `TLSA at ${shown(name)}, and the only certificate of the stack that names ${shown(host)} is ${own[0]?.address}, whose key cannot leave ACM; ask for an exportable one, or get the certificate elsewhere`
        : undefined;
    }),
};

function isLockedInAcm({ address, caaDomains }: CertificateFact, stack: TerraformJson): boolean {
  const resource = stack.at(address);
  // One that was imported has its key where it came from, and no authority that would renew it.
  return (
    resource !== undefined &&
    caaDomains.length > 0 &&
    blockOf(resource.attributes.options).export !== "ENABLED"
  );
}

function certificatesOf({ certificates }: Facts, host: string): readonly CertificateFact[] {
  return certificates.filter(({ names }) => names.some((name) => matchesPattern(name, host)));
}

function associationBreaches(
  facts: Facts,
  complaint: (association: TlsaAssociation) => string | undefined,
): readonly Breach[] {
  return smtpTlsa(facts).flatMap(({ name, records }) =>
    breachesOf(records, ({ value, association }) => {
      const problem = association === undefined ? undefined : complaint(association);
      return problem === undefined ? undefined : `TLSA ${shown(value)} at ${shown(name)} ${problem}`;
    }),
  );
}

/** DANE (RFC 7672, 7671, 6698): the key of a mail server, in signed DNS. */
export const DANE_RULES: readonly Rule[] = [
  UNSIGNED_ZONE,
  OWNER_MAIL_DOMAIN,
  OWNER_NOT_MX,
  USAGE,
  ASSOCIATION_DATA,
  EXACT_MATCH,
  AUTHORITY_NAME,
  SINGLE_KEY,
  ACM_KEY,
];
