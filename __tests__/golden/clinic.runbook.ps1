# Exchange of the client clinic: behind the relay, both ways.
#
# Written by: protected-exchange runbook. Do not edit; change the client file and write it again.
# Every value comes from the Terraform JSON of the stack clinic:
#   mail host          mail.clinic.example (address record of the output server_addresses)
#   certificate names  autodiscover.clinic.example, mail.clinic.example (the certificate of the mail host)
#   mail domains       clinic.example (MX records)
#   relay networks     185.201.16.0/22 (who reaches the server on 25)
#   connections from   185.201.16.0/22 (who the server sees on it)
#   smart host         smtp.antispamcloud.com:587, ssm:/clinic/smart-host (output smart_host)
#   region             eu-west-3 (provider aws)
#
# What it changes, in this order; running it again changes nothing more:
#   1. Look at the server first
#   2. Bind the certificate
#   3. Receive connector: from the relay
#   4. No anonymous mail from anywhere else
#   5. Look behind the relay
#   6. Send connector: to the relay
#   7. No outgoing mail past the relay
#   8. Addresses for users
#   9. See that it works
#   10. See what Exchange knows of its backup
#
# How to run it, in the Exchange Management Shell, as administrator, on the server:
#   .\clinic.runbook.ps1 -WhatIf     shows every change and makes none
#   .\clinic.runbook.ps1             makes them, and records what was there before
# The way back is the script of: protected-exchange runbook --part rollback

#Requires -Version 5.1
#Requires -RunAsAdministrator

[CmdletBinding(SupportsShouldProcess)]
param(
    # Name of the Exchange server; the script runs on it.
    [ValidateNotNullOrEmpty()]
    [string] $Server = $env:COMPUTERNAME,
    # Where the record of former values and the log are written.
    [ValidateNotNullOrEmpty()]
    [string] $RecordFolder = $PSScriptRoot,
    # Credentials for the smart host, when they are not to be read from where they are kept.
    [System.Management.Automation.PSCredential] $SmartHostCredential
)

$Client = @{
    Id                   = 'clinic'
    MailHost             = 'mail.clinic.example'
    CertificateNames     = @('autodiscover.clinic.example', 'mail.clinic.example')
    InstallCertificate   = 'aws ssm send-command --region eu-west-3 --document-name protected-exchange-clinic-certificate --targets Key=tag:protected-exchange-server,Values=clinic'
    MailDomains          = @('clinic.example')
    SmtpPort             = 25
    RelayNetworks        = @('185.201.16.0/22')
    ConnectionsFrom      = @('185.201.16.0/22')
    SmartHost            = 'smtp.antispamcloud.com'
    SmartHostPort        = 587
    SmartHostCredentials = 'ssm:/clinic/smart-host'
    Region               = 'eu-west-3'
    BackupProduct        = 'Veeam Backup & Replication'
    BackupEveryHours     = 24
}

Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

# Exchange's cmdlets do not see this script's preferences; each call is handed them.
$Reading = @{ ErrorAction = 'Stop' }
$Changing = @{ ErrorAction = 'Stop'; WhatIf = [bool]$WhatIfPreference; Confirm = ($ConfirmPreference -eq 'Low') }

# The script's own files are written whatever -WhatIf and -Confirm say.
$Writing = @{ WhatIf = $false; Confirm = $false }

$FromRelay = 'From relay'
$ToRelay = 'To relay'
$RecordFile = Join-Path -Path $RecordFolder -ChildPath ('{0}.{1}.before.json' -f $Client.Id, $Server)
$LogFile = Join-Path -Path $RecordFolder -ChildPath ('{0}.{1}.log' -f $Client.Id, $Server)

function Write-Step {
    param([string] $Title)
    Write-Host ''
    Write-Host ('== {0}' -f $Title) -ForegroundColor Cyan
}

function Show-State {
    param([string] $Moment, [System.Collections.IDictionary] $State)
    if ($Moment -eq 'after' -and $WhatIfPreference) {
        $Moment = 'would be'
    }
    foreach ($key in $State.Keys) {
        Write-Host ('   {0,-8} {1} = {2}' -f $Moment, $key, (@($State[$key]) -join ', '))
    }
}

function ConvertTo-Text {
    param([object] $Value)
    @($Value | Where-Object { $null -ne $_ } | ForEach-Object { "$_" })
}

function Test-Same {
    param([object] $One, [object] $Other)
    ((ConvertTo-Text -Value $One | Sort-Object) -join '|') -eq ((ConvertTo-Text -Value $Other | Sort-Object) -join '|')
}

function Test-SameState {
    param([System.Collections.IDictionary] $One, [System.Collections.IDictionary] $Other)
    @($One.Keys | Where-Object { -not (Test-Same -One $One[$_] -Other $Other[$_]) }).Count -eq 0
}

$transcribing = $false
trap {
    Write-Warning ('Stopped: {0}' -f $_.Exception.Message)
    if ($transcribing) {
        Write-Warning ('What was done until here stands in {0}. Mend the cause and run again, or roll back.' -f $LogFile)
        Stop-Transcript | Out-Null
    }
    break
}
if ($null -eq (Get-Command -Name 'Get-ExchangeServer' -ErrorAction SilentlyContinue)) {
    throw 'Run this in the Exchange Management Shell, as administrator, on the server itself.'
}

Start-Transcript -Path $LogFile -Append @Writing | Out-Null
$transcribing = $true

# The first value ever recorded stays: a second run must not record what the first one made.
$Entries = @()
if (Test-Path -LiteralPath $RecordFile) {
    $Entries = @((Get-Content -LiteralPath $RecordFile -Raw | ConvertFrom-Json).Entries)
}

function Save-Before {
    param([string] $Kind, [string] $Identity, [bool] $Existed, [System.Collections.IDictionary] $Values)
    Show-State -Moment 'before' -State $Values
    if (@($script:Entries | Where-Object { $_.Kind -eq $Kind -and $_.Identity -eq $Identity }).Count -gt 0) {
        return
    }
    $script:Entries += [pscustomobject]@{ Kind = $Kind; Identity = $Identity; Existed = $Existed; Values = $Values }
    if (-not $WhatIfPreference) {
        $record = [ordered]@{ Client = $Client.Id; Server = $Server; Entries = @($script:Entries) }
        Set-Content -LiteralPath $RecordFile -Value (ConvertTo-Json -InputObject $record -Depth 6) -Encoding UTF8 @Writing
    }
}

function Get-StoredSecret {
    param([string] $Reference)
    $place, $name = $Reference -split ':', 2
    # An ARN names the Region that holds it, which may be another than the server's.
    $region = $Client.Region
    if ($name -like 'arn:*') {
        $region = ($name -split ':')[3]
    }
    try {
        if ($place -eq 'ssm' -and $null -ne (Get-Command -Name 'Get-SSMParameter' -ErrorAction SilentlyContinue)) {
            return (Get-SSMParameter -Name $name -WithDecryption $true -Region $region -ErrorAction Stop).Value
        }
        if ($place -eq 'secretsmanager' -and $null -ne (Get-Command -Name 'Get-SECSecretValue' -ErrorAction SilentlyContinue)) {
            return (Get-SECSecretValue -SecretId $name -Region $region -ErrorAction Stop).SecretString
        }
        Write-Warning 'AWS Tools for PowerShell are not installed here.'
    }
    catch {
        Write-Warning ('{0} cannot be read: {1}' -f $Reference, $_.Exception.Message)
    }
}

function Get-StoredCredential {
    param([string] $Reference)
    $secret = Get-StoredSecret -Reference $Reference
    if ($null -eq $secret) {
        return
    }
    # The text of a parsing error would carry the secret into the log.
    try {
        $pair = ConvertFrom-Json -InputObject $secret
        $password = ConvertTo-SecureString -String $pair.password -AsPlainText -Force
        return New-Object -TypeName 'System.Management.Automation.PSCredential' -ArgumentList $pair.username, $password
    }
    catch {
        Write-Warning ('{0} does not hold a JSON object with username and password.' -f $Reference)
    }
}

# --- 1. Look at the server first ------------------------------------------------------------------------------
# Exchange Server SE is the only version with support; Extended Protection is what stops the relaying of NTLM
# credentials, and a domain that Exchange does not accept bounces after the relay has taken its mail.
# https://learn.microsoft.com/exchange/new-features/build-numbers-and-release-dates
# https://learn.microsoft.com/exchange/plan-and-deploy/post-installation-tasks/security-best-practices/exchange-extended-protection
# https://learn.microsoft.com/powershell/module/exchangepowershell/get-exchangeserver
# https://learn.microsoft.com/powershell/module/exchangepowershell/get-accepteddomain
Write-Step -Title '1. Look at the server first'
$exchange = Get-ExchangeServer -Identity $Server @Reading
if ("$($exchange.AdminDisplayVersion)" -notmatch '(\d+)\.(\d+) \(Build (\d+)\.(\d+)\)') {
    throw ('{0} reports the version {1}, which cannot be read.' -f $Server, $exchange.AdminDisplayVersion)
}
$build = [version]('{0}.{1}.{2}' -f $Matches[1], $Matches[2], $Matches[3])
# Build of Exchange Server SE RTM; every earlier one is of a version that ended on 14 October 2025.
$firstSupported = [version]'15.2.2562'
if ($build -lt $firstSupported) {
    throw ('{0} runs build {1}; upgrade it to Exchange Server SE ({2} or later) first.' -f $Server, $build, $firstSupported)
}
Write-Host ('   {0} runs build {1}' -f $Server, $build)

$accepted = @(Get-AcceptedDomain @Reading | ForEach-Object { "$($_.DomainName)" })
foreach ($domain in $Client.MailDomains) {
    if ($accepted -notcontains $domain) {
        Write-Warning ('{0} receives mail by its MX, and Exchange does not accept it under this spelling.' -f $domain)
    }
}

Import-Module -Name 'WebAdministration' -ErrorAction Stop
foreach ($directory in 'API', 'ECP', 'EWS', 'MAPI', 'Microsoft-Server-ActiveSync', 'OAB', 'OWA', 'RPC') {
    $checking = Get-WebConfigurationProperty -PSPath 'MACHINE/WEBROOT/APPHOST' -Location ('Default Web Site/{0}' -f $directory) -Filter 'system.webServer/security/authentication/windowsAuthentication/extendedProtection' -Name 'tokenChecking' -ErrorAction Stop
    if ("$checking" -eq 'None') {
        Write-Warning ('Extended Protection is off on {0}. It is only looked at here; Microsoft has a script that turns it on.' -f $directory)
    }
    else {
        Write-Host ('   Extended Protection on {0}: {1}' -f $directory, $checking)
    }
}

# --- 2. Bind the certificate ----------------------------------------------------------------------------------
# Clients and relay must see a certificate that covers the published names; the longest-lived one that is
# installed is taken. The certificate with which Exchange servers speak to each other stays: Microsoft advises
# against replacing it. Where the stack delivers the certificate, it binds each renewal as the computer's
# account, which needs a role group for that.
# https://learn.microsoft.com/powershell/module/exchangepowershell/get-exchangecertificate
# https://learn.microsoft.com/powershell/module/exchangepowershell/enable-exchangecertificate
# https://learn.microsoft.com/powershell/module/exchangepowershell/get-transportservice
# https://learn.microsoft.com/powershell/module/exchangepowershell/new-rolegroup
# https://learn.microsoft.com/powershell/module/exchangepowershell/add-rolegroupmember
Write-Step -Title '2. Bind the certificate'
if ($Client.ContainsKey('InstallCertificate')) {
    $deliveryGroup = 'Certificate delivery'
    $computer = ([adsisearcher]('(&(objectClass=computer)(name={0}))' -f $Server)).FindOne()
    if ($null -eq $computer) {
        throw ('{0} has no computer account in this domain.' -f $Server)
    }
    $account = "$($computer.Properties['distinguishedname'])"
    $groups = @(Get-RoleGroup @Reading | Where-Object { $_.Name -eq $deliveryGroup })
    $members = @($groups | ForEach-Object { Get-RoleGroupMember -Identity $deliveryGroup @Reading } | ForEach-Object { "$($_.DistinguishedName)" })
    if ($members -contains $account) {
        Write-Host '   the delivery may already bind the certificate'
    }
    else {
        Save-Before -Kind 'RoleGroup' -Identity $deliveryGroup -Existed ($groups.Count -gt 0) -Values ([ordered]@{ Added = $account })
        if ($groups.Count -gt 0) {
            Add-RoleGroupMember -Identity $deliveryGroup -Member $account -BypassSecurityGroupManagerCheck @Changing
        }
        else {
            New-RoleGroup -Name $deliveryGroup -Roles 'Exchange Server Certificates', 'Receive Connectors', 'Send Connectors', 'View-Only Configuration' -Members $account @Changing | Out-Null
        }
        Show-State -Moment 'after' -State ([ordered]@{ RoleGroup = $deliveryGroup; Member = $account })
        Write-Warning 'The computer account learns of its group when the server restarts, or after: klist -li 0x3e7 purge'
    }
}

function Test-NameCovered {
    param([string] $Name, [string[]] $CertificateNames)
    foreach ($candidate in $CertificateNames) {
        if ($candidate -eq $Name -or $candidate -eq ($Name -replace '^[^.]+', '*')) {
            return $true
        }
    }
    return $false
}

$installed = @(Get-ExchangeCertificate -Server $Server @Reading)
$usable = @()
foreach ($candidate in $installed) {
    $names = @(ConvertTo-Text -Value $candidate.CertificateDomains)
    $uncovered = @($Client.CertificateNames | Where-Object { -not (Test-NameCovered -Name $_ -CertificateNames $names) })
    if ($uncovered.Count -eq 0 -and $candidate.HasPrivateKey -and -not $candidate.IsSelfSigned -and "$($candidate.Status)" -eq 'Valid') {
        $usable += $candidate
    }
}
if ($usable.Count -eq 0) {
    if ($Client.ContainsKey('InstallCertificate')) {
        throw ('No installed certificate is valid and covers {0}. Where you run Terraform, start the delivery, then run again: {1}' -f ($Client.CertificateNames -join ', '), $Client.InstallCertificate)
    }
    throw ('No installed certificate is valid and covers {0}. Import one, then run again.' -f ($Client.CertificateNames -join ', '))
}
$certificate = @($usable | Sort-Object -Property 'NotAfter' -Descending)[0]
$tlsCertificateName = '<I>{0}<S>{1}' -f $certificate.Issuer, $certificate.Subject
Write-Host ('   taken: {0}, valid until {1:yyyy-MM-dd}' -f $certificate.Subject, $certificate.NotAfter)

$services = "$($certificate.Services)"
if ($services -match 'IIS' -and $services -match 'SMTP') {
    Write-Host '   already serves IIS and SMTP'
}
else {
    $onIis = @($installed | Where-Object { "$($_.Services)" -match 'IIS' } | ForEach-Object { "$($_.Thumbprint)" })
    Save-Before -Kind 'Certificate' -Identity $Server -Existed $true -Values ([ordered]@{ IisThumbprint = @($onIis + '')[0] })
    $between = "$((Get-TransportService -Identity $Server @Reading).InternalTransportCertificateThumbprint)"
    Enable-ExchangeCertificate -Thumbprint $certificate.Thumbprint -Server $Server -Services 'IIS, SMTP' -Force @Changing
    if ($between -ne '' -and $between -ne "$($certificate.Thumbprint)") {
        # -Force also made it the certificate between Exchange servers; give that back to the one it was.
        Enable-ExchangeCertificate -Thumbprint $between -Server $Server -Services 'SMTP' -Force @Changing
    }
    Show-State -Moment 'after' -State ([ordered]@{ IisThumbprint = "$($certificate.Thumbprint)" })
}

# --- 3. Receive connector: from the relay ---------------------------------------------------------------------
# Mail from outside enters here and nowhere else. Anonymous senders may hand over mail for accepted domains; the
# right to relay to any recipient is looked for and removed.
# https://learn.microsoft.com/exchange/mail-flow/connectors/receive-connectors
# https://learn.microsoft.com/powershell/module/exchangepowershell/get-receiveconnector
# https://learn.microsoft.com/powershell/module/exchangepowershell/new-receiveconnector
# https://learn.microsoft.com/powershell/module/exchangepowershell/set-receiveconnector
# https://learn.microsoft.com/powershell/module/exchangepowershell/get-adpermission
# https://learn.microsoft.com/powershell/module/exchangepowershell/remove-adpermission
Write-Step -Title '3. Receive connector: from the relay'
# The account's name depends on the language of Windows; its SID does not.
$anonymousSid = New-Object -TypeName 'System.Security.Principal.SecurityIdentifier' -ArgumentList ([System.Security.Principal.WellKnownSidType]::AnonymousSid), $null
$anonymous = $anonymousSid.Translate([System.Security.Principal.NTAccount]).Value
$relayRight = 'ms-Exch-SMTP-Accept-Any-Recipient'

function Test-OpenRelay {
    param([object] $Connector)
    foreach ($permission in Get-ADPermission -Identity $Connector.DistinguishedName -User $anonymous @Reading) {
        if ("$($permission.Deny)" -ne 'True' -and @(ConvertTo-Text -Value $permission.ExtendedRights) -contains $relayRight) {
            return $true
        }
    }
    return $false
}

function Remove-OpenRelay {
    param([object] $Connector)
    if (-not (Test-OpenRelay -Connector $Connector)) {
        return
    }
    Write-Warning ('{0} was an open relay: anonymous senders could reach any recipient.' -f $Connector.Name)
    Remove-ADPermission -Identity $Connector.DistinguishedName -User $anonymous -ExtendedRights $relayRight @Changing
    if (-not $WhatIfPreference -and (Test-OpenRelay -Connector $Connector)) {
        throw ('{0} is still an open relay; remove {1} of {2} from it by hand.' -f $Connector.Name, $relayRight, $anonymous)
    }
}

function Get-ReceiveState {
    param([object] $Connector)
    # Custom tells of rights given one by one; the cmdlet does not take it back.
    $groups = @("$($Connector.PermissionGroups)" -split ', ' | Where-Object { $_ -ne 'Custom' })
    if ($groups.Count -eq 0) {
        $groups = @('None')
    }
    [ordered]@{
        Enabled = [bool]$Connector.Enabled
        Bindings = @(ConvertTo-Text -Value $Connector.Bindings)
        RemoteIPRanges = @(ConvertTo-Text -Value $Connector.RemoteIPRanges)
        PermissionGroups = ($groups -join ', ')
        AuthMechanism = "$($Connector.AuthMechanism)"
        Fqdn = "$($Connector.Fqdn)"
        TlsCertificateName = "$($Connector.TlsCertificateName)"
        ProtocolLoggingLevel = "$($Connector.ProtocolLoggingLevel)"
    }
}

$receiving = [ordered]@{
    Enabled = $true
    Bindings = @(
        ('{0}:{1}' -f [System.Net.IPAddress]::Any, $Client.SmtpPort),
        ('[{0}]:{1}' -f [System.Net.IPAddress]::IPv6Any, $Client.SmtpPort)
    )
    RemoteIPRanges = $Client.ConnectionsFrom
    PermissionGroups = 'AnonymousUsers'
    AuthMechanism = 'Tls'
    Fqdn = $Client.MailHost
    TlsCertificateName = $tlsCertificateName
    ProtocolLoggingLevel = 'Verbose'
}
$identity = '{0}\{1}' -f $Server, $FromRelay
$existing = Get-ReceiveConnector -Server $Server @Reading | Where-Object { $_.Name -eq $FromRelay }
if ($null -eq $existing) {
    Save-Before -Kind 'ReceiveConnector' -Identity $identity -Existed $false -Values ([ordered]@{})
    New-ReceiveConnector -Name $FromRelay -Server $Server -TransportRole 'FrontendTransport' -Custom @receiving @Changing | Out-Null
}
elseif (Test-SameState -One $receiving -Other (Get-ReceiveState -Connector $existing)) {
    Write-Host ('   {0} is as it should be' -f $FromRelay)
}
else {
    Save-Before -Kind 'ReceiveConnector' -Identity $identity -Existed $true -Values (Get-ReceiveState -Connector $existing)
    Set-ReceiveConnector -Identity $identity @receiving @Changing
}
Show-State -Moment 'after' -State $receiving
$existing = Get-ReceiveConnector -Server $Server @Reading | Where-Object { $_.Name -eq $FromRelay }
if ($null -ne $existing) {
    Remove-OpenRelay -Connector $existing
}

# --- 4. No anonymous mail from anywhere else ------------------------------------------------------------------
# A fresh Exchange takes anonymous mail from every address. The firewall already stops the internet; this is the
# second lock, and it also holds for machines inside that were taken over.
# https://learn.microsoft.com/exchange/mail-flow/connectors/receive-connectors#default-receive-connectors-created-during-setup
# https://learn.microsoft.com/powershell/module/exchangepowershell/set-receiveconnector
Write-Step -Title '4. No anonymous mail from anywhere else'
# Everything at once: the first address of IPv4 or IPv6, to the last one or with a prefix of no bits.
$everybody = '^({0}|{1})(-|/0$)' -f [regex]::Escape("$([System.Net.IPAddress]::Any)"), [regex]::Escape("$([System.Net.IPAddress]::IPv6Any)")
foreach ($connector in Get-ReceiveConnector -Server $Server @Reading) {
    $onPort = @(ConvertTo-Text -Value $connector.Bindings | Where-Object { $_ -like ('*:{0}' -f $Client.SmtpPort) }).Count -gt 0
    $isAnonymous = "$($connector.PermissionGroups)" -match 'AnonymousUsers'
    if ($connector.Name -eq $FromRelay -or -not $onPort -or -not $isAnonymous) {
        continue
    }
    if (@(ConvertTo-Text -Value $connector.RemoteIPRanges | Where-Object { $_ -match $everybody }).Count -eq 0) {
        Write-Host ('   left alone: {0}, anonymous from {1}' -f $connector.Name, (@(ConvertTo-Text -Value $connector.RemoteIPRanges) -join ', '))
        if (Test-OpenRelay -Connector $connector) {
            Write-Warning ('{0} lets these addresses send to any recipient; keep it to devices that must.' -f $connector.Name)
        }
        continue
    }
    $state = Get-ReceiveState -Connector $connector
    Save-Before -Kind 'AnonymousConnector' -Identity "$($connector.Identity)" -Existed $true -Values ([ordered]@{ PermissionGroups = $state.PermissionGroups })
    $remaining = @($state.PermissionGroups -split ', ' | Where-Object { $_ -ne 'AnonymousUsers' }) -join ', '
    if ($remaining -eq '') {
        $remaining = 'None'
    }
    Set-ReceiveConnector -Identity "$($connector.Identity)" -PermissionGroups $remaining @Changing
    Remove-OpenRelay -Connector $connector
    Show-State -Moment 'after' -State ([ordered]@{ PermissionGroups = $remaining })
}

# --- 5. Look behind the relay ---------------------------------------------------------------------------------
# All mail now comes from the relay's addresses. Sender ID and connection filtering would judge the relay
# instead of the sender; told that the relay is one of ours, they look at the address before it. The agents on
# content stay as they are.
# https://learn.microsoft.com/exchange/antispam-and-antimalware/antispam-protection/antispam-on-mailbox-servers
# https://learn.microsoft.com/powershell/module/exchangepowershell/get-transportconfig
# https://learn.microsoft.com/powershell/module/exchangepowershell/set-transportconfig
# https://learn.microsoft.com/powershell/module/exchangepowershell/get-transportagent
# https://learn.microsoft.com/powershell/module/exchangepowershell/get-ipallowlistentry
# https://learn.microsoft.com/powershell/module/exchangepowershell/add-ipallowlistentry
Write-Step -Title '5. Look behind the relay'
$internal = @(ConvertTo-Text -Value (Get-TransportConfig @Reading).InternalSMTPServers)
$missing = @($Client.RelayNetworks + $Client.ConnectionsFrom | Select-Object -Unique | Where-Object { $internal -notcontains $_ })
if ($missing.Count -eq 0) {
    Write-Host '   the relay is already among the internal SMTP servers'
}
else {
    Save-Before -Kind 'TransportConfig' -Identity 'InternalSMTPServers' -Existed $true -Values ([ordered]@{ InternalSMTPServers = $internal; Added = $missing })
    Set-TransportConfig -InternalSMTPServers @{ Add = $missing } @Changing
    Show-State -Moment 'after' -State ([ordered]@{ InternalSMTPServers = ($internal + $missing) })
}

$agents = @(Get-TransportAgent @Reading | ForEach-Object { "$($_.Identity)" })
Write-Host ('   agents: {0}' -f ($agents -join ', '))
# The agent for connection filtering, and its cmdlets, are those of Edge Transport servers.
if ($agents -contains 'Connection Filtering Agent') {
    $allowed = @(Get-IPAllowListEntry @Reading | ForEach-Object { "$($_.IPRange)" })
    foreach ($network in $Client.RelayNetworks) {
        if ($allowed -notcontains $network) {
            Save-Before -Kind 'IPAllowListEntry' -Identity $network -Existed $false -Values ([ordered]@{})
            Add-IPAllowListEntry -IPRange $network -Comment $FromRelay @Changing | Out-Null
        }
    }
}

# --- 6. Send connector: to the relay --------------------------------------------------------------------------
# Outgoing mail leaves through the relay, signed in, over TLS to a certificate of that very host. The password
# is read when the script runs and stands in no file.
# https://learn.microsoft.com/powershell/module/exchangepowershell/get-sendconnector
# https://learn.microsoft.com/powershell/module/exchangepowershell/new-sendconnector
# https://learn.microsoft.com/powershell/module/exchangepowershell/set-sendconnector
# https://docs.aws.amazon.com/powershell/latest/reference/items/Get-SSMParameter.html
# https://docs.aws.amazon.com/powershell/latest/reference/items/Get-SECSecretValue.html
Write-Step -Title '6. Send connector: to the relay'
function Get-SmartHostCredential {
    if ($null -ne $SmartHostCredential) {
        return $SmartHostCredential
    }
    $stored = Get-StoredCredential -Reference $Client.SmartHostCredentials
    if ($null -ne $stored) {
        return $stored
    }
    Get-Credential -Message ('User name and password for {0}, as kept in {1}' -f $Client.SmartHost, $Client.SmartHostCredentials)
}

$sending = [ordered]@{
    Enabled = $true
    AddressSpaces = @('SMTP:*;1')
    DNSRoutingEnabled = $false
    SmartHosts = @($Client.SmartHost)
    Port = $Client.SmartHostPort
    SmartHostAuthMechanism = 'BasicAuthRequireTLS'
    IgnoreSTARTTLS = $false
    RequireTLS = $true
    TlsAuthLevel = 'DomainValidation'
    TlsDomain = $Client.SmartHost
    Fqdn = $Client.MailHost
    TlsCertificateName = $tlsCertificateName
    ProtocolLoggingLevel = 'Verbose'
}
$credential = Get-SmartHostCredential
if ($null -eq $credential) {
    throw ('No credentials for {0}; nothing was changed here.' -f $Client.SmartHost)
}
$existing = Get-SendConnector @Reading | Where-Object { $_.Name -eq $ToRelay }
if ($null -eq $existing) {
    Save-Before -Kind 'SendConnector' -Identity $ToRelay -Existed $false -Values ([ordered]@{})
    New-SendConnector -Name $ToRelay -Custom -SourceTransportServers $Server -AuthenticationCredential $credential @sending @Changing | Out-Null
}
else {
    Save-Before -Kind 'SendConnector' -Identity $ToRelay -Existed $true -Values ([ordered]@{
        Enabled = [bool]$existing.Enabled
        AddressSpaces = @(ConvertTo-Text -Value $existing.AddressSpaces)
        DNSRoutingEnabled = [bool]$existing.DNSRoutingEnabled
        SmartHosts = @(ConvertTo-Text -Value $existing.SmartHosts)
        Port = [int]"$($existing.Port)"
        SmartHostAuthMechanism = "$($existing.SmartHostAuthMechanism)"
        IgnoreSTARTTLS = [bool]$existing.IgnoreSTARTTLS
        RequireTLS = [bool]$existing.RequireTLS
        TlsAuthLevel = "$($existing.TlsAuthLevel)"
        TlsDomain = "$($existing.TlsDomain)"
        Fqdn = "$($existing.Fqdn)"
        TlsCertificateName = "$($existing.TlsCertificateName)"
        ProtocolLoggingLevel = "$($existing.ProtocolLoggingLevel)"
    })
    Set-SendConnector -Identity $ToRelay -AuthenticationCredential $credential @sending @Changing
}
Show-State -Moment 'after' -State $sending
Write-Host ('   signs in as {0}' -f $credential.UserName)

# --- 7. No outgoing mail past the relay -----------------------------------------------------------------------
# Exchange shares mail out among connectors of the same cost. One that delivers by itself would wait at the
# firewall until its messages expire.
# https://learn.microsoft.com/powershell/module/exchangepowershell/get-sendconnector
# https://learn.microsoft.com/powershell/module/exchangepowershell/set-sendconnector
Write-Step -Title '7. No outgoing mail past the relay'
$relayIsReady = @(Get-SendConnector @Reading | Where-Object { $_.Name -eq $ToRelay -and $_.Enabled }).Count -gt 0
if (-not $relayIsReady -and -not $WhatIfPreference) {
    throw ('{0} is not enabled; the other connectors stay as they are.' -f $ToRelay)
}
foreach ($other in Get-SendConnector @Reading | Where-Object { $_.Name -ne $ToRelay -and $_.Enabled }) {
    $identity = "$($other.Identity)"
    $spaces = @(ConvertTo-Text -Value $other.AddressSpaces)
    if (@($spaces | Where-Object { $_ -match '^(smtp:)?\*(;|$)' }).Count -gt 0) {
        Save-Before -Kind 'OtherSendConnector' -Identity $identity -Existed $true -Values ([ordered]@{ Enabled = $true })
        Set-SendConnector -Identity $identity -Enabled $false @Changing
        Show-State -Moment 'after' -State ([ordered]@{ Enabled = $false })
    }
    else {
        Write-Warning ('{0} still sends to {1} by itself; the firewall lets mail out on port {2} only.' -f $identity, ($spaces -join ', '), $Client.SmartHostPort)
    }
}

# --- 8. Addresses for users -----------------------------------------------------------------------------------
# Outlook and phones are told the one name that the certificate covers and the DNS publishes. The control panel
# has no address outside: administrators use it from inside.
# https://learn.microsoft.com/powershell/module/exchangepowershell/set-owavirtualdirectory
# https://learn.microsoft.com/powershell/module/exchangepowershell/set-webservicesvirtualdirectory
# https://learn.microsoft.com/powershell/module/exchangepowershell/set-mapivirtualdirectory
# https://learn.microsoft.com/powershell/module/exchangepowershell/set-oabvirtualdirectory
# https://learn.microsoft.com/powershell/module/exchangepowershell/set-activesyncvirtualdirectory
# https://learn.microsoft.com/powershell/module/exchangepowershell/set-ecpvirtualdirectory
# https://learn.microsoft.com/powershell/module/exchangepowershell/get-clientaccessservice
# https://learn.microsoft.com/powershell/module/exchangepowershell/set-clientaccessservice
Write-Step -Title '8. Addresses for users'
foreach ($directory in Get-OwaVirtualDirectory -Server $Server -ADPropertiesOnly @Reading) {
    $wanted = 'https://{0}/owa' -f $Client.MailHost
    if ("$($directory.ExternalUrl)" -ne "$wanted") {
        Save-Before -Kind 'OwaVirtualDirectory' -Identity "$($directory.Identity)" -Existed $true -Values ([ordered]@{ ExternalUrl = "$($directory.ExternalUrl)" })
        Set-OwaVirtualDirectory -Identity "$($directory.Identity)" -ExternalUrl $wanted @Changing
        Show-State -Moment 'after' -State ([ordered]@{ ExternalUrl = "$wanted" })
    }
}
foreach ($directory in Get-WebServicesVirtualDirectory -Server $Server -ADPropertiesOnly @Reading) {
    $wanted = 'https://{0}/EWS/Exchange.asmx' -f $Client.MailHost
    if ("$($directory.ExternalUrl)" -ne "$wanted") {
        Save-Before -Kind 'WebServicesVirtualDirectory' -Identity "$($directory.Identity)" -Existed $true -Values ([ordered]@{ ExternalUrl = "$($directory.ExternalUrl)" })
        Set-WebServicesVirtualDirectory -Identity "$($directory.Identity)" -ExternalUrl $wanted @Changing
        Show-State -Moment 'after' -State ([ordered]@{ ExternalUrl = "$wanted" })
    }
}
foreach ($directory in Get-MapiVirtualDirectory -Server $Server -ADPropertiesOnly @Reading) {
    $wanted = 'https://{0}/mapi' -f $Client.MailHost
    if ("$($directory.ExternalUrl)" -ne "$wanted") {
        Save-Before -Kind 'MapiVirtualDirectory' -Identity "$($directory.Identity)" -Existed $true -Values ([ordered]@{ ExternalUrl = "$($directory.ExternalUrl)" })
        Set-MapiVirtualDirectory -Identity "$($directory.Identity)" -ExternalUrl $wanted @Changing
        Show-State -Moment 'after' -State ([ordered]@{ ExternalUrl = "$wanted" })
    }
}
foreach ($directory in Get-OabVirtualDirectory -Server $Server -ADPropertiesOnly @Reading) {
    $wanted = 'https://{0}/OAB' -f $Client.MailHost
    if ("$($directory.ExternalUrl)" -ne "$wanted") {
        Save-Before -Kind 'OabVirtualDirectory' -Identity "$($directory.Identity)" -Existed $true -Values ([ordered]@{ ExternalUrl = "$($directory.ExternalUrl)" })
        Set-OabVirtualDirectory -Identity "$($directory.Identity)" -ExternalUrl $wanted @Changing
        Show-State -Moment 'after' -State ([ordered]@{ ExternalUrl = "$wanted" })
    }
}
foreach ($directory in Get-ActiveSyncVirtualDirectory -Server $Server -ADPropertiesOnly @Reading) {
    $wanted = 'https://{0}/Microsoft-Server-ActiveSync' -f $Client.MailHost
    if ("$($directory.ExternalUrl)" -ne "$wanted") {
        Save-Before -Kind 'ActiveSyncVirtualDirectory' -Identity "$($directory.Identity)" -Existed $true -Values ([ordered]@{ ExternalUrl = "$($directory.ExternalUrl)" })
        Set-ActiveSyncVirtualDirectory -Identity "$($directory.Identity)" -ExternalUrl $wanted @Changing
        Show-State -Moment 'after' -State ([ordered]@{ ExternalUrl = "$wanted" })
    }
}
foreach ($directory in Get-EcpVirtualDirectory -Server $Server -ADPropertiesOnly @Reading) {
    $wanted = $null
    if ("$($directory.ExternalUrl)" -ne "$wanted") {
        Save-Before -Kind 'EcpVirtualDirectory' -Identity "$($directory.Identity)" -Existed $true -Values ([ordered]@{ ExternalUrl = "$($directory.ExternalUrl)" })
        Set-EcpVirtualDirectory -Identity "$($directory.Identity)" -ExternalUrl $wanted @Changing
        Show-State -Moment 'after' -State ([ordered]@{ ExternalUrl = "$wanted" })
    }
}
$wanted = 'https://{0}/Autodiscover/Autodiscover.xml' -f $Client.MailHost
$service = Get-ClientAccessService -Identity $Server @Reading
if ("$($service.AutoDiscoverServiceInternalUri)" -ne $wanted) {
    Save-Before -Kind 'ClientAccessService' -Identity $Server -Existed $true -Values ([ordered]@{ AutoDiscoverServiceInternalUri = "$($service.AutoDiscoverServiceInternalUri)" })
    Set-ClientAccessService -Identity $Server -AutoDiscoverServiceInternalUri $wanted @Changing
    Show-State -Moment 'after' -State ([ordered]@{ AutoDiscoverServiceInternalUri = $wanted })
}

# --- 9. See that it works -------------------------------------------------------------------------------------
# A connector that looks right is not yet a message that arrives.
# https://learn.microsoft.com/powershell/module/nettcpip/test-netconnection
# https://learn.microsoft.com/powershell/module/exchangepowershell/get-healthreport
# https://learn.microsoft.com/powershell/module/exchangepowershell/get-messagetrackinglog
# https://learn.microsoft.com/powershell/module/exchangepowershell/get-queue
Write-Step -Title '9. See that it works'
$reached = Test-NetConnection -ComputerName $Client.SmartHost -Port $Client.SmartHostPort -WarningAction SilentlyContinue
if ($reached.TcpTestSucceeded) {
    Write-Host ('   {0} answers on port {1}' -f $Client.SmartHost, $Client.SmartHostPort)
}
else {
    Write-Warning ('{0} does not answer on port {1}; look at name resolution and at the firewall.' -f $Client.SmartHost, $Client.SmartHostPort)
}
Get-ReceiveConnector -Server $Server @Reading | Format-Table -Property 'Name', 'Enabled', 'Bindings', 'PermissionGroups', 'AuthMechanism', 'RemoteIPRanges' -AutoSize -Wrap | Out-String | Write-Host
Get-SendConnector @Reading | Format-Table -Property 'Name', 'Enabled', 'AddressSpaces', 'SmartHosts', 'Port', 'RequireTLS', 'TlsAuthLevel' -AutoSize -Wrap | Out-String | Write-Host
Get-HealthReport -Identity $Server -HealthSet 'FrontendTransport' @Reading | Format-Table -Property 'HealthSet', 'AlertValue', 'LastTransitionTime' -AutoSize | Out-String | Write-Host

Write-Host '   Now by hand:'
Write-Host '   1. Send a message from an outside mailbox to a user here, and answer it. Then:'
Write-Host '      Get-MessageTrackingLog -Start (Get-Date).AddMinutes(-15) -EventId RECEIVE | Format-Table Timestamp, ConnectorId, Sender, Recipients'
Write-Host '      Get-MessageTrackingLog -Start (Get-Date).AddMinutes(-15) -EventId SENDEXTERNAL | Format-Table Timestamp, ConnectorId, Sender, Recipients'
Write-Host ('      The connectors must be {0} and {1}; Get-Queue must be empty.' -f $FromRelay, $ToRelay)
Write-Host ('   2. From a machine inside, without signing in; it must be refused: Send-MailMessage -SmtpServer {0} -Port {1} -From probe@{2} -To probe@{2} -Subject probe' -f $Server, $Client.SmtpPort, $Client.MailDomains[0])

# --- 10. See what Exchange knows of its backup ----------------------------------------------------------------
# A backup that does not tell Exchange that it has succeeded leaves its logs where they are, until the disk is
# full and the databases dismount.
# https://learn.microsoft.com/powershell/module/exchangepowershell/get-mailboxdatabase
# https://learn.microsoft.com/exchange/high-availability/disaster-recovery/disaster-recovery
Write-Step -Title '10. See what Exchange knows of its backup'
$oldest = [DateTime]::Now.AddHours(-1 * $Client.BackupEveryHours)
foreach ($database in Get-MailboxDatabase -Server $Server -Status @Reading) {
    if ($database.CircularLoggingEnabled) {
        Write-Warning ('{0} overwrites its logs (circular logging): mail since the last backup could not be replayed. It is only looked at here.' -f $database.Name)
    }
    $last = @($database.LastFullBackup, $database.LastIncrementalBackup) | Where-Object { $null -ne $_ } | Sort-Object -Descending | Select-Object -First 1
    if ($null -eq $last) {
        Write-Warning ('{0} has never been backed up as far as Exchange knows; see that {1} processes applications and logs.' -f $database.Name, $Client.BackupProduct)
    }
    elseif ($last -lt $oldest) {
        Write-Warning ('{0} was last backed up on {1}; {2} is to do it every {3} hours.' -f $database.Name, $last, $Client.BackupProduct, $Client.BackupEveryHours)
    }
    else {
        Write-Host ('   {0} was last backed up on {1}' -f $database.Name, $last)
    }
}

Write-Host ''
Write-Host ('What was there before is recorded in {0}; keep it for the rollback.' -f $RecordFile)
Stop-Transcript | Out-Null
