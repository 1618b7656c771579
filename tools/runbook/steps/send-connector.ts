import { cmdletPages, type RunbookStep } from "../step";

/** The connector through which all outgoing mail goes to the relay. */
export const sendConnector: RunbookStep = {
  title: "Send connector: to the relay",
  why: "Outgoing mail leaves through the relay, signed in, over TLS to a certificate of that very host. The password is read when the script runs and stands in no file.",
  sources: [
    ...cmdletPages("Get-SendConnector", "New-SendConnector", "Set-SendConnector"),
    "https://docs.aws.amazon.com/powershell/latest/reference/items/Get-SSMParameter.html",
    "https://docs.aws.amazon.com/powershell/latest/reference/items/Get-SECSecretValue.html",
  ],
  install: `
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
`.trim(),
  rollback: `
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
`.trim(),
  does: ({ smartHost, mailHost }) => [
    `creates or corrects the connector \`To relay\` for all addresses to \`${smartHost.host}\` on port ${smartHost.port}`,
    `requires TLS with a valid certificate of \`${smartHost.host}\`, names itself \`${mailHost}\``,
    `signs in with the user name and password kept in \`${smartHost.credentials}\` as JSON (\`username\`, \`password\`); asks for them where AWS Tools for PowerShell are missing`,
    "leaves the size limit of an existing connector alone",
  ],
  check:
    "send a message to an outside mailbox: its headers name the relay, SPF and DKIM pass. `Get-Queue` shows what waits and why",
  goBack:
    "the connector is removed, or has its former values; for a connector that signed in before, the script asks for the former password",
};
