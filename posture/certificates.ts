import type { CertificateLifetime, RenewalWindow } from "../constructs/core/certificate-lifetime";
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
 */
export function certificates(stack: TerraformJson): readonly CertificateFact[] {
  const stated = statedCertificate(stack.output(STATED));
  const declared = stack.all("aws_acm_certificate").map((certificate) => acmCertificate(stack, certificate));
  if (stated === undefined) {
    return declared;
  }
  const { key, lifetimes, renewal } = stated;
  const own = (fact: CertificateFact): boolean => sameNames(fact, stated);
  return !declared.some(own) && objectOf(objectOf(stack.output(STATED)).renewal).by === "server"
    ? [...declared, stated]
    : declared.map((fact) => (own(fact) ? { ...fact, key, lifetimes, renewal } : fact));
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

const NOTHING_STATED = { key: null, lifetimes: [], renewal: null } as const;

/** A certificate as a stack states it; undefined where it states none with a name. */
function statedCertificate(output: Json | undefined): CertificateFact | undefined {
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
        lifetimes: listOf(lifetimes).flatMap(lifetimeOf),
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
