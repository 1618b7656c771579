import { Construct } from "constructs";
import { renderDmarc } from "./dmarc";
import type { DnsZone } from "./dns-zone";

/** A domain, or a name, that has nothing to do with mail. */
export interface NullMailDomainProps {
  /** Zone that holds the name. */
  readonly zone: DnsZone;
  /** The name: A-labels, no trailing dot. */
  readonly domain: string;
  /** Address that receives reports of mail that pretends to come from it. */
  readonly dmarcReports: string;
}

/**
 * Says that a domain neither receives nor sends mail: null MX (RFC 7505), an SPF record that authorises
 * nobody, DMARC that rejects, and no DKIM key under any selector (RFC 6376 § 3.6.1).
 */
export class NullMailDomain extends Construct {
  constructor(scope: Construct, id: string, props: NullMailDomainProps) {
    super(scope, id);
    const { zone, domain } = props;
    zone.addRecord({
      type: "MX",
      name: domain,
      exchange: ".",
      preference: 0,
      comment: "receives no mail",
    });
    zone.addRecord({ type: "SPF", name: domain, mechanisms: [], all: "-all", comment: "sends no mail" });
    zone.addRecord({
      type: "TXT",
      name: `_dmarc.${domain}`,
      key: "dmarc",
      text: renderDmarc({ domain, policy: "reject", reports: [props.dmarcReports] }),
      comment: "whatever claims to come from here is forged",
    });
    zone.addRecord({
      type: "TXT",
      name: `*._domainkey.${domain}`,
      key: "dkim",
      text: "v=DKIM1; p=",
      comment: "no key signs for this domain",
    });
  }
}
