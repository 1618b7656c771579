import type { CertificateFact } from "./facts";
import { type TerraformJson, textOf, textsOf } from "./terraform-json";

/** Every certificate of a stack, sorted by address. */
export function certificates(stack: TerraformJson): readonly CertificateFact[] {
  return stack.all("aws_acm_certificate").map((certificate) => ({
    names: [
      ...textsOf(certificate.attributes.domain_name),
      ...textsOf(certificate.attributes.subject_alternative_names),
    ].sort(),
    issuer: textOf(certificate.attributes.private_key) === undefined ? "AWS Certificate Manager" : "imported",
    validatedByStack:
      stack.referring("aws_acm_certificate_validation", "certificate_arn", certificate).length > 0,
    address: certificate.address,
  }));
}
