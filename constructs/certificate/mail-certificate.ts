import type { IConstruct } from "constructs";
import type { CaaIssuer } from "../dns/caa";

/** The one certificate that phones, laptops and tablets see, wherever TLS ends. */
export interface MailCertificate extends IConstruct {
  /** Host names it is valid for, the mail host first. */
  readonly names: readonly string[];
  /** ARN in AWS Certificate Manager, once it is issued; for load balancers and TLS inspection. */
  readonly certificateArn: string;
  /**
   * Can its private key be installed on the server, so that whatever stands in between shows the same
   * certificate? Extended Protection refuses logins where the two differ.
   */
  readonly installable: boolean;
  /** Authorities that issue it; every CAA set above its names must admit one of them. */
  readonly caaIssuers: readonly CaaIssuer[];
}
