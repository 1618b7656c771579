import { cmdletPages, type RunbookStep } from "../step";

/** Connectors that send to the internet past the relay. */
export const otherSendConnectors: RunbookStep = {
  title: "No outgoing mail past the relay",
  why: "Exchange shares mail out among connectors of the same cost. One that delivers by itself would wait at the firewall until its messages expire.",
  sources: cmdletPages("Get-SendConnector", "Set-SendConnector"),
  install: String.raw`
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
`.trim(),
  rollback: `
foreach ($before in Get-Before -Kind 'OtherSendConnector') {
    Set-SendConnector -Identity $before.Identity -Enabled $before.Values.Enabled @Changing
    Show-State -Moment 'after' -State ([ordered]@{ Enabled = $before.Values.Enabled })
}
`.trim(),
  does: () => [
    "disables every other send connector whose address space is `*`; removes none",
    "warns about connectors for single domains, such as one to a partner",
  ],
  check: "`Get-SendConnector` shows one enabled connector for `*`",
  goBack: "the connectors that were disabled here are enabled again, before `To relay` is removed",
};
