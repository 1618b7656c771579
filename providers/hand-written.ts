import { AcmeCertificate } from "./acme/certificate";
import { AcmeProvider } from "./acme/provider";
import { AcmeRegistration } from "./acme/registration";
import { FortiosAddress } from "./fortios/address";
import { FortiosAddressGroup } from "./fortios/address-group";
import { FortiosAddress6 } from "./fortios/address6";
import { FortiosAntivirusProfile } from "./fortios/antivirus-profile";
import { FortiosAutomationStitch } from "./fortios/automation-stitch";
import { FortiosCertificate } from "./fortios/certificate";
import { FortiosCertificateAuthority } from "./fortios/certificate-authority";
import { FortiosDosPolicy } from "./fortios/dos-policy";
import { FortiosDosPolicy6 } from "./fortios/dos-policy6";
import { FortiosIpsCustomSignature } from "./fortios/ips-custom-signature";
import { FortiosIpsSensor } from "./fortios/ips-sensor";
import { FortiosLocalInPolicy } from "./fortios/local-in-policy";
import { FortiosLocalInPolicy6 } from "./fortios/local-in-policy6";
import { FortiosLogSetting } from "./fortios/log-setting";
import { FortiosPolicy } from "./fortios/policy";
import { FortiosPolicySort } from "./fortios/policy-sort";
import { FortiosProvider } from "./fortios/provider";
import { FortiosService } from "./fortios/service";
import { FortiosSslSshProfile } from "./fortios/ssl-ssh-profile";
import { FortiosStaticRoute } from "./fortios/static-route";
import { FortiosSyslog } from "./fortios/syslog";
import { FortiosVirtualIp } from "./fortios/virtual-ip";
import { MerakiApplianceFirewalledService } from "./meraki/firewalled-service";
import { MerakiApplianceL3FirewallRules } from "./meraki/l3-firewall-rules";
import { MerakiApplianceNetworkSecurityIntrusion } from "./meraki/network-security-intrusion";
import { MerakiAppliancePortForwardingRules } from "./meraki/port-forwarding-rules";
import { MerakiProvider } from "./meraki/provider";
import { MerakiNetworkSyslogServers } from "./meraki/syslog-servers";
import type { BlockSchema, ProviderOrigin } from "./provider-schema";

/** A provider whose resources are declared by hand, because nobody publishes bindings for CDKTF. */
export interface HandWrittenProvider {
  readonly provider: { readonly origin: ProviderOrigin; readonly schema: BlockSchema };
  readonly resources: readonly DeclaredResource[];
  /**
   * Those of them that the copy of the provider's schema leaves out: they are declared from its source code.
   *
   * @default - none
   */
  readonly notInSchema?: readonly DeclaredResource[];
}

/** A resource type, with the part of its schema that is used. */
export interface DeclaredResource {
  readonly tfResourceType: string;
  readonly schema: BlockSchema;
}

/** All of them: what the sandbox stands in for, and what is held against the providers' own schemas. */
export const HAND_WRITTEN_PROVIDERS: readonly HandWrittenProvider[] = [
  { provider: AcmeProvider, resources: [AcmeCertificate, AcmeRegistration] },
  {
    provider: FortiosProvider,
    resources: [
      FortiosAddress,
      FortiosAddress6,
      FortiosAddressGroup,
      FortiosAntivirusProfile,
      FortiosAutomationStitch,
      FortiosCertificate,
      FortiosCertificateAuthority,
      FortiosDosPolicy,
      FortiosDosPolicy6,
      FortiosIpsCustomSignature,
      FortiosIpsSensor,
      FortiosLocalInPolicy,
      FortiosLocalInPolicy6,
      FortiosLogSetting,
      FortiosPolicy,
      FortiosPolicySort,
      FortiosService,
      FortiosSslSshProfile,
      FortiosStaticRoute,
      FortiosSyslog,
      FortiosVirtualIp,
    ],
    notInSchema: [FortiosDosPolicy6, FortiosLocalInPolicy6, FortiosPolicySort],
  },
  {
    provider: MerakiProvider,
    resources: [
      MerakiApplianceFirewalledService,
      MerakiApplianceL3FirewallRules,
      MerakiApplianceNetworkSecurityIntrusion,
      MerakiAppliancePortForwardingRules,
      MerakiNetworkSyslogServers,
    ],
  },
];
