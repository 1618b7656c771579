import { decidingCaa } from "../dns/caa-property";
import { dmarcRecords } from "../dns/dmarc-record";
import { answer, recordsAt } from "../dns/look-up";
import { exchanges, mailDomains } from "../dns/mail-names";
import { servedPolicies } from "../dns/mta-sts-policy";
import { canonical, organisationalDomain } from "../dns/names";
import { publishedSpf } from "../dns/spf/stack-spf";
import { textRecords } from "../dns/text-records";
import type { Facts } from "../facts";
import { isExpression } from "../terraform-json";
import type { Breach, Rule } from "./rule";

/** Nothing is left out that others rely on. */
export const MAIL_DOMAIN_COMPLETE: Rule = {
  id: "mail-domain-complete",
  what: "A domain whose MX the stack publishes has SPF and DMARC, asks for TLS reports (a warning where it does not), and has both the record and the policy of MTA-STS, or neither; a name with records about mail has an MX.",
  why: "A record that is missing breaks nothing that anybody sees: mail is forged, or its encryption fails, for months.",
  reference: "RFC 7208, RFC 9989, RFC 8460, RFC 8461; advice sheet, row 4",
  severity: "error",
  check: (facts) => [
    ...withoutPolicyForSenders(facts),
    ...withoutDmarc(facts),
    ...withoutReports(facts),
    ...halfMtaSts(facts),
    ...withoutMx(facts),
  ],
};

function withoutPolicyForSenders(facts: Facts): readonly Breach[] {
  const named = new Set(publishedSpf(facts).map(({ name }) => name));
  return mailDomains(facts)
    .filter(({ domain }) => !named.has(domain) && !hasUnknownText(facts, domain))
    .map(({ domain, address }) => ({
      address,
      message: `${domain} takes mail and has no SPF record, so anybody may send in its name; publish one`,
    }));
}

function withoutDmarc(facts: Facts): readonly Breach[] {
  const named = new Set(dmarcRecords(facts).map(({ domain }) => domain));
  const found = new Map(exchanges(facts).map(({ domain, address }) => [domain, address]));
  return [...found]
    .filter(
      ([domain]) =>
        ![domain, organisationalDomain(domain)].some(
          (name) =>
            named.has(name) || hasUnknownText(facts, `_dmarc.${name}`) || isAlias(facts, `_dmarc.${name}`),
        ) && textRecords(facts, "_dmarc").every((record) => record.domain !== domain),
    )
    .map(([domain, address]) => ({
      address,
      message: `${domain} has an MX and no DMARC record, so receivers do nothing about forged mail; publish one at _dmarc.${domain}`,
    }));
}

function withoutReports(facts: Facts): readonly Breach[] {
  return mailDomains(facts)
    .filter(({ domain }) => answer(facts, `_smtp._tls.${domain}`, "TXT").length === 0)
    .filter(({ domain }) => !isAlias(facts, `_smtp._tls.${domain}`))
    .map(({ domain, address }) => ({
      address,
      severity: "warning" as const,
      message: `${domain} asks for no TLS reports, so nobody hears when its mail cannot be encrypted; publish _smtp._tls.${domain}`,
    }));
}

function halfMtaSts(facts: Facts): readonly Breach[] {
  const announced = textRecords(facts, "_mta-sts");
  const served = servedPolicies(facts);
  return [
    ...announced
      .filter(({ domain }) => !facts.mtaStsPolicies.some((policy) => canonical(policy.domain) === domain))
      .filter(
        ({ domain }) =>
          facts.mtaStsPolicies.every((policy) => !isExpression(policy.domain)) &&
          !isServedElsewhere(facts, domain),
      )
      .map(({ domain, address }) => ({
        address,
        message: `${domain} says that it has an MTA-STS policy, and the stack serves none; serve it, or remove the record`,
      })),
    ...served
      .filter(({ domain }) => answer(facts, `_mta-sts.${domain}`, "TXT").length === 0)
      .filter(({ domain }) => !isAlias(facts, `_mta-sts.${domain}`))
      .map(({ domain, address }) => ({
        address,
        message: `the MTA-STS policy of ${domain} is served, and no record says so: senders never ask for it; publish _mta-sts.${domain}`,
      })),
  ];
}

function withoutMx(facts: Facts): readonly Breach[] {
  const about = ["_smtp._tls", "_mta-sts"].flatMap((label) => textRecords(facts, label));
  const found = new Map(about.map(({ domain, address }) => [domain, address]));
  return [...found]
    .filter(([domain]) => answer(facts, domain, "MX").length === 0)
    .map(([domain, address]) => ({
      address,
      message: `there are records about the mail of ${domain}, and it has no MX: its mail goes to whatever address it has, or comes back; publish its MX`,
    }));
}

/** Does the name of a policy lead out of the stack, to whoever serves it? */
function isServedElsewhere(facts: Facts, domain: string): boolean {
  const host = `mta-sts.${domain}`;
  return ["CNAME", "A", "AAAA"]
    .flatMap((type) => recordsAt(facts, host, type))
    .some(({ value }) => !isExpression(value));
}

function hasUnknownText(facts: Facts, name: string): boolean {
  return answer(facts, name, "TXT").some(({ value }) => isExpression(value));
}

function isAlias(facts: Facts, name: string): boolean {
  return answer(facts, name, "CNAME").length + answer(facts, name, "NS").length > 0;
}

/** Not every authority may issue. */
export const CAA_PRESENT: Rule = {
  id: "caa-present",
  what: "A CAA set says who may issue certificates for each name of a certificate, and for the host of each MTA-STS policy, unless the name is an alias.",
  why: "Without one, any of the world's authorities may be tricked into a certificate, and the server can be imitated.",
  reference: "RFC 8659 § 3",
  severity: "warning",
  check: (facts) => {
    const names = new Map<string, string>([
      ...facts.certificates.flatMap(({ names: own, address }) =>
        own.map((name) => [canonical(name).replace(/^\*\./, ""), address] as const),
      ),
      ...servedPolicies(facts).map(({ domain, address }) => [`mta-sts.${domain}`, address] as const),
    ]);
    return [...names]
      .filter(([name]) => !isExpression(name) && !isAlias(facts, name))
      .filter(
        ([name]) =>
          facts.records.some((record) => canonical(record.name) === name) || name.startsWith("mta-sts."),
      )
      .filter(([name]) => decidingCaa(facts, name) === undefined)
      .map(([name, address]) => ({
        address,
        message: `any authority may issue a certificate for ${name}; publish a CAA set that names yours`,
      }));
  },
};

/** AWS can renew what it issued. */
export const CERTIFICATE_RENEWABLE: Rule = {
  id: "certificate-renewable",
  what: "Where the stack publishes records that prove names of a certificate to AWS, it does so for every name in its zones.",
  why: "AWS renews a certificate only if all of its names are proved; without one of the records it runs out, within a year.",
  reference: "https://docs.aws.amazon.com/acm/latest/userguide/dns-renewal-validation.html",
  severity: "error",
  check: ({ certificates, records }) =>
    certificates.flatMap(({ names, address }) => {
      const proofs = records.filter(({ name, value }) =>
        `${name}${value}`.includes(`${address}.domain_validation_options`),
      );
      const isProved = (name: string): boolean =>
        proofs.some((proof) => `${proof.name}${proof.value}`.includes(`== "${name}"`));
      // A record for each name in a loop, or for none in particular, cannot be told apart.
      return proofs.some(({ name }) => !name.includes('== "'))
        ? []
        : (proofs.length === 0 ? [] : names)
            .filter((name) => !isProved(name))
            .map((name) => ({
              address,
              message: `the record that proves ${name} to AWS is missing, and the certificate will not be renewed; publish it`,
            }));
    }),
};
