import {
  type CertificateLifetime,
  lifetimeOn,
  type RenewalWindow,
} from "../constructs/core/certificate-lifetime";
import { LETS_ENCRYPT_PROFILES, type LetsEncryptProfile } from "../constructs/core/lets-encrypt-profiles";
import { dnsRecords } from "./dns-records";
import type { CertificateFact, CertificateRenewalFact } from "./facts";
import { isDelivered, isExportable, isImported } from "./inspected-certificates";
import {
  type Json,
  listOf,
  objectOf,
  type Resource,
  type TerraformJson,
  textOf,
  textsOf,
} from "./terraform-json";

/** https://docs.aws.amazon.com/acm/latest/userguide/setup-caa.html */
const AMAZON_CAA_DOMAINS = ["amazon.com", "amazonaws.com", "amazontrust.com", "awstrust.com"] as const;

/** Output in which a stack says which certificate the mail host has, and how it is renewed. */
const STATED = "certificate";

/**
 * Every certificate of a stack, sorted by address.
 *
 * What the stack states joins the resource it is about. Alone it counts only for a certificate that the server gets by
 * itself: of any other there is a resource, or there is no certificate.
 *
 * @param today day on which lifetimes are looked up; `YYYY-MM-DD`
 */
export function certificates(stack: TerraformJson, today: string): readonly CertificateFact[] {
  const stated = statedCertificate(stack.output(STATED), today);
  const ordered = stack
    .all("acme_certificate")
    .map((certificate) => acmeCertificate(stack, certificate, stated, today));
  const declared = [
    ...ordered,
    ...stack
      .all("aws_acm_certificate")
      // One that is ordered above and brought to AWS is the same certificate.
      .filter(({ attributes }) =>
        stack.referredBy(attributes.certificate_body).every(({ type }) => type !== "acme_certificate"),
      )
      .map((certificate) => acmCertificate(stack, certificate)),
  ];
  if (stated === undefined) {
    return declared;
  }
  const { key, lifetimeDays, laterLifetimes } = stated;
  const own = (fact: CertificateFact): boolean => sameNames(fact, stated);
  if (!declared.some(own)) {
    const { by } = objectOf(objectOf(stack.output(STATED)).renewal);
    return by === "server"
      ? [...declared, { ...stated, validatedByStack: hasChallenges(stack, stated) }]
      : declared;
  }
  return declared.map((fact) =>
    own(fact)
      ? {
          ...fact,
          key: fact.key ?? key,
          ...(fact.lifetimeDays === null ? { lifetimeDays, laterLifetimes } : {}),
          renewal: joined(fact.renewal, stated.renewal),
        }
      : fact,
  );
}

/** Do records of the stack lead the challenge of each name to where the server answers it? */
function hasChallenges(stack: TerraformJson, { names }: CertificateFact): boolean {
  const led = new Set(
    dnsRecords(stack)
      .filter(({ type }) => type === "CNAME" || type === "NS")
      .map(({ name }) => name),
  );
  return names.every((name) => led.has(`_acme-challenge.${name.replace(/^\*\./, "")}`));
}

/** What the resource says of its window holds; how often somebody applies, only the stack can say. */
function joined(
  declared: CertificateRenewalFact | null,
  stated: CertificateRenewalFact | null,
): CertificateRenewalFact | null {
  return declared === null ? stated : { ...declared, everyDays: stated?.everyDays ?? null };
}

/** Days before the end at which the provider renews where nothing is said. */
const DEFAULT_MIN_DAYS = 30;

/** Of ten days or less, a half is left for renewing (https://github.com/vancluever/terraform-provider-acme/pull/563). */
const SHORT_LIVED = "shortlived";

/** A certificate ordered over ACME; with a request made elsewhere, its names are those that the stack states. */
function acmeCertificate(
  stack: TerraformJson,
  { attributes, address }: Resource,
  stated: CertificateFact | undefined,
  today: string,
): CertificateFact {
  const names = [...textsOf(attributes.common_name), ...textsOf(attributes.subject_alternative_names)].sort();
  const { min_days_remaining: minDays, min_days_dynamic: dynamic, profile } = attributes;
  const known = asksLetsEncrypt(stack)
    ? { issuer: "Let's Encrypt", caaDomains: ["letsencrypt.org"], lifetimes: lifetimesOf(profile) }
    : { issuer: "an authority that speaks ACME", caaDomains: [], lifetimes: [] };
  return {
    names: attributes.certificate_request_pem === undefined ? names : (stated?.names ?? []),
    issuer: known.issuer,
    caaDomains: known.caaDomains,
    validatedByStack: listOf(attributes.dns_challenge).length > 0,
    installable: true,
    renewalDelivered: false,
    key: null,
    ...lifetimesFrom(known.lifetimes, today),
    renewal: {
      by: "apply",
      window:
        dynamic === true
          ? { lifetimeDividedBy: textOf(profile) === SHORT_LIVED ? 2 : 3 }
          : { days: typeof minDays === "number" ? minDays : DEFAULT_MIN_DAYS },
      everyDays: null,
    },
    address,
  };
}

function asksLetsEncrypt(stack: TerraformJson): boolean {
  return stack.declarations
    .filter(({ kind, address }) => kind === "provider" && address === "provider.acme")
    .flatMap(({ value }) => listOf(value))
    .some((provider) =>
      /^https:\/\/[\w-]+\.api\.letsencrypt\.org\//.test(textOf(objectOf(provider).server_url) ?? ""),
    );
}

function lifetimesOf(profile: Json | undefined): readonly CertificateLifetime[] {
  const profiles: Readonly<Record<string, LetsEncryptProfile>> = LETS_ENCRYPT_PROFILES;
  // Without one, or with an empty one, the authority takes its own default.
  return profiles[textOf(profile) || "classic"]?.lifetimes ?? [];
}

function lifetimesFrom(
  lifetimes: readonly CertificateLifetime[],
  today: string,
): Pick<CertificateFact, "lifetimeDays" | "laterLifetimes"> {
  return {
    lifetimeDays: lifetimeOn(lifetimes, today) ?? null,
    laterLifetimes: lifetimes
      .filter(({ from = "" }) => from > today)
      .sort((one, other) => ((one.from ?? "") < (other.from ?? "") ? -1 : 1)),
  };
}

function acmCertificate(stack: TerraformJson, certificate: Resource): CertificateFact {
  const { attributes, address } = certificate;
  return {
    names: [...textsOf(attributes.domain_name), ...textsOf(attributes.subject_alternative_names)].sort(),
    ...(textOf(attributes.private_key) === undefined
      ? { issuer: "AWS Certificate Manager", caaDomains: AMAZON_CAA_DOMAINS }
      : { issuer: "imported", caaDomains: [] }),
    validatedByStack:
      stack.referring("aws_acm_certificate_validation", "certificate_arn", certificate).length > 0,
    installable: isImported(certificate) || isExportable(certificate),
    renewalDelivered: isDelivered(stack, certificate),
    ...NOTHING_STATED,
    address,
  };
}

const NOTHING_STATED = { key: null, lifetimeDays: null, laterLifetimes: [], renewal: null } as const;

/** A certificate as a stack states it; undefined where it states none with a name. */
function statedCertificate(output: Json | undefined, today: string): CertificateFact | undefined {
  const { names, issuer, caa_domains: caaDomains, key, lifetimes, installable, renewal } = objectOf(output);
  const stated = [...textsOf(names)].sort();
  const { algorithm, bits } = objectOf(key);
  return stated.length === 0
    ? undefined
    : {
        names: stated,
        issuer: textOf(issuer) ?? "an authority that the stack does not name",
        caaDomains: textsOf(caaDomains),
        validatedByStack: false,
        installable: installable === true,
        renewalDelivered: false,
        key: typeof algorithm === "string" && typeof bits === "number" ? { algorithm, bits } : null,
        ...lifetimesFrom(listOf(lifetimes).flatMap(lifetimeOf), today),
        renewal: renewalOf(renewal),
        address: `output.${STATED}`,
      };
}

function lifetimeOf(entry: Json): readonly CertificateLifetime[] {
  const { days, from } = objectOf(entry);
  return typeof days === "number" ? [{ days, ...(typeof from === "string" ? { from } : {}) }] : [];
}

const RENEWED_BY: readonly string[] = ["issuer", "apply", "server"] satisfies CertificateRenewalFact["by"][];

function renewalOf(stated: Json | undefined): CertificateRenewalFact | null {
  const { by, window, every_days: everyDays } = objectOf(stated);
  const { days, lifetime_divided_by: lifetimeDividedBy } = objectOf(window);
  const opened: RenewalWindow | undefined =
    typeof days === "number"
      ? { days }
      : typeof lifetimeDividedBy === "number" && lifetimeDividedBy > 0
        ? { lifetimeDividedBy }
        : undefined;
  return typeof by === "string" && RENEWED_BY.includes(by) && opened !== undefined
    ? {
        by: by as CertificateRenewalFact["by"],
        window: opened,
        everyDays: typeof everyDays === "number" ? everyDays : null,
      }
    : null;
}

function sameNames(one: Pick<CertificateFact, "names">, other: Pick<CertificateFact, "names">): boolean {
  return one.names.join(" ") === other.names.join(" ");
}
