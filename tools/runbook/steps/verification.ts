import { cmdletPages, type RunbookStep } from "../step";

/** What shows that it works. */
export const verification: RunbookStep = {
  title: "See that it works",
  why: "A connector that looks right is not yet a message that arrives.",
  sources: [
    "https://learn.microsoft.com/powershell/module/nettcpip/test-netconnection",
    ...cmdletPages("Get-HealthReport", "Get-MessageTrackingLog", "Get-Queue"),
  ],
  install: `
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
`.trim(),
  rollback: undefined,
  does: ({ smartHost, smtpPort }) => [
    `connects to \`${smartHost.host}\` on port ${smartHost.port}`,
    "shows all connectors and the health of Front End Transport",
    `says which two messages to send by hand: one from outside and its answer, and one without signing in on port ${smtpPort} that must be refused`,
  ],
  check: "the message from outside came in by `From relay`, the answer left by `To relay`",
  goBack: "nothing was changed",
};
