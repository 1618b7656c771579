/** Something on the internet that an Exchange server needs, by the names it is asked for. */
export interface EgressService {
  /** Who is asked, for people. */
  readonly service: string;
  /** 443 with TLS, 80 with plain HTTP. */
  readonly port: 80 | 443;
  /** Host names; `*.` and a domain stands for every name below it. */
  readonly hosts: readonly string[];
  /** What for; services with the same purpose are one rule. */
  readonly purpose: string;
  /** Page that names the hosts. */
  readonly source: string;
}

const WINDOWS_UPDATE = "https://learn.microsoft.com/windows/privacy/manage-windows-11-endpoints";
const SOFTWARE_UPDATES =
  "https://learn.microsoft.com/intune/configmgr/core/plan-design/network/internet-endpoints#software-updates";
const DEFENDER =
  "https://learn.microsoft.com/defender-endpoint/configure-network-connections-microsoft-defender-antivirus";
const MALWARE_FILTER = "https://microsoft.github.io/CSS-Exchange/Admin/Update-Engines/";
const MITIGATION = "https://learn.microsoft.com/exchange/exchange-emergency-mitigation-service";
const MICROSOFT_AUTHORITIES =
  "https://learn.microsoft.com/azure/security/fundamentals/azure-ca-details#certificate-downloads-and-revocation-lists";
const MICROSOFT_365 = "https://learn.microsoft.com/microsoft-365/enterprise/urls-and-ip-address-ranges";
const HYBRID = "https://learn.microsoft.com/exchange/hybrid-deployment-prerequisites";
const REVOCATION_HOSTS = "https://github.com/MISP/misp-warninglists/blob/main/lists/crl-hostname/list.json";

const CERTIFICATE_CHECKS = "certificate checks";
const UPDATES = "Windows and Microsoft updates";
const MALWARE = "updates of the malware filter";

/**
 * What every Exchange server on Windows needs.
 *
 * A certificate that cannot be checked delays or stops what depends on it: mitigations are signed, and the smart
 * host shows a certificate. The authorities are those whose certificates the product orders, those of Microsoft's
 * services and those most used by relays; a relay with another one is a client's own addition.
 */
export const SERVER_SERVICES: readonly EgressService[] = [
  {
    service: "Exchange Emergency Mitigation, feature flighting",
    port: 443,
    hosts: ["officeclient.microsoft.com"],
    purpose: "Exchange Emergency Mitigation",
    source: MITIGATION,
  },
  {
    service: "Windows Update and Microsoft Update",
    port: 443,
    hosts: [
      "*.delivery.mp.microsoft.com",
      "*.prod.do.dsp.mp.microsoft.com",
      "*.update.microsoft.com",
      "tsfe.trafficshaping.dsp.mp.microsoft.com",
    ],
    purpose: UPDATES,
    source: WINDOWS_UPDATE,
  },
  {
    service: "Windows Update and Microsoft Update",
    port: 80,
    hosts: [
      "*.delivery.mp.microsoft.com",
      "*.prod.do.dsp.mp.microsoft.com",
      "*.update.microsoft.com",
      "*.windowsupdate.com",
    ],
    purpose: UPDATES,
    source: WINDOWS_UPDATE,
  },
  {
    service: "Microsoft Download Center, for cumulative updates",
    port: 443,
    hosts: ["download.microsoft.com"],
    purpose: UPDATES,
    source: SOFTWARE_UPDATES,
  },
  {
    service: "Microsoft Download Center, for cumulative updates",
    port: 80,
    hosts: ["download.microsoft.com"],
    purpose: UPDATES,
    source: SOFTWARE_UPDATES,
  },
  {
    service: "Microsoft Defender Antivirus",
    port: 443,
    hosts: [
      "*.wd.microsoft.com",
      "*.wdcp.microsoft.com",
      "*.wdcpalt.microsoft.com",
      "definitionupdates.microsoft.com",
      "go.microsoft.com",
    ],
    purpose: "Microsoft Defender Antivirus",
    source: DEFENDER,
  },
  {
    service: "Malware filter of Exchange",
    port: 443,
    hosts: ["amupdatedl.microsoft.com", "forefrontdl.microsoft.com"],
    purpose: MALWARE,
    source: MALWARE_FILTER,
  },
  {
    service: "Malware filter of Exchange",
    port: 80,
    hosts: ["amupdatedl.microsoft.com", "forefrontdl.microsoft.com"],
    purpose: MALWARE,
    source: MALWARE_FILTER,
  },
  {
    service: "Lists of trusted certificates",
    port: 80,
    hosts: ["ctldl.windowsupdate.com"],
    purpose: CERTIFICATE_CHECKS,
    source: MITIGATION,
  },
  {
    service: "Microsoft's authorities",
    port: 80,
    hosts: [
      "caissuers.microsoft.com",
      "crl.microsoft.com",
      "mscrl.microsoft.com",
      "ocsp.msocsp.com",
      "oneocsp.microsoft.com",
      "www.microsoft.com",
    ],
    purpose: CERTIFICATE_CHECKS,
    source: MICROSOFT_AUTHORITIES,
  },
  {
    service: "DigiCert, GeoTrust",
    port: 80,
    hosts: [
      "cacerts.digicert.com",
      "cacerts.geotrust.com",
      "cdp.geotrust.com",
      "crl3.digicert.com",
      "crl4.digicert.com",
      "ocsp.digicert.com",
      "status.geotrust.com",
    ],
    purpose: CERTIFICATE_CHECKS,
    source: MICROSOFT_AUTHORITIES,
  },
  {
    service: "Amazon Trust Services",
    port: 80,
    hosts: ["*.amazontrust.com"],
    purpose: CERTIFICATE_CHECKS,
    source: "https://www.amazontrust.com/repository/",
  },
  {
    service: "Let's Encrypt",
    port: 80,
    hosts: ["*.c.lencr.org", "*.i.lencr.org"],
    purpose: CERTIFICATE_CHECKS,
    source: "https://letsencrypt.org/docs/lencr.org/",
  },
  {
    service: "GlobalSign",
    port: 80,
    hosts: ["crl.globalsign.com", "ocsp.globalsign.com", "ocsp2.globalsign.com", "secure.globalsign.com"],
    purpose: CERTIFICATE_CHECKS,
    source: MICROSOFT_365,
  },
  {
    service: "Sectigo, USERTrust",
    port: 80,
    hosts: ["crl.sectigo.com", "crl.usertrust.com", "ocsp.sectigo.com", "ocsp.usertrust.com"],
    purpose: CERTIFICATE_CHECKS,
    source: REVOCATION_HOSTS,
  },
  {
    service: "Google Trust Services",
    port: 80,
    hosts: ["*.pki.goog"],
    purpose: CERTIFICATE_CHECKS,
    source: REVOCATION_HOSTS,
  },
];

/** What a server in a hybrid deployment needs besides: mailboxes in Exchange Online, and who signs in to them. */
export const HYBRID_SERVICES: readonly EgressService[] = [
  {
    service: "Exchange Online",
    port: 443,
    hosts: ["*.outlook.com", "outlook.cloud.microsoft", "outlook.office.com", "outlook.office365.com"],
    purpose: "Exchange hybrid",
    source: MICROSOFT_365,
  },
  {
    service: "Microsoft Entra ID and Microsoft Graph",
    port: 443,
    hosts: [
      "accounts.accesscontrol.windows.net",
      "graph.microsoft.com",
      "login.microsoft.com",
      "login.microsoftonline.com",
      "login.windows.net",
      "nexus.microsoftonline-p.com",
    ],
    purpose: "Exchange hybrid",
    source: MICROSOFT_365,
  },
  {
    service: "Federation between organizations",
    port: 443,
    hosts: ["domains.live.com"],
    purpose: "Exchange hybrid",
    source: HYBRID,
  },
];
