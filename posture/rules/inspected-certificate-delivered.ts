import { certificatesOf, inspectedCertificates, isExportable, isImported } from "../inspected-certificates";
import { type Resource, type TerraformJson, textOf } from "../terraform-json";
import type { Rule } from "./rule";

/** What AWS says when a certificate was issued or renewed. */
const AVAILABLE = "ACM Certificate Available";

/**
 * A renewed certificate gets onto the server when it gets onto the firewall.
 *
 * That it gets there at all, this cannot show: whether a server has the tag and the profile that the delivery
 * looks for is not in the JSON. It shows that something runs at AWS's event.
 */
export const INSPECTED_CERTIFICATE_DELIVERED: Rule = {
  id: "inspected-certificate-delivered",
  what: "An exportable certificate that TLS inspection shows is brought to the server whenever AWS renews it.",
  why: "The firewall shows a renewed certificate at once, and Extended Protection refuses Outlook until the server shows the same.",
  reference: "https://docs.aws.amazon.com/acm/latest/userguide/supported-events.html",
  severity: "error",
  check: (_facts, stack) =>
    inspectedCertificates(stack)
      .filter(({ certificate }) => isExportable(certificate) && !isImported(certificate))
      .filter(({ certificate }) => !isDelivered(stack, certificate))
      .map(({ configuration, certificate }) => ({
        address: configuration.address,
        message: `nothing brings ${certificate.address} to the server when AWS renews it; start an installation at the event "${AVAILABLE}", as CertificateDelivery does`,
      })),
};

/** Does something other than a message happen when the certificate is renewed? */
function isDelivered(stack: TerraformJson, certificate: Resource): boolean {
  return stack
    .all("aws_cloudwatch_event_rule")
    .filter(
      ({ attributes }) =>
        textOf(attributes.state) !== "DISABLED" &&
        textOf(attributes.event_pattern)?.includes(AVAILABLE) === true &&
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
