import type { Facts } from "../../../facts";
import type { Rule } from "../../../rules/rule";
import { canonical } from "../../names";
import type { SpfTerm } from "../spf-term";
import { isHostOnly, isNullMx, mxHosts, publishedSpf, type StackSpf, writtenSpf } from "../stack-spf";
import { breach } from "./breach";

const NO_MAIL = "v=spf1 -all";

/** What a record says about everyone it does not name. */
export const SPF_POLICY_RULES: readonly Rule[] = [
  {
    id: "spf-pass-all",
    what: "No record authorises everyone.",
    why: "With +all any host may send in the domain's name, and DMARC lets it pass.",
    reference: "RFC 7208 § 5.1",
    severity: "error",
    check: (facts) =>
      publishedSpf(facts).flatMap((record) =>
        allTerms(record)
          .filter(({ qualifier }) => qualifier === "+")
          .map(({ text }) =>
            breach(record, `${JSON.stringify(text)} lets everyone send; end the record with "~all"`),
          ),
      ),
  },
  {
    id: "spf-neutral-all",
    what: "A record says something about those it does not name: ~all or -all.",
    why: "?all, or no all, tells receivers nothing about forged mail.",
    reference: "RFC 7208 § 4.7 and § 5.1",
    severity: "error",
    check: (facts) => {
      const records = publishedSpf(facts);
      const parts = new Set(records.flatMap(({ terms }) => includedNames(terms)));
      return records
        .filter(({ name }) => !parts.has(name))
        .flatMap((record) => {
          const [all] = allTerms(record);
          const redirected = record.terms.some(({ name }) => name === "redirect");
          if (all === undefined) {
            return redirected
              ? []
              : [
                  breach(
                    record,
                    'it has neither all nor redirect, which reads as "?all"; end it with "~all"',
                  ),
                ];
          }
          return all.qualifier === "?"
            ? [
                breach(
                  record,
                  `${JSON.stringify(all.text)} says nothing about forged mail; end it with "~all"`,
                ),
              ]
            : [];
        });
    },
  },
  {
    id: "spf-hard-fail",
    what: "A domain that sends mail ends its record with ~all.",
    why: "With -all, receivers refuse forwarded mail before they look at its DKIM signature; DMARC does the refusing.",
    reference: "RFC 9989 § 7.1",
    severity: "warning",
    check: (facts) =>
      publishedSpf(facts)
        .filter((record) => sendsMail(facts, record) && allTerms(record)[0]?.qualifier === "-")
        .map((record) =>
          breach(record, '"-all" on a domain that sends mail; end it with "~all" and let DMARC reject'),
        ),
  },
  {
    id: "spf-no-mail",
    what: "A domain with a null MX publishes v=spf1 -all.",
    why: "A domain that takes no mail sends none; any other record leaves it to be forged.",
    reference: "RFC 7505 § 4, RFC 7208 § 10.1.2",
    severity: "error",
    check: (facts) => {
      const written = writtenSpf(facts);
      const nullMx = facts.records.filter(
        ({ type, name }) => type === "MX" && isNullMx(mxHosts(facts, canonical(name))),
      );
      return nullMx.flatMap(({ name, address }) => {
        const records = written.filter((record) => record.name === canonical(name));
        return records.length === 0
          ? [
              {
                address,
                message: `${JSON.stringify(name)} has a null MX and no SPF record; publish "${NO_MAIL}"`,
              },
            ]
          : records
              .filter((record) => record.text.trimEnd() !== NO_MAIL && !greets(facts, record))
              .map((record) =>
                breach(
                  record,
                  `${JSON.stringify(record.text)} on a domain with a null MX; allowed is "${NO_MAIL}"`,
                ),
              );
      });
    },
  },
  {
    id: "spf-mail-host",
    what: "Every mail host of the stack has an SPF record of its own.",
    why: "A bounce has no sender; it is checked against the name the server greets with.",
    reference: "RFC 7208 § 2.3, § 2.4 and § 10.1.3",
    severity: "warning",
    check: (facts) => {
      const withSpf = new Set(writtenSpf(facts).map(({ name }) => name));
      return mailHosts(facts)
        .filter((host) => !withSpf.has(host))
        .flatMap((host) =>
          addressRecords(facts, host)
            .slice(0, 1)
            .map(({ address }) => ({
              address,
              message: `the mail host ${JSON.stringify(host)} has no SPF record; publish "v=spf1 a -all" there`,
            })),
        );
    },
  },
];

function allTerms({ terms }: StackSpf): readonly SpfTerm[] {
  return terms.filter(({ name }) => name === "all");
}

function includedNames(terms: readonly SpfTerm[]): readonly string[] {
  return terms.flatMap(({ name, domain }) => (name === "include" && domain !== undefined ? [domain] : []));
}

function sendsMail(facts: Facts, record: StackSpf): boolean {
  const hosts = mxHosts(facts, record.name);
  return hosts.length > 0 && !isNullMx(hosts) && !isHostOnly(record);
}

/** A host may refuse mail to itself and still greet with its name. */
function greets(facts: Facts, record: StackSpf): boolean {
  return isHostOnly(record) && addressRecords(facts, record.name).length > 0;
}

/** Names under which the stack's own servers speak SMTP or serve mailboxes, sorted. */
function mailHosts(facts: Facts): readonly string[] {
  const named = facts.records.flatMap(({ name, type, value }) => {
    const fields = value.split(" ");
    switch (type) {
      case "MX":
        return [fields[1]];
      case "CNAME":
        return /^autodiscover\./i.test(name) ? [value] : [];
      case "SRV":
        return /^_autodiscover\._tcp\./i.test(name) ? [fields[3]] : [];
      default:
        return [];
    }
  });
  return [...new Set(named.filter((host) => host !== undefined).map(canonical))].sort();
}

function addressRecords({ records }: Facts, host: string): Facts["records"] {
  return records.filter(({ name, type }) => (type === "A" || type === "AAAA") && canonical(name) === host);
}
