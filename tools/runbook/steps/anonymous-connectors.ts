import { cmdletPages, type RunbookStep } from "../step";

/** The default connector, and any other that takes mail from everybody. */
export const anonymousConnectors: RunbookStep = {
  title: "No anonymous mail from anywhere else",
  why: "A fresh Exchange takes anonymous mail from every address. The firewall already stops the internet; this is the second lock, and it also holds for machines inside that were taken over.",
  sources: [
    "https://learn.microsoft.com/exchange/mail-flow/connectors/receive-connectors#default-receive-connectors-created-during-setup",
    ...cmdletPages("Set-ReceiveConnector"),
  ],
  install: `
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
`.trim(),
  rollback: `
foreach ($before in Get-Before -Kind 'AnonymousConnector') {
    Set-ReceiveConnector -Identity $before.Identity -PermissionGroups $before.Values.PermissionGroups @Changing
    Show-State -Moment 'after' -State ([ordered]@{ PermissionGroups = $before.Values.PermissionGroups })
}
`.trim(),
  does: ({ smtpPort }) => [
    `takes \`AnonymousUsers\` from every other connector on port ${smtpPort} that accepts all addresses: on a fresh server that is \`Default Frontend <server>\``,
    "leaves anonymous connectors for named addresses alone, such as one for printers, and warns when they may send to any recipient",
  ],
  check:
    "printers, scanners and applications that send without signing in are refused from now on (530 5.7.57): give them a connector for their own addresses before. `Get-HealthReport` in step 9 shows whether Exchange's own probes still pass",
  goBack: "the connectors take anonymous mail again, as before",
};
