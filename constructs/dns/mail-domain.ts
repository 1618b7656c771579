import { Construct } from "constructs";
import type { DnsZone } from "./dns-zone";

/** The relay, as far as DNS is concerned. */
export interface MailRoute {
  /** SPF mechanisms that authorise what it sends. */
  readonly spf: readonly string[];
  /** The domain's MX set. */
  mxHosts(domain: string): readonly { readonly host: string; readonly preference: number }[];
}

/** What receivers are asked to do with mail that fails DMARC (RFC 9989). */
export type DmarcPolicy = "none" | "quarantine" | "reject";

/** A domain whose mail the server holds. */
export interface MailDomainProps {
  /** Zone that holds the domain. */
  readonly zone: DnsZone;
  /** The domain: A-labels, no trailing dot. */
  readonly domain: string;
  /** The relay in front of the server. */
  readonly relay: MailRoute;
  /** Host name of the server, which answers autodiscover. */
  readonly mailHost: string;
  /** Address that receives the aggregate reports. */
  readonly dmarcReports: string;
  /**
   * What receivers should do with mail that fails.
   *
   * @default "none"
   */
  readonly dmarcPolicy?: DmarcPolicy;
}

/**
 * The records of a mail domain: MX to the relay, SPF, DMARC, and autodiscover.
 *
 * SPF ends in `~all`: with DMARC in place, `-all` makes receivers refuse forwarded mail before its DKIM
 * signature is looked at (RFC 9989 § 7.1).
 */
export class MailDomain extends Construct {
  /** The domain. */
  readonly domain: string;
  /** Name that Outlook asks for its settings. */
  readonly autodiscoverName: string;

  constructor(scope: Construct, id: string, props: MailDomainProps) {
    super(scope, id);
    const { zone, domain } = props;
    this.domain = domain;
    this.autodiscoverName = `autodiscover.${domain}`;
    for (const { host, preference } of props.relay.mxHosts(domain)) {
      zone.addRecord({
        type: "MX",
        name: domain,
        exchange: host,
        preference,
        comment: "mail goes to the relay, never to the server",
      });
    }
    zone.addRecord({
      type: "SPF",
      name: domain,
      mechanisms: props.relay.spf,
      all: "~all",
      comment: "only the relay sends for the domain",
    });
    zone.addRecord({
      type: "TXT",
      name: `_dmarc.${domain}`,
      key: "dmarc",
      text: `v=DMARC1; p=${props.dmarcPolicy ?? "none"}; rua=mailto:${props.dmarcReports}`,
      comment: "what to do with forged mail, and where to report it",
    });
    zone.addRecord({
      type: "CNAME",
      name: this.autodiscoverName,
      target: props.mailHost,
      comment: "Outlook finds its settings here",
    });
  }
}
