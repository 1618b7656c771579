/** A cmdlet as its reference page documents it. */
interface DocumentedCmdlet {
  readonly page: string;
  /** Parameters of the page, in its order; a long page is cut to those of its kind that a runbook could use. */
  readonly parameters: readonly string[];
}

const LEARN = "https://learn.microsoft.com/powershell/module";

/** Parameters that every advanced function has (about_CommonParameters). */
export const COMMON_PARAMETERS: readonly string[] =
  "Debug ErrorAction ErrorVariable InformationAction InformationVariable OutBuffer OutVariable PipelineVariable Verbose WarningAction WarningVariable".split(
    " ",
  );

const CHANGES = "Confirm WhatIf";

const RECEIVE_CONNECTOR =
  "AdvertiseClientSettings AuthMechanism AuthTarpitInterval Banner BinaryMimeEnabled Bindings ChunkingEnabled Comment ConnectionInactivityTimeout ConnectionTimeout DefaultDomain DeliveryStatusNotificationEnabled DomainController DomainSecureEnabled EightBitMimeEnabled EnableAuthGSSAPI Enabled EnhancedStatusCodesEnabled ExtendedProtectionPolicy Fqdn LongAddressesEnabled MaxAcknowledgementDelay MaxHeaderSize MaxHopCount MaxInboundConnection MaxInboundConnectionPerSource MaxInboundConnectionPercentagePerSource MaxLocalHopCount MaxLogonFailures MaxMessageSize MaxProtocolErrors MaxRecipientsPerMessage MessageRateLimit MessageRateSource OrarEnabled PermissionGroups PipeliningEnabled ProtocolLoggingLevel RejectReservedSecondLevelRecipientDomains RejectReservedTopLevelRecipientDomains RejectSingleLabelRecipientDomains RemoteIPRanges RequireEHLODomain RequireTLS ServiceDiscoveryFqdn SizeEnabled SuppressXAnonymousTls TarpitInterval TlsCertificateName TlsDomainCapabilities TransportRole";
const SEND_CONNECTOR =
  "AddressSpaces AuthenticationCredential CloudServicesMailEnabled Comment ConnectionInactivityTimeOut ConnectorType DNSRoutingEnabled DomainController DomainSecureEnabled Enabled ErrorPolicies Force ForceHELO Fqdn FrontendProxyEnabled IgnoreSTARTTLS IsCoexistenceConnector IsScopedConnector MaxMessageSize Name Port ProtocolLoggingLevel RequireOorg RequireTLS SmartHostAuthMechanism SmartHosts SmtpMaxMessagesPerConnection SourceIPAddress SourceTransportServers TlsAuthLevel TlsCertificateName TlsDomain UseExternalDNSServersEnabled";
const GET_DIRECTORY = "Server Identity ADPropertiesOnly DomainController ShowMailboxVirtualDirectories";
const SET_DIRECTORY = `Identity DomainController ExtendedProtectionFlags ExtendedProtectionSPNList ExtendedProtectionTokenChecking ExternalUrl InternalUrl ${CHANGES}`;
const AD_PERMISSION =
  "Identity User AccessRights ChildObjectTypes Deny DomainController ExtendedRights InheritanceType InheritedObjectType Properties Instance";

/** Cmdlets of Exchange, as `exchangepowershell/<cmdlet>` documents them. */
const EXCHANGE: Readonly<Record<string, string>> = {
  "Add-ADPermission": `${AD_PERMISSION} Owner ${CHANGES}`,
  "Add-IPAllowListEntry": `IPAddress IPRange Comment ExpirationTime Server ${CHANGES}`,
  "Add-RoleGroupMember": `Identity Member BypassSecurityGroupManagerCheck DomainController ${CHANGES}`,
  "Enable-ExchangeCertificate": `Thumbprint Identity Services DomainController DoNotRequireSsl Force NetworkServiceAllowed Server ${CHANGES}`,
  "Get-AcceptedDomain": "Identity DomainController ResultSize",
  "Get-ActiveSyncVirtualDirectory": GET_DIRECTORY,
  "Get-ADPermission": "Identity Owner User DomainController",
  "Get-ClientAccessService":
    "Identity DomainController IncludeAlternateServiceAccountCredentialPassword IncludeAlternateServiceAccountCredentialStatus",
  "Get-EcpVirtualDirectory": GET_DIRECTORY,
  "Get-ExchangeCertificate": "Identity Instance Thumbprint DomainController DomainName Server",
  "Get-ExchangeServer": "Identity Domain DomainController Status",
  "Get-FrontendTransportService": "Identity DomainController",
  "Get-MailboxDatabase":
    "Identity Server DomainController DumpsterStatistics IncludeCorrupted IncludePreExchange2013 Status",
  "Get-HealthReport": "Identity GroupSize HaImpactingOnly HealthSet MinimumOnlinePercent RollupGroup",
  "Get-IPAllowListEntry": "IPAddress Identity ResultSize Server",
  "Get-MapiVirtualDirectory": GET_DIRECTORY,
  "Get-OabVirtualDirectory": GET_DIRECTORY,
  "Get-OwaVirtualDirectory": GET_DIRECTORY,
  "Get-ReceiveConnector": "Identity Server DomainController",
  "Get-RoleGroup":
    "Identity DomainController Filter ReadFromDomainController ResultSize ShowPartnerLinked SortBy",
  "Get-RoleGroupMember": "Identity DomainController ReadFromDomainController ResultSize",
  "Get-SendConnector": "Identity DomainController",
  "Get-TransportAgent": "Identity DomainController TransportService",
  "Get-TransportConfig": "DomainController",
  "Get-TransportService": "Identity DomainController",
  "Get-User":
    "Identity Anr Arbitration AuditLog Credential DomainController Filter IgnoreDefaultScope OrganizationalUnit PublicFolder ReadFromDomainController RecipientTypeDetails ResultSize SortBy",
  "Get-WebServicesVirtualDirectory": GET_DIRECTORY,
  "Import-ExchangeCertificate": `DomainController FileData FriendlyName Instance Password PrivateKeyExportable Server ${CHANGES}`,
  "New-ExchangeCertificate": `BinaryEncoded DomainController DomainName Force FriendlyName GenerateRequest IncludeAcceptedDomains IncludeAutoDiscover IncludeServerFQDN IncludeServerNetBIOSName Instance KeySize PrivateKeyExportable RequestFile Server Services SubjectKeyIdentifier SubjectName ${CHANGES}`,
  "New-ReceiveConnector": `Name Client Custom Internal Internet Partner Usage Server ${RECEIVE_CONNECTOR} ${CHANGES}`,
  "New-RoleGroup": `Name CustomConfigWriteScope CustomRecipientWriteScope Description DisplayName DomainController Force ManagedBy Members RecipientOrganizationalUnitScope Roles SamAccountName ${CHANGES}`,
  "New-SendConnector": `Custom Internal Internet Partner Usage LinkedReceiveConnector ${SEND_CONNECTOR} ${CHANGES}`,
  "Remove-ADPermission": `${AD_PERMISSION} ${CHANGES}`,
  "Remove-ExchangeCertificate": `DomainController Identity Server Thumbprint ${CHANGES}`,
  "Remove-IPAllowListEntry": `Identity Server ${CHANGES}`,
  "Remove-ReceiveConnector": `Identity DomainController ${CHANGES}`,
  "Remove-RoleGroup": `Identity BypassSecurityGroupManagerCheck DomainController Force ${CHANGES}`,
  "Remove-RoleGroupMember": `Identity Member BypassSecurityGroupManagerCheck DomainController ${CHANGES}`,
  "Remove-SendConnector": `Identity DomainController ${CHANGES}`,
  "Set-ActiveSyncVirtualDirectory": SET_DIRECTORY,
  "Set-ClientAccessService": `Identity AlternateServiceAccountCredential Array AutoDiscoverServiceInternalUri AutoDiscoverSiteScope CleanUpInvalidAlternateServiceAccountCredentials DomainController RemoveAlternateServiceAccountCredentials ${CHANGES}`,
  "Set-EcpVirtualDirectory": SET_DIRECTORY,
  "Set-MapiVirtualDirectory": SET_DIRECTORY,
  "Set-OabVirtualDirectory": SET_DIRECTORY,
  "Set-OwaVirtualDirectory": SET_DIRECTORY,
  "Set-ReceiveConnector": `Identity Name BareLinefeedRejectionEnabled SmtpUtf8Enabled ${RECEIVE_CONNECTOR} ${CHANGES}`,
  "Set-SendConnector": `Identity LinkedReceiveConnector ${SEND_CONNECTOR} ${CHANGES}`,
  "Set-TransportConfig": `InternalSMTPServers TLSReceiveDomainSecureList TLSSendDomainSecureList ${CHANGES}`,
  "Set-WebServicesVirtualDirectory": SET_DIRECTORY,
};

/** Cmdlets of Windows PowerShell 5.1 and of AWS Tools for PowerShell, by the folder of their pages. */
const OTHERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  [`${LEARN}/microsoft.powershell.core`]: {
    "ForEach-Object": "Begin End InputObject MemberName Process RemainingScripts",
    "Get-Command":
      "All ArgumentList CommandType FullyQualifiedModule ListImported Module Name Noun Syntax Verb",
    "Get-Module": "All FullyQualifiedName ListAvailable Name PSEdition PSSession Refresh",
    "Import-Module": "Force Global Name Prefix RequiredVersion Scope",
    "New-PSSession":
      "AllowRedirection ApplicationName Authentication CertificateThumbprint ComputerName ConfigurationName ConnectionUri Credential EnableNetworkAccess Name Port Session SessionOption ThrottleLimit UseSSL",
    "Out-Null": "InputObject",
    "Remove-PSSession": `ComputerName Id InstanceId Name Session ${CHANGES}`,
    "Set-StrictMode": "Off Version",
    "Where-Object": "FilterScript InputObject Property Value",
  },
  [`${LEARN}/microsoft.powershell.utility`]: {
    "Add-Type":
      "AssemblyName CodeDomProvider CompilerParameters IgnoreWarnings Language LiteralPath MemberDefinition Name Namespace OutputAssembly OutputType PassThru Path ReferencedAssemblies TypeDefinition UsingNamespace",
    "ConvertFrom-Json": "InputObject",
    "ConvertTo-Json": "Compress Depth InputObject",
    "Format-Table":
      "AutoSize DisplayError Expand Force GroupBy HideTableHeaders InputObject Property View Wrap",
    "Get-Date": "Date Day DisplayHint Format Hour Millisecond Minute Month Second UFormat Year",
    "Import-PSSession":
      "AllowClobber ArgumentList Certificate CommandName CommandType DisableNameChecking FormatTypeName FullyQualifiedModule Module Prefix Session",
    "New-TimeSpan": "Days End Hours Minutes Seconds Start",
    "New-Object": "ArgumentList ComObject Property Strict TypeName",
    "Out-String": "InputObject Stream Width",
    "Read-Host": "AsSecureString Prompt",
    "Select-Object": "ExcludeProperty ExpandProperty First Index InputObject Last Property Skip Unique Wait",
    "Sort-Object": "CaseSensitive Culture Descending InputObject Property Unique",
    "Start-Sleep": "Milliseconds Seconds",
    "Write-Host": "BackgroundColor ForegroundColor NoNewline Object Separator",
    "Write-Warning": "Message",
  },
  [`${LEARN}/microsoft.powershell.management`]: {
    "Get-Content": "Delimiter Encoding LiteralPath Path Raw Tail TotalCount Wait",
    "Get-Service":
      "ComputerName DependentServices DisplayName Exclude Include InputObject Name RequiredServices",
    "Join-Path": "ChildPath Path Resolve",
    "Move-Item": `Credential Destination Exclude Filter Force Include LiteralPath PassThru Path ${CHANGES}`,
    "New-Item": `Credential Force ItemType Name Path Value ${CHANGES}`,
    "Set-Content": `Encoding Exclude Filter Force Include LiteralPath NoNewline PassThru Path Value ${CHANGES}`,
    "Test-Path": "Exclude Filter Include IsValid LiteralPath Path PathType",
  },
  [`${LEARN}/microsoft.powershell.security`]: {
    "ConvertTo-SecureString": "AsPlainText Force Key SecureKey String",
    "Get-Credential": "Credential Message UserName",
    "Set-Acl": `AclObject CentralAccessPolicy ClearCentralAccessPolicy Exclude Filter Include InputObject LiteralPath PassThru Path ${CHANGES}`,
  },
  [`${LEARN}/microsoft.powershell.host`]: {
    "Start-Transcript": `Append Force IncludeInvocationHeader LiteralPath NoClobber OutputDirectory Path ${CHANGES}`,
    "Stop-Transcript": "",
  },
  [`${LEARN}/nettcpip`]: {
    "Test-NetConnection":
      "CommonTCPPort ComputerName ConstrainInterface ConstrainSourceAddress DiagnoseRouting Hops InformationLevel Port TraceRoute",
  },
  [`${LEARN}/scheduledtasks`]: {
    "Get-ScheduledTask": "AsJob CimSession TaskName TaskPath ThrottleLimit",
    "Get-ScheduledTaskInfo": "AsJob CimSession InputObject TaskName TaskPath ThrottleLimit",
    "New-ScheduledTaskAction": "Argument AsJob CimSession Execute Id ThrottleLimit WorkingDirectory",
    "New-ScheduledTaskPrincipal":
      "AsJob CimSession GroupId Id LogonType ProcessTokenSidType RequiredPrivilege RunLevel ThrottleLimit UserId",
    "New-ScheduledTaskSettingsSet":
      "AllowStartIfOnBatteries AsJob CimSession Compatibility DeleteExpiredTaskAfter Disable DisallowDemandStart DisallowHardTerminate DisallowStartOnRemoteAppSession DontStopIfGoingOnBatteries DontStopOnIdleEnd ExecutionTimeLimit Hidden IdleDuration IdleWaitTimeout MaintenanceDeadline MaintenanceExclusive MaintenancePeriod MultipleInstances NetworkId NetworkName Priority RestartCount RestartInterval RestartOnIdle RunOnlyIfIdle RunOnlyIfNetworkAvailable StartWhenAvailable ThrottleLimit WakeToRun",
    "New-ScheduledTaskTrigger":
      "AsJob At AtLogOn AtStartup CimSession Daily DaysInterval DaysOfWeek Once RandomDelay RepetitionDuration RepetitionInterval ThrottleLimit User Weekly WeeksInterval",
    "Register-ScheduledTask":
      "Action AsJob CimSession Description Force InputObject Password Principal RunLevel Settings TaskName TaskPath ThrottleLimit Trigger User Xml",
    "Start-ScheduledTask": "AsJob CimSession InputObject TaskName TaskPath ThrottleLimit",
    "Unregister-ScheduledTask": `AsJob CimSession InputObject PassThru TaskName TaskPath ThrottleLimit ${CHANGES}`,
  },
  "https://learn.microsoft.com/windows-server/administration/windows-commands": {
    certutil: "repairstore",
    klist: "lh li",
  },
  "https://poshac.me/docs/v4/functions": {
    "Get-PAAccount": "Contact ExtraParams ID KeyLength List Refresh Status",
    "Get-PACertificate": "List MainDomain Name",
    "Get-PAOrder": "List MainDomain Name Refresh",
    "New-PACertificate":
      "AcceptTOS AccountKeyLength AlwaysNewKey CertKeyLength Contact CSRPath DirectoryUrl DnsAlias DnsSleep Domain Force FriendlyName Install LifetimeDays Name OCSPMustStaple PfxPass PfxPassSecure Plugin PluginArgs PreferredChain Profile Subject UseModernPfxEncryption UseSerialValidation ValidationTimeout",
    "Set-PAServer":
      "DirectoryUrl DisableARI DisableTelemetry Name NewName NoRefresh NoSwitch SkipCertificateCheck UseAltAccountRefresh",
  },
  [`${LEARN}/webadminstration`]: {
    "Get-WebConfigurationProperty": "Clr Filter Force Location Metadata Name PSPath Recurse",
  },
  "https://docs.aws.amazon.com/powershell/latest/reference/items": {
    "Export-ACMCertificate": "CertificateArn Passphrase Force Select Region ProfileName Credential",
    "Get-ACMCertificate": "CertificateArn Select Region ProfileName Credential",
    "Get-SECSecretValue": "SecretId VersionId VersionStage Select Region ProfileName Credential",
    "Get-SSMParameter": "Name WithDecryption Select Region ProfileName Credential",
  },
};

function documented(folder: string, cmdlets: Readonly<Record<string, string>>): [string, DocumentedCmdlet][] {
  return Object.entries(cmdlets).map(([name, parameters]) => [
    name,
    {
      page: `${folder}/${name.toLowerCase()}`,
      parameters: parameters.split(" ").filter((word) => word !== ""),
    },
  ]);
}

/**
 * Every cmdlet that a script of ours may call, by name, as of 2026-11-24.
 *
 * The pages of the connector, certificate, AD permission, IP allow list and client access cmdlets were read for it; the
 * parameters of the others are from experience and are still to be held against their pages.
 */
export const CMDLETS: ReadonlyMap<string, DocumentedCmdlet> = new Map([
  ...documented(`${LEARN}/exchangepowershell`, EXCHANGE),
  ...Object.entries(OTHERS).flatMap(([folder, cmdlets]) => documented(folder, cmdlets)),
]);
