import { codeList } from "../../markdown";
import { cmdletPages, type RunbookStep } from "../step";

/** What must be true before anything changes, and what is only looked at. */
export const ground: RunbookStep = {
  title: "Look at the server first",
  why: "Exchange Server SE is the only version with support; Extended Protection is what stops the relaying of NTLM credentials, and a domain that Exchange does not accept bounces after the relay has taken its mail.",
  sources: [
    "https://learn.microsoft.com/exchange/new-features/build-numbers-and-release-dates",
    "https://learn.microsoft.com/exchange/plan-and-deploy/post-installation-tasks/security-best-practices/exchange-extended-protection",
    ...cmdletPages("Get-ExchangeServer", "Get-AcceptedDomain"),
  ],
  install: String.raw`
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
`.trim(),
  rollback: undefined,
  does: ({ mailDomains }) => [
    "stops unless the server runs Exchange Server SE",
    `warns when Exchange does not accept ${codeList(mailDomains)}`,
    "warns when Extended Protection is off on a virtual directory; changes nothing",
  ],
  check: "no warning, or one that you can explain",
  goBack: "nothing was changed",
};
