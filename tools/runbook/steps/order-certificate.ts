import type { ExchangeFacts } from "../exchange-facts";
import { cmdletPages, type RunbookStep } from "../step";
import { DELIVERY_GROUP } from "./delivery-group";
import { ACME_CLIENT, ORDER_SCRIPT } from "./order-code";

const SCHEDULED_TASKS = "https://learn.microsoft.com/powershell/module/scheduledtasks";

/** The server orders its certificate itself, and every renewal of it. */
export const orderCertificate: RunbookStep = {
  title: "Let the server order its certificate",
  why: `The server renews its own certificate, so that nobody has to remember it. ${ACME_CLIENT.module} ${ACME_CLIENT.version} speaks to Let's Encrypt; the key is made by Exchange, cannot be exported and is in no file. The challenge is answered in a zone that holds nothing else. A task runs once a day; a run that finds everything in place changes nothing.`,
  sources: [
    "https://poshac.me/docs/v4/Functions/New-PACertificate",
    "https://poshac.me/docs/v4/Plugins/Route53",
    "https://poshac.me/docs/v4/Guides/Using-DNS-Challenge-Aliases",
    `${SCHEDULED_TASKS}/register-scheduledtask`,
    ...cmdletPages("New-ExchangeCertificate", "Import-ExchangeCertificate", "New-RoleGroup"),
  ],
  install: `
$taskName = 'Protected Exchange certificate'
# Nobody but administrators may write there: SYSTEM runs what it holds.
$orderFolder = Join-Path -Path $env:ProgramFiles -ChildPath 'Protected Exchange'
$versions = @(Get-Module -ListAvailable -Name '${ACME_CLIENT.module}' | ForEach-Object { "$($_.Version)" })
if ($versions -notcontains '${ACME_CLIENT.version}') {
    throw ('${ACME_CLIENT.module} ${ACME_CLIENT.version} is not here, and the firewall keeps the PowerShell Gallery out. On another computer: Save-Module -Name ${ACME_CLIENT.module} -RequiredVersion ${ACME_CLIENT.version} -Path . Then copy its folder to {0} and run again.' -f (Join-Path -Path $env:ProgramFiles -ChildPath 'WindowsPowerShell\\Modules'))
}

${DELIVERY_GROUP}

$orderScript = @'
${ORDER_SCRIPT}
'@

$orderSettings = [ordered]@{
    MailHost         = $Client.MailHost
    CertificateNames = $Client.CertificateNames
    ChallengeName    = $Client.ChallengeName
    OutsideAws       = $Client.ContainsKey('ChallengeWriter')
}
$keyFile = Join-Path -Path $orderFolder -ChildPath 'writer.key'
$tasks = @(Get-ScheduledTask -TaskName $taskName -ErrorAction SilentlyContinue)
Save-Before -Kind 'ScheduledTask' -Identity $taskName -Existed ($tasks.Count -gt 0) -Values ([ordered]@{ Folder = $orderFolder })
if ($PSCmdlet.ShouldProcess($orderFolder, 'Write the script and its settings')) {
    New-Item -ItemType Directory -Path $orderFolder -Force @Writing | Out-Null
    # The folder holds the key of the account at Let's Encrypt: for SYSTEM and administrators only.
    $access = New-Object -TypeName 'System.Security.AccessControl.DirectorySecurity'
    $access.SetAccessRuleProtection($true, $false)
    foreach ($sid in 'S-1-5-18', 'S-1-5-32-544') {
        $whom = New-Object -TypeName 'System.Security.Principal.SecurityIdentifier' -ArgumentList $sid
        $access.AddAccessRule((New-Object -TypeName 'System.Security.AccessControl.FileSystemAccessRule' -ArgumentList $whom, 'FullControl', 'ContainerInherit, ObjectInherit', 'None', 'Allow'))
    }
    Set-Acl -LiteralPath $orderFolder -AclObject $access @Writing
    Set-Content -LiteralPath (Join-Path -Path $orderFolder -ChildPath 'certificate.ps1') -Value $orderScript -Encoding Ascii @Writing
    Set-Content -LiteralPath (Join-Path -Path $orderFolder -ChildPath 'settings.json') -Value (ConvertTo-Json -InputObject $orderSettings) -Encoding Ascii @Writing
}
if ($Client.ContainsKey('ChallengeWriter') -and -not (Test-Path -LiteralPath $keyFile) -and $PSCmdlet.ShouldProcess($keyFile, 'Keep the access key')) {
    Write-Host ('   where you run Terraform: aws iam create-access-key --user-name {0}' -f $Client.ChallengeWriter)
    $keyId = Read-Host -Prompt '   AccessKeyId'
    $secret = New-Object -TypeName 'System.Management.Automation.PSCredential' -ArgumentList $keyId, (Read-Host -Prompt '   SecretAccessKey' -AsSecureString)
    Add-Type -AssemblyName 'System.Security'
    $plain = [System.Text.Encoding]::UTF8.GetBytes(('{0} {1}' -f $keyId, $secret.GetNetworkCredential().Password))
    Set-Content -LiteralPath $keyFile -Value ([System.Convert]::ToBase64String([System.Security.Cryptography.ProtectedData]::Protect($plain, $null, 'LocalMachine'))) -Encoding Ascii @Writing
    [System.Array]::Clear($plain, 0, $plain.Length)
}
if ($PSCmdlet.ShouldProcess($taskName, 'Register the task and run it once')) {
    $runs = @{
        Action    = New-ScheduledTaskAction -Execute 'powershell.exe' -Argument ('-NoProfile -NonInteractive -ExecutionPolicy RemoteSigned -File "{0}"' -f (Join-Path -Path $orderFolder -ChildPath 'certificate.ps1'))
        # Authorities ask their customers not to come all at once.
        Trigger   = New-ScheduledTaskTrigger -Daily -At (Get-Date -Hour 20 -Minute 13 -Second 0) -RandomDelay (New-TimeSpan -Hours 2)
        Principal = New-ScheduledTaskPrincipal -UserId 'S-1-5-18' -LogonType ServiceAccount -RunLevel Highest
        Settings  = New-ScheduledTaskSettingsSet -StartWhenAvailable -ExecutionTimeLimit (New-TimeSpan -Hours 1)
    }
    Register-ScheduledTask -TaskName $taskName -Description 'Orders, renews and binds the certificate of the mail host' -Force @runs | Out-Null
    # SYSTEM learns of its role group with a new ticket.
    klist -li 0x3e7 purge | Out-Null
    Write-Host '   ordering; this takes some minutes'
    Start-ScheduledTask -TaskName $taskName
    do {
        Start-Sleep -Seconds 10
    } while ("$((Get-ScheduledTask -TaskName $taskName).State)" -eq 'Running')
    $result = (Get-ScheduledTaskInfo -TaskName $taskName).LastTaskResult
    if ($result -ne 0) {
        throw ('The order ended with {0}; the reason is at the end of the log in {1}.' -f $result, $orderFolder)
    }
}
`.trim(),
  rollback: `
foreach ($before in Get-Before -Kind 'ScheduledTask') {
    if (-not $before.Existed -and $PSCmdlet.ShouldProcess($before.Identity, 'Remove the task')) {
        foreach ($task in @(Get-ScheduledTask -TaskName $before.Identity -ErrorAction SilentlyContinue)) {
            Unregister-ScheduledTask -TaskName $task.TaskName -Confirm:$false
        }
        Write-Host ('   the certificate is renewed no more; {0} stays, with the key of the account' -f $before.Values.Folder)
    }
}
`.trim(),
  does: (facts) => [
    `stops unless ${ACME_CLIENT.module} ${ACME_CLIENT.version} is installed; says how to bring it`,
    "lets the server's computer account bind certificates: role group `Certificate delivery`, with the roles for certificates, receive connectors, send connectors and for reading the configuration",
    "writes the script, its settings and the account's key into `C:\\Program Files\\Protected Exchange`, for SYSTEM and administrators only",
    ...(facts.order?.writer === undefined
      ? []
      : [
          `asks for an access key of \`${facts.order.writer}\` and keeps it encrypted; the key is of use from the office's address only`,
        ]),
    "accepts Let's Encrypt's terms of service (https://letsencrypt.org/repository/)",
    `registers a task that runs daily as SYSTEM, and runs it once: it answers at \`${facts.order?.challengeName ?? ""}\``,
  ],
  check:
    "the log in `C:\\Program Files\\Protected Exchange` ends with `done: 443 and SMTP have it`; the line `account:` in it is what `certificate.account` of the client file takes",
  goBack:
    "the task is removed and nothing is renewed any more; the folder and the certificates stay; the role group goes back with the next step's",
};

/** What the step needs to know of a client, by the names the script uses. */
export function orderValues({ order }: Pick<ExchangeFacts, "order">): Readonly<Record<string, string>> {
  return order === undefined
    ? {}
    : {
        ChallengeName: order.challengeName,
        ...(order.writer === undefined ? {} : { ChallengeWriter: order.writer }),
      };
}
