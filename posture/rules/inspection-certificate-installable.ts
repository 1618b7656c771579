import {
  blockOf,
  type Json,
  listOf,
  objectOf,
  type Resource,
  type TerraformJson,
  textOf,
} from "../terraform-json";
import type { Rule } from "./rule";

/** The firewall shows the server's own certificate, or Outlook stays out. */
export const INSPECTION_CERTIFICATE_INSTALLABLE: Rule = {
  id: "inspection-certificate-installable",
  what: "The certificate that TLS inspection shows can be installed on the server: it is exportable, or was imported.",
  why: "Extended Protection ties a login to the certificate the client saw, and refuses it where the server's is another.",
  reference: "https://microsoft.github.io/CSS-Exchange/Security/Extended-Protection/",
  severity: "error",
  check: (_facts, stack) =>
    stack.all("aws_networkfirewall_tls_inspection_configuration").flatMap((configuration) => {
      const { server_certificate_configuration: shown } = blockOf(
        configuration.attributes.tls_inspection_configuration,
      );
      return listOf(shown)
        .flatMap((entry) => listOf(objectOf(entry).server_certificate))
        .flatMap((entry) => certificatesOf(stack, objectOf(entry).resource_arn))
        .filter((certificate) => !isInstallable(certificate))
        .map(({ address }) => ({
          address: configuration.address,
          message: `the key of ${address} cannot leave AWS, so the server cannot show the same certificate; make it exportable or import one, or inspect nothing`,
        }));
    }),
};

/** The certificates an ARN stands for; a validation stands for the one it waits for. */
function certificatesOf(stack: TerraformJson, arn: Json | undefined): readonly Resource[] {
  return stack
    .referredBy(arn)
    .flatMap((resource) =>
      resource.type === "aws_acm_certificate_validation"
        ? stack.referredBy(resource.attributes.certificate_arn)
        : [resource],
    )
    .filter(({ type }) => type === "aws_acm_certificate");
}

function isInstallable({ attributes }: Resource): boolean {
  return attributes.private_key !== undefined || textOf(blockOf(attributes.options).export) === "ENABLED";
}
