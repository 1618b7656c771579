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

/** What shows that it works where the relay signs in. */
export const signedInVerification: RunbookStep = {
  ...verification,
  sources: [
    ...verification.sources,
    ...cmdletPages("Get-FrontendTransportService"),
    "https://learn.microsoft.com/exchange/mail-flow/connectors/protocol-logging",
  ],
  install: `
${verification.install}
$receiveLog = Join-Path -Path "$((Get-FrontendTransportService -Identity $Server @Reading).ReceiveProtocolLogPath)" -ChildPath '*.log'
Write-Host '   3. See that the relay signed in: one line names the account and says authenticated, after AUTH LOGIN and before MAIL FROM.'
Write-Host ("      Select-String -Path '{0}' -Pattern '{1}' -SimpleMatch | Select-Object -Last 40 -ExpandProperty Line" -f $receiveLog, $FromRelay)
Write-Host '   4. In the headers of the message from outside, X-MS-Exchange-Organization-AuthAs tells what Exchange takes it for. Where it says Internal,'
Write-Host '      groups that are closed to outside senders receive such mail, too: restrict their senders by name.'
`.trim(),
  does: (facts) => [
    ...verification.does(facts),
    "says where the receive log shows that the relay signed in, and which header tells whether Exchange takes its mail for internal",
  ],
  check: `${verification.check}; the receive log of \`From relay\` names the relay's account as authenticated in that session`,
};
