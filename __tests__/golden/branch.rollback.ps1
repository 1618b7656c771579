# Exchange of the client branch: back to what was there before the runbook.
#
# Written by: protected-exchange runbook --part rollback. It restores what the runbook recorded, last change
# first; give -Server and -RecordFolder as they were then. Two things do not come back: a right that made a
# connector an open relay, and passwords, which the script asks for.
#
#   .\branch.rollback.ps1 -WhatIf     shows every change and makes none
#   .\branch.rollback.ps1             makes them

#Requires -Version 5.1
#Requires -RunAsAdministrator

[CmdletBinding(SupportsShouldProcess)]
param(
    # Name of the Exchange server; the script runs on it.
    [ValidateNotNullOrEmpty()]
    [string] $Server = $env:COMPUTERNAME,
    # Where the record of former values and the log are written.
    [ValidateNotNullOrEmpty()]
    [string] $RecordFolder = $PSScriptRoot
)

$Client = @{
    Id = 'branch'
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

if (-not (Test-Path -LiteralPath $RecordFile)) {
    throw ('Nothing to restore: {0} does not exist. Give -RecordFolder and -Server as they were at the installation.' -f $RecordFile)
}
$Entries = @((Get-Content -LiteralPath $RecordFile -Raw | ConvertFrom-Json).Entries)

function Get-Before {
    param([string] $Kind)
    @($Entries | Where-Object { $_.Kind -eq $Kind })
}

function Get-ValueOrNull {
    param([object] $Value)
    if ("$Value" -ne '') {
        $Value
    }
}

# --- 9. Addresses for users -----------------------------------------------------------------------------------
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
Write-Step -Title '9. Addresses for users'
foreach ($before in Get-Before -Kind 'ClientAccessService') {
    Set-ClientAccessService -Identity $before.Identity -AutoDiscoverServiceInternalUri (Get-ValueOrNull -Value $before.Values.AutoDiscoverServiceInternalUri) @Changing
    Show-State -Moment 'after' -State ([ordered]@{ AutoDiscoverServiceInternalUri = $before.Values.AutoDiscoverServiceInternalUri })
}
foreach ($before in Get-Before -Kind 'OwaVirtualDirectory') {
    Set-OwaVirtualDirectory -Identity $before.Identity -ExternalUrl (Get-ValueOrNull -Value $before.Values.ExternalUrl) @Changing
    Show-State -Moment 'after' -State ([ordered]@{ ExternalUrl = $before.Values.ExternalUrl })
}
foreach ($before in Get-Before -Kind 'WebServicesVirtualDirectory') {
    Set-WebServicesVirtualDirectory -Identity $before.Identity -ExternalUrl (Get-ValueOrNull -Value $before.Values.ExternalUrl) @Changing
    Show-State -Moment 'after' -State ([ordered]@{ ExternalUrl = $before.Values.ExternalUrl })
}
foreach ($before in Get-Before -Kind 'MapiVirtualDirectory') {
    Set-MapiVirtualDirectory -Identity $before.Identity -ExternalUrl (Get-ValueOrNull -Value $before.Values.ExternalUrl) @Changing
    Show-State -Moment 'after' -State ([ordered]@{ ExternalUrl = $before.Values.ExternalUrl })
}
foreach ($before in Get-Before -Kind 'OabVirtualDirectory') {
    Set-OabVirtualDirectory -Identity $before.Identity -ExternalUrl (Get-ValueOrNull -Value $before.Values.ExternalUrl) @Changing
    Show-State -Moment 'after' -State ([ordered]@{ ExternalUrl = $before.Values.ExternalUrl })
}
foreach ($before in Get-Before -Kind 'ActiveSyncVirtualDirectory') {
    Set-ActiveSyncVirtualDirectory -Identity $before.Identity -ExternalUrl (Get-ValueOrNull -Value $before.Values.ExternalUrl) @Changing
    Show-State -Moment 'after' -State ([ordered]@{ ExternalUrl = $before.Values.ExternalUrl })
}
foreach ($before in Get-Before -Kind 'EcpVirtualDirectory') {
    Set-EcpVirtualDirectory -Identity $before.Identity -ExternalUrl (Get-ValueOrNull -Value $before.Values.ExternalUrl) @Changing
    Show-State -Moment 'after' -State ([ordered]@{ ExternalUrl = $before.Values.ExternalUrl })
}

# --- 8. No outgoing mail past the relay -----------------------------------------------------------------------
# Exchange shares mail out among connectors of the same cost. One that delivers by itself would wait at the
# firewall until its messages expire.
# https://learn.microsoft.com/powershell/module/exchangepowershell/get-sendconnector
# https://learn.microsoft.com/powershell/module/exchangepowershell/set-sendconnector
Write-Step -Title '8. No outgoing mail past the relay'
foreach ($before in Get-Before -Kind 'OtherSendConnector') {
    Set-SendConnector -Identity $before.Identity -Enabled $before.Values.Enabled @Changing
    Show-State -Moment 'after' -State ([ordered]@{ Enabled = $before.Values.Enabled })
}

# --- 7. Send connector: to the relay --------------------------------------------------------------------------
# Outgoing mail leaves through the relay, signed in, over TLS to a certificate of that very host. The password
# is read when the script runs and stands in no file.
# https://learn.microsoft.com/powershell/module/exchangepowershell/get-sendconnector
# https://learn.microsoft.com/powershell/module/exchangepowershell/new-sendconnector
# https://learn.microsoft.com/powershell/module/exchangepowershell/set-sendconnector
# https://docs.aws.amazon.com/powershell/latest/reference/items/Get-SSMParameter.html
# https://docs.aws.amazon.com/powershell/latest/reference/items/Get-SECSecretValue.html
Write-Step -Title '7. Send connector: to the relay'
foreach ($before in Get-Before -Kind 'SendConnector') {
    $existing = Get-SendConnector @Reading | Where-Object { $_.Name -eq $before.Identity }
    if ($null -eq $existing) {
        continue
    }
    if (-not $before.Existed) {
        Remove-SendConnector -Identity $before.Identity @Changing
        Write-Host ('   removed  {0}' -f $before.Identity)
        continue
    }
    $formerSending = [ordered]@{
        Enabled = $before.Values.Enabled
        AddressSpaces = @($before.Values.AddressSpaces)
        DNSRoutingEnabled = $before.Values.DNSRoutingEnabled
        SmartHosts = @($before.Values.SmartHosts)
        Port = $before.Values.Port
        SmartHostAuthMechanism = $before.Values.SmartHostAuthMechanism
        IgnoreSTARTTLS = $before.Values.IgnoreSTARTTLS
        RequireTLS = $before.Values.RequireTLS
        TlsAuthLevel = Get-ValueOrNull -Value $before.Values.TlsAuthLevel
        TlsDomain = Get-ValueOrNull -Value $before.Values.TlsDomain
        Fqdn = Get-ValueOrNull -Value $before.Values.Fqdn
        TlsCertificateName = Get-ValueOrNull -Value $before.Values.TlsCertificateName
        ProtocolLoggingLevel = $before.Values.ProtocolLoggingLevel
    }
    # Exchange shows no password, so none could be recorded.
    if ($formerSending.SmartHostAuthMechanism -like 'BasicAuth*') {
        $formerSending.AuthenticationCredential = Get-Credential -Message ('User name and password that {0} had before' -f $before.Identity)
    }
    Set-SendConnector -Identity $before.Identity @formerSending @Changing
}

# --- 6. Look behind the relay ---------------------------------------------------------------------------------
# All mail now comes from the relay's addresses. Sender ID and connection filtering would judge the relay
# instead of the sender; told that the relay is one of ours, they look at the address before it. The agents on
# content stay as they are.
# https://learn.microsoft.com/exchange/antispam-and-antimalware/antispam-protection/antispam-on-mailbox-servers
# https://learn.microsoft.com/powershell/module/exchangepowershell/get-transportconfig
# https://learn.microsoft.com/powershell/module/exchangepowershell/set-transportconfig
# https://learn.microsoft.com/powershell/module/exchangepowershell/get-transportagent
# https://learn.microsoft.com/powershell/module/exchangepowershell/get-ipallowlistentry
# https://learn.microsoft.com/powershell/module/exchangepowershell/add-ipallowlistentry
Write-Step -Title '6. Look behind the relay'
foreach ($before in Get-Before -Kind 'IPAllowListEntry') {
    foreach ($entry in Get-IPAllowListEntry @Reading | Where-Object { "$($_.IPRange)" -eq $before.Identity }) {
        Remove-IPAllowListEntry -Identity $entry.Identity @Changing
    }
}
foreach ($before in Get-Before -Kind 'TransportConfig') {
    $internal = @(ConvertTo-Text -Value (Get-TransportConfig @Reading).InternalSMTPServers)
    $surplus = @($before.Values.Added | Where-Object { $internal -contains $_ })
    if ($surplus.Count -gt 0) {
        Set-TransportConfig -InternalSMTPServers @{ Remove = $surplus } @Changing
    }
    Show-State -Moment 'after' -State ([ordered]@{ InternalSMTPServers = @($internal | Where-Object { $surplus -notcontains $_ }) })
}

# --- 5. No anonymous mail from anywhere else ------------------------------------------------------------------
# A fresh Exchange takes anonymous mail from every address. The firewall already stops the internet; this is the
# second lock, and it also holds for machines inside that were taken over.
# https://learn.microsoft.com/exchange/mail-flow/connectors/receive-connectors#default-receive-connectors-created-during-setup
# https://learn.microsoft.com/powershell/module/exchangepowershell/set-receiveconnector
Write-Step -Title '5. No anonymous mail from anywhere else'
foreach ($before in Get-Before -Kind 'AnonymousConnector') {
    Set-ReceiveConnector -Identity $before.Identity -PermissionGroups $before.Values.PermissionGroups @Changing
    Show-State -Moment 'after' -State ([ordered]@{ PermissionGroups = $before.Values.PermissionGroups })
}

# --- 4. Receive connector: from the relay ---------------------------------------------------------------------
# Mail from outside enters here and nowhere else. Anonymous senders may hand over mail for accepted domains; the
# right to relay to any recipient is looked for and removed.
# https://learn.microsoft.com/exchange/mail-flow/connectors/receive-connectors
# https://learn.microsoft.com/powershell/module/exchangepowershell/get-receiveconnector
# https://learn.microsoft.com/powershell/module/exchangepowershell/new-receiveconnector
# https://learn.microsoft.com/powershell/module/exchangepowershell/set-receiveconnector
# https://learn.microsoft.com/powershell/module/exchangepowershell/get-adpermission
# https://learn.microsoft.com/powershell/module/exchangepowershell/remove-adpermission
Write-Step -Title '4. Receive connector: from the relay'
foreach ($before in Get-Before -Kind 'ReceiveConnector') {
    $existing = Get-ReceiveConnector -Server $Server @Reading | Where-Object { $_.Name -eq $FromRelay }
    if ($null -eq $existing) {
        continue
    }
    if (-not $before.Existed) {
        Remove-ReceiveConnector -Identity $before.Identity @Changing
        Write-Host ('   removed  {0}' -f $FromRelay)
        continue
    }
    $formerReceiving = [ordered]@{
        Enabled = $before.Values.Enabled
        Bindings = @($before.Values.Bindings)
        RemoteIPRanges = @($before.Values.RemoteIPRanges)
        PermissionGroups = $before.Values.PermissionGroups
        AuthMechanism = $before.Values.AuthMechanism
        Fqdn = Get-ValueOrNull -Value $before.Values.Fqdn
        TlsCertificateName = Get-ValueOrNull -Value $before.Values.TlsCertificateName
        ProtocolLoggingLevel = $before.Values.ProtocolLoggingLevel
    }
    Set-ReceiveConnector -Identity $before.Identity @formerReceiving @Changing
    Show-State -Moment 'after' -State $formerReceiving
}

# --- 3. Bind the certificate ----------------------------------------------------------------------------------
# Clients and relay must see a certificate that covers the published names; the longest-lived one that is
# installed is taken. The certificate with which Exchange servers speak to each other stays: Microsoft advises
# against replacing it. Where the stack delivers the certificate, it binds each renewal as the computer's
# account, which needs a role group for that.
# https://learn.microsoft.com/powershell/module/exchangepowershell/get-exchangecertificate
# https://learn.microsoft.com/powershell/module/exchangepowershell/enable-exchangecertificate
# https://learn.microsoft.com/powershell/module/exchangepowershell/get-transportservice
# https://learn.microsoft.com/powershell/module/exchangepowershell/new-rolegroup
# https://learn.microsoft.com/powershell/module/exchangepowershell/add-rolegroupmember
Write-Step -Title '3. Bind the certificate'
foreach ($before in Get-Before -Kind 'RoleGroup') {
    foreach ($group in Get-RoleGroup @Reading | Where-Object { $_.Name -eq $before.Identity }) {
        if ($before.Existed) {
            Remove-RoleGroupMember -Identity $before.Identity -Member $before.Values.Added -BypassSecurityGroupManagerCheck @Changing
        }
        else {
            Remove-RoleGroup -Identity $before.Identity -BypassSecurityGroupManagerCheck @Changing
        }
    }
}
foreach ($before in Get-Before -Kind 'Certificate') {
    if ($before.Values.IisThumbprint -ne '') {
        Enable-ExchangeCertificate -Thumbprint $before.Values.IisThumbprint -Server $Server -Services 'IIS' -Force @Changing
        Show-State -Moment 'after' -State ([ordered]@{ IisThumbprint = $before.Values.IisThumbprint })
    }
}

# --- 2. Let the server order its certificate ------------------------------------------------------------------
# The server renews its own certificate, so that nobody has to remember it. Posh-ACME 4.29.3 speaks to Let's
# Encrypt; the key is made by Exchange, cannot be exported and is in no file. The challenge is answered in a
# zone that holds nothing else. A task runs once a day; a run that finds everything in place changes nothing.
# https://poshac.me/docs/v4/Functions/New-PACertificate
# https://poshac.me/docs/v4/Plugins/Route53
# https://poshac.me/docs/v4/Guides/Using-DNS-Challenge-Aliases
# https://learn.microsoft.com/powershell/module/scheduledtasks/register-scheduledtask
# https://learn.microsoft.com/powershell/module/exchangepowershell/new-exchangecertificate
# https://learn.microsoft.com/powershell/module/exchangepowershell/import-exchangecertificate
# https://learn.microsoft.com/powershell/module/exchangepowershell/new-rolegroup
Write-Step -Title '2. Let the server order its certificate'
foreach ($before in Get-Before -Kind 'ScheduledTask') {
    if (-not $before.Existed -and $PSCmdlet.ShouldProcess($before.Identity, 'Remove the task')) {
        foreach ($task in @(Get-ScheduledTask -TaskName $before.Identity -ErrorAction SilentlyContinue)) {
            Unregister-ScheduledTask -TaskName $task.TaskName -Confirm:$false
        }
        Write-Host ('   the certificate is renewed no more; {0} stays, with the key of the account' -f $before.Values.Folder)
    }
}

# A next installation records anew.
if (-not $WhatIfPreference) {
    Move-Item -LiteralPath $RecordFile -Destination ('{0}.restored' -f $RecordFile) -Force @Writing
}
Stop-Transcript | Out-Null
