import { cmdletPages, type RunbookStep } from "../step";

/** Virtual directories that users reach from outside, by the noun of their cmdlets. */
const VIRTUAL_DIRECTORIES = [
  { noun: "Owa", path: "owa" },
  { noun: "WebServices", path: "EWS/Exchange.asmx" },
  { noun: "Mapi", path: "mapi" },
  { noun: "Oab", path: "OAB" },
  { noun: "ActiveSync", path: "Microsoft-Server-ActiveSync" },
] as const;

function external(noun: string, url: string): string {
  return `
foreach ($directory in Get-${noun}VirtualDirectory -Server $Server -ADPropertiesOnly @Reading) {
    $wanted = ${url}
    if ("$($directory.ExternalUrl)" -ne "$wanted") {
        Save-Before -Kind '${noun}VirtualDirectory' -Identity "$($directory.Identity)" -Existed $true -Values ([ordered]@{ ExternalUrl = "$($directory.ExternalUrl)" })
        Set-${noun}VirtualDirectory -Identity "$($directory.Identity)" -ExternalUrl $wanted @Changing
        Show-State -Moment 'after' -State ([ordered]@{ ExternalUrl = "$wanted" })
    }
}`.trim();
}

function restored(noun: string): string {
  return `
foreach ($before in Get-Before -Kind '${noun}VirtualDirectory') {
    Set-${noun}VirtualDirectory -Identity $before.Identity -ExternalUrl (Get-ValueOrNull -Value $before.Values.ExternalUrl) @Changing
    Show-State -Moment 'after' -State ([ordered]@{ ExternalUrl = $before.Values.ExternalUrl })
}`.trim();
}

const NOUNS = [...VIRTUAL_DIRECTORIES.map(({ noun }) => noun), "Ecp"];

/** The addresses that Exchange tells its users. */
export const clientUrls: RunbookStep = {
  title: "Addresses for users",
  why: "Outlook and phones are told the one name that the certificate covers and the DNS publishes. The control panel has no address outside: administrators use it from inside.",
  sources: cmdletPages(
    ...NOUNS.map((noun) => `Set-${noun}VirtualDirectory`),
    "Get-ClientAccessService",
    "Set-ClientAccessService",
  ),
  install: [
    ...VIRTUAL_DIRECTORIES.map(({ noun, path }) =>
      external(noun, `'https://{0}/${path}' -f $Client.MailHost`),
    ),
    external("Ecp", "$null"),
    `
$wanted = 'https://{0}/Autodiscover/Autodiscover.xml' -f $Client.MailHost
$service = Get-ClientAccessService -Identity $Server @Reading
if ("$($service.AutoDiscoverServiceInternalUri)" -ne $wanted) {
    Save-Before -Kind 'ClientAccessService' -Identity $Server -Existed $true -Values ([ordered]@{ AutoDiscoverServiceInternalUri = "$($service.AutoDiscoverServiceInternalUri)" })
    Set-ClientAccessService -Identity $Server -AutoDiscoverServiceInternalUri $wanted @Changing
    Show-State -Moment 'after' -State ([ordered]@{ AutoDiscoverServiceInternalUri = $wanted })
}`.trim(),
  ].join("\n"),
  rollback: [
    `
foreach ($before in Get-Before -Kind 'ClientAccessService') {
    Set-ClientAccessService -Identity $before.Identity -AutoDiscoverServiceInternalUri (Get-ValueOrNull -Value $before.Values.AutoDiscoverServiceInternalUri) @Changing
    Show-State -Moment 'after' -State ([ordered]@{ AutoDiscoverServiceInternalUri = $before.Values.AutoDiscoverServiceInternalUri })
}`.trim(),
    ...NOUNS.map(restored),
  ].join("\n"),
  does: ({ mailHost }) => [
    ...VIRTUAL_DIRECTORIES.map(({ path }) => `external address \`https://${mailHost}/${path}\``),
    "no external address for `/ecp`",
    `Autodiscover inside the domain: \`https://${mailHost}/Autodiscover/Autodiscover.xml\``,
  ],
  check:
    "the name must lead to the server inside the office too (internal DNS). Outlook: Test E-mail AutoConfiguration; phones: remove and add one account",
  goBack: "every address is as it was",
};
