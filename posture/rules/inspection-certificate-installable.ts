import { inspectedCertificates, isExportable, isImported } from "../inspected-certificates";
import type { Rule } from "./rule";

/** The firewall shows the server's own certificate, or Outlook stays out. */
export const INSPECTION_CERTIFICATE_INSTALLABLE: Rule = {
  id: "inspection-certificate-installable",
  what: "The certificate that TLS inspection shows can be installed on the server: it is exportable, or was imported.",
  why: "Extended Protection ties a login to the certificate the client saw, and refuses it where the server's is another.",
  reference: "https://microsoft.github.io/CSS-Exchange/Security/Extended-Protection/",
  severity: "error",
  check: (_facts, stack) =>
    inspectedCertificates(stack)
      .filter(({ certificate }) => !isImported(certificate) && !isExportable(certificate))
      .map(({ configuration, certificate }) => ({
        address: configuration.address,
        message: `the key of ${certificate.address} cannot leave AWS, so the server cannot show the same certificate; make it exportable or import one, or inspect nothing`,
      })),
};
