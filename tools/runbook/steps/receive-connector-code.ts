/** Who may hand over mail on the relay's connector, as `Set-ReceiveConnector` writes it. */
interface ReceiveConnectorAccess {
  /** Value of `PermissionGroups`. */
  readonly permissionGroups: string;
  /** Value of `AuthMechanism`, in the order in which Exchange shows it. */
  readonly authMechanism: string;
}

/**
 * PowerShell that looks at receive connectors: their state, and whether anonymous senders may relay through them.
 *
 * Pages: https://learn.microsoft.com/exchange/mail-flow/connectors/receive-connectors,
 * https://learn.microsoft.com/powershell/module/exchangepowershell/get-adpermission
 */
export const RECEIVE_FUNCTIONS = `
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
`.trim();

/**
 * PowerShell that creates or corrects the relay's connector, after {@link RECEIVE_FUNCTIONS}; `$existing` is the
 * connector afterwards, or `$null` where `-WhatIf` kept it from being created.
 *
 * Pages: https://learn.microsoft.com/powershell/module/exchangepowershell/new-receiveconnector,
 * https://learn.microsoft.com/powershell/module/exchangepowershell/set-receiveconnector
 */
export function receiveConnectorCode({ permissionGroups, authMechanism }: ReceiveConnectorAccess): string {
  return String.raw`
$receiving = [ordered]@{
    Enabled = $true
    Bindings = @(
        ('{0}:{1}' -f [System.Net.IPAddress]::Any, $Client.SmtpPort),
        ('[{0}]:{1}' -f [System.Net.IPAddress]::IPv6Any, $Client.SmtpPort)
    )
    RemoteIPRanges = $Client.ConnectionsFrom
    PermissionGroups = '${permissionGroups}'
    AuthMechanism = '${authMechanism}'
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
`.trim();
}

/** PowerShell that removes the relay's connector, or gives it its former values. */
export const RECEIVE_ROLLBACK = `
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
`.trim();
