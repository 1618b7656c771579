import { AcmeCertificate } from "./acme/certificate";
import { AcmeProvider } from "./acme/provider";
import { AcmeRegistration } from "./acme/registration";
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
  readonly resources: readonly { readonly tfResourceType: string; readonly schema: BlockSchema }[];
}

/** All of them: what the sandbox stands in for, and what is held against the providers' own schemas. */
export const HAND_WRITTEN_PROVIDERS: readonly HandWrittenProvider[] = [
  { provider: AcmeProvider, resources: [AcmeCertificate, AcmeRegistration] },
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
