import type { IConstruct } from "constructs";
import type { CaaIssuer } from "../dns/caa";

/** The one certificate that phones, laptops and tablets see, wherever TLS ends. */
export interface MailCertificate extends IConstruct {
  /** Host names it is valid for, the mail host first. */
  readonly names: readonly string[];
  /** ARN in AWS Certificate Manager, once it is issued; for load balancers and TLS inspection. */
  readonly certificateArn: string;
  /** Authorities that issue it; every CAA set above its names must admit one of them. */
  readonly caaIssuers: readonly CaaIssuer[];
}
