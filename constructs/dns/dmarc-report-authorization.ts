import { Construct } from "constructs";
import type { DnsZone } from "./dns-zone";

/** Whose reports a domain is willing to receive. */
export interface DmarcReportAuthorizationProps {
  /** Zone of the domain that receives the reports. */
  readonly zone: DnsZone;
  /** The domain that receives them: what stands behind the `@`. */
  readonly reportDomain: string;
  /** Domains whose reports are sent there. */
  readonly domains: readonly string[];
}

/**
 * The second half of external reporting: receivers send a domain's reports to another domain only when that
 * one says it wants them (RFC 9990).
 */
export class DmarcReportAuthorization extends Construct {
  constructor(scope: Construct, id: string, props: DmarcReportAuthorizationProps) {
    super(scope, id);
    for (const domain of props.domains) {
      props.zone.addRecord({
        type: "TXT",
        name: `${domain}._report._dmarc.${props.reportDomain}`,
        key: "dmarc-report",
        text: "v=DMARC1;",
        comment: "reports of that domain are welcome here",
      });
    }
  }
}
