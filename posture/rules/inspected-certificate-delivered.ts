import {
  inspectedCertificates,
  isDelivered,
  isExportable,
  isImported,
  RENEWAL_EVENT,
} from "../inspected-certificates";
import type { Rule } from "./rule";

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
        message: `nothing brings ${certificate.address} to the server when AWS renews it; start an installation at the event "${RENEWAL_EVENT}", as CertificateDelivery does`,
      })),
};
