import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { AcmCertificateValidation } from "@cdktf/provider-aws/lib/acm-certificate-validation";
import { Construct } from "constructs";
import type { CertificateLifetime } from "../core/certificate-lifetime";
import { ValidationError } from "../core/errors";
import { lookupInSet } from "../core/set-lookup";
import { AMAZON_AUTHORITIES } from "../dns/amazon-authorities";
import type { DnsZone } from "../dns/dns-zone";
import type { CertificateRenewal, MailCertificate } from "./mail-certificate";

/** A name of a certificate and the zone that can prove it is ours. */
export interface CertificateName {
  /** Host name: A-labels, no trailing dot. */
  readonly name: string;
  /** Zone in which the validation record is published. */
  readonly zone: DnsZone;
}

/** A certificate from AWS Certificate Manager. */
export interface AcmMailCertificateProps {
  /** Names, the mail host first; duplicates are dropped. */
  readonly names: readonly CertificateName[];
  /**
   * May its private key be exported, so that the server can show the certificate too? AWS is told once, when the
   * certificate is requested; changing it requests another certificate.
   *
   * @default false
   */
  readonly exportable?: boolean;
}

/** https://docs.aws.amazon.com/acm/latest/userguide/acm-certificate-characteristics.html */
const LIFETIMES: readonly CertificateLifetime[] = [{ days: 198 }];

/** https://docs.aws.amazon.com/acm/latest/userguide/managed-renewal.html */
const RENEWED_DAYS_BEFORE_END = 45;

/**
 * A public certificate from AWS Certificate Manager, validated through DNS and renewed by AWS for as long
 * as the validation records stand.
 *
 * RSA 2048, because Exchange supports elliptic curves only in part. The private key never leaves AWS unless the
 * certificate is exportable; then whoever may call `acm:ExportCertificate` gets it, and AWS charges for each name
 * at every issue and renewal.
 *
 * @throws ValidationError `CertificateWithoutNames`
 */
export class AcmMailCertificate extends Construct implements MailCertificate {
  readonly names: readonly string[];
  readonly authority = "AWS Certificate Manager";
  readonly certificateArn: string;
  readonly caaIssuers = AMAZON_AUTHORITIES;
  readonly key = { algorithm: "RSA", bits: 2048 } as const;
  readonly lifetimes = LIFETIMES;
  readonly renewal: CertificateRenewal = { by: "issuer", window: { days: RENEWED_DAYS_BEFORE_END } };
  readonly installable: boolean;
  /** Escape hatch: the certificate. */
  readonly certificate: AcmCertificate;

  constructor(scope: Construct, id: string, props: AcmMailCertificateProps) {
    super(scope, id);
    const names = [...new Map(props.names.map((entry) => [entry.name, entry])).values()];
    const [first, ...others] = names;
    if (first === undefined) {
      throw new ValidationError(
        [{ code: "CertificateWithoutNames", message: "a certificate needs at least the mail host's name" }],
        this,
      );
    }
    this.installable = props.exportable ?? false;
    this.names = names.map(({ name }) => name);
    // AWS refuses to change the option, and the provider tries to
    // (https://github.com/hashicorp/terraform-provider-aws/issues/46030), so each kind has an address of its own.
    this.certificate = new AcmCertificate(this, this.installable ? "exportable" : "Resource", {
      domainName: first.name,
      subjectAlternativeNames: others.map(({ name }) => name).sort(),
      validationMethod: "DNS",
      keyAlgorithm: "RSA_2048",
      ...(this.installable ? { options: { export: "ENABLED" } } : {}),
      lifecycle: { createBeforeDestroy: true },
    });
    const proofs = names.map(({ name, zone }) =>
      zone.addRecord({
        type: "CNAME",
        name: this.validationOption(name, "resource_record_name"),
        key: name,
        target: this.validationOption(name, "resource_record_value"),
        comment: "proves the certificate's name to AWS; every renewal needs it",
      }),
    );
    const validation = new AcmCertificateValidation(this, "validation", {
      certificateArn: this.certificate.arn,
      validationRecordFqdns: this.names.map((name) => this.validationOption(name, "resource_record_name")),
      dependsOn: proofs,
    });
    this.certificateArn = validation.certificateArn;
  }

  /** DNS hosts disagree about a final dot; without it, all of them show the same name again at the next plan. */
  private validationOption(name: string, value: string): string {
    return lookupInSet({
      fqn: this.certificate.fqn,
      set: "domain_validation_options",
      key: "domain_name",
      equals: name,
      value,
      apply: ["trimsuffix", "."],
    });
  }
}
