import { CERTIFICATE_STORE, EXCHANGE_BINDING } from "./exchange-binding-code";
import { KEY_IMPORT_CODE } from "./key-import-code";

/**
 * Windows PowerShell 5.1 that brings a certificate from ACM to an Exchange server and binds it; runs as SYSTEM.
 *
 * It is the same for every client: `{{ CertificateArn }}` and `{{ MailHost }}` are parameters of the document it
 * stands in. Running it again changes nothing. Neither the key nor the passphrase is ever printed, written to a
 * file or handed to another program.
 *
 * Exchange's cmdlets come through remote PowerShell, as Microsoft wants it; loading the snap-in is not supported.
 * SYSTEM signs in as the computer's account, which must be a member of a role group (docs/certificates.md).
 *
 * Neither `$` with a brace nor `%` with a brace may stand in it, which Terraform would read, nor two braces other
 * than the parameters', which Systems Manager would. ASCII, so that no byte order mark is needed.
 */
export const INSTALL_SCRIPT = String.raw`
# The strictness of the run stands inside a function: Systems Manager runs this in the scope that imported modules
# fall back to.
$CertificateArn = '{{ CertificateArn }}'
$MailHost = '{{ MailHost }}'
$Stopping = @{ ErrorAction = 'Stop' }
$ExchangeCmdlets = @('Get-ExchangeCertificate', 'Enable-ExchangeCertificate', 'Get-TransportService', 'Get-ReceiveConnector', 'Set-ReceiveConnector', 'Get-SendConnector', 'Set-SendConnector')

$KeyImportCode = @'
${KEY_IMPORT_CODE}
'@

${CERTIFICATE_STORE}

function Test-Installed {
    param([string] $Thumbprint)
    $store = Open-Store -Name 'My' -Access 'ReadOnly'
    try {
        @($store.Certificates | Where-Object { $_.Thumbprint -eq $Thumbprint -and $_.HasPrivateKey }).Count -gt 0
    }
    finally {
        $store.Close()
    }
}

# 64 letters out of sixteen: 256 bits, and none of the characters that ACM refuses.
function New-Passphrase {
    $passphrase = New-Object -TypeName 'byte[]' -ArgumentList 64
    $random = [System.Security.Cryptography.RandomNumberGenerator]::Create()
    $random.GetBytes($passphrase)
    for ($index = 0; $index -lt $passphrase.Length; $index++) {
        $passphrase[$index] = 65 + ($passphrase[$index] -band 15)
    }
    , $passphrase
}

function Import-MailCertificate {
    param([object] $Certificate, [string] $Region)
    Add-Type -TypeDefinition $KeyImportCode -ReferencedAssemblies 'System.Core' @Stopping
    $passphrase = New-Passphrase
    try {
        $exported = Export-ACMCertificate -CertificateArn $CertificateArn -Passphrase $passphrase -Region $Region -Force @Stopping
        $key = @(ConvertFrom-Pem -Pem $exported.PrivateKey)[0]
        [ProtectedExchange.KeyImport]::Add($Certificate, $key, $passphrase)
    }
    finally {
        [System.Array]::Clear($passphrase, 0, $passphrase.Length)
    }
    $store = Open-Store -Name 'CA' -Access 'ReadWrite'
    try {
        foreach ($der in @(ConvertFrom-Pem -Pem $exported.CertificateChain)) {
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
}

${EXCHANGE_BINDING}

function Install-MailCertificate {
    Set-StrictMode -Version 2.0
    $ErrorActionPreference = 'Stop'
    foreach ($cmdlet in @('Get-ACMCertificate', 'Export-ACMCertificate')) {
        if ($null -eq (Get-Command -Name $cmdlet -ErrorAction SilentlyContinue)) {
            throw ('AWS Tools for PowerShell are not installed here; there is no {0}' -f $cmdlet)
        }
    }
    $region = ($CertificateArn -split ':')[3]
    $issued = Get-ACMCertificate -CertificateArn $CertificateArn -Region $region @Stopping
    $certificate = ConvertTo-Certificate -Der (@(ConvertFrom-Pem -Pem $issued.Certificate)[0])
    $thumbprint = $certificate.Thumbprint
    Write-Host ('{0}, {1}, valid until {2:yyyy-MM-dd}' -f $certificate.Subject, $thumbprint, $certificate.NotAfter)
    if ($certificate.NotAfter -lt (Get-Date)) {
        throw 'ACM has not renewed the certificate; look at its validation records'
    }
    if (-not (Test-Installed -Thumbprint $thumbprint)) {
        Import-MailCertificate -Certificate $certificate -Region $region
        Write-Host 'store: added'
    }
    if ($null -eq (Get-Service -Name 'MSExchangeTransport' -ErrorAction SilentlyContinue)) {
        Write-Host 'Exchange is not installed yet; nothing to bind'
        return
    }
    $session = Connect-Exchange
    $failures = @()
    try {
        $former = @(Get-ExchangeCertificate -Server $env:COMPUTERNAME @Stopping | Where-Object { "$($_.Thumbprint)" -ne $thumbprint -and -not $_.IsSelfSigned -and (Test-Covering -Certificate $_) })
        # Neither waits for the other: what works stays, what fails is put back.
        try {
            Update-Iis -Thumbprint $thumbprint
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

# An event and the daily run may meet.
$alone = New-Object -TypeName 'System.Threading.Mutex' -ArgumentList $false, 'Global\protected-exchange-certificate'
try {
    try {
        if (-not $alone.WaitOne(900000)) {
            throw 'another run has not ended for 15 minutes'
        }
    }
    catch [System.Threading.AbandonedMutexException] {
        Write-Host 'the run before was cut short'
    }
    Install-MailCertificate
    $alone.ReleaseMutex()
    exit 0
}
catch {
    Write-Host ('FAILED: {0}' -f $_.Exception.Message)
    exit 1
}
`.trim();
