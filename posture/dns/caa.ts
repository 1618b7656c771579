import type { Facts } from "../facts";
import type { Breach, Rule } from "../rules/rule";
import { isExpression } from "../terraform-json";
import { breachesOf, shown, shownAll } from "./breaches";
import {
  type CaaIssuer,
  caaSets,
  decidingCaa,
  parseCaa,
  parseIssuer,
  permissions,
  permittedIssuers,
} from "./caa-property";
import type { Published } from "./look-up";
import { recordSets } from "./look-up";
import { servedPolicies } from "./mta-sts-policy";

/** https://developers.cloudflare.com/ssl/reference/certificate-authorities/ */
const CLOUDFLARE_AUTHORITIES = ["letsencrypt.org", "pki.goog", "sectigo.com", "ssl.com"] as const;
const ISSUE_TAGS = ["issue", "issuewild", "issuemail"];

const FLAGS: Rule = {
  id: "caa-flags",
  what: "The flags of a CAA are 0 or 128.",
  why: "All other bits are reserved; a record with one of them may stop an authority from issuing.",
  reference: "RFC 8659 § 4.1",
  severity: "error",
  check: (facts) =>
    breachesOf(caaRecords(facts), ({ name, value }) => {
      const flags = parseCaa(value)?.flags ?? 0;
      return flags === 0 || flags === 128
        ? undefined
        : `CAA ${shown(value)} at ${shown(name)} has flags ${flags}; allowed are 0 and 128`;
    }),
};

const TAG: Rule = {
  id: "caa-tag",
  what: "The tag of a CAA is letters and digits.",
  why: "An authority that meets any other tag treats the record as broken.",
  reference: "RFC 8659 § 4.1",
  severity: "error",
  check: (facts) =>
    breachesOf(caaRecords(facts), ({ name, value }) => {
      const tag = parseCaa(value)?.tag;
      return tag === undefined || /^[a-z0-9]+$/.test(tag)
        ? undefined
        : `CAA ${shown(value)} at ${shown(name)} has the tag ${shown(tag)}; allowed are letters and digits, such as issue, issuewild, issuemail and iodef`;
    }),
};

const VALUE: Rule = {
  id: "caa-value",
  what: "The value of issue, issuewild and issuemail is the domain of an authority, with parameters after a semicolon; that of iodef is a URL.",
  why: "An authority that cannot read the value must not issue, and the certificate is not renewed.",
  reference: "RFC 8659 § 4.2, § 4.4",
  severity: "error",
  check: (facts) =>
    breachesOf(caaRecords(facts), ({ name, value }) => {
      const problem = valueProblem(value);
      return problem === undefined ? undefined : `CAA ${shown(value)} at ${shown(name)} ${problem}`;
    }),
};

function valueProblem(value: string): string | undefined {
  const property = parseCaa(value);
  if (property === undefined) {
    return 'is not flags, tag and value; write it as 0 issue "letsencrypt.org"';
  }
  if (ISSUE_TAGS.includes(property.tag) && parseIssuer(property.value) === undefined) {
    return `has the value ${shown(property.value)}; write a domain and "; name=value" for each parameter, or ";" alone where nobody may issue`;
  }
  return property.tag === "iodef" && !/^(?:mailto|https?):\S+$/i.test(property.value)
    ? `has the value ${shown(property.value)}; write a mailto:, http: or https: URL`
    : undefined;
}

const ISSUE_MISSING: Rule = {
  id: "caa-issue-missing",
  what: "A CAA set says who may issue.",
  why: "A set without issue, such as one with iodef alone, lets any authority issue, and overrides the set of the name above.",
  reference: "RFC 8659 § 3, § 4.2",
  severity: "error",
  check: (facts) =>
    breachesOf(caaSets(facts), ({ name, properties, known }) =>
      known && !properties.some(({ tag }) => tag === "issue")
        ? `the CAA set of ${shown(name)} has ${properties.length === 0 ? "nothing readable" : `${shownAll([...new Set(properties.map(({ tag }) => tag))])} only`}, so any authority may issue; add issue with the domain of yours`
        : undefined,
    ),
};

const WILDCARD_OPEN: Rule = {
  id: "caa-wildcard-open",
  what: "A CAA set with issue also has issuewild.",
  why: "Without it the authorities that may issue for a name may issue for every name below it, too.",
  reference: "RFC 8659 § 4.3",
  severity: "warning",
  check: (facts) =>
    breachesOf(caaSets(facts), ({ name, properties, known }) =>
      known &&
      properties.some(({ tag }) => tag === "issue") &&
      !properties.some(({ tag }) => tag === "issuewild")
        ? `the CAA set of ${shown(name)} has issue without issuewild; add 0 issuewild ";" where no wildcard certificate is used`
        : undefined,
    ),
};

const MAIL_OPEN: Rule = {
  id: "caa-mail-open",
  what: "A CAA set says who may issue S/MIME certificates.",
  why: "Without issuemail any authority may issue one for an address of the domain.",
  reference: "RFC 9495 § 4",
  severity: "warning",
  check: (facts) =>
    breachesOf(caaSets(facts), ({ name, properties, known }) =>
      known && !properties.some(({ tag }) => tag === "issuemail")
        ? `the CAA set of ${shown(name)} has no issuemail; add 0 issuemail ";" where nobody uses S/MIME, or the authority that issues it`
        : undefined,
    ),
};

const CERTIFICATE_FORBIDDEN: Rule = {
  id: "caa-certificate-forbidden",
  what: "Every certificate of the stack may be issued under the CAA set nearest to each of its names.",
  why: "Otherwise the authority refuses, at the first order or, worse, at a renewal months later.",
  reference: "RFC 8659 § 3",
  severity: "error",
  check: (facts) =>
    facts.certificates.flatMap(({ names, issuer, caaDomains, address }) =>
      names
        .filter((name) => caaDomains.length > 0 && !isExpression(name))
        .flatMap((name): readonly Breach[] => {
          const wildcard = name.startsWith("*.");
          const set = decidingCaa(facts, wildcard ? name.slice(2) : name);
          const permitted = set?.known === true ? permittedIssuers(set, wildcard) : undefined;
          return set === undefined ||
            permitted === undefined ||
            permitted.some((domain) => caaDomains.includes(domain))
            ? []
            : [
                {
                  address,
                  message: `CAA at ${shown(set.name)} lets ${permitted.length === 0 ? "nobody" : shownAll(permitted)} issue for ${shown(name)}, and the certificate comes from ${issuer}; add ${wildcard ? "issuewild" : "issue"} with ${caaDomains.length === 1 ? "" : "one of "}${shownAll(caaDomains)}`,
                },
              ];
        }),
    ),
};

/** How `validationmethods` calls a proof by DNS records: ACME's name, and that of Baseline Requirements § 3.2.2.4.7. */
const DNS_METHODS = ["dns-01", "ca-tbr-7"] as const;

const CONDITIONS_UNMET: Rule = {
  id: "caa-conditions-unmet",
  what: "Where a CAA set lets the authority of a certificate issue under conditions, one of its records has conditions that the certificate can meet: an account that is a URI, given once, and, where records of the stack prove the names, the method dns-01 or ca-tbr-7.",
  why: "A condition that is not met forbids as the missing authority does. From 15 March 2027 every authority must obey them, also those that ignored them until then, so a renewal fails for records that nobody touched.",
  reference:
    "RFC 8657 § 3, § 4; https://cabforum.org/2026/05/13/ballot-sc098v2-process-rfc-8657-caa-parameters/",
  severity: "error",
  check: (facts) =>
    facts.certificates.flatMap(({ names, issuer, caaDomains, validatedByStack, address }) =>
      names
        .filter((name) => !isExpression(name))
        .flatMap((name): readonly Breach[] => {
          const wildcard = name.startsWith("*.");
          const set = decidingCaa(facts, wildcard ? name.slice(2) : name);
          const own =
            set?.known === true
              ? (permissions(set, wildcard) ?? []).filter(({ domain }) => caaDomains.includes(domain))
              : [];
          const unmet = own.map((permission) => unmetCondition(permission, validatedByStack));
          return set === undefined || unmet.length === 0 || unmet.includes(undefined)
            ? []
            : [
                {
                  address,
                  message: `CAA at ${shown(set.name)} lets ${issuer} issue for ${shown(name)} only where ${[...new Set(unmet)].join(", or ")}; correct the parameters, or leave them out`,
                },
              ];
        }),
    ),
};

/** What of a permission's conditions nobody, or this certificate, can meet. */
function unmetCondition({ parameters }: CaaIssuer, byDns: boolean): string | undefined {
  const accounts = parameters.get("accounturi") ?? [];
  if (accounts.length > 1) {
    return `the account is each of ${shownAll(accounts)} at once`;
  }
  const [account] = accounts;
  if (account !== undefined && !isExpression(account) && !URL.canParse(account)) {
    return `the account is ${shown(account)}, which is no URI`;
  }
  const given = parameters.get("validationmethods");
  const methods = (given ?? [])
    .flatMap((list) => list.split(","))
    .map((method) => method.trim().toLowerCase());
  return byDns &&
    given !== undefined &&
    !given.some(isExpression) &&
    !DNS_METHODS.some((method) => methods.includes(method))
    ? `names are proved by ${shownAll(methods)}, and records of the stack prove them by "dns-01"`
    : undefined;
}

const EDGE_FORBIDDEN: Rule = {
  id: "caa-edge-forbidden",
  what: "Where Cloudflare serves the MTA-STS policy and another host the zone, CAA lets one of Cloudflare's authorities issue.",
  why: "Cloudflare adds its own CAA records to zones it serves, and to no others; without them the policy host gets no certificate.",
  reference: "RFC 8659 § 3; https://developers.cloudflare.com/ssl/edge-certificates/caa-records/",
  severity: "error",
  check: (facts) =>
    breachesOf(
      servedPolicies(facts).filter(({ address }) => address.startsWith("cloudflare_")),
      ({ domain }) => {
        const host = `mta-sts.${domain}`;
        const set = decidingCaa(facts, host);
        const permitted =
          set?.known === true && !set.address.startsWith("cloudflare_")
            ? permittedIssuers(set, false)
            : undefined;
        return set === undefined ||
          permitted === undefined ||
          CLOUDFLARE_AUTHORITIES.some((authority) => permitted.includes(authority))
          ? undefined
          : `CAA at ${shown(set.name)} lets ${permitted.length === 0 ? "nobody" : shownAll(permitted)} issue for ${shown(host)}, and Cloudflare serves it; add issue with one of ${shownAll(CLOUDFLARE_AUTHORITIES)}`;
      },
    ),
};

const LETS_ENCRYPT_UNBOUND: Rule = {
  id: "caa-lets-encrypt-unbound",
  what: "Let's Encrypt may issue to the client's own account only.",
  why: "Without accounturi or validationmethods anyone who hijacks traffic for a moment passes the challenge with an account of their own.",
  reference: "RFC 8657 § 3, § 4",
  severity: "warning",
  check: (facts) =>
    breachesOf(ofOurAccounts(facts), ({ name, value }) => {
      const property = parseCaa(value);
      const issuer =
        property?.tag === "issue" || property?.tag === "issuewild" ? parseIssuer(property.value) : undefined;
      return issuer?.domain === "letsencrypt.org" &&
        !["accounturi", "validationmethods"].some((parameter) => issuer.parameters.has(parameter))
        ? `CAA ${shown(value)} at ${shown(name)} lets any account of Let's Encrypt order; add "; validationmethods=dns-01" and "; accounturi=" with the account's URL`
        : undefined;
    }),
};

/** CAA records of names whose certificates are ordered from accounts of ours: a CDN orders from its own. */
function ofOurAccounts(facts: Published & Pick<Facts, "mtaStsPolicies">): ReturnType<typeof caaRecords> {
  const servedByCdn = new Set(
    facts.mtaStsPolicies
      .filter(({ address }) => address.startsWith("cloudflare_worker"))
      .map(({ domain }) => `mta-sts.${domain}`),
  );
  return caaRecords(facts).filter(({ name }) => !servedByCdn.has(name));
}

/** CAA records that are known before apply. */
function caaRecords(
  facts: Published,
): readonly { readonly name: string; readonly value: string; readonly address: string }[] {
  return recordSets(facts, "CAA").flatMap(({ name, records }) =>
    records
      .filter(({ value }) => !isExpression(value))
      .map(({ value, address }) => ({ name, value, address })),
  );
}

/** CAA (RFC 8659, 8657, 9495): which authorities may issue certificates. */
export const CAA_RULES: readonly Rule[] = [
  FLAGS,
  TAG,
  VALUE,
  ISSUE_MISSING,
  WILDCARD_OPEN,
  MAIL_OPEN,
  CERTIFICATE_FORBIDDEN,
  CONDITIONS_UNMET,
  EDGE_FORBIDDEN,
  LETS_ENCRYPT_UNBOUND,
];
