import { CERTIFICATE_STORE, EXCHANGE_BINDING } from "../../../constructs/certificate/exchange-binding-code";

/** The ACME client, and the version that is taken (https://www.powershellgallery.com/packages/Posh-ACME). */
export const ACME_CLIENT = { module: "Posh-ACME", version: "4.29.3" } as const;

/**
 * Windows PowerShell 5.1 that orders the server's certificate, renews it and binds it; runs once a day, as SYSTEM.
 *
 * The key is made by Exchange, for each order anew, and cannot be exported: it is in no file. The request goes to the
 * authority, what comes back completes it. The challenge is answered at one name, which the script is told, so that
 * it looks nothing up in a DNS that the firewall does not let it reach.
 *
 * A run that finds a certificate which is not due orders nothing, and binds what is not bound.
 *
 * It is the same for every client; what differs stands in `settings.json` beside it. Exchange's cmdlets come through
 * remote PowerShell, as the computer's account (docs/certificates.md).
 */
export const ORDER_SCRIPT = `
$Folder = $PSScriptRoot
$Stopping = @{ ErrorAction = 'Stop' }
$ExchangeCmdlets = @('Get-ExchangeCertificate', 'New-ExchangeCertificate', 'Import-ExchangeCertificate', 'Remove-ExchangeCertificate', 'Enable-ExchangeCertificate', 'Get-TransportService', 'Get-ReceiveConnector', 'Set-ReceiveConnector', 'Get-SendConnector', 'Set-SendConnector')

# Name of the order in the ACME client, and of the certificate in Windows.
$OrderName = 'Protected Exchange'
$Settings = Get-Content -LiteralPath (Join-Path -Path $Folder -ChildPath 'settings.json') -Raw @Stopping | ConvertFrom-Json
$MailHost = $Settings.MailHost
$env:POSHACME_HOME = Join-Path -Path $Folder -ChildPath 'acme'

${CERTIFICATE_STORE}

${EXCHANGE_BINDING}

# Who may write the challenge: on EC2 the server's role, elsewhere a user whose key this computer alone can read.
function Get-WriterArgument {
    if (-not $Settings.OutsideAws) {
        return @{ R53UseIAMRole = $true }
    }
    Add-Type -AssemblyName 'System.Security' @Stopping
    $protected = [System.Convert]::FromBase64String((Get-Content -LiteralPath (Join-Path -Path $Folder -ChildPath 'writer.key') -Raw @Stopping))
    $plain = [System.Security.Cryptography.ProtectedData]::Unprotect($protected, $null, 'LocalMachine')
    $key = [System.Text.Encoding]::UTF8.GetString($plain) -split ' '
    [System.Array]::Clear($plain, 0, $plain.Length)
    @{ R53AccessKey = $key[0]; R53SecretKey = (ConvertTo-SecureString -String $key[1] -AsPlainText -Force) }
}

# The latest of the certificates that were ordered here, if it is valid and covers every name.
function Get-Ordered {
    $usable = @(Get-ExchangeCertificate -Server $env:COMPUTERNAME @Stopping | Where-Object { $_.FriendlyName -eq $OrderName -and $_.HasPrivateKey -and "$($_.Status)" -eq 'Valid' })
    $covering = @($usable | Where-Object {
            $domains = @($_.CertificateDomains | ForEach-Object { "$_" })
            @($Settings.CertificateNames | Where-Object { $domains -notcontains $_ }).Count -eq 0
        })
    @($covering | Sort-Object -Property 'NotAfter' -Descending)[0]
}

function Test-Due {
    param([object] $Certificate)
    # The authority says when (RFC 9773); the client asks it. A day without an answer is no reason to fail.
    try {
        $order = Get-PAOrder -Name $OrderName -Refresh @Stopping
        if ($null -ne $order -and "$($order.RenewAfter)" -ne '' -and (Get-Date) -ge (Get-Date -Date $order.RenewAfter)) {
            return $true
        }
    }
    catch {
        Write-Host ('the authority does not say when to renew: {0}' -f $_.Exception.Message)
    }
    $left = ($Certificate.NotAfter - (Get-Date)).TotalDays
    $left -lt (($Certificate.NotAfter - $Certificate.NotBefore).TotalDays / 3)
}

function New-Ordered {
    # What an order that failed has left: a key without a certificate.
    foreach ($pending in @(Get-ExchangeCertificate -Server $env:COMPUTERNAME @Stopping | Where-Object { $_.FriendlyName -eq $OrderName -and "$($_.Status)" -eq 'PendingRequest' })) {
        Remove-ExchangeCertificate -Thumbprint $pending.Thumbprint -Server $env:COMPUTERNAME -Confirm:$false @Stopping
    }
    $request = New-ExchangeCertificate -GenerateRequest -Server $env:COMPUTERNAME -FriendlyName $OrderName -SubjectName ('CN={0}' -f $MailHost) -DomainName $Settings.CertificateNames -KeySize 2048 -PrivateKeyExportable $false -Force @Stopping
    $requestFile = Join-Path -Path $Folder -ChildPath 'request.csr'
    Set-Content -LiteralPath $requestFile -Value ("$request" -replace 'NEW CERTIFICATE REQUEST', 'CERTIFICATE REQUEST') -Encoding 'Ascii' @Stopping
    $ordering = @{
        CSRPath    = $requestFile
        Name       = $OrderName
        Plugin     = 'Route53'
        PluginArgs = Get-WriterArgument
        DnsAlias   = $Settings.ChallengeName
        DnsSleep   = 120
        # The others have no subject (https://letsencrypt.org/docs/profiles/), by which connectors name a certificate.
        Profile    = 'classic'
        AcceptTOS  = $true
        Force      = $true
    }
    New-PACertificate @ordering @Stopping | Out-Null
    $issued = Get-PACertificate -Name $OrderName @Stopping
    $store = Open-Store -Name 'CA' -Access 'ReadWrite'
    try {
        foreach ($der in @(ConvertFrom-Pem -Pem (Get-Content -LiteralPath $issued.ChainFile -Raw @Stopping))) {
            $authority = ConvertTo-Certificate -Der $der
            # Whom to trust is for Windows to say.
            if ($authority.Subject -ne $authority.Issuer) {
                $store.Add($authority)
            }
        }
    }
    finally {
        $store.Close()
    }
    Import-ExchangeCertificate -Server $env:COMPUTERNAME -FriendlyName $OrderName -FileData ([System.IO.File]::ReadAllBytes($issued.CertFile)) @Stopping | Out-Null
    Write-Host 'ordered, and in the store'
}

function Update-MailCertificate {
    Set-StrictMode -Version 2.0
    $ErrorActionPreference = 'Stop'
    New-Item -ItemType Directory -Path $env:POSHACME_HOME -Force @Stopping | Out-Null
    Import-Module -Name '${ACME_CLIENT.module}' -RequiredVersion '${ACME_CLIENT.version}' @Stopping
    Set-PAServer -DirectoryUrl 'LE_PROD' -DisableTelemetry @Stopping
    $session = Connect-Exchange
    $failures = @()
    try {
        $certificate = Get-Ordered
        if ($null -eq $certificate -or (Test-Due -Certificate $certificate)) {
            # A certificate that still holds is bound all the same.
            try {
                New-Ordered
                $certificate = Get-Ordered
            }
            catch {
                $failures += $_.Exception.Message
            }
        }
        if ($null -eq $certificate) {
            throw (@($failures + 'no certificate of ours is valid and covers every name') -join '; ')
        }
        Write-Host ('{0}, {1}, valid until {2:yyyy-MM-dd}' -f $certificate.Subject, $certificate.Thumbprint, $certificate.NotAfter)
        foreach ($account in @(Get-PAAccount @Stopping | Where-Object { $null -ne $_ })) {
            Write-Host ('account: {0}' -f $account.location)
        }
        $former = @(Get-ExchangeCertificate -Server $env:COMPUTERNAME @Stopping | Where-Object { "$($_.Thumbprint)" -ne "$($certificate.Thumbprint)" -and "$($_.Status)" -ne 'PendingRequest' -and -not $_.IsSelfSigned -and (Test-Covering -Certificate $_) })
        # None waits for the other: what works stays, what fails is put back.
        try {
            Update-Iis -Thumbprint $certificate.Thumbprint
        }
        catch {
            $failures += $_.Exception.Message
        }
        try {
            Update-Smtp -Certificate $certificate -Former $former
        }
        catch {
            $failures += $_.Exception.Message
        }
    }
    finally {
        Remove-PSSession -Session $session
    }
    if ($failures.Count -gt 0) {
        throw ($failures -join '; ')
    }
    Write-Host 'done: 443 and SMTP have it'
}

Start-Transcript -Path (Join-Path -Path $Folder -ChildPath ('certificate.{0:yyyy-MM}.log' -f (Get-Date))) -Append | Out-Null
try {
    Update-MailCertificate
    $status = 0
}
catch {
    Write-Host ('FAILED: {0}' -f $_.Exception.Message)
    $status = 1
}
Stop-Transcript | Out-Null
exit $status
`.trim();
