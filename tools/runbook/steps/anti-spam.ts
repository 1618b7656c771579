import { codeList } from "../../markdown";
import { cmdletPages, type RunbookStep } from "../step";

/** Exchange's own anti-spam agents, where they are installed. */
export const antiSpam: RunbookStep = {
  title: "Look behind the relay",
  why: "All mail now comes from the relay's addresses. Sender ID and connection filtering would judge the relay instead of the sender; told that the relay is one of ours, they look at the address before it. The agents on content stay as they are.",
  sources: [
    "https://learn.microsoft.com/exchange/antispam-and-antimalware/antispam-protection/antispam-on-mailbox-servers",
    ...cmdletPages(
      "Get-TransportConfig",
      "Set-TransportConfig",
      "Get-TransportAgent",
      "Get-IPAllowListEntry",
      "Add-IPAllowListEntry",
    ),
  ],
  install: `
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
`.trim(),
  rollback: `
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
`.trim(),
  does: ({ relayNetworks, connectionsFrom }) => [
    `adds ${codeList([...new Set([...relayNetworks, ...connectionsFrom])])} to \`InternalSMTPServers\` of the organisation, so that Sender ID (SPF) and connection filtering skip the relay`,
    "adds the relay's networks to the IP allow list where the connection filtering agent is installed (Edge Transport)",
    "changes no content filter, sender filter or safe list",
  ],
  check:
    "`X-MS-Exchange-Organization-SenderIdResult` of a new message speaks of the sender, not of the relay",
  goBack: "the networks that were added are taken out again; others stay",
};
