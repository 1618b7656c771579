import { Construct } from "constructs";
import { type CaaPolicy, caaRecords } from "./caa";
import { type DmarcPolicy, renderDmarc } from "./dmarc";
import type { DnsZone } from "./dns-zone";
import { type MtaStsMode, type MtaStsPolicyHost, mtaStsId, mtaStsPolicy, policyHostName } from "./mta-sts";

/** The relay, as far as DNS is concerned. */
export interface MailRoute {
  /** SPF mechanisms that authorise what it sends. */
  readonly spf: readonly string[];
  /** The domain's MX set. */
  mxHosts(domain: string): readonly MailRouteHost[];
}

/** A host of a domain's MX set. */
export interface MailRouteHost {
  /** Host name, no trailing dot; may be a token when {@link key} is given. */
  readonly host: string;
  /**
   * Tells hosts apart whose names are known only after apply.
   *
   * @default - the host name
   */
  readonly key?: string;
  /** Lower is tried first; 0 to 65535. */
  readonly preference: number;
}

/** A DKIM key under its selector (RFC 6376 § 3.6.2.2). */
export interface DkimSelector {
  /** The selector. */
  readonly selector: string;
  /** The key's record, beginning with `v=DKIM1`, or the name of the signer's own record to follow. */
  readonly record: { readonly text: string } | { readonly alias: string };
}

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
  /** Addresses that receive DMARC's aggregate reports. */
  readonly dmarcReports: readonly string[];
  /**
   * What receivers should do with mail that fails.
   *
   * @default "none"
   */
  readonly dmarcPolicy?: DmarcPolicy;
  /**
   * SPF mechanisms of others who send for the domain, such as `include:servers.mcsv.net`.
   *
   * @default - only the relay sends
   */
  readonly senders?: readonly string[];
  /**
   * Keys that sign the domain's mail.
   *
   * @default - none; DMARC then rests on SPF alone, which forwarding breaks
   */
  readonly dkim?: readonly DkimSelector[];
  /**
   * Inbound TLS that senders can insist on, and who serves its policy.
   *
   * @default - no MTA-STS
   */
  readonly mtaSts?: { readonly mode: MtaStsMode; readonly host: MtaStsPolicyHost };
  /**
   * Addresses that receive reports about failed TLS (RFC 8460).
   *
   * @default - no TLS-RPT record
   */
  readonly tlsReports?: readonly string[];
  /**
   * Address that an authority writes to when it refuses a certificate.
   *
   * @default - no CAA record for the policy host
   */
  readonly caaReports?: string;
  /**
   * Who may issue certificates for the whole domain.
   *
   * @default - no CAA record at the domain itself; only the names certified here have one
   */
  readonly caa?: CaaPolicy;
  /**
   * How Outlook finds its settings: at a host of its own, or through an SRV record.
   *
   * @default "host"
   */
  readonly autodiscover?: "host" | "srv";
  /**
   * A logo that receivers may show beside mail that passes DMARC.
   *
   * @default - none
   */
  readonly bimi?: {
    /** HTTPS address of an SVG Tiny PS file. */
    readonly logo: string;
    /**
     * HTTPS address of a mark certificate.
     *
     * @default - none; some receivers show the logo all the same
     */
    readonly certificate?: string;
  };
}

/** Services a mail client may look for and that Exchange behind a relay does not offer (RFC 6186, RFC 8314 § 5.1). */
const NOT_OFFERED = ["imap", "imaps", "pop3", "pop3s", "submission", "submissions"] as const;

/**
 * Every record of a mail domain, each made from the same relay, host and certificate, so that they agree.
 *
 * SPF ends in `~all`: with DMARC in place, `-all` makes receivers refuse forwarded mail before its DKIM
 * signature is looked at (RFC 9989 § 7.1).
 */
export class MailDomain extends Construct {
  /** The domain. */
  readonly domain: string;
  /** Name that the certificate must hold for Outlook to find its settings; undefined where an SRV record leads to the mail host. */
  readonly autodiscoverName: string | undefined;

  constructor(scope: Construct, id: string, props: MailDomainProps) {
    super(scope, id);
    this.domain = props.domain;
    this.autodiscoverName = props.autodiscover === "srv" ? undefined : `autodiscover.${props.domain}`;
    this.receive(props);
    this.authenticate(props);
    this.protectTransport(props);
    this.serveClients(props);
    for (const record of props.caa === undefined ? [] : caaRecords(props.domain, props.caa)) {
      props.zone.addRecord(record);
    }
  }

  private receive({ zone, domain, relay }: MailDomainProps): void {
    for (const { host, key, preference } of relay.mxHosts(domain)) {
      zone.addRecord({
        type: "MX",
        name: domain,
        exchange: host,
        ...(key === undefined ? {} : { key }),
        preference,
        comment: "mail goes to the relay, never to the server",
      });
    }
  }

  private authenticate(props: MailDomainProps): void {
    const { zone, domain, relay, senders, dkim, dmarcPolicy, dmarcReports, bimi } = props;
    zone.addRecord({
      type: "SPF",
      name: domain,
      mechanisms: [...relay.spf, ...(senders ?? [])],
      all: "~all",
      comment: "who sends for the domain",
    });
    for (const { selector, record } of dkim ?? []) {
      const name = `${selector}._domainkey.${domain}`;
      const comment = "the key that signs the domain's mail";
      zone.addRecord(
        "text" in record
          ? { type: "TXT", name, key: "dkim", text: record.text, comment }
          : { type: "CNAME", name, target: record.alias, comment },
      );
    }
    zone.addRecord({
      type: "TXT",
      name: `_dmarc.${domain}`,
      key: "dmarc",
      text: renderDmarc({ domain, policy: dmarcPolicy ?? "none", reports: dmarcReports }),
      comment: "what to do with forged mail, and where to report it",
    });
    if (bimi !== undefined) {
      zone.addRecord({
        type: "TXT",
        name: `default._bimi.${domain}`,
        key: "bimi",
        text: `v=BIMI1; l=${bimi.logo}; a=${bimi.certificate ?? ""}`,
        comment: "the logo beside mail that passes DMARC",
      });
    }
  }

  private protectTransport({ zone, domain, relay, mtaSts, tlsReports, caaReports }: MailDomainProps): void {
    if (tlsReports !== undefined) {
      zone.addRecord({
        type: "TXT",
        name: `_smtp._tls.${domain}`,
        key: "tls-rpt",
        text: `v=TLSRPTv1; rua=${tlsReports.map((address) => `mailto:${address}`).join(",")}`,
        comment: "senders report failed TLS here",
      });
    }
    if (mtaSts === undefined) {
      return;
    }
    const policy = mtaStsPolicy(
      mtaSts.mode,
      relay.mxHosts(domain).map(({ host }) => host),
    );
    const served = mtaSts.host.addPolicy(domain, zone, policy);
    zone.addRecord({
      type: "TXT",
      name: `_mta-sts.${domain}`,
      key: "mta-sts",
      text: `v=STSv1; id=${mtaStsId(policy)}`,
      comment: "senders may insist on TLS to the relay",
      dependsOn: served,
    });
    if (caaReports !== undefined && mtaSts.host.namesAreOurs) {
      const issue = mtaSts.host.caaIssuers;
      for (const record of caaRecords(policyHostName(domain), { issue, reports: caaReports })) {
        zone.addRecord(record);
      }
    }
  }

  private serveClients({ zone, domain, mailHost }: MailDomainProps): void {
    if (this.autodiscoverName === undefined) {
      zone.addRecord({
        type: "SRV",
        name: `_autodiscover._tcp.${domain}`,
        priority: 0,
        weight: 0,
        port: 443,
        target: mailHost,
        comment: "Outlook finds its settings there",
      });
    } else {
      zone.addRecord({
        type: "CNAME",
        name: this.autodiscoverName,
        target: mailHost,
        comment: "Outlook finds its settings here",
      });
    }
    for (const service of NOT_OFFERED) {
      zone.addRecord({
        type: "SRV",
        name: `_${service}._tcp.${domain}`,
        priority: 0,
        weight: 0,
        port: 0,
        target: ".",
        comment: "not offered",
      });
    }
  }
}
