export {
  AcmMailCertificate,
  type AcmMailCertificateProps,
  type CertificateName,
} from "./certificate/acm-mail-certificate";
export type { MailCertificate } from "./certificate/mail-certificate";
export { CidrSet } from "./core/cidr-set";
export { ERROR_CODES, type ErrorCode } from "./core/error-codes";
export { type Problem, ValidationError } from "./core/errors";
export { lookupInSet, type SetLookup } from "./core/set-lookup";
export { CloudflareZone, type CloudflareZoneAttributes } from "./dns/cloudflare-zone";
export type {
  ARecord,
  CnameRecord,
  DnsRecord,
  MxRecord,
  SpfContribution,
  TxtRecord,
} from "./dns/dns-record";
export type { DnsZone } from "./dns/dns-zone";
export { type DmarcPolicy, MailDomain, type MailDomainProps, type MailRoute } from "./dns/mail-domain";
export { MailHost, type MailHostProps } from "./dns/mail-host";
export { AwsMailEdge, type AwsMailEdgeProps } from "./edge/aws/aws-mail-edge";
export { FirewallPolicy, type FirewallPolicyProps } from "./edge/aws/firewall-policy";
export { InspectedVpc, type InspectedVpcProps } from "./edge/aws/inspected-vpc";
export { type NetworkLayout, type NetworkLayoutProps, networkLayout } from "./edge/aws/network-layout";
export { type EgressRule, exchangeEgress, SERVER_EGRESS } from "./edge/egress";
export { Ingress, type IngressProps, type IngressRule } from "./edge/ingress";
export type { MailEdge } from "./edge/mail-edge";
export type { Continuity, MxHost, Relay, SmartHost } from "./relay/relay";
export type { Confidence, RelayVendor, Sourced } from "./relay/vendor";
export { VendorRelay, type VendorRelayProps } from "./relay/vendor-relay";
export { RELAY_VENDORS } from "./relay/vendors";
