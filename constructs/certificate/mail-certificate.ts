import type { IConstruct } from "constructs";
import type { CertificateLifetime, RenewalWindow } from "../core/certificate-lifetime";
import type { CaaIssuer } from "../dns/caa";

/** How a certificate is renewed. */
export interface CertificateRenewal {
  /**
   * Who acts: `issuer`, the authority by itself, as long as the validation records stand; `apply`, whoever runs
   * Terraform while the window is open; `server`, a task on the server.
   */
  readonly by: "issuer" | "apply" | "server";
  /** When, counted from its end. */
  readonly window: RenewalWindow;
  /**
   * Most days between two occasions on which it may be renewed.
   *
   * @default - the authority chooses the moment
   */
  readonly everyDays?: number;
}

/** The one certificate that phones, laptops and tablets see, wherever TLS ends. */
export interface MailCertificate extends IConstruct {
  /** Host names it is valid for, the mail host first; A-labels. */
  readonly names: readonly string[];
  /** Name of the authority, for people. */
  readonly authority: string;
  /**
   * ARN in AWS Certificate Manager, once it is issued; for load balancers and TLS inspection. Undefined where AWS
   * does not hold it.
   */
  readonly certificateArn: string | undefined;
  /**
   * Can the server show it: can its private key be installed there, or is it there already? Extended Protection
   * refuses logins where the server's certificate and that of what stands in between differ.
   */
  readonly installable: boolean;
  /** Authorities that issue it; every CAA set above its names must admit one of them. */
  readonly caaIssuers: readonly CaaIssuer[];
  /** Its key; Exchange supports elliptic curves only in part. */
  readonly key: { readonly algorithm: "RSA"; readonly bits: number };
  /** How long one is valid, by the day on which it is issued. */
  readonly lifetimes: readonly CertificateLifetime[];
  readonly renewal: CertificateRenewal;
}
