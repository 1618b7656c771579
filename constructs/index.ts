export type { BackupPrincipalChoice } from "./backup/backup-principal";
export {
  BackupRepository,
  type BackupRepositoryProps,
  type OwnBucket,
  type OwnRepositoryProps,
} from "./backup/backup-repository";
export type { BackupSite } from "./backup/backup-site";
export type { VaultLock } from "./backup/backup-vault";
export { BACKUP_CONSUMERS, type BackupConsumerId } from "./backup/consumers";
export type { BackupConsumer, PrincipalKind } from "./backup/consumers/consumer";
export type { RestoreTestSchedule } from "./backup/restore-test";
export { SnapshotPlan, type SnapshotPlanProps } from "./backup/snapshot-plan";
export {
  AcmMailCertificate,
  type AcmMailCertificateProps,
  type CertificateName,
} from "./certificate/acm-mail-certificate";
export {
  AcmeChallengeDelegation,
  type AcmeChallengeDelegationProps,
} from "./certificate/acme-challenge-delegation";
export { CertificateDelivery, type CertificateDeliveryProps } from "./certificate/certificate-delivery";
export {
  type DnsChallenge,
  LetsEncryptCertificate,
  type LetsEncryptCertificateProps,
  type LetsEncryptProfileName,
} from "./certificate/lets-encrypt-certificate";
export {
  LetsEncryptServerCertificate,
  type LetsEncryptServerCertificateProps,
} from "./certificate/lets-encrypt-server-certificate";
export type { CertificateRenewal, MailCertificate } from "./certificate/mail-certificate";
export {
  Route53ChallengeWriter,
  type Route53ChallengeWriterProps,
} from "./certificate/route53-challenge-writer";
export { type AlarmDestination, AlarmTopic, type AlarmTopicProps } from "./core/alarm-topic";
export type { CertificateLifetime, RenewalWindow } from "./core/certificate-lifetime";
export { CidrSet } from "./core/cidr-set";
export { ERROR_CODES, type ErrorCode } from "./core/error-codes";
export { type Problem, ValidationError } from "./core/errors";
export { lookupInSet, type SetLookup } from "./core/set-lookup";
export { boundaryArn, DEPLOY_PATH, deployRoleArn, type StateInS3 } from "./deploy/deploy-permissions";
export { DeployIdentityProvider, DeployRole, type DeployRoleProps } from "./deploy/deploy-role";
export { type DeployTrust, githubTrust, gitlabTrust, hcpTrust } from "./deploy/trust";
export { type CaaIssuer, type CaaPolicy, caaRecords } from "./dns/caa";
export { CloudflarePolicyHost, type CloudflarePolicyHostProps } from "./dns/cloudflare-policy-host";
export {
  CloudflareZone,
  type CloudflareZoneAttributes,
  type CloudflareZoneProps,
} from "./dns/cloudflare-zone";
export { CloudFrontPolicyHost, type CloudFrontPolicyHostProps } from "./dns/cloudfront-policy-host";
export type { DmarcPolicy } from "./dns/dmarc";
export {
  DmarcReportAuthorization,
  type DmarcReportAuthorizationProps,
} from "./dns/dmarc-report-authorization";
export type {
  AaaaRecord,
  ARecord,
  CaaRecord,
  CnameRecord,
  DelegationSigner,
  DnsRecord,
  DsRecord,
  MxRecord,
  NsRecord,
  SpfContribution,
  SrvRecord,
  TlsaRecord,
  TxtRecord,
} from "./dns/dns-record";
export type { DnsZone, ManagedZone } from "./dns/dns-zone";
export { letsEncryptAuthorities } from "./dns/lets-encrypt-authorities";
export {
  type DkimSelector,
  MailDomain,
  type MailDomainProps,
  type MailRoute,
  type MailRouteHost,
} from "./dns/mail-domain";
export { MailHost, type MailHostProps } from "./dns/mail-host";
export type { MtaStsMode, MtaStsPolicyHost } from "./dns/mta-sts";
export { NullMailDomain, type NullMailDomainProps } from "./dns/null-mail-domain";
export { Route53Zone, type Route53ZoneAttributes, type Route53ZoneProps } from "./dns/route53-zone";
export { delegateZone } from "./dns/zone-delegation";
export { AwsMailEdge, type AwsMailEdgeProps } from "./edge/aws/aws-mail-edge";
export { EDGE_ALARMS, type EdgeAlarmDefinition } from "./edge/aws/edge-alarm-definitions";
export { EdgeAlarms, type EdgeAlarmsProps } from "./edge/aws/edge-alarms";
export { EdgeDashboard, type EdgeDashboardProps } from "./edge/aws/edge-dashboard";
export { EdgeLogBucket, type EdgeLogBucketProps } from "./edge/aws/edge-log-bucket";
export {
  EdgeLogs,
  type EdgeLogsProps,
  LOG_DESTINATIONS,
  LOG_RETENTION_DAYS,
  type LogDestination,
  type LogRetentionProps,
} from "./edge/aws/edge-logs";
export { type AccessProps, FirewallPolicy, type FirewallPolicyProps } from "./edge/aws/firewall-policy";
export { InspectedVpc, type InspectedVpcProps } from "./edge/aws/inspected-vpc";
export type { GroupOverride, IpsProps, IpsSection } from "./edge/aws/ips/ips-section";
export {
  IPS_PRESETS,
  type IpsPreset,
  MANAGED_RULE_GROUPS,
  type ManagedRuleGroup,
  managedRuleGroupArn,
} from "./edge/aws/ips/managed-rule-groups";
export {
  DEFAULT_LIMITS,
  fitRuleGroups,
  type LeftOut,
  type PolicyLimits,
  type QuotaRequest,
  type RuleGroupBudget,
} from "./edge/aws/ips/rule-group-budget";
export { VIRTUAL_PATCHES, type VirtualPatch } from "./edge/aws/ips/virtual-patches";
export { MailNetworkAcl, type MailNetworkAclProps } from "./edge/aws/mail-network-acl";
export { ManagementEndpoints, type ManagementEndpointsProps } from "./edge/aws/management-endpoints";
export { type NetworkLayout, type NetworkLayoutProps, networkLayout } from "./edge/aws/network-layout";
export { StatefulRuleGroup, type StatefulRuleGroupProps } from "./edge/aws/stateful-rule-group";
export { type RuleGroupText, suricataProblems } from "./edge/aws/suricata/lint";
export type { SuricataRule } from "./edge/aws/suricata/rule";
export {
  type InspectionCertificate,
  TlsInspection,
  type TlsInspectionProps,
} from "./edge/aws/tls-inspection";
export type { WatchedFirewall } from "./edge/aws/watched-firewall";
export type { DenyList } from "./edge/deny-list";
export {
  EGRESS_WEB,
  type EgressAddition,
  type EgressNeeds,
  type EgressPort,
  type EgressRule,
  egressPorts,
  egressProblems,
  exchangeEgress,
  SERVER_EGRESS,
} from "./edge/egress";
export { type EgressService, HYBRID_SERVICES, SERVER_SERVICES } from "./edge/egress-services";
export {
  type DisabledCve,
  EXCHANGE_VULNERABILITIES,
  type ExchangeVulnerability,
} from "./edge/exchange-vulnerabilities";
export {
  type EdgeManager,
  ExternalMailEdge,
  type ExternalMailEdgeProps,
  externalEdgeProblems,
  type StatedWay,
} from "./edge/external-mail-edge";
export type { AdministrationProps } from "./edge/fortigate/administration-lock";
export type { FloodThresholds } from "./edge/fortigate/flood-limits";
export {
  FortiGateMailEdge,
  type FortiGateMailEdgeProps,
  fortiGateProblems,
  type InsideProps,
  type WanLinkProps,
} from "./edge/fortigate/fortigate-mail-edge";
export { FORTIOS_RELEASES, type FortiOsRelease } from "./edge/fortigate/fortios-releases";
export {
  type FortiGateIpsProps,
  type FortiGateTlsInspectionProps,
  InspectionProfiles,
  type InspectionProfilesProps,
  type ProfileNames,
  type UnitCertificate,
} from "./edge/fortigate/inspection-profiles";
export {
  OrderedPolicies,
  type OrderedPoliciesProps,
  type OrderedPolicy,
} from "./edge/fortigate/ordered-policies";
export type { SyslogCollectorProps, UnitLogsProps } from "./edge/fortigate/unit-logs";
export type { DomainProps, NamedAddresses, NameReference } from "./edge/fortigate/unit-objects";
export { Ingress, type IngressProps, type IngressRule } from "./edge/ingress";
export { type GroupAction, IPS_MODES, type IpsMode } from "./edge/ips-mode";
export type { MailEdge } from "./edge/mail-edge";
export {
  MerakiMailEdge,
  type MerakiMailEdgeProps,
  type OfficeRule,
  type OutgoingRulesProps,
  type SyslogServerProps,
} from "./edge/meraki/meraki-mail-edge";
export {
  INSPECTION_LEVELS,
  type InspectionLevel,
  type PortForward,
  type PortForwardEdge,
  type PortForwardEdgeProps,
} from "./edge/port-forward-edge";
export {
  CustomOutbound,
  type CustomOutboundProps,
  CustomRelay,
  type CustomRelayProps,
} from "./relay/custom-relay";
export type {
  Continuity,
  InboundRelay,
  MxHost,
  OutboundRelay,
  Relay,
  SmartHost,
  SmartHostTls,
  Webmail,
} from "./relay/relay";
export type { MailFilter } from "./relay/ses/add-ons";
export type { SesDomain } from "./relay/ses/sending-domain";
export { SesMailManagerRelay, type SesMailManagerRelayProps } from "./relay/ses/ses-mail-manager-relay";
export type { ArchiveRetention } from "./relay/ses/template";
export type { SmartHostProps } from "./relay/smart-host";
export type {
  Confidence,
  NetworkSource,
  RelayVendor,
  Sourced,
  SourcedOrNull,
  TenantParameter,
  VendorMxHost,
  VendorSmartHost,
  VendorValues,
} from "./relay/vendor";
export { VendorOutbound, type VendorOutboundProps } from "./relay/vendor-outbound";
export { VendorRelay, type VendorRelayProps } from "./relay/vendor-relay";
export { RELAY_VENDORS, relayVendor } from "./relay/vendors";
export type {
  Declaration,
  DeclaredCertificate,
  DeclaredName,
  DeclaredPolicy,
  DeclaredRecords,
  DeclaredRelay,
  DeclaredRenewal,
  DeclaredServer,
  DeclaredWay,
  DeclaredZone,
} from "./watch/declaration";
export type { BlocklistOrder } from "./watch/function/order";
export { WATCH_DEFAULTS, Watch, type WatchProps } from "./watch/watch";
export { WatchAlarms, type WatchAlarmsProps } from "./watch/watch-alarms";
export { WatchFunction, type WatchFunctionProps, type WatchNetwork } from "./watch/watch-function";
