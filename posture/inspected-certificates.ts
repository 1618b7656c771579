import {
  blockOf,
  type Json,
  listOf,
  objectOf,
  type Resource,
  type TerraformJson,
  textOf,
} from "./terraform-json";

/** A certificate that a firewall shows to the clients in the server's place. */
interface InspectedCertificate {
  /** The TLS inspection configuration. */
  readonly configuration: Resource;
  readonly certificate: Resource;
}

/** The certificates that TLS inspection shows, configuration by configuration. */
export function inspectedCertificates(stack: TerraformJson): readonly InspectedCertificate[] {
  return stack.all("aws_networkfirewall_tls_inspection_configuration").flatMap((configuration) => {
    const { server_certificate_configuration: shown } = blockOf(
      configuration.attributes.tls_inspection_configuration,
    );
    return listOf(shown)
      .flatMap((entry) => listOf(objectOf(entry).server_certificate))
      .flatMap((entry) => certificatesOf(stack, objectOf(entry).resource_arn))
      .map((certificate) => ({ configuration, certificate }));
  });
}

/** Was the certificate brought to AWS, so that its key is elsewhere too? */
export function isImported({ attributes }: Resource): boolean {
  return attributes.private_key !== undefined;
}

/** Does AWS hand out the key of a certificate it issued? */
export function isExportable({ attributes }: Resource): boolean {
  return textOf(blockOf(attributes.options).export) === "ENABLED";
}

/** The certificates an ARN stands for; a validation stands for the one it waits for. */
export function certificatesOf(stack: TerraformJson, arn: Json | undefined): readonly Resource[] {
  return stack
    .referredBy(arn)
    .flatMap((resource) =>
      resource.type === "aws_acm_certificate_validation"
        ? stack.referredBy(resource.attributes.certificate_arn)
        : [resource],
    )
    .filter(({ type }) => type === "aws_acm_certificate");
}

/** What AWS says when a certificate was issued or renewed. */
export const RENEWAL_EVENT = "ACM Certificate Available";

/** Does something other than a message happen when AWS renews the certificate? */
export function isDelivered(stack: TerraformJson, certificate: Resource): boolean {
  return stack
    .all("aws_cloudwatch_event_rule")
    .filter(
      ({ attributes }) =>
        textOf(attributes.state) !== "DISABLED" &&
        textOf(attributes.event_pattern)?.includes(RENEWAL_EVENT) === true &&
        certificatesOf(stack, attributes.event_pattern).includes(certificate),
    )
    .some((rule) =>
      stack.referring("aws_cloudwatch_event_target", "rule", rule).some((target) => !isTopic(stack, target)),
    );
}

function isTopic(stack: TerraformJson, { attributes }: Resource): boolean {
  return (
    textOf(attributes.arn)?.startsWith("arn:aws:sns:") === true ||
    stack.referredBy(attributes.arn).some(({ type }) => type === "aws_sns_topic")
  );
}
