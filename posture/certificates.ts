import type { CertificateFact } from "./facts";
import { isDelivered, isExportable, isImported } from "./inspected-certificates";
import { type TerraformJson, textOf, textsOf } from "./terraform-json";

/** https://docs.aws.amazon.com/acm/latest/userguide/setup-caa.html */
const AMAZON_CAA_DOMAINS = ["amazon.com", "amazonaws.com", "amazontrust.com", "awstrust.com"] as const;

/** Every certificate of a stack, sorted by address. */
export function certificates(stack: TerraformJson): readonly CertificateFact[] {
  return stack.all("aws_acm_certificate").map((certificate) => ({
    names: [
      ...textsOf(certificate.attributes.domain_name),
      ...textsOf(certificate.attributes.subject_alternative_names),
    ].sort(),
    ...(textOf(certificate.attributes.private_key) === undefined
      ? { issuer: "AWS Certificate Manager", caaDomains: AMAZON_CAA_DOMAINS }
      : { issuer: "imported", caaDomains: [] }),
    validatedByStack:
      stack.referring("aws_acm_certificate_validation", "certificate_arn", certificate).length > 0,
    installable: isImported(certificate) || isExportable(certificate),
    renewalDelivered: isDelivered(stack, certificate),
    address: certificate.address,
  }));
}
