import { NetworkfirewallTlsInspectionConfiguration } from "@cdktf/provider-aws/lib/networkfirewall-tls-inspection-configuration";
import { Construct } from "constructs";
import { CidrSet } from "../../core/cidr-set";
import { type Problem, throwIfAny } from "../../core/errors";
import { nameWithHash } from "./stateful-rule-group";

/** A certificate as TLS inspection needs it. */
export interface InspectionCertificate {
  /** Host names it is valid for. */
  readonly names: readonly string[];
  /** ARN in AWS Certificate Manager; undefined where AWS does not hold it, and cannot inspect with it. */
  readonly certificateArn: string | undefined;
  /** Can its private key be installed on the server? */
  readonly installable: boolean;
}

/** Whose certificate is shown on either side of the firewall. */
export interface TlsInspectionProps {
  /** What the firewall shows to the clients. */
  readonly certificate: InspectionCertificate;
  /** What the server shows to the firewall: the same object. */
  readonly serverCertificate: InspectionCertificate;
}

/**
 * What keeps TLS inspection from being sound.
 *
 * Exchange's Extended Protection binds a login to the certificate the client saw; a device in between is
 * allowed only where it shows the server's own
 * (https://microsoft.github.io/CSS-Exchange/Security/Extended-Protection/).
 */
function tlsInspectionProblems({ certificate, serverCertificate }: TlsInspectionProps): readonly Problem[] {
  return [
    ...(certificate === serverCertificate
      ? []
      : [
          {
            code: "CertificatesDiffer" as const,
            property: "serverCertificate",
            message: `the firewall would show another certificate (${certificate.names.join(", ")}) than the server (${serverCertificate.names.join(", ")}), and Extended Protection would refuse Outlook; give the same certificate to both`,
          },
        ]),
    ...(certificate.installable
      ? []
      : [
          {
            code: "CertificateNotInstallable" as const,
            property: "certificate",
            message: `the key of the certificate for ${certificate.names.join(", ")} cannot leave AWS, so the server cannot show the same certificate and Extended Protection would refuse Outlook; use an exportable or imported certificate, or leave TLS inspection off`,
          },
        ]),
    ...(certificate.certificateArn === undefined
      ? [
          {
            code: "CertificateNotInAws" as const,
            property: "certificate",
            message: `AWS Certificate Manager does not hold the certificate for ${certificate.names.join(", ")}, so the firewall cannot show it; import it, use an exportable certificate of AWS, or leave TLS inspection off`,
          },
        ]
      : []),
  ];
}

/** What is decrypted, and where. */
interface TlsInspectionConfigurationProps extends TlsInspectionProps {
  /** Prefix of the resource's name. */
  readonly name: string;
  /** Private addresses, or networks, behind which the servers are. */
  readonly serverAddresses: readonly string[];
}

/**
 * Decrypts requests to the server on 443 and encrypts them again, so that rules can read them.
 *
 * Never 25: mail begins in the clear, and what is not TLS is dropped inside the scope
 * (https://docs.aws.amazon.com/network-firewall/latest/developerguide/tls-inspection-considerations.html).
 *
 * @throws ValidationError when the server cannot show the same certificate
 */
export class TlsInspection extends Construct {
  /** ARN of the configuration. */
  readonly arn: string;
  /** Escape hatch: the configuration. */
  readonly resource: NetworkfirewallTlsInspectionConfiguration;
  /** Changes whenever the configuration does; a policy that has one is named after it. */
  readonly fingerprint: Readonly<Record<string, unknown>>;

  constructor(scope: Construct, id: string, props: TlsInspectionConfigurationProps) {
    super(scope, id);
    throwIfAny(tlsInspectionProblems(props), this);
    const { certificateArn: resourceArn = "" } = props.certificate;
    this.fingerprint = { names: props.certificate.names, server: [...props.serverAddresses], port: HTTPS };
    this.resource = new NetworkfirewallTlsInspectionConfiguration(this, "Resource", {
      name: nameWithHash(`${props.name}-https`, this.fingerprint),
      description: "Requests to the Exchange server on 443, with the server's own certificate",
      tlsInspectionConfiguration: [
        {
          serverCertificateConfiguration: [
            {
              serverCertificate: [{ resourceArn }],
              scope: [
                {
                  protocols: [TCP],
                  source: [{ addressDefinition: "0.0.0.0/0" }],
                  sourcePorts: [{ fromPort: 0, toPort: 65_535 }],
                  destination: CidrSet.of(...props.serverAddresses).blocks.map((addressDefinition) => ({
                    addressDefinition,
                  })),
                  destinationPorts: [{ fromPort: HTTPS, toPort: HTTPS }],
                },
              ],
            },
          ],
        },
      ],
      lifecycle: { createBeforeDestroy: true },
    });
    this.arn = this.resource.arn;
  }
}

/** IANA's number of TCP. */
const TCP = 6;
const HTTPS = 443;
